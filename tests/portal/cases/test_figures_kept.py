"""Figures are counted once and kept, in every process, until an act may have changed them."""

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import close_old_connections, connection, connections, transaction
from django.utils import translation
from tests.portal.cases.conftest import APPLICANT, ASKED
from tests.portal.cases.test_whole_case import answered

from gongkai.cases.events import Channel
from portal.acts.act import ACTS
from portal.acts.actor import Actor
from portal.cases.acts.asking import Answer, Ask
from portal.cases.acts.keeping import Note
from portal.cases.acts.registration import RegisterCase
from portal.cases.acts.reply import Part, ServeReply
from portal.cases.figures import figures
from portal.cases.models import Case, Inquiry
from portal.organs.models import Organ, Role


def received(by: Actor, organ: Organ) -> Case:
    told = {"arrived_on": date(2024, 3, 4), "applicant": APPLICANT, "asked": ASKED}
    return RegisterCase(by=by, channel=Channel.IN_PERSON, organ=organ, **told).execute()


def ended(town: Organ) -> int:
    return figures(town, 2024).ended


@contextmanager
def another_process(town: Organ) -> Iterator[Callable[[], int]]:
    """Ask in a process of its own, which keeps what it found."""
    connections.close_all()
    here, there = multiprocessing.get_context("fork").Pipe()

    def serve() -> None:
        while there.recv():
            there.send(ended(town))
        connections.close_all()

    process = multiprocessing.get_context("fork").Process(target=serve)
    process.start()

    def ask() -> int:
        here.send(True)
        assert here.poll(30), "the other process does not answer"
        return int(here.recv())

    try:
        yield ask
    finally:
        here.send(False)
        process.join(10)
        assert process.exitcode == 0


def queries(ask: Callable[[], object]) -> int:
    """Count what the database is asked meanwhile."""
    asked: list[str] = []

    def listen(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        ask()
    return len(asked)


def test_an_answer_here_counts_in_another_process_at_once(transactional_db, office) -> None:
    town, case = office.county.town, office.case()
    with another_process(town) as theirs:
        assert theirs() == ended(town) == 0
        assert theirs() == 0
        answered(office, case, Part("provided"), day=date(2024, 3, 29))
        assert theirs() == 1
        assert ended(town) == 1


def test_what_nobody_touched_is_not_counted_again(transactional_db, office) -> None:
    town, county = office.county.town, office.county
    by = county.actor("jy", Role.HANDLER, organ=county.bureau)
    mine, elsewhere = office.case(), received(by, county.bureau)
    ended(town)
    assert queries(lambda: ended(town)) == 1
    Note(by=by, target=elsewhere, text="已电话联系").execute()
    assert queries(lambda: ended(town)) == 1  # another organ's request
    Note(by=office.handler, target=mine, text="已电话联系").execute()
    assert queries(lambda: ended(town)) > 5
    with translation.override("en"):
        assert figures(town, 2024).tables[0].title != "提出方式"


def test_an_answer_of_the_organ_asked_changes_the_figures_of_the_one_that_asks(
    transactional_db, office
) -> None:
    county, case = office.county, office.case()
    Ask(
        by=office.handler, target=case, on=date(2024, 3, 5), asked=Inquiry.Kind.RECORDS,
        whom="示例县教育局", organ=county.bureau, question="请提供拨付文件", until=date(2024, 3, 8),
    ).execute()  # fmt: skip
    assert figures(county.town, 2024).overdue == 0  # it waits for the records
    inquiry = Inquiry.objects.get()
    by = county.actor("jy", Role.HANDLER, organ=county.bureau)
    Answer(by=by, target=inquiry, on=date(2024, 3, 7), answer=Inquiry.Answer.GIVEN).execute()
    assert figures(county.town, 2024).overdue == 1


def test_what_is_on_its_way_while_one_counts_is_counted_afterwards(
    transactional_db, office
) -> None:
    town, case = office.county.town, office.case()
    done, go_on = threading.Event(), threading.Event()

    def answer_slowly() -> None:
        close_old_connections()
        with transaction.atomic():
            answered(office, case, Part("provided"), day=date(2024, 3, 29))
            done.set()
            go_on.wait(120)
        connection.close()

    clerk = threading.Thread(target=answer_slowly)
    clerk.start()
    assert done.wait(600)
    assert ended(town) == 0 and ended(town) == 0  # not committed yet, and kept so
    go_on.set()
    clerk.join(30)
    assert ended(town) == 1


@pytest.mark.django_db
def test_inside_a_transaction_one_sees_what_one_does(office) -> None:
    case = office.case()
    assert ended(office.county.town) == 0
    answered(office, case, Part("provided"), day=date(2024, 3, 29))
    assert ended(office.county.town) == 1


def test_what_was_counted_inside_an_act_that_failed_is_forgotten(
    transactional_db, office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are changed, the record is not written yet: no record tells an answer of then apart."""
    town, case = office.county.town, office.case()
    served, inside = ServeReply.do, []

    def fails(act: ServeReply) -> None:
        inside.append(ended(town))
        served(act)
        inside.append(ended(town))
        raise OSError("the disk is full")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="the disk is full"):
        patched.setattr(ServeReply, "do", fails)
        answered(office, case, Part("provided"), day=date(2024, 3, 29))
    assert inside == [0, 1]  # it sees what it does itself
    assert ended(town) == 0  # and nobody else what never was
    ServeReply(by=office.handler, target=case, on=date(2024, 3, 29), service="direct").execute()
    assert ended(town) == 1


def test_every_act_on_requests_is_named_after_its_app() -> None:
    """By these names a record tells that it may have touched a request."""
    for name, act in ACTS.items():
        app = act.__module__.split(".")[1] if act.__module__.startswith("portal.") else ""
        if app in ("cases", "disputes"):
            assert name.startswith(f"{app}."), name
