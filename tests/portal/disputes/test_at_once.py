"""Two people on one dispute at the same moment: one wins, the other gets a sentence, nothing is lost."""

import threading
from collections.abc import Callable
from datetime import date

from django.db import connection

from gongkai.cases.disputes import Step
from portal.acts.act import Refused
from portal.cases.models import Case
from portal.disputes.acts.steps import Decide
from portal.disputes.models import Dispute
from tests.portal.disputes.conftest import Office, again


def both(*acts: Callable[[], object]) -> list[str]:
    """Carry acts out in threads that start together; return what each was told, "" for done."""
    start, told = threading.Barrier(len(acts)), []

    def carry_out(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            told.append("")
        except Refused as refused:
            told.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=carry_out, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(told)


def test_two_enter_the_same_decision_and_the_request_is_reopened_once(
    transactional_db: None, office: Office
) -> None:
    case = office.refused()
    dispute = office.dispute(case)
    office.head  # noqa: B018 (the person is made before the threads begin)

    def decide() -> object:
        return Decide(
            by=office.head,
            target=again(dispute),
            seen=dispute.version,
            on=date(2024, 7, 15),
            received_on=date(2024, 7, 17),
            number="示府复决〔2024〕3号",
            way="revoked",
            redo=True,
            redo_workdays=20,
        ).execute()

    told = both(decide, decide)
    assert told[0] == "" and "别人已作了修改" in told[1]
    assert dispute.events.filter(kind=Step.REVIEW_DECIDED).count() == 1
    assert Case.objects.get(pk=case.pk).events.filter(kind="reopened").count() == 1


def test_two_disputes_entered_at_once_get_two_numbers(
    transactional_db: None, office: Office
) -> None:
    office.handler  # noqa: B018
    assert both(lambda: office.dispute(None), lambda: office.dispute(None)) == ["", ""]
    numbers = sorted(Dispute.objects.values_list("number", flat=True))
    assert numbers == ["复议诉讼〔2024〕1号", "复议诉讼〔2024〕2号"]
