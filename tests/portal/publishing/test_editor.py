"""The editor in a real browser: what it writes is what the server keeps, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, expect, sync_playwright

from portal.organs.models import Role
from portal.publishing.clean import clean_html
from portal.publishing.models import Column, Document
from tests.portal.conftest import County

Make = Callable[..., Document]
HERE = "http://desk.example/"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head>
<body><!--StartFragment--><h1 align=center>关于印发办法的通知</h1>
<p class=MsoNormal style='text-indent:32.0pt'><b><span lang=EN-US>第一条</span></b>　为加强<o:p></o:p></p>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.</span><![endif]>甲项</p>
<p class=MsoNormal align=right style='text-align:right'>示例镇人民政府</p>
<table border=1><tr><td colspan=2 style='width:5cm'><p>姓名</p></td></tr><tr><td><p>一</p><p>二</p></td>
<td><span style='font-weight:bold'>粗</span></td></tr></table><div>一段<br>二行</div>
<img src="file:///c:/x.png"><script>alert(1)</script><a href="javascript:alert(1)">坏</a>
<a href="https://www.gov.cn/" onclick="x()">好</a><!--EndFragment--></body></html>"""
PASTE = """(html) => { const e = document.getElementById('editor'); e.focus();
getSelection().selectAllChildren(e); const d = new DataTransfer(); d.setData('text/html', html);
e.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true})); }"""


@pytest.fixture
def page_of(county: County, column: Column, start: Make) -> dict[str, str]:
    """Return the pages a clerk writes on, as the server answers them."""
    clerk = county.client("jingban", Role.HANDLER)
    where = f"/desk/documents/{start().pk}/"
    return {
        "new": clerk.get("/desk/documents/new/").content.decode(),
        "edit": clerk.get(f"{where}edit/").content.decode(),
    }


@contextmanager
def browser(pages: dict[str, str]) -> Iterator[Page]:
    """Open a browser that is answered with these pages and the real static files."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith("static/"):
            found = finders.find(path.removeprefix("static/"))
            kind = "text/javascript" if path.endswith(".js") else "text/css"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        else:
            policy = {"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"}
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8", headers=policy)

    installed = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(installed) if installed.exists() else None, args=["--no-sandbox"]
        )
        page = chromium.new_page(locale="zh-CN")
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.route("**/*", answer)
        yield page
        chromium.close()
    assert wrong == []


def written(page: Page) -> str:
    page.evaluate("window.portalEditor.write()")
    return page.input_value("#id_body")


def test_what_comes_from_word_is_written_as_the_server_keeps_it(page_of: dict[str, str]) -> None:
    with browser(page_of) as page:
        page.goto(f"{HERE}new")
        page.evaluate(PASTE, WORD)
        body, said = written(page), page.inner_text("#tools-say")
    assert body == (
        '<h2>关于印发办法的通知</h2><p class="indent"><strong>第一条</strong>　为加强</p><p>1.甲项</p>'
        '<p class="right">示例镇人民政府</p><table><tbody><tr><td colspan="2">姓名</td></tr>'
        "<tr><td>一<br>二</td><td><strong>粗</strong></td></tr></tbody></table><p>一段<br>二行</p>"
        '<p>坏 <a href="https://www.gov.cn/">好</a></p>'
    )
    assert clean_html(body) == body.replace(
        'gov.cn/"', 'gov.cn/" rel="noopener noreferrer"'
    )  # the server says so of every link
    assert "图片没有粘贴" in said


def test_the_tools_write_allowed_elements_and_undo_takes_each_back(
    page_of: dict[str, str],
) -> None:
    with browser(page_of) as page:
        page.goto(f"{HERE}new")
        page.click("#editor")
        page.keyboard.type("总则")
        page.click('[data-do="h2"]')
        page.keyboard.press("Enter")
        page.keyboard.type("第一条")
        page.click('[data-do="p"]')
        page.click('[data-do="indent"]')
        page.keyboard.press("Shift+Home")
        page.click('[data-do="strong"]')
        page.keyboard.press("End")
        before = written(page)
        page.click('[data-do="table"]')
        page.keyboard.type("路线")
        page.click('[data-do="row"]')
        page.click('[data-do="column"]')
        body = written(page)
        while page.locator("#editor table").count():
            page.keyboard.press("Control+z")
        back = written(page)
    assert before == '<h2>总则</h2><p class="indent"><strong>第一条</strong></p>'
    row = "<tr>" + "<td></td>" * 4 + "</tr>"
    assert body == (
        f"{before}<table><tbody><tr><th>路线</th>{'<th></th>' * 3}</tr>{row * 3}</tbody></table>"
    )
    assert clean_html(body) == body
    assert back == before


def test_a_draft_that_was_not_saved_is_offered_again(page_of: dict[str, str]) -> None:
    with browser(page_of) as page:
        page.goto(f"{HERE}edit")
        assert page.is_hidden("#restore")
        page.fill("#id_title", "改到一半的标题")
        page.click("#editor")
        page.keyboard.type("没保存的话。")
        expect(page.locator("#when")).to_contain_text("已自动保存")
        page.goto(f"{HERE}new")
        assert page.is_hidden("#restore")
        page.goto(f"{HERE}edit")
        assert "没有保存的内容" in page.inner_text("#restore")
        page.click('[data-do="restore"]')
        assert page.input_value("#id_title") == "改到一半的标题"
        assert "没保存的话" in page.inner_text("#editor")
        page.reload()
        page.click('[data-do="forget"]')
        page.reload()
        assert page.is_hidden("#restore")


def test_a_body_that_is_only_opened_is_sent_as_it_was(page_of: dict[str, str]) -> None:
    with browser(page_of) as page:
        page.goto(f"{HERE}edit")
        first = page.locator("#id_body").evaluate("area => area.defaultValue")
        assert written(page) == first
