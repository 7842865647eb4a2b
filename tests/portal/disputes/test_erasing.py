"""When the time of keeping is over, nobody can be known from a dispute, and its figures stay."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from gongkai.cases.disputes import Result, Step, Track
from portal.acts.act import Forbidden
from portal.acts.actor import SYSTEM
from portal.cases import retention
from portal.cases.models import Case
from portal.cases.papers import Paper
from portal.cases.rules import rules_for
from portal.disputes import daily, queries
from portal.disputes.acts.erasing import EraseDispute
from portal.disputes.acts.keeping import CloseDispute
from portal.disputes.acts.steps import Decide
from portal.disputes.models import Dispute
from tests.portal.disputes.conftest import COURT, Office, again

pytestmark = pytest.mark.django_db


def finished(office: Office, case: Case | None = None, **facts: object) -> Dispute:
    paper = Paper("李明的申请书.txt", "李明请求撤销".encode(), "text/plain")
    dispute = office.dispute(
        case, subject="不服对李明的答复", claims="李明请求撤销", files=[paper], **facts
    )
    Decide(
        by=office.head,
        target=dispute,
        on=date(2024, 7, 15),
        received_on=date(2024, 7, 17),
        number="示府复决〔2024〕3号",
        way="unlawful",
        text="李明的申请已经答复",
    ).execute()
    return CloseDispute(
        by=office.handler, target=again(dispute), on=date(2024, 9, 2), why="李明不再起诉"
    ).execute()


def kept_of(dispute: Dispute) -> str:
    """Return everything the tables hold of a dispute."""
    rows = [*dispute.events.values(), *dispute.files.values()]
    mine = Dispute.objects.filter(pk=dispute.pk).values("subject", "party__name", "party__sealed")
    return str([*rows, *mine])


def test_it_is_erased_when_the_organ_says_and_counted_all_the_same(
    office: Office, on: Callable[[date], None]
) -> None:
    accepted = {"step": Step.SUED, "body": COURT, "grounds": ["15"]}
    dispute = finished(office, **accepted, accepted_anyway="法院已受理李明的起诉")
    before = queries.counts(office.county.town, 2024).cells
    path = Path(settings.MEDIA_ROOT) / dispute.files.get().path
    rules = rules_for(office.county.town)
    rules.keep_years = 1
    rules.save()
    on(date(2025, 12, 31))
    assert daily.erase_disputes() == 0
    with pytest.raises(Forbidden):
        EraseDispute(by=office.head, target=dispute).execute()
    on(date(2026, 1, 1))
    assert "李明" in kept_of(dispute) and path.exists()
    erase(dispute, path)
    assert daily.erase_disputes() == 0
    after = queries.counts(office.county.town, 2024).cells
    assert after == before and after[Track.DIRECT][Result.CORRECTED] == (dispute.pk,)
    page = office.county.client("jb").get(f"/desk/disputes/{dispute.pk}/")
    assert page.status_code == 200 and "（信息已清除）" in page.content.decode()


def erase(dispute: Dispute, path: Path) -> None:
    done = EraseDispute(by=SYSTEM, target=again(dispute))
    done.execute()
    done.after_commit(dispute)  # the test's own transaction is never committed
    kept = kept_of(dispute)
    assert "李明" not in kept and "示例养护有限公司" not in kept
    assert not path.exists()


def test_with_a_request_it_goes_when_the_request_goes(office: Office) -> None:
    case = office.refused()
    dispute = finished(office, case)
    assert daily.erase_disputes() == 0
    person = case.applicant
    person.erased_at = timezone.now()
    person.save()
    assert daily.erase_disputes() == 1
    assert "李明" not in kept_of(dispute)


def test_nothing_of_a_request_is_erased_while_somebody_disputes_it(office: Office) -> None:
    case = office.refused()
    dispute = office.dispute(case)
    assert retention.held(case) == "还有没有办结的复议、诉讼，不清除。"
    Dispute.objects.filter(pk=dispute.pk).update(closed_on=date(2024, 12, 1))
    assert retention.held(case) is None
