"""Rules 5-7: every cell of the form is there, holds a number, and the number is one of its kind.

What the reader is unsure of (`Cell.doubt`, `Issue`) is answered "cannot tell", as a warning, and
never called wrong. A document that breaks off says nothing about what would have followed.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from gongkai.checks.arithmetic import SETTLED
from gongkai.checks.check import (
    Evidence,
    Finding,
    Level,
    NotAssessable,
    Verdict,
    Words,
    check,
    found,
)
from gongkai.checks.naming import (
    cell_name,
    columns_named,
    listed,
    printed,
    row_name,
    stands,
    table_name,
)
from gongkai.figures import Figure, Status
from gongkai.forms.evaluate import Relation, evaluate, relations
from gongkai.forms.filled import FilledForm, Issue
from gongkai.forms.form import Address, Table

# Reading issues on the number of cells in a row: rule 5 tells them, rule 6 does not repeat them.
ROW_SHAPE = frozenset(
    f"readers.{name}" for name in ("row_too_short", "row_too_long", "ambiguous_row")
)
ROW_TWICE = "readers.row_twice"
HEADING_FILLED = "readers.heading_row_filled"
NO_VALUES = "readers.row_without_values"  # the label stands there: the figures may, too
OTHER_EDITION = "readers.other_edition_table"  # told by rule 11
# Reading issues after which what was not found may still stand in the report.
LOSSES = frozenset(
    f"readers.{name}"
    for name in ("page_damaged", "page_without_text", "pdf_cut_off", "embedded_objects")
)
_DIGIT = re.compile(r"[\d〇零一二三四五六七八九十百千]")


@check("cells_present")
def cells_present(evidence: Evidence) -> Iterator[Finding]:
    """Every cell of the edition stands in the report, and no more than those (rule 5).

    Table four as a whole is rule 13; a row whose cells could not be counted is "cannot tell".
    """
    report = evidence.report
    if all(figure.status is Status.ABSENT for figure in evidence.figures.values()):
        raise NotAssessable
    untold = _untold(evidence)
    foreign = {title for i in evidence.issues if i.code == OTHER_EDITION for _, title in i.facts}
    for table in report.form.tables:
        if table.title in foreign:
            continue
        absent = [a for a in table.addresses() if evidence.figures[a].status is Status.ABSENT]
        if absent and not (table.section == 4 and _whole(table, absent)):
            yield from _absent(report, table, absent, untold)
    yield from _shape_issues(evidence)
    if foreign:
        raise NotAssessable


@check("cells_filled")
def cells_filled(evidence: Evidence) -> Iterator[Finding]:
    """No number cell is blank or holds “/”, “—” or words: a count of nothing is 0 (rule 6)."""
    report, figures = evidence.report, evidence.figures
    if all(figure.status is Status.ABSENT for figure in figures.values()):
        raise NotAssessable
    unsaid = False
    for table in report.form.tables:
        empty = [
            a for a in table.addresses() if figures[a].status in (Status.BLANK, Status.UNREADABLE)
        ]
        if len(empty) > 1 and _whole(table, empty) and not any(_doubt(report, a) for a in empty):
            yield _all_blank(report, table, empty)
            continue
        for _, row in groupby(empty, key=lambda a: a.row):
            cells = list(row)
            sure = [a for a in cells if _surely_no_number(evidence, a)]
            unsure = [a for a in cells if a not in sure and _doubt(report, a) not in ROW_SHAPE]
            unsaid = unsaid or len(sure) + len(unsure) < len(cells)
            if sure:
                yield _blank(evidence, table, sure)
            if unsure:
                yield _unreadable(report, table, unsure)
    if unsaid:
        raise NotAssessable


@check("counts_whole")
def counts_whole(evidence: Evidence) -> Iterator[Finding]:
    """Counts are whole and not negative; money is not negative; only a change may be (rule 7)."""
    report = evidence.report
    numbers = {a: f.value for a, f in evidence.figures.items() if f.is_number}
    if not numbers:
        raise NotAssessable
    for address, value in numbers.items():
        kind = report.form.kind(address)
        negative = value < 0 and kind != "change"
        broken = value != value.to_integral_value() and not kind.startswith("money")
        if not (negative or broken):
            continue
        figures, origin = stands(report, [address])
        yield found(
            "counts_whole",
            variant="negative" if negative else "fraction",
            addresses=[address],
            figures=figures,
            origin=origin,
            table=table_name(report.form.table(address.table)),
            cell=cell_name(report.form, address),
            value=printed(value),
        )


def lossy(evidence: Evidence) -> bool:
    """Say whether the reader left pages or objects unread: what is missing may stand there."""
    return any(issue.code in LOSSES for issue in evidence.issues)


def breaks_off(report: FilledForm) -> bool:
    """Say whether the document seems to end before its form does.

    No part after part four has a heading; or, without any headings, table three lacks its end.
    """
    numbers = [section.number for section in report.sections if section.number]
    if numbers:
        return max(numbers) < 5
    requests = next(t for t in report.form.tables if t.section == 3)
    return all(
        report[a].status is Status.ABSENT
        for a in requests.addresses()
        if a.row == requests.leaf_rows[-1].id
    )


def _untold(evidence: Evidence) -> frozenset[Address]:
    """Return the cells whose absence says nothing.

    They would stand after the end of a cut file, in pages that were lost, or in a row whose label
    was found without its figures.
    """
    addresses = evidence.report.form.addresses
    if lossy(evidence):
        return frozenset(addresses)
    bare = {i.address[:2] for i in evidence.issues if i.code == NO_VALUES and i.address}
    untold = frozenset(a for a in addresses if a[:2] in bare)
    if not breaks_off(evidence.report):
        return untold
    last = max(
        i for i, a in enumerate(addresses) if evidence.figures[a].status is not Status.ABSENT
    )
    return untold | frozenset(addresses[last + 1 :])


def _whole(table: Table, addresses: Sequence[Address]) -> bool:
    return len(addresses) == len(table.leaf_rows) * len(table.leaf_columns)


def _absent(
    report: FilledForm, table: Table, absent: list[Address], untold: frozenset[Address]
) -> Iterator[Finding]:
    """Yield what is missing: the table, whole rows of it (together), cells of a row."""
    if _whole(table, absent):
        yield _missing(report, table, absent, untold, variant="table")
        return
    lost_rows: list[Address] = []
    for _, row in groupby(absent, key=lambda a: a.row):
        cells = list(row)
        if len(cells) == len(table.leaf_columns):
            lost_rows += cells
        else:
            yield _missing(report, table, cells, untold, variant="cells")
    for rows in ([a for a in lost_rows if a not in untold], [a for a in lost_rows if a in untold]):
        if rows:
            yield _missing(report, table, rows, untold, variant="rows")


def _missing(
    report: FilledForm,
    table: Table,
    cells: list[Address],
    untold: frozenset[Address],
    *,
    variant: str,
) -> Finding:
    doubtful = any(_doubt(report, a) for a in cells)
    unsure = doubtful or not untold.isdisjoint(cells)
    if variant == "table":
        what = Words("", "")
    elif variant == "rows":
        what = listed(dict.fromkeys(row_name(report.form, a) for a in cells))
    else:
        what = columns_named(report.form, cells)
    return found(
        "cells_present",
        variant=f"{variant}_lost" if unsure else variant,
        level=Level.WARNING if unsure else None,
        verdict=Verdict.CANNOT_TELL if unsure else Verdict.BROKEN,
        addresses=cells,
        table=table_name(table),
        row=row_name(report.form, cells[0]),
        what=what,
        count=len(cells),
    )


def _shape_issues(evidence: Evidence) -> Iterator[Finding]:
    """Yield what the reader noticed about rows with too few or too many cells, once a row."""
    told: set[tuple[str, str, str]] = set()
    for issue in evidence.issues:
        if issue.code not in {*ROW_SHAPE, ROW_TWICE, HEADING_FILLED} and not _one_too_many(issue):
            continue
        at = issue.address
        key = (issue.code, at.table, at.row) if at else (issue.code, "", issue.sentence())
        if key in told:
            continue
        told.add(key)
        yield _shape(evidence.report, issue)


def _one_too_many(issue: Issue) -> bool:
    """Whether the sums settled a row that prints more values than the form has cells."""
    facts = dict(issue.facts)
    return issue.code == SETTLED and int(str(facts["found"])) > int(str(facts["wanted"]))


def _shape(report: FilledForm, issue: Issue) -> Finding:
    sure = issue.code == HEADING_FILLED
    return found(
        "cells_present",
        variant="heading" if sure else "shape",
        level=Level.WARNING,
        verdict=Verdict.BROKEN if sure else Verdict.CANNOT_TELL,
        addresses=[
            a
            for a, cell in report.cells.items()
            if issue.address
            and (a.table, a.row) == (issue.address.table, issue.address.row)
            and cell.doubt == issue.code
        ],
        origin=issue.origin,
        said=Words(issue.sentence("zh"), issue.sentence("en")),
    )


def _doubt(report: FilledForm, address: Address) -> str:
    """Return the reading issue that concerns a cell, "" where it was read plainly."""
    cell = report.cells.get(address)
    return (cell.doubt or "") if cell is not None else ""


def _surely_no_number(evidence: Evidence, address: Address) -> bool:
    """Say whether a cell was read plainly and holds nothing, a dash or only words."""
    if _doubt(evidence.report, address):
        return False
    if evidence.figures[address].status is Status.BLANK:
        return True
    cell = evidence.report.cells.get(address)
    return cell is not None and bool(cell.raw.strip()) and not _DIGIT.search(cell.raw)


def _all_blank(report: FilledForm, table: Table, cells: list[Address]) -> Finding:
    _, origin = stands(report, cells)
    return found(
        "cells_filled",
        variant="table",
        addresses=cells,
        origin=origin,
        table=table_name(table),
        count=len(cells),
    )


def _blank(evidence: Evidence, table: Table, cells: list[Address]) -> Finding:
    """Return the cells of one row that are printed without a number, and what belongs there."""
    report = evidence.report
    figures, origin = stands(report, cells)
    due = {a: value for a in cells if (value := _due(evidence, a)) is not None}
    marks = {text for _, text in figures if text.strip()}
    name = row_name(report.form, cells[0])
    return found(
        "cells_filled",
        variant="due" if len(due) == len(cells) else "blank",
        addresses=cells,
        figures=figures,
        origin=origin,
        table=table_name(table),
        row=f"“{name}”" if name else "",
        cells=columns_named(report.form, cells),
        state=listed(sorted(marks)) if marks else Words("空白", "blank"),
        due=Words("、".join(dict.fromkeys(due.values())), ", ".join(dict.fromkeys(due.values()))),
    )


def _due(evidence: Evidence, address: Address) -> str | None:
    """Return the number a blank cell must hold because a sum leaves no other, if one does."""
    for relation in relations(evidence.report.form.id):
        if relation.kind == "sum" and address in relation.left + relation.right:
            value = _left_open(evidence, relation, address)
            if value is not None and value.value >= 0:
                return value.text
    return None


def _left_open(evidence: Evidence, relation: Relation, address: Address) -> Figure | None:
    outcome = evaluate(relation, evidence.figures)
    if outcome.missing != (address,):
        return None
    gap = outcome.left - outcome.right
    return Figure(Status.NUMBER, gap if address in relation.right else -gap)


def _unreadable(report: FilledForm, table: Table, cells: list[Address]) -> Finding:
    figures, origin = stands(report, cells)
    name = row_name(report.form, cells[0])
    texts = [text for _, text in figures if text.strip()]
    return found(
        "cells_filled",
        variant="unreadable",
        level=Level.WARNING,
        verdict=Verdict.CANNOT_TELL,
        addresses=cells,
        figures=figures,
        origin=origin,
        table=table_name(table),
        row=f"“{name}”" if name else "",
        cells=columns_named(report.form, cells),
        state=listed(dict.fromkeys(texts)) if texts else Words("空白", "blank"),
    )
