"""What a refusal says, and in which language."""

from datetime import date

import pytest
from django.utils import translation

from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.organs.acts.accounts import OpenAccount
from portal.organs.acts.posts import EndPost, GivePost
from portal.organs.models import Role

pytestmark = pytest.mark.django_db


def test_a_refusal_is_said_in_the_language_of_who_acts(county) -> None:
    user = county.person("jb")
    post = GivePost(
        by=SYSTEM, user=user, organ=county.town, role=Role.HANDLER, on=date(2024, 5, 1)
    ).execute()
    records = ActRecord.objects.count()
    for language, words in (("zh-hans", "结束日期早于开始日期。"), ("en", "The end is before the")):
        with translation.override(language), pytest.raises(Refused) as refused:
            EndPost(by=SYSTEM, target=post, on=date(2024, 4, 1)).execute()
        assert refused.value.sentence.startswith(words)
    assert ActRecord.objects.count() == records


def test_the_record_keeps_no_telephone_of_a_person(county) -> None:
    OpenAccount(
        by=SYSTEM, username="wang", person="王某", password="Abcd-2345-efgh", phone="0898-6220001"
    ).execute()
    assert "6220001" not in str(ActRecord.objects.last().after)
