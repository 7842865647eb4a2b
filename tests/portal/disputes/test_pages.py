"""The clerk's way through the pages of disputes, and what others see of them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.calendar import workdays
from gongkai.cases.disputes import Step
from portal.acts.models import ActRecord
from portal.cases.models import Case
from portal.disputes import clocks
from portal.disputes.models import Dispute, DisputeFile
from portal.organs.models import Role
from tests.portal.disputes.conftest import Office, again

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(office: Office) -> Client:
    """Return the clerk's browser."""
    return office.county.client("jb", Role.HANDLER)


def text(browser: Client, url: str, status: int = 200) -> str:
    page = browser.get(url)
    assert page.status_code == status, page.content.decode()[:2000]
    return page.content.decode()


def test_the_list_begins_empty_and_says_how(browser: Client) -> None:
    page = text(browser, "/desk/disputes/")
    assert "没有未结案的复议诉讼" in page and "/desk/disputes/new/" in page
    assert "十五格都是0" in text(browser, "/desk/disputes/year/")
    assert "还没有对下级机关" in text(browser, "/desk/disputes/reports/")


def test_a_clerk_enters_a_review_from_the_request_and_sees_the_clock_with_its_reasons(
    browser: Client, office: Office, on: Callable[[date], None]
) -> None:
    case = office.refused()
    on(date(2024, 5, 28))
    form = text(browser, f"/desk/disputes/new/?case={case.pk}")
    assert case.number in form
    assert 'type="hidden" name="document"' in form  # what is known is not asked
    sent = {
        "step": "review_applied",
        "subject": "不服不予公开",
        "case": case.number,
        "body": "示例县人民政府",
        "on": "2024-05-20",
        "received_on": "2024-05-27",
        "papers": SimpleUploadedFile("复议申请书.txt", "请求撤销。".encode()),
    }
    answer = browser.post("/desk/disputes/new/", sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    one = Dispute.objects.get()
    page = text(browser, f"/desk/disputes/{one.pk}/")
    assert "2024年6月6日" in page and "第四十八条" in page and "复议申请书.txt" in page
    assert "李*" in page and "李明" not in page
    todo = text(browser, "/desk/")
    assert f"/desk/disputes/{one.pk}/answer/" in todo
    late = browser.post(
        f"/desk/disputes/{one.pk}/answer/", {"on": "2024-05-28", "seen": one.version + 7}
    )
    assert late.status_code == 409 and "别人已作了修改" in late.content.decode()


def test_every_act_has_its_page_and_a_wrong_form_says_one_sentence(
    browser: Client, office: Office
) -> None:
    one = office.dispute(office.refused(), received_on=date(2024, 5, 27))
    head = office.county.client("fzr", Role.HEAD)
    for slug in ("answer", "hearing", "decide", "cost", "lesson", "note", "assign", "link"):
        page = text(browser, f"/desk/disputes/{one.pk}/{slug}/")
        assert "<form" in page
    assert "<form" in text(head, f"/desk/disputes/{one.pk}/strike/")
    text(browser, f"/desk/disputes/{one.pk}/strike/", 403)
    text(browser, f"/desk/disputes/{one.pk}/appeal/", 403)
    text(browser, f"/desk/disputes/{one.pk}/nothing/", 404)
    wrong = browser.post(
        f"/desk/disputes/{one.pk}/decide/",
        {"on": "2024-05-01", "received_on": "2024-05-02", "way": "maintained", "number": "1号"},
    )
    assert wrong.status_code in (409, 422)
    assert again(one).events.count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"step": "nonsense", "on": "31-31-31"},
        {"step": "sued", "subject": "甲" * 4000, "body": "乙" * 400, "on": "9999-12-31"},
        {"step": "review_applied", "subject": "\x00", "body": "\x00", "on": "2024-05-20"},
        {"step": "review_applied", "subject": "<script>", "body": "x", "on": "2024-05-20", "case": "'; DROP"},
        {"step": "review_applied", "subject": "a", "body": "x", "on": "2024-05-20", "party_kind": "zz", "party_name": "n"},
        {"step": "review_applied", "subject": "a", "body": "x", "on": "2024-05-20", "grounds": ["99"]},
        {"step": "review_applied", "subject": "a", "body": "x", "on": "0001-01-01", "party_kind": "natural", "party_name": "n", "received_on": "0001-01-01"},
    ],
)  # fmt: skip
def test_hostile_forms_are_answered_with_a_sentence_and_change_nothing(
    browser: Client, sent: dict
) -> None:
    answer = browser.post("/desk/disputes/new/", sent)
    assert answer.status_code in (302, 409, 422)
    if answer.status_code == 302:  # nothing speaks against it: it must be readable again
        assert browser.get(answer["Location"]).status_code == 200
    else:
        assert "还不能提交" in answer.content.decode() and Dispute.objects.count() == 0


@pytest.mark.parametrize(
    "url",
    [
        "/desk/disputes/?year=99999999999999999999&track=%00&page=-1",
        "/desk/disputes/?show=closed&page=abc&year=０２０２",
        "/desk/disputes/year/?year=1e9",
        "/desk/disputes/new/?case=99999999999999999999999&document=%00",
        "/desk/disputes/reports/?page=99",
    ],
)
def test_hostile_addresses_are_pages(browser: Client, url: str) -> None:
    text(browser, url)


def test_others_see_nothing_and_supervisors_numbers_and_results(office: Office) -> None:
    one = office.dispute(office.refused(), subject="不服对李明的答复")
    stranger = office.county.client("ww", Role.HANDLER, organ=office.county.bureau)
    text(stranger, f"/desk/disputes/{one.pk}/", 404)
    assert one.number not in text(stranger, "/desk/disputes/")
    above = office.county.client("zg", Role.SUPERVISOR, organ=office.county.county)
    text(above, f"/desk/disputes/{one.pk}/", 404)
    page = text(above, "/desk/disputes/")
    assert one.number in page and "尚未审结" in page
    assert "李" not in page and "不服" not in page
    assert Client().get(f"/desk/disputes/{one.pk}/").status_code == 302


def test_a_paper_is_given_as_a_download_and_each_time_recorded(
    browser: Client, office: Office
) -> None:
    one = office.dispute(None)
    browser.post(
        f"/desk/disputes/{one.pk}/note/",
        {"on": "2024-05-21", "text": "", "papers": SimpleUploadedFile("李明.txt", b"secret")},
    )
    file = DisputeFile.objects.get()
    before = ActRecord.objects.count()
    url = reverse("dispute_file", args=[file.pk])
    assert browser.get(url).status_code == 405
    answer = browser.post(url)
    assert answer.content == b"secret" and answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    record = ActRecord.objects.latest("number")
    assert ActRecord.objects.count() == before + 1 and record.act == "disputes.take_paper"
    assert "李明" not in f"{record.about}{record.after}"
    stranger = office.county.client("ww", Role.HANDLER, organ=office.county.bureau)
    assert stranger.post(url).status_code == 404


def test_an_order_is_entered_by_the_head_on_the_page_and_shows_on_both(office: Office) -> None:
    case = office.refused()
    one = office.dispute(case)
    head = office.county.client("fzr", Role.HEAD)
    sent = {
        "on": "2024-07-15",
        "received_on": "2024-07-17",
        "number": "示府复决〔2024〕3号",
        "way": "revoked",
        "redo": "on",
        "redo_workdays": "20",
    }
    clerk = office.county.client("jb", Role.HANDLER)
    refused = clerk.post(f"/desk/disputes/{one.pk}/decide/", sent)
    assert refused.status_code == 409 and "工作机构负责人登记" in refused.content.decode()
    assert head.post(f"/desk/disputes/{one.pk}/decide/", sent).status_code == 302
    assert Case.objects.get(pk=case.pk).due_on == date(2024, 8, 14)
    page = text(head, f"/desk/disputes/{one.pk}/")
    assert "重新作出答复" in page and "2024年8月14日" in page
    assert one.events.get(kind=Step.REVIEW_DECIDED).facts["redo"] is True


def test_a_period_into_a_year_without_holidays_is_provisional_and_not_lost(
    office: Office, on: Callable[[date], None]
) -> None:
    year = max(int(one.stem) for one in (Path(workdays.__file__).parent / "years").glob("*.toml"))
    on(date(year, 12, 28))
    dispute = office.dispute(on=date(year, 12, 25), received_on=date(year, 12, 28))
    answer = next(one for one in clocks.running(dispute) if one.ours)
    assert answer.provisional and answer.due_on >= date(year + 1, 1, 7)  # ten days
    page = office.county.client("jb", Role.HANDLER).get(f"/desk/disputes/{dispute.pk}/")
    told = page.content.decode()
    assert "（暂定）" in told and f"{year + 1}年的节假日安排还没有公布" in told
