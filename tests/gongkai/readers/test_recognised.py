"""A figure that text recognition gave is doubtful until a sum of several figures confirms it."""

from gongkai.figures import number
from gongkai.forms.filled import Cell, Issue, Origin
from gongkai.forms.form import Address, load
from gongkai.readers.recognised import DOUBT, doubted

FORM = load("2021")


def cells(**printed: int) -> dict[Address, Cell]:
    """Return a report of zeros but for the row 予以公开, on page 2, table four on page 3."""
    found = {}
    for address in FORM.addresses:
        figure = number(printed.get(address.column, 0) if address.row == "granted" else 0)
        page = 3 if address.table == "disputes" else 2
        found[address] = Cell(address, figure, str(figure), Origin(page=page))
    return found


def doubts(found: dict[Address, Cell], *issues: Issue) -> set[str]:
    marked = doubted(found, issues, edition="2021")
    return {str(a) for a, cell in marked.items() if cell.doubt == DOUBT}


EVERYWHERE = Issue(DOUBT)
GRANTED = {str(a) for a in FORM.addresses if a.row == "granted"}


def test_what_was_not_recognised_is_not_doubted() -> None:
    assert doubts(cells()) == set()
    assert doubts(cells(), Issue("readers.cut_at_edge")) == set()


def test_every_recognised_figure_is_doubted_also_where_zeros_add_up_to_zero() -> None:
    assert doubts(cells(), EVERYWHERE) == {str(a) for a in FORM.addresses}


def test_a_total_that_only_repeats_its_part_confirms_nothing() -> None:
    # 7 taken for 1 twice: the row adds up and is wrong
    assert doubts(cells(natural=1, total=1), EVERYWHERE) >= GRANTED


def test_a_sum_of_several_figures_confirms_its_row() -> None:
    found = cells(natural=14, enterprise=3, total=17)
    found |= {
        Address("requests", row, column): Cell(
            Address("requests", row, column), number(value), str(value), Origin(page=2)
        )
        for row in ("received", "total_results")
        for column, value in (("natural", 14), ("enterprise", 3), ("total", 17))
    }
    left = doubts(found, EVERYWHERE)
    assert left.isdisjoint(GRANTED)
    assert "documents/rules/issued" in left


def test_a_row_that_adds_up_in_a_column_that_does_not_stays_doubtful() -> None:
    # 予以公开 adds up to 17, but the columns say that nothing was received
    left = doubts(cells(natural=14, enterprise=3, total=17), EVERYWHERE)
    assert {"requests/granted/natural", "requests/granted/enterprise"} <= left


def test_an_issue_that_names_its_page_concerns_that_page_only() -> None:
    left = doubts(cells(), Issue(DOUBT, origin=Origin(page=3)))
    assert left == {str(a) for a in FORM.addresses if a.table == "disputes"}


def test_a_doubt_that_names_a_better_reason_stays() -> None:
    found = cells()
    address = Address("requests", "granted", "natural")
    found[address] = Cell(address, number(0), "0", Origin(page=2), "readers.row_too_short")
    marked = doubted(found, (EVERYWHERE,), edition="2021")
    assert marked[address].doubt == "readers.row_too_short"
