"""What is noticed of a report is there once the worker comes to it, and not only with the next sweep."""

import pytest
from django_tasks_db.models import DBTaskResult

from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.annual.acts import StartFiling, SubmitFiling
from portal.jobs import periodic
from portal.jobs.worker import Worker
from portal.oversight.judging import judge_new, judge_one
from portal.oversight.models import Judged, SentenceMark
from tests.portal.annual.conftest import YEAR
from tests.portal.conftest import County
from tests.portal.rollup.conftest import sent


def _asked() -> list[list[int]]:
    waiting = DBTaskResult.objects.filter(task_path=judge_one.module_path)
    return [row.args_kwargs["args"] for row in waiting]


def test_the_worker_judges_what_has_just_gone_up(
    transactional_db: None, january: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "REGULAR", {})  # no sweep comes to help
    filing = sent(january.town)
    assert filing.current is not None and _asked() == [[filing.current.pk]]
    assert not Judged.objects.exists(), "who sends a report does not wait for it"
    assert Worker("here", idle=True, every=0.05).run()
    assert Judged.objects.get().version == filing.current


def test_what_did_not_go_up_is_not_judged(january: County) -> None:
    filing = StartFiling(by=SYSTEM, organ=january.town, year=YEAR).execute()
    with pytest.raises(Refused):
        SubmitFiling(by=SYSTEM, target=filing).execute()
    assert _asked() == []


def test_its_own_task_and_the_sweep_make_one_judgement(january: County) -> None:
    filing = sent(january.town)
    assert filing.current is not None
    judge_new()
    marks = SentenceMark.objects.count()
    first = Judged.objects.get()
    assert marks
    judge_one.call(filing.current.pk)
    judge_new()
    assert SentenceMark.objects.count() == marks and Judged.objects.get() == first
    judge_one.call(0)  # a version that is not there is nothing to judge
