"""Rules 29 and 30: a government's report is its own figures and those of every unit below it."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from gongkai.checks.check import Evidence, Finding, NotAssessable, Words, check, found
from gongkai.checks.naming import columns_named, listed, printed, row_name, stands, table_name
from gongkai.checks.organ import GOVERNMENTS, level_of
from gongkai.forms.bridge import bridge
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address

_ROUNDING = Decimal("0.01")  # 万元, per report added: amounts are printed to two places at most
_ONLY_OWN = re.compile(
    r"(?:仅|只)(?:含|包括|统计|反映|为)[^。；]{0,12}本级|(?:不含|不包括|未包括|未含)[^。；]{0,12}(?:乡镇|街道|部门|下级|县区|所属)"
)


@check("units_all_in")
def units_all_in(evidence: Evidence) -> Iterator[Finding]:
    """Every unit that belongs to the total has a report on this year; the others are named (29)."""
    children = _children(evidence)
    usable = _usable(evidence.report, children)
    missing = [name for name in children if name not in usable]
    if missing:
        yield found("units_all_in", units=listed(missing), count=len(missing), total=len(children))


@check("units_add_up")
def units_add_up(evidence: Evidence) -> Iterator[Finding]:
    """Each figure is the government's own and those of its units together (rule 29).

    With units missing, or cells that a unit's form does not have, only a figure below what is known
    already can be called wrong. A report on another form is carried over the bridge.
    """
    report = evidence.report
    children = _children(evidence)
    parts = list(_usable(report, children).values())
    complete = len(parts) == len(children) and evidence.own is not None
    if evidence.own is not None:
        parts.append(_on_form(evidence.own, report))
    differing: list[tuple[Address, Decimal]] = []
    assessed = True
    for address in report.form.addresses:
        figure = evidence.figures[address]
        known = [f for part in parts if (f := part[address]).is_number]
        if not figure.is_number or not known:
            assessed = False
            continue
        whole = complete and len(known) == len(parts)
        assessed = assessed and len(known) == len(parts)
        total = sum((f.value for f in known), Decimal(0))
        slack = _ROUNDING * len(parts) if report.form.kind(address).startswith("money") else 0
        gap = figure.value - total
        if gap < -slack or (whole and gap > slack):
            differing.append((address, total))
    yield from _differences(evidence, differing, len(parts))
    if not (complete and assessed):
        raise NotAssessable


@check("whole_region")
def whole_region(evidence: Evidence) -> Iterator[Finding]:
    """A government's report covers its departments and the units below, not itself alone (30)."""
    report = evidence.report
    if level_of(evidence) not in GOVERNMENTS:
        raise NotAssessable
    for section in report.sections:
        match = _ONLY_OWN.search(section.text)
        if match:
            yield found("whole_region", variant="says", origin=section.origin, words=match.group())
            return
    usable = _usable(report, evidence.children or {})
    if evidence.own is None or not usable:
        raise NotAssessable
    own = _on_form(evidence.own, report)
    below = any(
        child[a].is_number and child[a].value
        for child in usable.values()
        for a in child.form.addresses
    )
    if below and all(report[a] == own[a] for a in report):
        yield found("whole_region", units=len(usable))


def _children(evidence: Evidence) -> Mapping[str, FilledForm | None]:
    if not evidence.children:
        raise NotAssessable
    return evidence.children


def _usable(report: FilledForm, children: Mapping[str, FilledForm | None]) -> dict[str, FilledForm]:
    """Return the units whose report on the same year is there, on the form of the total."""
    return {
        name: _on_form(child, report)
        for name, child in children.items()
        if child is not None and (None in (child.year, report.year) or child.year == report.year)
    }


def _on_form(part: FilledForm, report: FilledForm) -> FilledForm:
    """Return a unit's report on the form of the total; what its own form lacks is ABSENT."""
    return bridge(part, to=report.form.id)[0]


def _differences(
    evidence: Evidence, differing: list[tuple[Address, Decimal]], parts: int
) -> Iterator[Finding]:
    """Yield one finding for each row with figures that are not the sum of the parts."""
    report = evidence.report
    for (table, _), group in groupby(differing, key=lambda pair: pair[0][:2]):
        rows = list(group)
        cells = [address for address, _ in rows]
        figures, origin = stands(report, cells)
        name = row_name(report.form, cells[0])
        shown = [
            (columns_named(report.form, [a]), printed(evidence.figures[a].value), printed(total))
            for a, total in rows
        ]
        yield found(
            "units_add_up",
            addresses=cells,
            figures=figures,
            origin=origin,
            table=table_name(report.form.table(table)),
            row=f"“{name}”" if name else "",
            parts=parts,
            differences=Words(
                "，".join(f"{c.zh}印为{here}、合计应为{total}" for c, here, total in shown),
                ", ".join(f"{c.en} prints {here}, the sum is {total}" for c, here, total in shown),
            ),
        )
