"""A request's whole way in Chromium: an applicant at his telephone, an office at its desks.

He asks, corrects, is partly answered with a redacted roll, applies for review; the review corrects,
the request is open again and answered anew. Then the applicant's side once more without JavaScript.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from portal.acts import clock
from tests.browser.axe import faults, too_wide
from tests.browser.conftest import DESK, PHONE, Town, follow
from tests.browser.office import ID_NUMBER
from tests.browser.pictures import keep
from tests.gongkai.redaction.papers import lines_pdf

NAME, PHONE_NUMBER, FAMILY_PHONE = "示例乙", "13900000000", "13700000000"
COMPANY = "例江县示例养护有限公司"
REVIEW_BODY, DECISION = "例江县人民政府", "例府复决〔2026〕7号"
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}")
ROLL = "养护资金发放名册.pdf"


def paper(name: str, data: bytes) -> dict[str, Any]:
    """Return a file as a browser sends it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def words_of(pdf: bytes) -> str:
    """Return what a PDF says, without the spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def taken(page: Page, link: Locator) -> tuple[str, bytes]:
    """Follow a link or press a button that gives a file; return its name and content."""
    with page.expect_download() as given:
        link.click()
    return given.value.suggested_filename, Path(given.value.path()).read_bytes()


@dataclass
class Applicant:
    """Somebody at a telephone who wants to know something of 例河乡."""

    town: Town
    pictures: str
    options: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    step: int = 0
    looked_at: set[str] = field(default_factory=lambda: {"office", "form"})  # among PLACES too

    def __post_init__(self) -> None:
        self.page = self.town.visitor(phone=True, **self.options)

    def keep(self, what: str) -> None:
        """Look whether everybody can use the page; keep its picture on the telephone and wide."""
        self.step += 1
        keep(self.page, f"{self.pictures}-{self.step:02d}-{what}-phone")
        wrong = too_wide(self.page, PHONE["width"])
        if what not in self.looked_at and not self.options:
            self.looked_at.add(what)
            wrong += faults(self.page)
        assert not wrong, "\n".join(wrong)
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        keep(self.page, f"{self.pictures}-{self.step:02d}-{what}-wide")
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    def fills(self, subject: str) -> None:
        """Go from the office's page to the form, and fill it with an attachment."""
        page = self.page
        page.goto("/o/lihe/apply/")
        self.keep("office")
        page.get_by_role("link", name="在线填写申请表").click()
        page.fill("#id_subject", subject)
        page.fill("#id_content", "2025年度的发放名册，养护合同的单价")
        page.fill("#id_name", NAME)
        page.select_option("#id_id_kind", "居民身份证")
        page.fill("#id_id_number", ID_NUMBER)
        page.fill("#id_phone", PHONE_NUMBER)
        page.set_input_files("#id_attached", [paper("身份证明.txt", b"...")])
        self.keep("form")

    def looks(self) -> None:
        """See what will be sent."""
        self.page.get_by_role("button", name="下一步：核对").click()
        expect(self.page.locator("h1")).to_have_text("请核对，然后提交")
        expect(self.page.locator("dl.told")).to_contain_text("身份证明.txt")
        self.keep("preview")

    def sends(self) -> str:
        """Send it, write the code down and take the receipt; return the number."""
        page = self.page
        page.get_by_role("button", name="提交申请").click()
        page.wait_for_url("**/receipt/")
        self.keep("receipt")
        self.code = page.inner_text(".query-code .code").strip()
        assert CODE.fullmatch(self.code)
        name, pdf = taken(page, page.get_by_role("link", name="下载回执（PDF）"))
        assert NAME not in name and self.code in words_of(pdf)
        return page.inner_text("dl.facts dd strong").strip()

    def unlocks(self) -> None:
        """Come back with code and telephone number."""
        page = self.page
        page.context.clear_cookies()
        page.goto("/track/")
        page.fill("#id_code", self.code.lower())
        page.fill("#id_check", PHONE_NUMBER[-4:])
        page.get_by_role("button", name="查询", exact=True).click()
        expect(page.locator(".track-head h1")).to_be_visible()

    def sees(self, head: str, what: str) -> Page:
        """Look at the tracking page: it says how things stand."""
        self.page.goto("/track/")
        expect(self.page.locator(".now .state")).to_contain_text(head)
        self.keep(what)
        return self.page

    def corrects(self, text: str) -> None:
        """Answer the correction notice with a file."""
        page = self.page
        page.fill("#id_text", text)
        page.set_input_files("#id_attached", [paper("补正说明.txt", text.encode())])
        page.get_by_role("button", name="提交补正").click()
        expect(page.locator(".now .state")).to_contain_text("正在办理")

    def takes(self, words: str) -> bytes:
        """Download what the tracking page offers under some words."""
        papers = self.page.locator(".papers")
        return taken(self.page, papers.get_by_role("link", name=words).first)[1]


@dataclass
class Office:
    """例河乡's office before one request: who does what in which browser."""

    town: Town
    pictures: str
    pk: int = 0
    step: int = 0
    people: dict[str, Page] = field(default_factory=dict)

    def of(self, who: str) -> Page:
        """Return somebody's browser."""
        if who not in self.people:
            self.people[who] = self.town.browser_of(f"lihe-{who}")
        return self.people[who]

    def keep(self, page: Page, what: str) -> None:
        """Keep a picture of a step."""
        self.step += 1
        keep(page, f"{self.pictures}-{self.step:02d}-{what}")

    def finds(self, number: str, who: str = "jingban") -> None:
        """Find the request in the list and open it."""
        page = self.of(who)
        page.goto("/desk/cases/")
        self.keep(page, "list")
        page.locator("tr", has_text=number).get_by_role("link").first.click()
        expect(page.locator("h1")).to_have_text(number)
        self.pk = int(re.findall(r"/cases/(\d+)/", page.url)[0])
        self.keep(page, "case")

    def opens(self, who: str) -> Page:
        """Open the request."""
        page = self.of(who)
        page.goto(f"/desk/cases/{self.pk}/")
        return page

    def act(
        self, who: str, slug: str, fill: Callable[[Page], None] | None = None, **said: str
    ) -> Page:
        """Choose an act on the page of the request, fill its form, do it."""
        page = self.opens(who)
        page.locator(f'#acts a[href$="/cases/{self.pk}/{slug}/"]').click()
        for name, value in said.items():
            page.fill(f"#id_{name}", value)
        if fill is not None:
            fill(page)
        self.keep(page, f"{slug}-{who}")
        page.locator("main form.sheet .btn-primary").click()
        page.wait_for_url(f"**/desk/cases/{self.pk}/")
        return page

    def may_not(self, who: str, slug: str, why: str) -> None:
        """Somebody is not offered an act; the page says why."""
        page = self.opens(who)
        assert page.locator(f'#acts a[href$="/{self.pk}/{slug}/"]').count() == 0
        page.get_by_text("现在不能办的").click()
        expect(page.locator(".cannot")).to_contain_text(why)

    def drafts(self, outcome: str, what: str, file: bytes, **facts: str) -> None:
        """Draft a reply with a file; choosing the outcome lists what its letter has to say."""
        page = self.opens("jingban")
        page.locator(f'#acts a[href$="/cases/{self.pk}/reply/"]').first.click()
        page.select_option("#id_p0-outcome", outcome)
        follow(page.get_by_role("button", name="选好了"))
        page.fill("#id_p0-what", what)
        for name, value in facts.items():
            page.fill(f"#id_p0-fact_{name}", value)
        if outcome == "partly_provided":
            page.locator('input[name="p0-grounds"][value="15"]').check()
        page.get_by_role("button", name="看看文书怎么写").click()
        expect(page.locator("article.paper")).to_contain_text(what)
        page.set_input_files("#id_files", [paper(ROLL, file)])
        self.keep(page, "reply")
        page.get_by_role("button", name="保存答复").click()
        page.wait_for_url(f"**/desk/cases/{self.pk}/")

    def provides_whole(self) -> None:
        """Say why a file may go out as it is: nothing goes out that nobody decided on."""
        page = self.opens("jingban")
        page.get_by_role("link", name="整份提供").click()
        page.fill("#id_why", "没有个人信息。")
        self.keep(page, "whole")
        page.locator("main form.sheet .btn-primary").click()
        page.wait_for_url(f"**/desk/cases/{self.pk}/")

    def sets_aside(self) -> None:
        """Say on the reply that what it discloses is no matter of the company that objected."""
        self.act(
            "jingban",
            "aside",
            lambda page: page.get_by_role("radio", name="不涉及这个第三方").check(),
            why="只公开名册，不涉及合同单价。",
        )

    def passes(self, *people: str) -> None:
        """Send the draft to review; everybody passes the own step and no other one."""
        self.act("jingban", "submit")
        for who in people:
            self.may_not("jingban", "pass", "这一步")
            self.act(who, "pass", opinion="同意")

    def serves(self) -> None:
        """Enter that the reply was served."""
        self.act(
            "jingban", "serve", lambda page: page.get_by_role("radio", name="直接送达").check()
        )


def test_from_the_form_to_the_archive(town: Town) -> None:
    today = clock.today()
    soon, later = today + timedelta(days=10), today + timedelta(days=21)
    man, office = Applicant(town, "request"), Office(town, "office")

    # He asks; what is already public is shown before he sends it.
    man.fills("例河乡便民服务中心办事时间和农村公路养护资金的发放名册")
    man.looks()
    expect(man.page.locator(".answers")).to_contain_text("办事时间")
    number = man.sends()
    man.unlocks()
    page = man.sees("等待机关与您确认", "sent")
    page.locator("summary", has_text="撤回申请").click()
    man.keep("withdraw")
    page.get_by_role("button", name="确认是我提交的申请").click()

    # The clerk confirms receipt and asks once for all that is missing.
    office.finds(number)
    shown = office.of("jingban").content()
    assert ID_NUMBER not in shown and PHONE_NUMBER not in shown and NAME not in shown
    office.act("jingban", "confirm")
    office.act(
        "jingban",
        "correct",
        what="请写明要哪一年度的名册",
        guidance="写明年度和村名",
        until=f"{soon}",
    )
    man.sees("等待您补正", "to-correct")
    assert b"%PDF" in man.takes("PDF")[:8]
    man.corrects("2025年度，例河乡一村。")
    office.opens("jingban")
    office.keep(office.of("jingban"), "corrected")

    # A third party is asked and objects; the head extends.
    office.act(
        "jingban",
        "ask",
        lambda page: page.get_by_role("radio", name="第三方").check(),
        whom=COMPANY,
        question="养护合同的单价，是否同意公开。",
        harm="其中的合同单价可能涉及贵公司的商业秘密",
    )
    desk = office.opens("jingban")
    desk.get_by_role("link", name="登记答复意见").first.click()
    desk.locator('input[name="answer"][value="objects"]').check()
    desk.fill("#id_why", "合同单价是商业秘密。")
    office.keep(desk, "answer")
    desk.locator("main form.sheet .btn-primary").click()
    desk.wait_for_url(f"**/desk/cases/{office.pk}/")
    office.may_not("jingban", "extend", "工作机构负责人")
    office.act("qianfa", "extend", days="15", why="需要核对各村的名册")
    man.sees("正在办理", "extended")
    expect(man.page.locator(".story")).to_contain_text("15个工作日")

    # A partial disclosure: the roll goes out without the families' telephone numbers.
    roll = lines_pdf("养护资金发放名册", f"示例丙 联系电话：{FAMILY_PHONE}", "金额500元")
    office.drafts(
        "partly_provided",
        "发放名册",
        roll,
        reasons="联系电话属于个人隐私，公开会侵害其权益",
        withheld="名册中的联系电话",
    )
    desk = office.opens("jingban")
    desk.locator(".file-row", has_text=ROLL).get_by_role("link", name="遮盖").click()
    expect(desk.locator(".drawn-pages svg")).to_be_visible()
    office.keep(desk, "redact")
    desk.get_by_role("button", name="看遮盖后的样子").click()
    expect(desk.locator("main")).to_contain_text("还没有保存")
    office.keep(desk, "redacted")
    desk.get_by_role("button", name="保存遮盖后的文件").click()
    desk.wait_for_url(f"**/desk/cases/{office.pk}/")
    expect(desk.locator("main")).to_contain_text("遮盖的证明成立")

    # The company objected: the reply says why what it discloses does not concern it.
    office.may_not("jingban", "submit", "第三十二条")
    office.sets_aside()
    office.passes("shenhe", "baomi", "qianfa")
    desk = office.opens("jingban")
    office.keep(desk, "signed")
    desk.locator("#letters-title + ul a").first.click()
    expect(desk.locator("h1")).to_have_text("政府信息部分公开告知书")
    office.keep(desk, "letter")
    office.serves()

    # He reads the answer, takes letter and roll, and learns where to turn.
    man.unlocks()
    page = man.sees("已答复：部分公开", "answered")
    letter = words_of(man.takes("告知书"))
    assert "联系电话属于个人隐私" in letter and REVIEW_BODY in letter
    given = page.locator(".papers li", has_text="已遮盖")
    name, redacted = taken(page, given.get_by_role("link"))
    assert name == "养护资金发放名册（已遮盖）.pdf"
    assert FAMILY_PHONE not in words_of(redacted) and FAMILY_PHONE.encode() not in redacted
    assert page.locator(".papers li", has_text=ROLL).count() == 0
    expect(page.locator("main")).to_contain_text(f"向{REVIEW_BODY}（例江县示例路1号）申请行政复议")

    # The review corrects and orders a new answer: the request is open again.
    desk = office.opens("jingban")
    desk.get_by_role("link", name="登记复议、诉讼").click()
    desk.fill("#id_body", REVIEW_BODY)
    desk.fill("#id_number", "例府复〔2026〕7号")
    desk.fill("#id_received_on", f"{today}")
    desk.fill("#id_claims", "撤销答复，重新答复。")
    office.keep(desk, "dispute-new")
    desk.locator("main form.sheet .btn-primary").click()
    desk.wait_for_url(re.compile(r"/desk/disputes/\d+/$"))
    office.keep(desk, "dispute")
    head = office.of("qianfa")
    head.goto(desk.url)
    head.locator('#acts a[href$="/decide/"], main a[href$="/decide/"]').first.click()
    head.locator('input[name="way"][value="revoked"]').check()
    for key, value in (
        ("received_on", f"{today}"),
        ("number", DECISION),
        ("redo_until", f"{later}"),
        ("text", "名册中的村名和金额应当公开。"),
    ):
        head.fill(f"#id_{key}", value)
    head.check("#id_redo")
    office.keep(head, "decide")
    head.locator("main form.sheet .btn-primary").click()
    head.wait_for_url(re.compile(r"/desk/disputes/\d+/$"))
    office.keep(head, "decided")
    desk = office.opens("jingban")
    office.keep(desk, "open-again")
    when = f"{later.year}年{later.month}月{later.day}日"
    expect(desk.locator(".clock-sheet")).to_contain_text(when)
    expect(man.sees("正在办理", "open-again").locator(".now")).to_contain_text(when)
    expect(man.page.locator("main")).not_to_contain_text("对答复不服")  # it stands no longer

    # Answered anew, closed, archived; the whole file in two forms.
    office.drafts("provided", "2025年度各村名册和金额", lines_pdf("各村名册", "一村 500元"))
    office.provides_whole()
    office.sets_aside()
    office.passes("shenhe", "qianfa")
    office.serves()
    page = man.sees("已答复：予以公开", "answered-anew")
    assert "一村500元" in words_of(man.takes(ROLL))
    office.act("jingban", "close")
    office.act("jingban", "archive")
    desk = office.opens("jingban")
    office.keep(desk, "archived")
    expect(desk.locator(".standing")).to_contain_text("已归档")
    _name, pdf = taken(desk, desk.get_by_role("button", name=re.compile("下载 PDF")))
    whole = words_of(pdf)
    assert "合同单价是商业秘密" in whole and DECISION in whole
    _name, packed = taken(desk, desk.get_by_role("button", name=re.compile("下载 ZIP")))
    inside = ZipFile(io.BytesIO(packed)).namelist()
    assert [one for one in inside if "补正说明" in one] and [
        one for one in inside if "已遮盖" in one
    ]


def test_the_applicants_side_without_javascript(town: Town) -> None:
    man = Applicant(town, "plain-request", {"java_script_enabled": False})
    office = Office(town, "plain-office")
    man.fills("例河乡2025年度一村道路养护的合同")
    page = man.page
    page.fill("#id_name", "")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("#error-summary")).to_be_visible()  # the file is kept, all is still typed
    expect(page.locator(".held")).to_contain_text("身份证明.txt")
    assert page.input_value("#id_phone") == PHONE_NUMBER
    man.keep("wrong")
    page.fill("#id_name", NAME)
    man.looks()
    page.get_by_role("button", name="返回修改").click()
    page.fill("#id_period", "2025年")
    man.looks()
    number = man.sends()
    man.unlocks()
    office.finds(number)
    office.act("jingban", "confirm")
    until = clock.today() + timedelta(days=10)
    office.act("jingban", "correct", what="请写明合同", guidance="写明名称", until=f"{until}")
    man.sees("等待您补正", "to-correct")
    man.corrects("道路日常养护合同。")
    office.drafts("provided", "道路日常养护合同", lines_pdf("养护合同"))
    office.provides_whole()
    office.passes("shenhe", "qianfa")
    office.serves()
    man.unlocks()
    man.sees("已答复：予以公开", "answered")
    assert man.takes("告知书").startswith(b"%PDF")
    assert words_of(man.takes(ROLL)) == "养护合同"
    expect(page.locator("main")).to_contain_text(f"向{REVIEW_BODY}（例江县示例路1号）申请行政复议")
    page.get_by_role("button", name="关闭查询").click()
    expect(page.locator("#id_code")).to_be_visible()
    assert NAME not in page.content() and number not in page.content()


def test_everybody_can_use_what_follows_the_other_forms(town: Town) -> None:
    # What he wants is public already: nothing is sent.
    man = Applicant(town, "visit")
    man.fills("例河乡便民服务中心办事时间")
    man.looks()
    page = man.page
    follow(page.get_by_role("button", name=re.compile("这就是我要的")).first)
    man.keep("found")
    expect(page.locator("main")).to_contain_text("申请没有提交")

    # A wrong date about himself: sent, receipted, followed.
    page.goto("/o/lihe/apply/correct/")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#error-summary")).to_be_visible()
    man.keep("matter-wrong")
    for name, value in (
        ("subject", "低保名册上的出生日期"),
        ("content", "应为1980年"),
        ("name", NAME),
        ("id_number", ID_NUMBER),
        ("phone", PHONE_NUMBER),
    ):
        page.fill(f"#id_{name}", value)
    page.select_option("#id_id_kind", "居民身份证")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/receipt/matter/")
    man.keep("matter-receipt")
    man.code = page.inner_text(".query-code .code").strip()
    man.unlocks()
    man.keep("matter")

    # The clerk looks at who it is, once and on record.
    office = Office(town, "visit-office")
    desk = office.of("jingban")
    desk.goto("/desk/cases/matters/")
    follow(desk.locator("main").get_by_role("link", name=re.compile("出生日期|更正")).first)
    office.keep(desk, "matter")
    desk.goto(f"/desk/cases/{town.keys['asked']['办理']}/applicant/")
    desk.fill("#id_reason", "电话确认收到")
    desk.locator("main form.sheet .btn-primary").click()
    expect(desk.locator("main")).to_contain_text("11010519491231002X")
    office.keep(desk, "unmasked")
    assert not faults(desk)
