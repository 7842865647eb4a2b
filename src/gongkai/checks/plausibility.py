"""Rules 10 and 45: figures that can hardly be as they stand."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from gongkai.checks.check import Evidence, Finding, NotAssessable, catalogue, check, found
from gongkai.checks.continuity import last_year
from gongkai.checks.naming import cell_name, printed, row_name, stands, table_name
from gongkai.forms.form import Address, Form

# 2021: in force covers what was issued and not repealed; 2019: the total covers what is new.
_COVERS = {
    "2021": ("in_force", "issued", "repealed"),
    "2019": ("total", "disclosed", None),
}


@check("in_force_covers_year")
def in_force_covers_year(evidence: Evidence) -> Iterator[Finding]:
    """现行有效 is not less than what was made this year and not repealed (rule 10).

    At most all of this year's repeals concern this year's documents. In the form of 2019:
    对外公开总数量 is not less than 本年新公开数量.
    """
    report = evidence.report
    whole, new, gone = _COVERS[report.form.id]
    complete = True
    for row in report.form.table("documents").leaf_rows:
        cells = [Address("documents", row.id, c) for c in (whole, new, gone) if c]
        if not all(evidence.figures[a].is_number for a in cells):
            complete = False
            continue
        values = [evidence.figures[a].value for a in cells]
        least = values[1] - sum(values[2:], Decimal(0))
        if values[0] >= least:
            continue
        figures, origin = stands(report, cells)
        yield found(
            "in_force_covers_year",
            addresses=cells,
            figures=figures,
            origin=origin,
            row=row_name(report.form, cells[0]),
            whole=printed(values[0]),
            least=printed(least),
            cells=cell_name(report.form, cells[0]),
            terms="－".join(printed(value) for value in values[1:]),
        )
    if not complete:
        raise NotAssessable


@check("no_sudden_change")
def no_sudden_change(evidence: Evidence) -> Iterator[Finding]:
    """A figure does not grow more than fivefold or fall below a fifth without a word (rule 45)."""
    limits = catalogue()["no_sudden_change"].limits
    report, before = evidence.report, last_year(evidence)
    compared = 0
    for address in _telling(report.form):
        if address not in before.form.address_set:
            continue
        now, then = evidence.figures[address], before[address]
        if not (now.is_number and then.is_number):
            continue
        compared += 1
        small, large = sorted((now.value, then.value))
        if large < Decimal(str(limits["floor"])) or large <= small * Decimal(str(limits["times"])):
            continue
        figures, origin = stands(report, [address])
        yield found(
            "no_sudden_change",
            variant="rise" if now.value > then.value else "fall",
            addresses=[address],
            figures=figures,
            origin=origin,
            table=table_name(report.form.table(address.table)),
            cell=cell_name(report.form, address),
            now=printed(now.value),
            then=printed(then.value),
        )
    if not compared:
        raise NotAssessable


@check("not_alone_at_zero")
def not_alone_at_zero(evidence: Evidence) -> Iterator[Finding]:
    """A figure is not 0 where half of the comparable units report more than a hundred (rule 45)."""
    limits = catalogue()["not_alone_at_zero"].limits
    report = evidence.report
    peers = [p for p in evidence.peers or () if p.form.id == report.form.id]
    if len(peers) < limits["peers"]:
        raise NotAssessable
    for address in _telling(report.form):
        figure = evidence.figures[address]
        theirs = [p[address].value for p in peers if p[address].is_number]
        if not figure.is_number or figure.value or len(theirs) < limits["peers"]:
            continue
        if median(theirs) > limits["median"]:
            figures, origin = stands(report, [address])
            yield found(
                "not_alone_at_zero",
                addresses=[address],
                figures=figures,
                origin=origin,
                table=table_name(report.form.table(address.table)),
                cell=cell_name(report.form, address),
                median=printed(Decimal(median(theirs))),
                peers=len(theirs),
            )


def _telling(form: Form) -> Iterator[Address]:
    """Yield the figures worth comparing: table two, and the totals of tables three and four."""
    for table in form.tables:
        for address in table.addresses():
            if form.kind(address) == "change":
                continue
            if table.section == 2 or (
                table.column(address.column).sum
                and (table.section == 4 or address.row in ("received", "total_results"))
            ):
                yield address
