"""The PDF: the page of GB/T 9704, embedded fonts, text that can be copied, tables over pages."""

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pytest

from gongkai.forms.filled import FilledForm, Paragraph, Section
from gongkai.forms.form import EDITIONS, load
from gongkai.writers import faces, pdf
from gongkai.writers.faces import MISSING, OURS, SHIPPED
from gongkai.writers.placed import Glyph, placed

MM = 72 / 25.4
LONG = "示例镇认真贯彻落实上级部署，围绕群众关心的教育、医疗、住房、养老等事项公开信息。"


def lines(glyphs: tuple[Glyph, ...]) -> dict[float, list[Glyph]]:
    """Return the glyphs of a page by baseline."""
    found: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        found.setdefault(round(glyph.y, 1), []).append(glyph)
    return found


def with_prose(report: FilledForm, *paragraphs: str) -> FilledForm:
    section = Section(1, "总体情况", paragraphs=tuple(Paragraph(text) for text in paragraphs))
    return replace(report, sections=(section, *report.sections[2:]))


def text_of(data: bytes) -> str:
    document = pdfium.PdfDocument(data)
    pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    document.close()
    return re.sub(r"\s", "", "".join(pages))


def test_a_page_has_22_lines_of_28_characters(township: FilledForm) -> None:
    data = pdf.write(with_prose(township, "政" * 28 * 60))
    page = placed(data)[1]
    assert (page.width, page.height) == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    body = lines(tuple(g for g in page.glyphs if g.size == 16))
    assert len(body) == 22
    assert all(len(line) == 28 for line in body.values())
    first = min(body)
    assert first - 0.88 * 16 == pytest.approx(37 * MM, abs=1)
    for line in body.values():
        assert line[0].x == pytest.approx(28 * MM, abs=0.5)
        assert line[-1].x + 16 == pytest.approx((210 - 26) * MM, abs=1)


def test_no_line_begins_with_a_closing_mark(township: FilledForm) -> None:
    data = pdf.write(with_prose(township, *(("甲" * n + "，") * 40 for n in range(1, 9))))
    for page in placed(data):
        for line in lines(tuple(g for g in page.glyphs if g.size == 16)).values():
            assert line[0].character not in "，。、；：？！）》”"


def test_page_numbers_stand_outside_left_on_even_and_right_on_odd_pages(
    township: FilledForm,
) -> None:
    pages = placed(pdf.write(with_prose(township, *([LONG * 5] * 8))))
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        feet = [g for g in page.glyphs if g.size == 14]
        assert "".join(g.character for g in feet).replace(" ", "") == f"—{number}—"
        below = 35 * MM - (page.height - feet[0].y)
        assert 7 * MM - 1 < below < 7 * MM + 14  # 版心下边缘之下7毫米
        assert (feet[0].x < page.width / 2) == (number % 2 == 0)
        others = [g.y for g in page.glyphs if g.size != 14]
        assert max(others) <= page.height - 35 * MM + 1, "nothing runs over the page number"


def test_every_word_and_figure_can_be_copied(township: FilledForm) -> None:
    text = text_of(pdf.write(township))
    for section in township.sections:
        for paragraph in section.paragraphs:
            assert re.sub(r"\s", "", paragraph.text) in text
    assert township.title in text


def test_fonts_are_embedded_and_only_ours(township: FilledForm) -> None:
    with pdfplumber.open(io.BytesIO(pdf.write(township))) as document:
        names = {
            char["fontname"].partition("+")[2] for page in document.pages for char in page.chars
        }
        bold = {c["fontname"] for c in document.pages[0].chars if round(c["size"]) == 22}
    assert names and all(name.startswith("Gongkai") for name in names)
    assert bold and all("Biaosong" in name for name in bold)
    assert pdf.write(township).count(b"/FontFile") == len(names)


def test_the_file_is_tagged_titled_and_archivable(township: FilledForm) -> None:
    data = pdf.write(township)
    document = pdfium.PdfDocument(data)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == township.title
    document.close()
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data


def cell_texts(data: bytes) -> list[list[list[str]]]:
    """Return the rows of every ruled table of every page, page by page."""
    pages = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            rows = [row for table in page.extract_tables() for row in table]
            pages.append([[re.sub(r"\s", "", cell or "") for cell in row] for row in rows])
    return pages


@pytest.mark.parametrize("before", range(0, 24, 3))
def test_table_three_over_pages_repeats_its_header_and_its_group(
    township: FilledForm, before: int
) -> None:
    """Wherever the table happens to be cut, no group is torn and what goes on is named again."""
    data = pdf.write(with_prose(township, *(["政务公开"] * before)))
    pages = [rows for rows in cell_texts(data) if any("三、本年度办理结果" in r for r in rows)]
    for rows in pages:
        joined = ["".join(row) for row in rows]
        assert any("申请人情况" in row for row in joined)
        assert any("商业企业" in row for row in joined)
        named = [row for row in joined if "三、本年度办理结果" in row]
        assert len(named) == 1
    labels = ["".join(row) for rows in pages for row in rows]
    for group in ("（三）不予公开", "（四）无法提供", "（五）不予处理"):
        assert sum(group in row for row in labels) == 1, "a group is torn over pages"


@pytest.mark.parametrize("before", range(8, 24))
def test_no_page_holds_a_header_of_table_three_with_few_figures(
    township: FilledForm, before: int
) -> None:
    """A label taller than the few rows left beside it once ran over to a page of its own.

    A table of which a page holds less than three rows begins, with its heading, on the next.
    """
    data = pdf.write(with_prose(township, *(["政务公开"] * before)))
    for rows in cell_texts(data):
        joined = ["".join(row) for row in rows]
        if any("申请人情况" in row for row in joined):
            assert sum(bool(re.search(r"\d{6}", row)) for row in joined) >= 3


def words(glyphs: tuple[Glyph, ...]) -> Counter[str]:
    """Return what stands between gaps on the lines of a page: a figure that wraps or touches its
    neighbour is not among them."""
    found: Counter[str] = Counter()
    for line in lines(glyphs).values():
        word, edge = "", 0.0
        for glyph in sorted(line, key=lambda g: g.x):
            if word and glyph.x - edge > 0.15 * glyph.size:
                found[word] += 1
                word = ""
            word += glyph.character
            edge = glyph.x + glyph.size * (0.55 if glyph.character < "\u0100" else 1.0)
        found[word] += 1
    return found


@pytest.mark.parametrize("figure", [1_234_567, 12_345_678])
def test_long_figures_stay_on_one_line_and_apart(
    make_report: Callable[..., FilledForm], edition: str, figure: int
) -> None:
    report = make_report(edition, lambda address: Decimal(figure + len(address.row)))
    printed: Counter[str] = Counter()
    for page in placed(pdf.write(report)):
        printed += words(page.glyphs)
    wanted = Counter(cell.figure.text for cell in report.cells.values())
    assert not wanted - printed


def test_a_rare_character_is_printed_or_named(township: FilledForm) -> None:
    """No font has a private-use character; every font may lack a rare one."""
    report = with_prose(township, "王\ue123同志参加培训。")
    assert pdf.missing_characters(report) == "\ue123"
    assert f"王{MISSING}同志" in text_of(pdf.write(report))
    names = "㛃䶮𬭊邨喆堃犇"  # of 通用规范汉字表 or common in names
    assert pdf.missing_characters(with_prose(township, names)) == ""
    assert names in text_of(pdf.write(with_prose(township, names)))


def test_a_folder_of_fonts_comes_first(township: FilledForm, tmp_path: Path) -> None:
    """An office that has 仿宋_GB2312 gets its reports in it."""
    from fontTools.ttLib import TTFont

    font = TTFont(SHIPPED / "GongkaiKai.ttf")
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = "FangSong_GB2312"
    font.save(tmp_path / "simfang.ttf")
    assert b"FangSong_GB2312" in pdf.write(township, fonts=tmp_path)
    assert b"FangSong_GB2312" not in pdf.write(township)


def test_the_shipped_fonts_have_every_sign_of_the_form() -> None:
    song = faces._characters(SHIPPED / "GongkaiSong.otf", 0)
    labels = "".join(
        line.label
        for edition in EDITIONS
        for table in load(edition).tables
        for line in (*table.rows, *table.columns)
    )
    titles = "".join(t.title + t.corner + t.banner for e in EDITIONS for t in load(e).tables)
    assert set(labels + titles + "（无法辨认）— 0123456789.-") <= song


def test_the_shipped_fonts_carry_their_licence_and_no_reserved_name() -> None:
    from fontTools.ttLib import TTFont

    files = {*SHIPPED.glob("*.ttf"), *SHIPPED.glob("*.otf")}
    assert len(files) == len(OURS)
    assert sum(file.stat().st_size for file in files) < 15_000_000
    licences = "".join(p.read_text(encoding="utf-8") for p in SHIPPED.glob("OFL-*.txt"))
    for file in files:
        assert file.name in licences
        names = TTFont(file)["name"]
        for reserved in ("Source", "LXGW", "霞鹜"):
            assert all(reserved not in (names.getDebugName(i) or "") for i in (1, 3, 4, 6))
