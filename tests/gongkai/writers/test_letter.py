"""Letters on paper: what must be stated is read back from PDF and Word; the form is GB/T 9704."""

import io
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import pypdfium2 as pdfium
import pytest

from gongkai.cases.letters import Letter, compose, proved
from gongkai.law.letters import letters
from gongkai.writers import letter as writer

STORIES = Path(__file__).parents[1] / "cases" / "stories"


def story(kind: str) -> Letter:
    for path in STORIES.glob("*.toml"):
        told: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
        if kind in told:
            return compose(kind, {**told["common"], **told[kind]})
    raise AssertionError(kind)


def pdf_text(content: bytes) -> str:
    with pdfium.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def docx_text(content: bytes) -> str:
    document = python_docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


@pytest.mark.parametrize("kind", letters())
def test_every_required_statement_is_read_back_from_the_pdf(kind: str) -> None:
    letter = story(kind)
    text = pdf_text(writer.pdf(letter))
    assert proved(letter, text) == ()
    assert "〓" not in text


@pytest.mark.parametrize("kind", letters())
def test_every_required_statement_is_read_back_from_word(kind: str) -> None:
    letter = story(kind)
    assert proved(letter, docx_text(writer.docx(letter))) == ()


def test_what_is_not_printed_is_not_proved() -> None:
    letter = story("refused")
    less = replace(letter, paragraphs=letter.paragraphs[:-1], number="")
    told = [each.id for each in proved(letter, pdf_text(writer.pdf(less)))]
    assert told == ["head", "remedies"]


@pytest.mark.parametrize("kind", ["refused", "correction_notice", "service_record"])
def test_the_same_letter_gives_the_same_bytes(kind: str) -> None:
    letter = story(kind)
    assert writer.pdf(letter) == writer.pdf(letter)
    assert writer.docx(letter) == writer.docx(letter)


def test_the_page_is_that_of_the_standard() -> None:
    letter = story("correction_notice")
    with pdfium.PdfDocument(writer.pdf(letter)) as document:
        width, height = document[0].get_size()
        assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)
    section = python_docx.Document(io.BytesIO(writer.docx(letter))).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(m.mm) for m in margins] == [37, 35, 28, 26]
    assert section.footer.paragraphs[0].text.startswith("— ")


def test_a_letter_with_a_mark_has_it_in_red_with_the_number_above_the_title() -> None:
    letter = story("correction_notice")
    paragraphs = python_docx.Document(io.BytesIO(writer.docx(letter))).paragraphs
    texts = [p.text for p in paragraphs]
    assert texts[:3] == [letter.mark, letter.number, letter.title]
    assert str(paragraphs[0].runs[0].font.color.rgb) == "D6000F"
    plain = python_docx.Document(io.BytesIO(writer.docx(replace(letter, mark="")))).paragraphs
    assert [p.text for p in plain][:3] == [letter.title, letter.number, f"{letter.addressee}："]


@pytest.mark.parametrize("words", [6, 40, 66, 240])
def test_organ_and_date_never_stand_on_a_page_of_their_own(words: int) -> None:
    letter = story("refused")
    end = "末" * words + "。"
    for lines in range(4, 20):
        longer = replace(letter, paragraphs=(*["填充的一段。"] * lines, end))
        with pdfium.PdfDocument(writer.pdf(longer)) as document:
            last = document[len(document) - 1].get_textpage().get_text_range()
        assert "2026年3月20日" in last
        assert last.split("临江县农业农村局")[0].strip(), lines


def test_a_heading_of_the_first_level_is_set_as_one() -> None:
    letter = story("refused")
    parts = ("开头。", "一、关于会议纪要", "甲。", "二、关于实施方案", "乙。")
    document = python_docx.Document(io.BytesIO(writer.docx(replace(letter, paragraphs=parts))))
    faces = {p.text: 'w:eastAsia="黑体"' in p._p.xml for p in document.paragraphs}
    assert faces["一、关于会议纪要"] and faces["二、关于实施方案"] and not faces["甲。"]
    with pdfium.PdfDocument(writer.pdf(replace(letter, paragraphs=parts))) as pdf:
        assert "一、关于会议纪要" in pdf[0].get_textpage().get_text_range()


def test_the_slip_stands_on_a_page_of_its_own_and_ends_the_letter() -> None:
    letter = story("third_party_consultation")
    assert letter.slip is not None
    with pdfium.PdfDocument(writer.pdf(letter)) as document:
        last = document[len(document) - 1].get_textpage().get_text_range()
    assert last.startswith(letter.slip.title)
    assert "□ 不同意公开" in docx_text(writer.docx(letter))


def test_text_is_never_markup_and_control_characters_do_no_harm() -> None:
    facts = {
        "organ": "甲<b>&#乙",
        "request": "#strong[x] $1 <w:p/> \x00\x0b ]]>",
        "date": "2026-03-20",
    }
    letter = compose("refused", facts)
    assert "#strong[x] $1 <w:p/>" in pdf_text(writer.pdf(letter)).replace("\r\n", "")
    assert "#strong[x] $1 <w:p/>" in docx_text(writer.docx(letter))
    odd = replace(letter, organ="甲\x00乙\ud800", note="\x0c")
    assert writer.pdf(odd) and writer.docx(odd)


def test_a_letter_without_anything_is_still_printed() -> None:
    for kind in ("refused", "service_record", "file_contents", "receipt"):
        letter = compose(kind, {})
        assert writer.pdf(letter).startswith(b"%PDF")
        assert writer.docx(letter).startswith(b"PK")


def test_a_long_title_is_set_in_lines_of_like_length() -> None:
    letter = replace(
        story("refused"), title="关于临江县农业农村局政府信息公开申请不予公开及有关事项的告知书"
    )
    text = pdf_text(writer.pdf(letter)).splitlines()
    first, second = (line.strip() for line in text[:2])
    assert first + second == letter.title
    assert abs(len(first) - len(second)) <= 1


def test_a_character_no_font_has_is_named() -> None:
    assert writer.missing_characters(story("refused")) == ""
