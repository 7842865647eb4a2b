"""A clerk drags a black area over a name on a scanned page; once more without JavaScript, by keyboard."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from gongkai.writers.faces import SHIPPED
from tests.browser.axe import faults, too_wide
from tests.browser.conftest import DESK, PHONE, Town
from tests.browser.pictures import keep

DPI = 150
SIZE = (round(8.27 * DPI), round(11.69 * DPI))  # A4
NAME_AT = (0.18, 0.30, 0.50, 0.345)  # of the page: the name that has to go
KEPT_AT = (0.18, 0.40, 0.50, 0.445)


def scanned(pages: int = 2) -> bytes:
    """Return a scanned file of two pages: a head, a name, a sum."""
    face = ImageFont.truetype(str(SHIPPED / "GongkaiHei.otf"), 44)
    made = []
    for number in range(pages):
        image = Image.new("L", SIZE, 250)
        draw = ImageDraw.Draw(image)
        draw.text(
            (SIZE[0] * 0.3, SIZE[1] * 0.12), f"养护工程验收单（{number + 1}）", fill=20, font=face
        )
        for at, words in ((NAME_AT, "验收人：示例丁"), (KEPT_AT, "金额：1200元")):
            draw.text((SIZE[0] * at[0], SIZE[1] * at[1]), words, fill=20, font=face)
        made.append(image)
    buffer = io.BytesIO()
    made[0].save(buffer, "PDF", resolution=DPI, save_all=True, append_images=made[1:])
    return buffer.getvalue()


def dark(pdf: bytes, page: int, at: tuple[float, float, float, float]) -> float:
    """Return how much of a part of a page is black."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_pil().convert("L")
    wide, high = image.size
    box = (round(at[0] * wide), round(at[1] * high), round(at[2] * wide), round(at[3] * high))
    dots: Any = image.crop(box).resize((64, 64)).tobytes()
    return sum(one < 64 for one in dots) / len(dots)


def opens(town: Town, name: str, **options: Any) -> Page:
    """Put a scanned file into a request and open its redaction."""
    page = town.browser_of("lihe-jingban", **options)
    case = town.keys["asked"]["办理"]
    page.goto(f"/desk/cases/{case}/note/")
    page.select_option("#id_what", "material")
    file = {"name": name, "mimeType": "application/pdf", "buffer": scanned()}
    page.set_input_files("#id_files", [file])
    page.locator("main form.sheet .btn-primary").click()
    page.wait_for_url(f"**/desk/cases/{case}/")
    page.locator(".file-row", has_text=name).get_by_role("link", name="遮盖").click()
    expect(page.locator('svg[data-page="2"]')).to_be_visible()
    return page


def drags(page: Page, number: int, at: tuple[float, float, float, float]) -> None:
    """Drag the mouse over a part of a page."""
    svg = page.locator(f'svg[data-page="{number}"]')
    svg.scroll_into_view_if_needed()
    seen = svg.bounding_box()
    assert seen
    left, top = seen["x"] + at[0] * seen["width"], seen["y"] + at[1] * seen["height"]
    right, bottom = seen["x"] + at[2] * seen["width"], seen["y"] + at[3] * seen["height"]
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(right, bottom)
    page.mouse.up()


def given(page: Page, name: str) -> bytes:
    """Keep the result and return the redacted file."""
    page.get_by_role("button", name="保存遮盖后的文件").click()
    page.wait_for_url("**/desk/cases/*/")
    row = page.locator(".file-row", has_text=f"{name}（已遮盖）").last
    with page.expect_download() as download:
        row.get_by_role("button", name="下载").click()
    return Path(download.value.path()).read_bytes()


def test_a_name_on_a_scanned_page_is_dragged_over_and_gone(town: Town) -> None:
    page = opens(town, "验收单.pdf")
    expect(page.locator("main")).to_contain_text("是图片")
    drags(page, 1, NAME_AT)
    drags(page, 2, NAME_AT)
    drags(page, 2, KEPT_AT)  # one too many
    rows = page.locator(".area-row")
    expect(rows).to_have_count(3)
    expect(page.locator("rect.area")).to_have_count(3)
    for n, side in enumerate(("left", "top")):
        typed = float(page.input_value(f"#id_areas-0-{side}"))
        assert abs(typed - NAME_AT[n] * 100) < 1, side
    page.locator("#id_areas-2-DELETE").check()
    expect(page.locator("rect.area")).to_have_count(2)
    page.select_option("#id_unit", "mm")
    assert abs(float(page.input_value("#id_areas-0-left")) - NAME_AT[0] * 210) < 2
    page.select_option("#id_areas-1-ground", "16-1")
    keep(page, "redaction-drawn")
    wrong = too_wide(page, DESK["width"]) + faults(page)
    page.get_by_role("button", name="看遮盖后的样子").click()
    expect(page.locator("figcaption").first).to_contain_text("遮盖后")
    expect(page.locator("main .facts")).to_contain_text("第十六条第一款")
    keep(page, "redaction-result")
    wrong += too_wide(page, DESK["width"]) + faults(page)
    assert not wrong, "\n".join(wrong)
    made = given(page, "验收单")
    for number in (0, 1):
        assert dark(made, number, NAME_AT) > 0.7
        assert 0 < dark(made, number, KEPT_AT) < 0.4  # what stands beside stays to be read
    expect(page.locator(".timeline")).to_contain_text("第十五条1处，第十六条第一款1处")


def test_the_same_by_keyboard_without_javascript_on_a_telephone(town: Town) -> None:
    page = opens(town, "验收单二.pdf", java_script_enabled=False)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sides = (NAME_AT[0], NAME_AT[1], NAME_AT[2] - NAME_AT[0], NAME_AT[3] - NAME_AT[1])
    for number in (0, 1):
        if number:
            page.get_by_role("button", name="再加一处").press("Enter")
        page.fill(f"#id_areas-{number}-page", str(number + 1))
        for name, side in zip(("left", "top", "width", "height"), sides, strict=True):
            page.fill(f"#id_areas-{number}-{name}", f"{side * 100:.1f}")
    keep(page, "redaction-plain-phone")
    page.get_by_role("button", name="看遮盖后的样子").press("Enter")
    expect(page.locator("main")).to_contain_text("还没有保存")
    keep(page, "redaction-plain-result-phone")
    page.get_by_role("button", name="再改").click()
    assert page.input_value("#id_areas-1-page") == "2"
    page.get_by_role("button", name="看遮盖后的样子").click()
    made = given(page, "验收单二")
    assert dark(made, 0, NAME_AT) > 0.7 and dark(made, 1, NAME_AT) > 0.7
