"""A citizen applies on the organ's page without an account: form, look before sending, receipt."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portal.cases.citizen import CITIZEN, FORM, Citizen

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.cases import papers
from portal.cases.models import Case
from portal.cases.public import apply, waiting
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attribute, Column, Document, Genre
from portal.publishing.search import index
from portal.site import limits

pytestmark = pytest.mark.django_db
FAR = "203.0.113.9"


@pytest.fixture
def citizen(county: Any) -> Citizen:
    """Return 李明 at home."""
    return Citizen()


def test_from_the_form_to_the_receipt(citizen: Citizen) -> None:
    case = citizen.applies()
    assert case.number.startswith("公开申请〔") and case.channel == "online"
    assert case.received_on is None  # until both have confirmed it
    shown = citizen.shown
    assert case.number in shown and citizen.code in shown
    assert "以双方确认之日为收到申请之日" in shown and "还没有开始计算" in shown
    assert "用途" not in shown


def test_the_form_asks_nothing_about_use_and_says_so(citizen: Citizen) -> None:
    page = citizen.sees(FORM)
    assert "不需要说明用途" in page
    assert not re.search(r'name="(purpose|use|usage|reason)"', page)


def test_the_receipt_on_paper_has_the_code_and_its_square_has_not(citizen: Citizen) -> None:
    case = citizen.applies()
    paper = citizen.get("/receipt/receipt.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert (
        case.number not in paper["Content-Disposition"] and "李" not in paper["Content-Disposition"]
    )
    document = pypdfium2.PdfDocument(paper.content)
    assert len(document) == 1
    text = "".join(document[0].get_textpage().get_text_range().split())
    assert case.number in text and citizen.code in text and "双方确认" in text
    assert "http://testserver/track/," in text.replace("，", ",")


def test_only_the_browser_that_sent_it_sees_the_receipt_and_for_half_an_hour(
    citizen: Citizen,
) -> None:
    start = datetime(2024, 3, 4, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    with clock.as_of(start):
        citizen.applies()
    with clock.as_of(start.replace(minute=29)):
        assert citizen.code in citizen.sees("/receipt/")
    assert Client().get("/receipt/").status_code == 410
    assert Client().get("/receipt/receipt.pdf").status_code == 410
    with clock.as_of(start.replace(minute=31)):
        assert citizen.get("/receipt/").status_code == 410


def test_the_session_never_holds_the_code_in_the_clear(citizen: Citizen) -> None:
    citizen.applies()
    assert citizen.code not in str(dict(citizen.client.session))
    assert citizen.code.replace("-", "") not in str(dict(citizen.client.session))


def test_sent_twice_it_is_one_request_and_the_code_is_still_there(citizen: Citizen) -> None:
    asked = citizen.fills()
    citizen.posts(FORM, asked | {"step": "check"})
    first = citizen.posts(FORM, asked | {"step": "send"}, follow=True)
    second = citizen.posts(FORM, asked | {"step": "send"}, follow=True)
    assert Case.objects.count() == 1
    assert citizen.code_on(first) == citizen.code_on(second)


def test_two_clicks_at_the_same_moment_are_one_request(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other click comes between the look whether there is one and the writing."""
    asked = citizen.fills()
    citizen.posts(FORM, asked | {"step": "check"})
    known, looks = apply.same_form, []

    def blind_at_first(token: str) -> Case | None:
        looks.append(token)
        return None if len(looks) == 1 else known(token)

    citizen.posts(FORM, asked | {"step": "send"})
    monkeypatch.setattr(apply, "same_form", blind_at_first)
    monkeypatch.setattr(apply, "twice", lambda *_: None)
    assert citizen.posts(FORM, asked | {"step": "send"}).status_code == 302
    assert Case.objects.count() == 1 and len(looks) == 2


def test_the_same_words_again_the_same_day_are_the_same_request(citizen: Citizen) -> None:
    citizen.applies()
    other = Citizen()
    asked = other.fills(subject="示例镇2024年 农村公路养护资金的拨付文件。")
    other.posts(FORM, asked | {"step": "check"})
    answer = other.posts(FORM, asked | {"step": "send"}, follow=True)
    assert Case.objects.count() == 1
    assert citizen.code not in answer.content.decode()  # nobody gets a code that is not his


def test_what_is_missing_is_said_and_what_was_typed_stays(citizen: Citizen) -> None:
    asked = citizen.fills(name="", phone="", content="写了很久的一段话")
    answer = citizen.posts(FORM, asked | {"step": "check"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "这一项必须填写" in page and "至少填写一种联系方式" in page
    assert "写了很久的一段话" in page and CITIZEN["id_number"] in page


@pytest.mark.parametrize(("way", "said"), [("post", "请填写通信地址"), ("email", "请填写电子邮箱")])
def test_a_way_of_getting_it_needs_where_to(citizen: Citizen, way: str, said: str) -> None:
    answer = citizen.posts(FORM, citizen.fills(way=way) | {"step": "check"})
    assert answer.status_code == 422 and said in answer.content.decode()


def test_back_to_the_form_and_nothing_is_lost(citizen: Citizen) -> None:
    asked = citizen.fills(attached=SimpleUploadedFile("证明.txt", "证明".encode()))
    citizen.posts(FORM, asked | {"step": "check"})
    page = citizen.posts(FORM, {**asked, "attached": "", "step": "edit"}).content.decode()
    assert CITIZEN["subject"] in page and "证明.txt" in page
    citizen.posts(FORM, {**asked, "attached": "", "step": "drop-1"})
    assert waiting.listed(asked["token"]) == []


def test_attachments_wait_sealed_through_errors_and_come_with_the_request(
    citizen: Citizen, settings: LazySettings
) -> None:
    secret = "只有承办机关能看的内容"
    asked = citizen.fills(name="", attached=SimpleUploadedFile("说明.txt", secret.encode()))
    assert citizen.posts(FORM, asked | {"step": "check"}).status_code == 422
    kept = [p for p in (Path(settings.MEDIA_ROOT) / "waiting").rglob("*") if p.is_file()]
    assert kept and not any(secret.encode() in p.read_bytes() for p in kept)
    more = {
        **asked,
        "name": "李明",
        "attached": SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff\xe0 x"),
    }
    page = citizen.posts(FORM, more | {"step": "check"}).content.decode()
    assert "说明.txt" in page and "照片.jpg" in page
    citizen.posts(FORM, {**more, "attached": "", "step": "send"})
    files = Case.objects.get().files.order_by("pk")
    assert [one.name for one in files] == ["说明.txt", "照片.jpg"]
    assert papers.content(files[0]) == secret.encode()
    assert waiting.listed(asked["token"]) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.pdf", b"", "是空文件"),
        ("病毒.exe", b"MZ" + b"0" * 100, "它是程序，不是材料"),
        ("../../etc/passwd.bat", b"x", "它是程序，不是材料"),
        ("大.pdf", b"0" * 3000, "上限"),
    ],
)
def test_a_file_that_is_not_accepted_is_named_and_the_others_stay(
    citizen: Citizen, settings: LazySettings, name: str, data: bytes, said: str
) -> None:
    settings.PORTAL_MAX_UPLOAD = 2000
    good = SimpleUploadedFile("好的.txt", b"good")
    asked = citizen.fills(attached=[good, SimpleUploadedFile(name, data)])
    answer = citizen.posts(FORM, asked | {"step": "check"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and "好的.txt" in page and "/etc/" not in page
    assert citizen.posts(FORM, {**asked, "attached": "", "step": "check"}).status_code == 200


def test_too_many_or_too_much_together_is_one_sentence(
    citizen: Citizen, settings: LazySettings
) -> None:
    settings.PORTAL_MAX_UPLOAD = 1000
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    answer = citizen.posts(FORM, citizen.fills(attached=many) | {"step": "check"})
    assert "一份申请最多附20个文件" in answer.content.decode()
    much = [SimpleUploadedFile(f"{n}.txt", b"x" * 900) for n in range(5)]
    answer = citizen.posts(FORM, citizen.fills(attached=much) | {"step": "check"})
    assert "附件合计不能超过" in answer.content.decode()


def test_files_that_nobody_sends_are_gone_after_hours(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = citizen.fills(attached=SimpleUploadedFile("旧.txt", b"x"))
    citizen.posts(FORM, asked | {"step": "check"})
    monkeypatch.setattr(waiting.time, "time", lambda: 4e9)
    waiting.sweep()
    assert waiting.listed(asked["token"]) == []


SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "typed",
    [SCRIPT, "x" * 10_000, "a\x00b", "' OR 1=1 --", "{{ 7|add:7 }}", "😀", "\u202e\u200b"],
    ids=["script", "long", "nul", "sql", "template", "emoji", "direction"],
)  # fmt: skip
def test_hostile_words_in_every_field_do_no_harm(citizen: Citizen, typed: str) -> None:
    fields = dict.fromkeys(CITIZEN, typed)
    answer = citizen.posts(FORM, citizen.fills(**fields) | {"step": "check"})
    assert answer.status_code == 422 and SCRIPT not in answer.content.decode()
    texts = dict.fromkeys(("name", "subject", "content", "document_number", "period"), typed)
    asked = citizen.fills(**texts)
    for step in ("check", "edit", "send"):
        answer = citizen.posts(FORM, asked | {"step": step}, follow=True)
        page = answer.content.decode()
        assert answer.status_code in (200, 422) and SCRIPT not in page
    if Case.objects.exists():
        citizen.code = citizen.code_on(answer)
        assert citizen.get("/receipt/receipt.pdf").content.startswith(b"%PDF")
        assert SCRIPT not in citizen.unlocks().content.decode()


@pytest.mark.parametrize(
    "token", ["", "x" * 5000, "../../x", "00000000-0000-0000-0000-00000000000g"]
)
def test_a_token_of_somebody_s_making_is_replaced(citizen: Citizen, token: str) -> None:
    answer = citizen.posts(FORM, CITIZEN | {"token": token, "step": "check"})
    assert answer.status_code == 200
    fresh = citizen.token_on(answer)
    assert fresh != token and waiting.is_token(fresh)


def test_a_machine_that_fills_everything_is_stopped_and_a_person_is_told(citizen: Citizen) -> None:
    asked = citizen.fills(website="https://spam.example/")
    answer = citizen.posts(FORM, asked | {"step": "send"})
    page = answer.content.decode()
    assert answer.status_code == 422 and not Case.objects.exists()
    assert "请清空后再提交" in page and "left-empty" not in page  # now it is seen
    asked["website"] = ""
    citizen.posts(FORM, asked | {"step": "send"})
    assert Case.objects.count() == 1


def test_several_matters_in_one_letter_may_be_split(citizen: Citizen) -> None:
    one = citizen.posts(FORM, citizen.fills() | {"step": "check"}).content.decode()
    two = citizen.posts(
        FORM, citizen.fills(content="1、拨付文件；\n2、验收报告。") | {"step": "check"}
    ).content.decode()
    assert "好像写了几件事" in two and "好像写了几件事" not in one


def test_the_eleventh_of_a_month_is_told_its_fee_and_nobody_else_is_told_anything(
    citizen: Citizen,
) -> None:
    for number in range(10):
        Citizen().applies(subject=f"示例镇第{number}号文件")
    page = citizen.posts(FORM, citizen.fills() | {"step": "check"}).content.decode()
    assert "第11件申请" in page and "100元" in page
    stranger = citizen.posts(
        FORM, citizen.fills(id_number="110105194912310011") | {"step": "check"}
    ).content.decode()
    assert "预计不收费" in stranger


def test_how_many_somebody_asked_for_is_not_told_while_it_costs_nothing(citizen: Citizen) -> None:
    before = citizen.posts(FORM, citizen.fills() | {"step": "check"}).content.decode()
    Citizen().applies(subject="示例镇另一份文件")
    after = citizen.posts(FORM, citizen.fills() | {"step": "check"}).content.decode()

    def fee(page: str) -> str:
        return page[page.index("费用和期限") :].split("</li>")[0]

    assert fee(before) == fee(after)


@pytest.fixture
def published(county: Any, settings: LazySettings, tmp_path: Path) -> Document:
    """Return a document that 示例镇 has published, in the index."""
    settings.DATA = tmp_path
    rules = Column.objects.create(code="guifan", title="行政规范性文件", part="content")
    document = StartDocument(
        by=SYSTEM, organ=county.town, column=rules, genre=Genre.NORMATIVE, attribute=Attribute.OPEN,
        content={"title": "示例镇农村公路养护管理办法", "number": "示政规〔2024〕3号", "body": "<p>养护。</p>"},
    ).execute()  # fmt: skip
    document = SubmitDocument(by=SYSTEM, target=document).execute()
    for _step in document.steps:
        document = PassStep(by=SYSTEM, target=document, opinion="同意").execute()
    document = Publish(by=SYSTEM, target=document).execute()
    index.rebuild()
    return document


@pytest.mark.parametrize(
    "asked",
    [
        {"subject": "2024年农村公路养护管理办法的正式文本"},
        {"subject": "养护的规定", "document_number": "示政规[2024]3号"},
        {"subject": "关于农村公路养护的有关情况"},
    ],
)
def test_what_is_already_published_is_shown_and_can_end_it_happily(
    citizen: Citizen, published: Document, asked: dict[str, str]
) -> None:
    typed = citizen.fills(**asked)
    page = citizen.posts(FORM, typed | {"step": "check"}).content.decode()
    assert "示例镇农村公路养护管理办法" in page and "这就是我要的" in page
    happy = citizen.posts(FORM, typed | {"found": str(published.pk)}).content.decode()
    assert "不用申请了" in happy and f"/info/{published.pk}/" in happy
    assert not Case.objects.exists()


def test_what_has_nothing_to_do_with_it_is_not_shown(citizen: Citizen, published: Document) -> None:
    page = citizen.posts(FORM, citizen.fills(subject="低保金发放名册") | {"step": "check"})
    assert "这就是我要的" not in page.content.decode()


@pytest.fixture
def in_a_rush(settings: LazySettings, tmp_path: Path) -> Any:
    """Let one address send twice a minute."""
    settings.DATA = tmp_path
    settings.RATE_LIMITS = {"form": "2/minute"}
    yield
    limits._limiter.cache_clear()


def test_in_a_rush_everything_stays_and_the_page_says_when_to_come_back(
    county: Any, in_a_rush: None
) -> None:
    rushed = Citizen(FAR)
    asked = rushed.fills()
    for _ in range(2):
        assert rushed.posts(FORM, asked | {"step": "check"}).status_code == 200
    answer = rushed.posts(FORM, asked | {"step": "send"})
    page = answer.content.decode()
    assert answer.status_code == 429 and 0 < int(answer["Retry-After"]) <= 60
    assert "填写的内容都还在" in page and "当面提交或者邮寄" in page and CITIZEN["subject"] in page
    assert Citizen("203.0.113.10").applies()  # another address is not touched


def test_no_form_for_an_organ_that_is_not_there(citizen: Citizen) -> None:
    assert citizen.get("/o/nirgends/apply/form/").status_code == 404


def test_a_whole_visit_in_english(citizen: Citizen) -> None:
    citizen.client.cookies["show_language"] = "en"
    citizen.applies(content="1、甲；\n2、乙。")
    assert "The request has been sent" in citizen.shown
    assert "Internet: the date of receipt is the day both sides have confirmed it" in citizen.shown
    paper = pypdfium2.PdfDocument(citizen.get("/receipt/receipt.pdf").content)
    assert "Receipt of a request" in paper[0].get_textpage().get_text_range()
    page = citizen.unlocks().content.decode()
    assert "the organ has to confirm it" in page
    assert "Withdraw" in page and "撤回" not in page
    refused = citizen.posts("/track/withdraw/", {}).content.decode()
    assert "Tick the box to withdraw" in refused
