"""A document's whole way, by four people in four browsers: from a Word file to the tombstone.

例河乡's clerk uploads a notice with a family's particulars in a table; the reviewer sends it back
once; three people pass it; it is published, found, printed, downloaded and, its time over, withdrawn.
"""

import io
import re
import time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Town, follow
from tests.browser.office import ID_NUMBER
from tests.browser.pictures import keep

PHONE_NUMBER = "13900000000"
SOON = 5.0
"""Seconds within which the search follows what is published."""


def notice(title: str) -> bytes:
    """Return an official notice as offices write it (GB/T 9704), with a table of one family."""
    word = docx.Document()
    red = word.add_paragraph()
    red.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head = red.add_run("例河乡人民政府文件")
    head.font.size, head.font.color.rgb = Pt(36), RGBColor(0xE0, 0, 0)
    for line in ("例河政发〔2026〕31号", title):
        word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in (
        "各村民委员会，乡属各单位：",
        "为了保障困难群众基本生活，经研究，拟对下列家庭给予临时救助，现予公示。",
        "一、公示期为自印发之日起7日。",
        "二、对公示内容有异议的，请向乡民政办公室反映。",
    ):
        word.add_paragraph(line)
    table = word.add_table(rows=2, cols=4)
    table.style = "Table Grid"
    for at, text in enumerate(("姓名", "身份证号", "联系电话", "救助金额（元）")):
        table.cell(0, at).text = text
    for at, text in enumerate(("示例甲", ID_NUMBER, PHONE_NUMBER, "1200")):
        table.cell(1, at).text = text
    for line in ("例河乡人民政府", "2026年3月9日"):
        word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.core_properties.author = "某台电脑"
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


class Way:
    """One document on its way: who does what to it, in which browser, with which pictures."""

    def __init__(self, town: Town, title: str, pictures: str, **options: Any) -> None:
        self.town, self.title, self.pictures, self.options = town, title, pictures, options
        self.people: dict[str, Page] = {}
        self.pk = 0
        self.step = 0

    def of(self, who: str) -> Page:
        """Return somebody's browser."""
        if who not in self.people:
            self.people[who] = self.town.person(f"lihe-{who}", **self.options)
        return self.people[who]

    def keep(self, page: Page, what: str) -> None:
        """Keep a picture of a step."""
        self.step += 1
        keep(page, f"{self.pictures}-{self.step:02d}-{what}")

    def upload(self) -> None:
        """The clerk uploads the file and looks over what was recognised."""
        page = self.of("jingban")
        self.keep(page, "home")
        follow(page.get_by_role("link", name="公开信息", exact=True))
        self.keep(page, "documents")
        page.get_by_role("link", name="上传文件").click()
        page.set_input_files(
            "#id_file",
            {
                "name": "临时救助公示.docx",
                "mimeType": "application/octet-stream",
                "buffer": notice(self.title),
            },
        )
        page.select_option("#id_column", label="社会救助")
        page.select_option("#id_genre", "notice")
        self.keep(page, "upload")
        page.get_by_role("button", name="上传并识别").click()
        page.wait_for_url(re.compile(r"/documents/\d+/check/"))
        self.pk = int(re.findall(r"/documents/(\d+)/", page.url)[0])
        self.keep(page, "recognised")
        assert page.input_value("#id_title") == self.title
        assert page.input_value("#id_number") == "例河政发〔2026〕31号"
        assert page.input_value("#id_issuer") == "例河乡人民政府"
        assert page.input_value("#id_formed_on") == "2026-03-09"
        page.fill("#id_number", "例河政发〔2026〕13号")
        page.get_by_role("button", name="核对无误，保存").click()
        expect(page.locator("dl.facts").first).to_contain_text("例河政发〔2026〕13号")
        self.keep(page, "draft")

    def take_the_file_away(self) -> None:
        """The clerk takes the file with the particulars away; the text stays."""
        page = self.of("jingban")
        expect(page.locator("#files-title + .alert")).to_be_visible()
        page.locator("section", has=page.locator("#files-title")).get_by_role(
            "link", name="移除"
        ).click()
        page.locator("main form").get_by_role("button", name="移除").click()
        page.wait_for_url(f"**/desk/documents/{self.pk}/")

    def decide_on_personal_data(self) -> None:
        """The clerk hides the number of the ID card and says why the telephone number stays."""
        page = self.of("jingban")
        follow(page.get_by_role("link", name="逐处处理"))
        self.keep(page, "personal")
        page.locator("li", has_text=f"【{ID_NUMBER}】").get_by_role("checkbox").check()
        page.get_by_role("button", name="遮盖选中的").click()
        expect(page.locator("main")).not_to_contain_text(ID_NUMBER)
        page.locator("li", has_text=f"【{PHONE_NUMBER}】").get_by_role("checkbox").check()
        page.fill("#reason", "是村委会的联系电话，不是个人的。")
        page.get_by_role("button", name="保留选中的").click()
        expect(page.locator(".standing")).to_contain_text("0处没有处理")
        self.keep(page, "personal-decided")

    def act(self, who: str, slug: str, button: str, **fields: str) -> Page:
        """Somebody opens the document, chooses an act, fills its form and does it."""
        page = self.of(who)
        page.goto(f"/desk/documents/{self.pk}/")
        page.locator(f'#acts a[href$="/{self.pk}/{slug}/"]').click()
        for name, value in fields.items():
            page.fill(f"#id_{name}", value)
        self.keep(page, f"{slug}-{who}")
        page.locator("main form").get_by_role("button", name=button).click()
        page.wait_for_url(f"**/desk/documents/{self.pk}/")
        return page

    def waits_for(self, who: str) -> None:
        """The document stands among what somebody has to do, and its link leads there."""
        page = self.of(who)
        page.goto("/desk/")
        row = page.locator("tr", has_text=self.title)
        row.get_by_role("link").first.click()
        expect(page.locator("h1")).to_contain_text(self.title)

    def publish(self) -> None:
        """Three people pass it and the clerk publishes it."""
        for who in ("shenhe", "baomi", "qianfa"):
            self.waits_for(who)
            self.act(who, "pass", "签发" if who == "qianfa" else "审查通过", opinion="同意")
        self.keep(self.act("jingban", "publish", "公开"), "published")


def found(page: Page, title: str) -> bool:
    """Whether a search for the title shows it."""
    page.goto("/search/?q=" + title)
    return page.locator("main").get_by_role("link", name=title).count() > 0


def soon(page: Page, title: str, there: bool) -> float:
    """Return after how many seconds the search shows a title, or shows it no more."""
    begun = time.monotonic()
    while found(page, title) != there:
        assert time.monotonic() - begun < SOON, "the search did not follow"
        time.sleep(0.2)
    return time.monotonic() - begun


def test_from_a_word_file_to_the_tombstone(town: Town) -> None:
    title = "例河乡人民政府关于拟给予临时救助家庭的公示"
    way = Way(town, title, "clerk")
    way.upload()
    way.take_the_file_away()
    way.decide_on_personal_data()
    way.act("jingban", "submit", "送审")

    # Sent back once: the clerk puts it right, and the change is seen word by word.
    way.waits_for("shenhe")
    way.act("shenhe", "return", "退回", opinion="公示期应为5个工作日。")
    way.waits_for("jingban")
    page = way.of("jingban")
    expect(page.locator(".timeline")).to_contain_text("公示期应为5个工作日。")
    page.goto(f"/desk/documents/{way.pk}/edit/")
    way.keep(page, "editor")
    page.locator("#editor").get_by_text("7日").click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type("一、公示期为自印发之日起5个工作日。")
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url(f"**/desk/documents/{way.pk}/")
    page.get_by_role("link", name=re.compile("与前一版比较")).first.click()
    expect(page.locator(".compared del").first).to_contain_text("7")
    expect(page.locator(".compared ins").first).to_contain_text("5个工作")
    way.keep(page, "comparison")
    way.act("jingban", "submit", "送审")
    way.publish()

    # The public sees it: the page, its print, its downloads, the search.
    public = town.visitor()
    public.goto(f"/info/{way.pk}/")
    way.keep(public, "public")
    expect(public.locator("h1")).to_have_text(title)
    text = public.inner_text("article")
    assert "例河政发〔2026〕13号" in text and "5个工作日" in text and "索引号" in text
    assert ID_NUMBER not in public.content() and PHONE_NUMBER in text
    public.emulate_media(media="print")
    way.keep(public, "print")
    assert public.locator(".site-search").is_hidden() and public.locator(".print-foot").is_visible()
    public.emulate_media(media="screen")
    for words, ending in (("下载 Word", "docx"), ("下载 PDF", "pdf")):
        with public.expect_download() as given:
            public.get_by_role("link", name=words).click()
        data = Path(given.value.path()).read_bytes()
        assert data.startswith(b"%PDF" if ending == "pdf" else b"PK")
        if ending == "docx":
            inside = ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
            assert title in inside and ID_NUMBER not in inside
    assert soon(public, title, True) < SOON
    way.keep(public, "search")
    phone = town.visitor(phone=True)
    phone.goto(f"/info/{way.pk}/")
    way.keep(phone, "public-phone")

    # Withdrawn: the page is the tombstone with the next request, and the search forgets it.
    way.act("qianfa", "withdraw", "撤回", reason="公示期已满。")
    for one in (public, phone):
        answer = one.goto(f"/info/{way.pk}/")
        assert answer is not None and answer.status == 410
        expect(one.locator("h1")).to_have_text("这条信息已撤回")
        assert title not in one.content() and PHONE_NUMBER not in one.content()
    way.keep(public, "withdrawn")
    way.keep(phone, "withdrawn-phone")
    assert soon(public, title, False) < SOON
    assert public.viewport_size != PHONE


def test_the_same_way_without_javascript(town: Town) -> None:
    way = Way(town, "例河乡人民政府关于冬季临时救助的公示", "plain", java_script_enabled=False)
    way.upload()
    way.take_the_file_away()
    way.decide_on_personal_data()
    page = way.of("jingban")
    page.goto(f"/desk/documents/{way.pk}/edit/")
    way.keep(page, "editor")
    body = page.input_value("#id_body")
    assert "7日" in body
    page.fill("#id_body", body.replace("7日", "5个工作日"))
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url(f"**/desk/documents/{way.pk}/")
    way.act("jingban", "submit", "送审")
    way.publish()
    public = town.visitor(java_script_enabled=False)
    public.goto(f"/info/{way.pk}/")
    way.keep(public, "public")
    expect(public.locator("article")).to_contain_text("5个工作日")
    expect(public.locator("article table").last).to_contain_text("1200")
    assert public.get_by_role("button", name="打印").count() == 0
