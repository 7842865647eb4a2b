"""A county, its townships and their figures, as a supervising officer thinks of them."""

from collections.abc import Callable

import pytest

from gongkai.figures import Figure, number
from gongkai.forms.evaluate import relations
from gongkai.forms.filled import FilledForm, Paragraph, Section, filled
from gongkai.forms.form import Address, load

Build = Callable[..., FilledForm]


def cell(text: str) -> Address:
    """Read an address written as table/row/column."""
    return Address.parse(text)


@pytest.fixture
def report() -> Build:
    """Build a report: all zero but the leaf cells given; every total is worked out."""

    def build(
        authority: str,
        year: int = 2024,
        *,
        edition: str = "2021",
        text: str = "",
        printed: dict[str, Figure] | None = None,
        **cells: int,
    ) -> FilledForm:
        form = load(edition)
        figures = {address: number(0) for address in form.addresses}
        for address, value in cells.items():
            figures[cell(address)] = number(value)
        for _ in range(2):  # rows, then the corner that rests on them
            for relation in relations(edition):
                if relation.kind == "sum":
                    total = sum((figures[a].value for a in relation.left), number(0).value)
                    figures[relation.right[0]] = number(total)
        for address, figure in (printed or {}).items():
            figures[cell(address)] = figure
        paragraphs = tuple(Paragraph(line) for line in text.splitlines() if line)
        sections = (Section(1, "总体情况", "一、总体情况", paragraphs),) if paragraphs else ()
        return filled(form, figures, authority=authority, year=year, sections=sections)

    return build
