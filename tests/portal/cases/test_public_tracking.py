"""李明 follows his request with query code and check: what he reads, downloads, answers, withdraws."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portal.cases.citizen import Citizen
from tests.portal.cases.conftest import APPLICANT, ASKED, Office

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.cases import papers
from portal.cases.acts.applicant import affirmed
from portal.cases.acts.asking import Answer, Ask
from portal.cases.acts.fees import NotifyFee, RecordPayment
from portal.cases.acts.period import ExtendDeadline
from portal.cases.acts.receipt import AskCorrection, ConfirmReceipt
from portal.cases.acts.registration import RegisterCase
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case, CaseFile
from portal.organs.models import Role
from portal.site import limits

pytestmark = pytest.mark.django_db
REFUSED = Part("refused", ("15",), facts={"reasons": "涉及第三方的商业秘密"})


@contextmanager
def on(month: int, day: int, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Let it be a day of 2024."""
    with clock.as_of(datetime(2024, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


def again(case: Case) -> Case:
    return Case.objects.select_related("organ", "applicant").get(pk=case.pk)


@pytest.fixture
def citizen(office: Office) -> Citizen:
    """Return 李明, who applied online on Monday 4 March 2024."""
    one = Citizen()
    with on(3, 4):
        one.applies()
    return one


def confirmed(office: Office) -> Case:
    case = Case.objects.get()
    return ConfirmReceipt(by=office.handler, target=case, on=date(2024, 3, 5)).execute()


def at_the_counter(office: Office) -> tuple[Case, Citizen]:
    """Register a request in person on 4 March; the applicant takes the code home."""
    act = RegisterCase(
        by=office.handler, organ=office.county.town, channel=Channel.IN_PERSON,
        arrived_on=date(2024, 3, 4), applicant=APPLICANT, asked=ASKED,
    )  # fmt: skip
    return act.execute(), Citizen(code=act.code)


def answered(office: Office, case: Case, *parts: Part, day: date) -> Case:
    """Draft, review, sign and serve a reply on a day."""
    DraftReply(by=office.handler, target=again(case), parts=parts, on=day).execute()
    SubmitReply(by=office.handler, target=again(case), on=day).execute()
    who = {"reviewer": office.reviewer, "secrecy": office.secrecy, "signer": office.signer}
    for step in again(case).steps:
        PassReply(by=who[step], target=again(case), on=day).execute()
    return ServeReply(by=office.handler, target=again(case), on=day, service="direct").execute()


def test_before_the_confirmation_no_period_runs_and_the_page_says_what_is_missing(
    office: Office, citizen: Citizen
) -> None:
    with on(3, 5):
        page = citizen.unlocks().content.decode()
        assert (
            "等待机关与您确认" in page and "答复期限才开始计算" in page and "最后一天" not in page
        )
        citizen.posts("/track/affirm/", {})
        page = citizen.sees("/track/")
        assert "您这一边已经确认，还差机关的确认" in page
        twice = citizen.posts("/track/affirm/", {})
    assert twice.status_code == 409 and "您已经确认过" in twice.content.decode()
    case = Case.objects.get()
    assert affirmed(case) and case.received_on is None


def test_after_the_confirmation_the_due_date_stands_there_with_its_reasons(
    office: Office, citizen: Citizen
) -> None:
    confirmed(office)
    with on(3, 12):
        page = citizen.unlocks().content.decode()
    assert "2024年4月2日（周二）" in page  # 20 working days after 5 March
    assert "还剩15个工作日" in page and "当日不计入" in page and "双方确认" in page


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{bare}"])
def test_the_code_may_be_typed_as_people_type(citizen: Citizen, typed: str) -> None:
    code = citizen.code
    typed = typed.format(code, lower=code.lower(), bare=code.replace("-", ""))
    with on(3, 5):
        assert "办理进度" in citizen.unlocks(typed).content.decode()


def test_an_unknown_code_and_a_wrong_check_get_the_same_answer(citizen: Citizen) -> None:
    said = []
    for code, check in (
        (citizen.code, "1234"),
        ("AAAA-AAAA-AAAA", "8000"),
        ("x", "y"),
        ("'--", "%"),
    ):
        one = Citizen()
        with on(3, 5):
            answer = one.unlocks(code, check)
        assert answer.status_code == 422
        page = answer.content.decode()
        said.append(page[page.index("还不能提交") : page.index("</ul>", page.index("还不能提交"))])
    assert len(set(said)) == 1


def test_without_a_telephone_the_last_four_of_the_certificate_open_it(office: Office) -> None:
    one = Citizen()
    with on(3, 4):
        one.applies(phone="", address="示例镇一村12号")
        assert one.unlocks(check="002x").status_code == 200
        assert "办理进度" in one.sees("/track/")


@pytest.fixture
def few_tries(settings: LazySettings, tmp_path: Any) -> Iterator[None]:
    """Allow three tries a minute from one address, and four of one code."""
    settings.DATA = tmp_path
    settings.RATE_LIMITS = {"track": "3/minute", "code": "4/hour"}
    yield
    limits._limiter.cache_clear()


def test_guessing_is_slowed_by_address_and_by_code_and_a_person_is_told_when(
    office: Office, few_tries: None
) -> None:
    one = Citizen()
    one.applies()
    far = Citizen("203.0.113.9")
    tries = [far.unlocks(one.code, f"{n:04}").status_code for n in range(4)]
    assert tries == [422, 422, 422, 429]
    other = Citizen("203.0.113.10")
    assert other.unlocks(one.code, "1111").status_code == 422
    answer = other.unlocks(one.code, "8000")  # right, but the fifth try of this code
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 60
    assert "分钟后再按一次按钮" in answer.content.decode()


def test_it_stays_open_for_half_an_hour_in_this_browser_alone(citizen: Citizen) -> None:
    with on(3, 5, 10, 0):
        citizen.unlocks()
    with on(3, 5, 10, 25):
        assert "经过" in citizen.sees("/track/")
        assert "经过" not in Client().get("/track/").content.decode()
    with on(3, 5, 10, 56):
        assert "经过" not in citizen.sees("/track/")


def test_closing_locks_it(citizen: Citizen) -> None:
    with on(3, 5):
        citizen.unlocks()
        citizen.posts("/track/close/", {})
        assert "经过" not in citizen.sees("/track/")
        assert citizen.get("/receipt/").status_code == 410


def test_a_correction_notice_is_read_and_answered_there_with_files(
    office: Office, citizen: Citizen
) -> None:
    case = confirmed(office)
    AskCorrection(
        by=office.handler, target=again(case), on=date(2024, 3, 8), until=date(2024, 3, 22),
        what="请写明所需资金的年度和项目",
    ).execute()  # fmt: skip
    with on(3, 11):
        page = citizen.unlocks().content.decode()
        assert "请写明所需资金的年度和项目" in page and "2024年3月22日" in page
        empty = citizen.posts("/track/correct/", {"text": " "})
        assert empty.status_code == 409 and "请写明补正的内容" in empty.content.decode()
        bad = SimpleUploadedFile("a.exe", b"MZ")
        good = SimpleUploadedFile("补正.txt", "2024年村道养护".encode())
        told = {"text": "很长的补正", "token": citizen.token_on(empty)}
        refused = citizen.posts("/track/correct/", told | {"attached": [bad, good]})
        assert refused.status_code == 422 and "很长的补正" in refused.content.decode()
        assert "补正.txt" in refused.content.decode()
        citizen.posts("/track/correct/", told)
        page = citizen.sees("/track/")
    assert again(case).due_on == date(2024, 4, 9)  # the whole period anew from 11 March
    assert "重新计算" in page and "2024年4月9日" in page
    kept = again(case).files.get(what=CaseFile.What.CORRECTION)
    assert papers.content(kept).decode() == "2024年村道养护"


def test_a_correction_that_nobody_asked_for_is_refused_with_the_reason(
    office: Office, citizen: Citizen
) -> None:
    confirmed(office)
    with on(3, 11):
        citizen.unlocks()
        answer = citizen.posts("/track/correct/", {"text": "补充"})
    assert answer.status_code == 409 and again(Case.objects.get()).events.count() == 2


def test_a_fee_notice_says_how_to_pay_and_takes_the_proof(office: Office) -> None:
    case, one = at_the_counter(office)
    NotifyFee(
        by=office.head, target=again(case), on=date(2024, 3, 6), tariff="pages", number=68,
        how="缴入县财政专户，凭缴款码到任一银行缴纳。",
    ).execute()  # fmt: skip
    with on(3, 7):
        page = one.unlocks().content.decode()
        assert "380元" in page and "缴入县财政专户" in page
        one.posts(
            "/track/pay/",
            {"text": "票据号 123", "attached": SimpleUploadedFile("凭证.pdf", b"%PDF-1.4")},
        )
        assert "您提交了缴费凭证" in one.sees("/track/")
    assert again(case).waiting == "fee"  # the office enters the payment
    assert again(case).files.get(what=CaseFile.What.FEE).name == "凭证.pdf"
    RecordPayment(
        by=office.handler, target=again(case), on=date(2024, 3, 8), receipt="123"
    ).execute()
    with on(3, 8):
        assert "费用已经缴清" in one.unlocks().content.decode()


def test_a_third_party_is_asked_and_nobody_is_told_who_it_is(
    office: Office, citizen: Citizen
) -> None:
    case = confirmed(office)
    Ask(
        by=office.handler, target=again(case), on=date(2024, 3, 11), whom="甲养护公司",
        question="合同单价是否同意公开", received_on=date(2024, 3, 12),
    ).execute()  # fmt: skip
    inquiry = again(case).inquiries.get()
    Answer(
        by=office.handler, target=inquiry, on=date(2024, 3, 20), answer="objects", why="秘密"
    ).execute()
    ExtendDeadline(
        by=office.head, target=again(case), on=date(2024, 3, 28), days=10, why="内部原因"
    ).execute()
    with on(3, 29):
        page = citizen.unlocks().content.decode()
    assert "征求第三方意见" in page and "这段时间不计入答复期限" in page
    assert "答复期限延长10个工作日" in page
    assert "甲养护公司" not in page and "合同单价" not in page and "内部原因" not in page


def test_a_refusal_tells_review_first_with_the_body_and_the_last_day(
    office: Office, citizen: Citizen
) -> None:
    case = confirmed(office)
    answered(office, case, REFUSED, day=date(2024, 3, 20))
    with on(3, 21):
        page = citizen.unlocks().content.decode()
    assert "已答复：" in page and "先申请行政复议" in page
    assert "示例县人民政府" in page
    assert "2024年5月19日" in page or "2024年5月20日" in page  # 60 days after 20 March; a Sunday
    assert "直接向" not in page


def test_what_was_provided_is_downloaded_by_the_applicant_and_nobody_else(
    office: Office, citizen: Citizen
) -> None:
    case = confirmed(office)
    shown = papers.add(again(case), CaseFile.What.PROVIDED, papers.received("信息.txt", b"yes"), by=office.handler, shown=True)  # fmt: skip
    inside = papers.add(again(case), CaseFile.What.MATERIAL, papers.received("内部.txt", b"no"), by=office.handler)  # fmt: skip
    other = office.case()
    foreign = papers.add(other, CaseFile.What.PROVIDED, papers.received("别人.txt", b"no"), by=office.handler, shown=True)  # fmt: skip
    with on(3, 12):
        assert "信息.txt" in citizen.unlocks().content.decode()
        answer = citizen.get(f"/track/files/{shown.pk}/")
        assert answer.content == b"yes" and answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert citizen.get(f"/track/files/{inside.pk}/").status_code == 404
        assert citizen.get(f"/track/files/{foreign.pk}/").status_code == 404
        assert Client().get(f"/track/files/{shown.pk}/").status_code == 302


def test_withdrawing_asks_once_more_and_ends_it(office: Office, citizen: Citizen) -> None:
    confirmed(office)
    with on(3, 12):
        citizen.unlocks()
        unsure = citizen.posts("/track/withdraw/", {"why": "不需要了"})
        assert unsure.status_code == 422 and "不需要了" in unsure.content.decode()
        citizen.posts("/track/withdraw/", {"why": "不需要了", "sure": "on"})
        page = citizen.sees("/track/")
        twice = citizen.posts("/track/withdraw/", {"sure": "on"})
    case = again(Case.objects.get())
    assert case.outcome == "withdrawn" and "已撤回" in page and "track/withdraw" not in page
    assert twice.status_code == 409


def test_an_organ_that_stays_silent(office: Office, citizen: Citizen) -> None:
    confirmed(office)
    with on(4, 8):
        page = citizen.unlocks().content.decode()
    assert "已过答复期限" in page and "示例县人民政府" in page
    assert "/o/shilizhen/apply/report/" in page


def test_what_the_office_does_inside_is_not_told(office: Office, citizen: Citizen) -> None:
    case = confirmed(office)
    DraftReply(
        by=office.handler, target=again(case), parts=[REFUSED], on=date(2024, 3, 12)
    ).execute()
    with on(3, 13):
        page = citizen.unlocks().content.decode()
    assert "拟写" not in page and "审核" not in page and office.handler.name not in page


def test_a_request_from_the_counter_is_tracked_alike(office: Office) -> None:
    _case, one = at_the_counter(office)
    with on(3, 5):
        page = one.unlocks().content.decode()
    assert "提交当日" in page and "2024年4月1日（周一）" in page


@pytest.mark.parametrize("path", ["correct", "pay", "withdraw", "affirm"])
def test_a_stranger_does_nothing(office: Office, citizen: Citizen, path: str) -> None:
    before = Case.objects.get().events.count()
    assert Client().post(f"/track/{path}/", {"text": "x", "sure": "on"}).status_code == 302
    assert Client().get(f"/track/{path}/").status_code == 405
    assert Case.objects.get().events.count() == before


def test_letters_are_downloaded_once_they_have_gone_out(office: Office, citizen: Citizen) -> None:
    case = confirmed(office)
    AskCorrection(
        by=office.handler, target=again(case), on=date(2024, 3, 8), until=date(2024, 3, 22),
        what="请写明所需资金的年度和项目",
    ).execute()  # fmt: skip
    notice = again(case).letters.get(kind="correction_notice")
    DraftReply(
        by=office.handler, target=again(case), parts=[REFUSED], on=date(2024, 3, 12)
    ).execute()
    draft = again(case).letters.get(kind="reply")
    with on(3, 13):
        page = citizen.unlocks().content.decode()
        assert "补正告知书" in page
        paper = citizen.get(f"/track/letters/{notice.pk}.pdf")
        assert paper.content.startswith(b"%PDF") and "no-store" in paper["Cache-Control"]
        assert citizen.get(f"/track/letters/{notice.pk}.docx").content.startswith(b"PK")
        assert citizen.get(f"/track/letters/{draft.pk}.pdf").status_code == 404
        assert Client().get(f"/track/letters/{notice.pk}.pdf").status_code == 302


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "x" * 10_000, "a\x00b", "😀", "%s{}"]
)
def test_hostile_words_on_the_tracking_page_do_no_harm(
    office: Office, citizen: Citizen, typed: str
) -> None:
    stranger = Citizen()
    for code, check in ((typed, typed), (citizen.code, typed), (typed, "8000")):
        answer = stranger.unlocks(code, check)
        assert answer.status_code == 422 and "<script>alert" not in answer.content.decode()
    case = confirmed(office)
    AskCorrection(
        by=office.handler,
        target=again(case),
        on=date(2024, 3, 8),
        until=date(2024, 3, 22),
        what="年度",
    ).execute()
    with on(3, 11):
        citizen.unlocks()
        for path in ("withdraw", "pay", "affirm", "correct"):
            answer = citizen.posts(f"/track/{path}/", {"text": typed, "why": typed, "token": typed})
            page = citizen.sees("/track/")
            assert answer.status_code in (302, 409, 422) and "<script>alert" not in page


def test_a_clerk_who_tracks_his_own_request_stays_logged_in(office: Office) -> None:
    citizen = Citizen()
    with on(3, 4):
        citizen.applies()
    clerk = office.county.client("jb", Role.HANDLER)
    with on(3, 5):
        clerk.post("/track/", {"code": citizen.code, "check": "8000"})
        assert "经过" in clerk.get("/track/").content.decode()
        clerk.post("/track/close/")
        assert "经过" not in clerk.get("/track/").content.decode()
    assert clerk.get("/desk/").status_code == 200
