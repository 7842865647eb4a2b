"""Documents are published at their hour, once, also after a crash."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.publishing.acts.drafting import SubmitDocument
from portal.publishing.acts.publication import SchedulePublication
from portal.publishing.acts.review import PassStep
from portal.publishing.clock import tick
from portal.publishing.models import Document
from portal.publishing.search import asking, text

Make = Callable[..., Document]


@pytest.fixture
def timed(
    start: Make, office: dict[str, Actor], settings: LazySettings, tmp_path: object
) -> Document:
    """Return a signed document that is due in two hours."""
    settings.DATA = tmp_path
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document).execute()
    return SchedulePublication(
        by=office["handler"], target=document, at=timezone.now() + timedelta(hours=2)
    ).execute()


def test_nothing_is_published_before_its_hour(timed: Document) -> None:
    assert tick(timezone.now() + timedelta(hours=1, minutes=59)) == 0
    timed.refresh_from_db()
    assert not timed.is_public


def test_a_document_is_published_once_and_found(timed: Document) -> None:
    later = timezone.now() + timedelta(hours=2, seconds=1)
    assert tick(later) == 2  # the document, and its place in the index
    count = ActRecord.objects.count()
    assert tick(later) == 0
    assert ActRecord.objects.count() == count
    last = ActRecord.objects.last()
    assert last and (last.act, last.who) == ("publishing.publish", "系统")
    assert asking.find(text.asked("养护")).ids == (timed.pk,)
