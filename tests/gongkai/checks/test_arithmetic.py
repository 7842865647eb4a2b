"""Sums that cannot be assessed, and hints that are only given where one change explains all."""

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Level, Verdict
from gongkai.checks.likely import likely_repair
from gongkai.figures import BLANK, Figure, number
from gongkai.forms.evaluate import evaluate, relations
from gongkai.forms.filled import Cell, FilledForm, Origin, filled
from gongkai.forms.form import Address, load

FORM = load("2021")
ZERO = dict.fromkeys(FORM.addresses, number(0))


def at(row: str, column: str) -> Address:
    return Address("requests", row, column)


def report(**changes: Figure) -> FilledForm:
    """A report of zeros with some cells of table three changed (row__column)."""
    cells = {at(*name.split("__")): figure for name, figure in changes.items()}
    return filled(FORM, {**ZERO, **cells})


def test_a_report_of_zeros_adds_up() -> None:
    result = assess(Evidence(report()), ["K1", "K2", "K3", "K5"])
    assert result.passed == ("K1", "K3", "K2", "K5")


def test_a_blank_cell_is_not_taken_as_0() -> None:
    result = assess(Evidence(report(granted__natural=BLANK)), ["K1", "K2", "K3"])
    assert not result.findings
    assert result.passed == ("K1",)
    assert set(result.not_assessable) == {"K2", "K3"}


def test_a_contradiction_among_known_cells_does_not_make_a_blank_one_wrong() -> None:
    """商业企业 3 with a total of 1: yet 自然人 is blank, so nothing is said of this row."""
    wrong = report(granted__enterprise=number(3), granted__total=number(1), granted__natural=BLANK)
    result = assess(Evidence(wrong), ["K3"])
    assert not result.findings and result.not_assessable == ("K3",)


def test_figures_that_the_sums_chose_prove_no_sum() -> None:
    cells = {a: Cell(a, f, "0") for a, f in ZERO.items()}
    for address in FORM.addresses:
        if address[:2] == ("requests", "granted"):
            cells[address] = Cell(address, number(0), "0", doubt="readers.settled_by_sums")
    result = assess(Evidence(FilledForm(FORM, cells)), ["K1", "K2", "K3", "K5"])
    assert set(result.not_assessable) == {"K2", "K3"}
    assert set(result.passed) == {"K1", "K5"}


def test_a_sum_of_recognised_figures_is_questioned_and_not_called_wrong() -> None:
    cells = {a: Cell(a, f, "0", doubt="readers.ocr") for a, f in ZERO.items()}
    total = at("granted", "total")
    cells[total] = Cell(total, number(2), "2", doubt="readers.ocr")
    (finding,) = assess(Evidence(FilledForm(FORM, cells)), ["K3"]).findings
    assert (finding.level, finding.verdict) == (Level.WARNING, Verdict.CANNOT_TELL)
    (sure,) = assess(Evidence(report(granted__total=number(2))), ["K3"]).findings
    assert (sure.level, sure.verdict) == (Level.ERROR, Verdict.BROKEN)


def test_a_finding_says_where_it_stands() -> None:
    place = Origin(page=3, box=(10, 20, 30, 40))
    cells = {a: Cell(a, f, "0") for a, f in ZERO.items()}
    total = at("granted", "total")
    cells[total] = Cell(total, number(2), "2", place)
    (finding,) = assess(Evidence(FilledForm(FORM, cells)), ["K3"]).findings
    assert finding.origin == place
    assert finding.figures[0] == (FORM.label(total), "2")
    assert finding.message("en").startswith("table 3, row “（一）予以公开”: the six kinds")


def test_no_hint_where_only_one_sum_is_broken() -> None:
    """Any cell of the group may be the wrong one."""
    wrong = {**ZERO, Address("disputes", "all", "review.total"): number(1)}
    assert not repairs(filled(FORM, wrong))


def test_no_hint_where_two_changes_would_do_as_well() -> None:
    """Two groups of table four, each broken by itself: nothing tells which cells are wrong."""
    wrong = {
        **ZERO,
        Address("disputes", "all", "review.total"): number(1),
        Address("disputes", "all", "direct.total"): number(1),
    }
    assert not repairs(
        filled(FORM, {**wrong, Address("disputes", "all", "direct.other"): number(2)})
    )


def test_no_hint_from_a_shifted_table() -> None:
    """A row moved by one column breaks many sums; no change of two cells explains that."""
    shifted = {f"granted__{c.id}": number(i) for i, c in enumerate(columns(), start=1)}
    assert not repairs(report(**shifted))


def test_a_repair_never_goes_below_0() -> None:
    for repair in repairs(report(granted__natural=number(3))):
        assert all(change.after >= 0 for change in repair.changes)


def columns() -> tuple:
    return FORM.table("requests").leaf_columns


def repairs(wrong: FilledForm) -> list:
    figures = wrong.figures
    return list(likely_repair([evaluate(r, figures) for r in relations("2021")], figures))
