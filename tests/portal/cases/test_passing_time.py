"""Reminders go upwards, a due date follows the calendar, personal data goes when its time is over."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from tests.portal.cases.story import Story

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.cases import daily, papers, reminders
from portal.cases.acts.keeping import ArchiveCase, CloseCase, Note
from portal.cases.acts.passing import EraseCase, Remind
from portal.cases.acts.receipt import AskCorrection, WithdrawRequest
from portal.cases.acts.reply import DraftReply, Part
from portal.cases.acts.rules import SetRules
from portal.cases.models import Case, CaseFile
from portal.cases.rules import rules_for
from portal.organs.models import Role

pytestmark = pytest.mark.django_db


def due(today: date) -> list[tuple[str, int]]:
    return [(one.why, one.step) for one in reminders.due(today)]


def test_a_request_is_brought_to_mind_before_it_is_due_and_ever_higher_after(office) -> None:
    office.case()  # due on 1 April 2024
    assert due(date(2024, 3, 20)) == []
    assert due(date(2024, 3, 26)) == [("due_soon", 0)]
    assert due(date(2024, 4, 2)) == [("overdue", 0)]
    assert due(date(2024, 4, 7)) == [("overdue", 0), ("overdue", 1)]  # 4 to 6 April are a holiday
    assert due(date(2024, 4, 9)) == [("overdue", 0), ("overdue", 1), ("overdue", 2)]


def test_who_waits_is_reminded_of_what_he_waits_for(office) -> None:
    letter = office.case(Channel.LETTER)
    assert due(date(2024, 3, 5)) == [("confirmation", 0)]
    WithdrawRequest(by=office.handler, target=letter, on=date(2024, 3, 5)).execute()
    case = office.case()
    AskCorrection(
        by=office.handler, target=case, on=date(2024, 3, 8), what="…", until=date(2024, 3, 22)
    ).execute()
    assert due(date(2024, 3, 22)) == []
    assert due(date(2024, 3, 23)) == [("applicant", 0)]


def test_each_reminder_is_sent_once_and_names_nobody(
    office, on, django_capture_on_commit_callbacks
) -> None:
    case = office.case()
    for name, role, organ in (
        ("jb", Role.HANDLER, None),
        ("fzr", Role.HEAD, None),
        ("jd", Role.SUPERVISOR, office.county.county),
    ):
        person = office.county.person(name, role, organ=organ)
        person.email = f"{name}@example.gov.cn"
        person.save()
    on(date(2024, 4, 9))
    with django_capture_on_commit_callbacks(execute=True):
        assert daily.remind() == 3
        assert daily.remind() == 0
    assert [one.to for one in mail.outbox] == [
        ["jb@example.gov.cn"],
        ["fzr@example.gov.cn"],
        ["jd@example.gov.cn"],
    ]
    for one in mail.outbox:
        assert case.number in one.subject and "4月1日" in one.body
        assert "李明" not in one.body and "公路" not in one.body
    assert ActRecord.objects.filter(act="cases.remind").count() == 3


def test_a_calendar_that_becomes_known_moves_due_dates_and_says_so(office) -> None:
    case = office.case()
    Case.objects.filter(pk=case.pk).update(due_on=None)  # as where the year was not yet known
    (moved,) = daily.recompute()
    assert moved[1:] == (None, date(2024, 4, 1))
    event = Case.objects.get(pk=case.pk).events.last()
    assert (event.kind, event.facts["after"]) == ("recomputed", "2024-04-01")
    assert list(daily.recompute()) == []


def archived(office) -> Case:
    """Return a withdrawn request with a paper, archived in 2024."""
    case = office.case(files=[papers.received("身份证.txt", "李明 11010519491231002X".encode())])
    day = date(2024, 3, 6)
    WithdrawRequest(by=office.handler, target=case, on=day, why="李明来电撤回").execute()
    case = Case.objects.get(pk=case.pk)
    CloseCase(by=office.handler, target=case, on=day).execute()
    ArchiveCase(by=office.handler, target=Case.objects.get(pk=case.pk), on=day).execute()
    return Case.objects.get(pk=case.pk)


def test_nothing_is_erased_where_no_time_is_set_nor_before_it_is_over(office, on) -> None:
    case = archived(office)
    with pytest.raises(Refused, match="没有设定保管年数"):
        EraseCase(by=SYSTEM, target=case).execute()
    SetRules(by=office.head, organ=office.county.town, keep_years=5).execute()
    on(date(2029, 12, 31))
    with pytest.raises(Refused, match="还没有期满"):
        EraseCase(by=SYSTEM, target=case).execute()


def test_after_its_time_nothing_about_the_person_is_left_but_the_count_stays(
    office, on, django_capture_on_commit_callbacks
) -> None:
    case = archived(office)
    paper = CaseFile.objects.get(case=case)
    assert papers.content(paper).startswith("李明".encode())
    kept = Path(settings.MEDIA_ROOT) / paper.path
    assert "李明".encode() not in kept.read_bytes()  # sealed on the disk
    SetRules(by=office.head, organ=office.county.town, keep_years=5).execute()
    on(date(2030, 1, 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert daily.erase() == 1
        assert daily.erase() == 0
    case = Case.objects.select_related("applicant").get(pk=case.pk)
    assert (case.applicant.name, case.applicant.sealed, case.content) == ("", "", "")
    assert (case.outcome, case.kind, case.received_on) == ("withdrawn", "natural", date(2024, 3, 4))
    assert not kept.exists()
    left = str(list(case.events.values_list("opinion", "whom", "facts")))
    assert "李明" not in left


def test_a_note_with_papers_is_refused_once_the_file_is_archived(office) -> None:
    case = archived(office)
    with pytest.raises(Refused, match="已经归档"):
        Note(by=office.handler, target=case, files=[papers.Paper("a.txt", b"a")]).execute()


def test_the_head_sets_the_rules_on_a_page_and_nobody_else(office) -> None:
    head = office.county.client("fzr", Role.HEAD)
    answer = head.post(
        "/desk/cases/rules/",
        {"steps": ["signer", "reviewer", "secrecy"], "keep_years": "10", "alone": "on"},
    )
    assert answer.status_code == 302
    rules = rules_for(office.county.town)
    assert (rules.steps, rules.keep_years, rules.alone) == (
        ["reviewer", "secrecy", "signer"],
        10,
        True,
    )
    wrong = head.post("/desk/cases/rules/", {"steps": ["reviewer"], "keep_years": "0"})
    assert wrong.status_code == 422
    assert office.county.client("jb", Role.HANDLER).get("/desk/cases/rules/").status_code == 403


def test_the_supervising_office_reminds_by_hand_without_seeing_who_applied(office, on) -> None:
    case = office.case()
    on(date(2024, 4, 9))
    supervisor = office.county.client("jd", Role.SUPERVISOR, organ=office.county.county)
    page = supervisor.get("/desk/case-outlines/").content.decode()
    assert case.number in page and "李明" not in page and "公路" not in page
    for _twice in range(2):
        supervisor.post(f"/desk/case-outlines/{case.pk}/remind/", {"words": "请尽快办理"})
    assert case.reminders.filter(why="by_hand").count() == 1
    assert "4月9日已催办" in supervisor.get("/desk/case-outlines/").content.decode()
    own = office.county.client("jb", Role.HANDLER).get(f"/desk/cases/{case.pk}/").content.decode()
    assert (
        own.count("<b>催办</b>") == own.count("请尽快办理") == 1
    )  # the office reads it in its file
    on(date(2024, 12, 1))
    assert "有1件申请逾期没有办结" in supervisor.get("/desk/").content.decode()
    elsewhere = office.county.client("js", Role.HANDLER, organ=office.county.bureau)
    assert elsewhere.get(f"/desk/case-outlines/{case.pk}/remind/").status_code == 404


def test_who_was_urged_has_a_row_of_his_own_until_he_does_something(office) -> None:
    """被催办的申请在待办里单列一行；写备注不算办了，办了就没有了。"""
    one = Story(office).comes()
    desk = office.county.client("jb", Role.HANDLER)
    row = f"{one.case.number}：被催办"
    assert row not in desk.get("/desk/").content.decode()
    Remind(
        by=office.head, target=one.case, why="by_hand", due_on=clock.today(), words="请抓紧"
    ).execute()
    assert row in desk.get("/desk/").content.decode()
    Note(by=office.handler, target=one.case, text="正在查找").execute()
    assert row in desk.get("/desk/").content.decode()
    other = office.county.client("wai", Role.HANDLER, organ=office.county.bureau)
    assert row not in other.get("/desk/").content.decode()
    one.act(DraftReply, "3-05", parts=[Part("provided")])
    assert row not in desk.get("/desk/").content.decode()
