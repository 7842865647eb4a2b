"""The public calculator and the public totals: dates in, law out; requests in, counts out."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.portal.cases.citizen import PRIVATE
from tests.portal.cases.conftest import Office

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.cases import statistics
from portal.cases.acts.receipt import ConfirmReceipt, WithdrawRequest
from portal.cases.models import Case

pytestmark = pytest.mark.django_db
APRIL = datetime(2024, 4, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def answer(**typed: Any) -> tuple[int, str]:
    with clock.as_of(APRIL):
        page = Client().get("/calculator/", typed)
    return page.status_code, page.content.decode()


def test_an_empty_calculator_asks_and_keeps_nothing(county: Any) -> None:
    page = Client().get("/calculator/")
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert not page.cookies and "csrfmiddlewaretoken" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "due", "why"),
    [
        ({"channel": "in_person", "arrived": "2024-03-04"}, "2024年4月1日", "提交当日"),
        ({"channel": "letter", "arrived": "2024-03-04", "confirmed": "2024-03-06"}, "2024年4月3日", "确认"),
        ({"channel": "post", "arrived": "2024-03-04", "correction_asked": "2024-03-08",
          "corrected": "2024-03-15"}, "2024年4月15日", "重新起算"),
        ({"channel": "post", "arrived": "2024-03-04", "extended": "2024-03-29", "days": "10"},
         "2024年4月16日", "延期10个工作日"),
        ({"channel": "post", "arrived": "2024-03-04", "fee_notified": "2024-03-06",
          "fee_received": "2024-03-06", "fee_paid": "2024-03-11"}, "2024年4月9日", "缴"),
        ({"channel": "post", "arrived": "2024-03-04", "third_party_asked": "2024-03-06",
          "third_party_received": "2024-03-06", "third_party_answered": "2024-03-13"},
         "2024年4月10日", "不计入"),
    ],
    ids=["counter", "letter", "correction", "extension", "fee", "third party"],
)  # fmt: skip
def test_dates_in_due_date_and_reasons_out(
    county: Any, typed: dict[str, str], due: str, why: str
) -> None:
    status, page = answer(**typed)
    assert status == 200 and due in page and why in page
    for value in typed.values():
        assert value in page  # what was typed is still there, and in the address


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"channel": "online", "arrived": "2024-03-04"}, "答复期限没有开始计算"),
        (
            {"channel": "post", "arrived": "2024-03-04", "correction_asked": "2024-03-08"},
            "正在等待申请人补正",
        ),
        (
            {"channel": "post", "arrived": "2024-03-04", "fee_notified": "2024-03-08"},
            "缴费的最后一天是",
        ),
    ],
)
def test_what_does_not_run_is_said(county: Any, typed: dict[str, str], said: str) -> None:
    status, page = answer(**typed)
    assert status == 200 and said in page


@pytest.mark.parametrize(
    "typed",
    [
        {"arrived": "2024-03-04", "confirmed": "2024-03-01", "channel": "online"},
        {"arrived": "2024-03-04", "corrected": "2024-03-08", "channel": "post"},
        {"arrived": "2024-03-04", "correction_asked": "2024-04-08", "channel": "post"},
        {"arrived": "2024-03-04", "extended": "2024-03-20", "days": "30", "channel": "post"},
        {"arrived": "2024-03-04", "extended": "2024-03-20", "channel": "post"},
        {"arrived": "2024-03-04", "fee_paid": "2024-03-20", "channel": "post"},
        {"arrived": "2024-03-04", "replied": "2024-03-02", "channel": "post"},
        {"arrived": "2099-03-04", "channel": "post"},
        {"arrived": "1999-03-04", "channel": "post"},
        {"arrived": "9999-12-31", "channel": "post"},
        {"arrived": "昨天", "channel": "post"},
        {"arrived": "", "channel": "post"},
        {"arrived": "2024-03-04", "channel": "<script>alert(1)</script>"},
        {"arrived": "2024-03-04\x00", "channel": "post"},
        {"arrived": "x" * 10000, "channel": "post"},
        {"items": "-1"}, {"items": "99999999999"}, {"pages": "abc"}, {"items": "١"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(county: Any, typed: dict[str, str]) -> None:
    status, page = answer(**typed)
    assert status in (200, 422) and "<script>alert" not in page
    if typed != {"items": "١"}:
        assert status == 422 and 'role="alert"' in page


def test_the_library_s_own_sentence_names_the_rule(county: Any) -> None:
    _status, page = answer(channel="post", arrived="2024-03-04", correction_asked="2024-04-08")
    assert "7个工作日" in page and "第三十条" in page


def test_fees_with_their_working(county: Any) -> None:
    _status, page = answer(items="45", pages="250")
    assert "按件：5500元" in page and "按量：4700元" in page and "5件×300元/件" in page


def test_the_public_sees_counts_and_nothing_of_any_request(office: Office) -> None:
    office.case()
    gone = office.case()
    WithdrawRequest(by=office.handler, target=gone, on=date(2024, 3, 6)).execute()
    letter = office.case(Channel.LETTER)
    office.case(Channel.LETTER)  # never confirmed: not received
    never = office.case(Channel.LETTER)  # withdrawn before it was received: not ended either
    WithdrawRequest(by=office.handler, target=never, on=date(2024, 3, 6)).execute()
    ConfirmReceipt(by=office.handler, target=letter, on=date(2024, 3, 6)).execute()
    office.case(arrived_on=date(2023, 12, 29))
    counts = statistics.counts(office.county.town, 2024)
    assert (counts.received, counts.ended, counts.carried) == (3, 1, 3)
    assert counts.by_channel == {"in_person": 2, "letter": 1}
    assert counts.by_outcome == {"withdrawn": 1} and counts.by_kind == {"natural": 3}
    assert statistics.years(office.county.town) == [2024, 2023]
    page = Client().get("/o/shilizhen/requests/?year=2024").content.decode()
    assert "当面提交" in page and "撤回" in page
    for secret in (*PRIVATE, *Case.objects.values_list("number", flat=True)):
        assert secret not in page


@pytest.mark.parametrize("year", ["abcd", "20245", "-1", "0000", "٢٠٢٤"])
def test_no_such_year(county: Any, year: str) -> None:
    assert Client().get("/o/shilizhen/requests/", {"year": year}).status_code == 404


def test_a_year_without_requests_says_so(county: Any) -> None:
    page = Client().get("/o/shilizhen/requests/?year=0001")
    assert "没有收到政府信息公开申请" in page.content.decode()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/o/shilizhen/apply/", "Fill in the form online"),
        ("/o/shilizhen/apply/form/", "No account"),
        ("/o/shilizhen/apply/suggest/", "article 44"),
        ("/o/shilizhen/apply/correct/", "article 41"),
        ("/o/shilizhen/apply/report/", "articles 47 and 51"),
        ("/track/", "Query code"),
        ("/calculator/?channel=post&arrived=2024-03-04", "Reply due by"),
        ("/calculator/", "Post that is signed for"),
        ("/calculator/?items=45", "5500 yuan"),
        ("/o/shilizhen/requests/", "No request for information"),
    ],
)
def test_the_pages_speak_english_too(county: Any, path: str, words: str) -> None:
    browser = Client()
    browser.cookies["show_language"] = "en"
    assert words in browser.get(path).content.decode()
