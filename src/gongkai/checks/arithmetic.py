"""Rules 1-4: what must add up, taken from the edition; and which cell would explain the breaks.

A relation that touches a blank, absent or unreadable cell cannot be assessed along that line, nor
can one hold by way of a cell that the reader chose because it adds up. The check passes only where
every line could be assessed.
"""

from collections.abc import Iterator

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
from gongkai.checks.likely import Repair, likely_repair
from gongkai.checks.naming import (
    addends,
    cell_name,
    column_name,
    joined,
    printed,
    row_name,
    stands,
    table_name,
)
from gongkai.forms.evaluate import Outcome, evaluate, relations
from gongkai.forms.form import Address, Form

SETTLED = "readers.settled_by_sums"  # the reading issue of a row whose reading the sums chose
RECOGNISED = (
    "readers.ocr"  # of a figure that text recognition gave: it may be the slip, not the report
)


@check("K1")
def columns_balance(evidence: Evidence) -> Iterator[Finding]:
    """新收＋上年结转＝（七）总计＋结转下年度, in every column of table three."""
    yield from _hold(evidence, "K1")


@check("K3")
def rows_add_up(evidence: Evidence) -> Iterator[Finding]:
    """The six kinds of applicant add up to 总计 in every row of table three."""
    yield from _hold(evidence, "K3")


@check("K2")
def results_add_up(evidence: Evidence) -> Iterator[Finding]:
    """Every result of the year adds up to （七）总计 in every column of table three."""
    yield from _hold(evidence, "K2")


@check("K5")
def dispute_groups_add_up(evidence: Evidence) -> Iterator[Finding]:
    """维持＋纠正＋其他＋尚未审结＝总计 in the three groups of table four."""
    yield from _hold(evidence, "K5")


@check("breaks_explained")
def breaks_explained(evidence: Evidence) -> Iterator[Finding]:
    """No two relations are broken by what one slip (one or two cells) would explain."""
    outcomes = [evaluate(r, evidence.figures) for r in relations(evidence.report.form.id)]
    assessable = [outcome for outcome in outcomes if outcome.assessable]
    for repair in likely_repair(assessable, evidence.figures):
        yield _explanation(evidence, repair)
    if len(assessable) < len(outcomes):
        raise NotAssessable


def _hold(evidence: Evidence, code: str) -> Iterator[Finding]:
    """Yield a finding for each broken relation known by `code`; not assessable if a line is not."""
    outcomes = [
        evaluate(relation, evidence.figures)
        for relation in relations(evidence.report.form.id)
        if relation.code == code
    ]
    for outcome in outcomes:
        if outcome.assessable and not outcome.holds:
            yield _break(evidence, outcome)
    if not outcomes or not all(_assessable(evidence, outcome) for outcome in outcomes):
        raise NotAssessable


def _assessable(evidence: Evidence, outcome: Outcome) -> bool:
    """Say whether the figures along a line are known, and known without the line's own help."""
    cells = evidence.report.cells
    return outcome.assessable and not any(
        cells[a].doubt == SETTLED for a in outcome.relation.left + outcome.relation.right
    )


def _break(evidence: Evidence, outcome: Outcome) -> Finding:
    """Return what stands along one line, by how much it fails, and which cells to look at."""
    report, relation = evidence.report, outcome.relation
    form = report.form
    cells = relation.right + relation.left
    figures, origin = stands(report, cells)
    unsure = any(report.cells[a].doubt == RECOGNISED for a in cells if a in report.cells)
    return found(
        relation.code,
        level=Level.WARNING if unsure else None,
        verdict=Verdict.CANNOT_TELL if unsure else Verdict.BROKEN,
        addresses=relation.left + relation.right,
        figures=figures,
        origin=origin,
        table=table_name(form.table(relation.table)),
        line=_line(form, outcome),
        parts=addends(evidence.figures[a].value for a in relation.left),
        left=printed(outcome.left),
        right=printed(outcome.right),
        balance_left=_terms(evidence, relation.left),
        balance_right=_terms(evidence, relation.right),
        difference=printed(abs(outcome.left - outcome.right)),
        suspects=_suspects(evidence, outcome),
    )


def _line(form: Form, outcome: Outcome) -> str:
    """Return the name of the row or column along which a relation runs."""
    relation = outcome.relation
    cells = relation.left + relation.right
    if len({a.row for a in cells}) > 1:
        return column_name(form, cells[0])
    return row_name(form, cells[0]) or _group(form, relation.right[0])


def _group(form: Form, address: Address) -> str:
    """Return the heading over a column of table four."""
    return form.table(address.table).column_path(address.column)[-2]


def _terms(evidence: Evidence, addresses: tuple[Address, ...]) -> str:
    """Return “一、…”19＋“二、…”0 for the rows of a balance."""
    form = evidence.report.form
    return "＋".join(
        f"“{row_name(form, a)}”{printed(evidence.figures[a].value)}" for a in addresses
    )


def _suspects(evidence: Evidence, outcome: Outcome) -> Words:
    """Name the cells worth a look: parts that are exactly the excess, and the total."""
    form, relation = evidence.report.form, outcome.relation
    excess = outcome.left - outcome.right
    along_row = len({a.row for a in relation.left}) == 1
    name = column_name if along_row else row_name
    parts = [a for a in relation.left if excess > 0 and evidence.figures[a].value == excess]
    names = [f"“{name(form, a)}”" for a in (*parts, *relation.right)]
    if relation.kind == "balance":
        return joined(f"“{name(form, a)}”" for a in relation.left + relation.right)
    if parts:
        return joined(names)
    return Words(f"各分项和{names[0]}", f"the parts and {names[0]}")


def _explanation(evidence: Evidence, repair: Repair) -> Finding:
    """Return the hint that a small change would put every relation of a cluster right."""
    report = evidence.report
    cells = [change.address for change in repair.changes]
    figures, origin = stands(report, cells)
    steps = [
        (cell_name(report.form, c.address), printed(c.before), printed(c.after))
        for c in repair.changes
    ]
    return found(
        "breaks_explained",
        addresses=cells,
        figures=figures,
        origin=origin,
        breaks=repair.breaks,
        steps=Words(
            "，".join(f"{cell}由{before}改为{after}" for cell, before, after in steps),
            ", ".join(f"{cell} from {before} to {after}" for cell, before, after in steps),
        ),
    )
