"""Every sentence of numbers.toml: which numbers count, and what stands before them."""

import tomllib
from pathlib import Path

import pytest

from gongkai.checks.prose.passage import passage
from gongkai.checks.prose.quantities import Quantity, quantities
from gongkai.figures import plain
from gongkai.forms.filled import Origin, Paragraph, Section

GROUPS = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))
CASES = [(text, wanted) for group in GROUPS.values() for text, wanted in group.items()]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_the_numbers_of_a_sentence(text: str, wanted: list[str]) -> None:
    section = Section(1, "", "", tuple(Paragraph(line) for line in text.split("\n")))
    assert [shown(q) for q in quantities(passage(section))] == wanted


def shown(quantity: Quantity) -> str:
    number = quantity.number
    value = plain(number.low)
    if number.low != number.high:
        value += f"–{plain(number.high)}"
    return f"{value}{number.unit} {quantity.subject}"


def test_a_finding_can_say_where_its_paragraph_stood() -> None:
    paragraphs = (
        Paragraph("没有数字。", Origin(line=3)),
        Paragraph("公开信息12条。", Origin(line=7)),
    )
    (quantity,) = quantities(passage(Section(1, "", "", paragraphs)))
    assert quantity.origin == Origin(line=7)
    assert quantity.quote == "公开信息12条"


def test_words_are_quoted_as_printed_and_searched_as_meant() -> None:
    (quantity,) = quantities(passage(Section(3, "", "", (Paragraph("收到申請１２件。"),))))
    assert quantity.quote == "收到申請１２件"
    assert quantity.subject == "收到申请"
    assert quantity.value == 12
