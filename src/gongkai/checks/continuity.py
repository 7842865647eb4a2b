"""Rules 8 and 9: what this year's figures owe to last year's report."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, check, found
from gongkai.checks.naming import column_name, printed, row_name, stands
from gongkai.forms.evaluate import openings
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address


@check("K4")
def openings_continue(evidence: Evidence) -> Iterator[Finding]:
    """上年结转 of this year is 结转下年度 of last year, for every kind of applicant (rule 8).

    Where the totals agree and only the kinds of applicant differ it is a warning.
    """
    report, before = evidence.report, last_year(evidence)
    pairs = openings(report.form)
    complete = True
    differing: list[tuple[Address, Address]] = []
    for here, there in pairs:
        known = there in before.form.address_set
        if not known or not (evidence.figures[here].is_number and before[there].is_number):
            complete = False
        elif evidence.figures[here] != before[there]:
            differing.append((here, there))
    total = report.form.table(pairs[0][0].table).leaf_columns[-1].id
    in_total = any(here.column == total for here, _ in differing)
    for here, there in differing:
        figures, origin = stands(report, [here])
        yield found(
            "K4",
            level=Level.ERROR if in_total else Level.WARNING,
            addresses=[here],
            figures=(
                *figures,
                (f"{before.year or ''} {before.form.label(there)}", _text(before, there)),
            ),
            origin=origin,
            column=column_name(report.form, here),
            here=printed(evidence.figures[here].value),
            there=printed(before[there].value),
            row=row_name(report.form, here),
            opened=row_name(before.form, there),
        )
    if not complete:
        raise NotAssessable


@check("K6")
def documents_continue(evidence: Evidence) -> Iterator[Finding]:
    """现行有效 is that of last year, plus what was made, less what was repealed (rule 9).

    The form of 2019 has no 现行有效. Documents that expire have no column: the report may explain.
    """
    report, before = evidence.report, last_year(evidence)
    complete = True
    for row in report.form.table("documents").leaf_rows:
        in_force = Address("documents", row.id, "in_force")
        cells = [
            in_force,
            Address("documents", row.id, "issued"),
            Address("documents", row.id, "repealed"),
        ]
        if in_force not in report.form.address_set or in_force not in before.form.address_set:
            raise NotAssessable
        if not before[in_force].is_number or not all(evidence.figures[a].is_number for a in cells):
            complete = False
            continue
        now, made, repealed = (evidence.figures[a].value for a in cells)
        due = before[in_force].value + made - repealed
        if now != due:
            yield _documents(evidence, before, cells, due)
    if not complete:
        raise NotAssessable


def last_year(evidence: Evidence) -> FilledForm:
    """Return the report on the year before; not assessable without it, or with another year's."""
    before = evidence.previous
    if before is None:
        raise NotAssessable
    years = (before.year, evidence.report.year)
    if None not in years and years[0] != (years[1] or 0) - 1:
        raise NotAssessable
    return before


def _documents(
    evidence: Evidence, before: FilledForm, cells: list[Address], due: Decimal
) -> Finding:
    now, made, repealed = (evidence.figures[a].value for a in cells)
    figures, origin = stands(evidence.report, cells)
    return found(
        "K6",
        variant="more" if now > due else "fewer",
        addresses=cells,
        figures=figures,
        origin=origin,
        row=row_name(evidence.report.form, cells[0]),
        before=printed(before[cells[0]].value),
        made=printed(made),
        repealed=printed(repealed),
        due=printed(due),
        now=printed(now),
        difference=printed(abs(now - due)),
    )


def _text(report: FilledForm, address: Address) -> str:
    return report[address].text or ""
