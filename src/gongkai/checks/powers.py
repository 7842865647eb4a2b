"""Rules 27 and 44: figures that the powers of the organ rule out, or make worth a second look."""

from collections.abc import Iterator

from gongkai.checks.check import Evidence, Finding, NotAssessable, check, found
from gongkai.checks.naming import cell_name, joined, printed, stands
from gongkai.checks.organ import level_of, may_make_rules
from gongkai.forms.form import Address

_RARE_AT_TOWNSHIP = ("state_secret", "excessive")


@check("rules_power")
def rules_power(evidence: Evidence) -> Iterator[Finding]:
    """规章 is 0 unless the organ may make rules: townships, counties, departments may not (27)."""
    cells = [
        a for a in evidence.report.form.addresses if (a.table, a.row) == ("documents", "rules")
    ]
    filled = [a for a in cells if evidence.figures[a].is_number and evidence.figures[a].value]
    if not filled:
        if all(evidence.figures[a].is_number for a in cells):
            return
        raise NotAssessable
    power = may_make_rules(evidence)
    if power is None:
        raise NotAssessable
    if power:
        return
    form = evidence.report.form
    figures, origin = stands(evidence.report, filled)
    yield found(
        "rules_power",
        variant=level_of(evidence) if level_of(evidence) == "township" else "default",
        addresses=filled,
        figures=figures,
        origin=origin,
        cells=joined(f"{cell_name(form, a)}{printed(evidence.figures[a].value)}" for a in filled),
    )


@check("township_grounds")
def township_grounds(evidence: Evidence) -> Iterator[Finding]:
    """A township that refuses for 国家秘密 or 大量反复 is asked for the file (rule 44)."""
    level = level_of(evidence)
    if not level:
        raise NotAssessable
    if level != "township":
        return
    form = evidence.report.form
    addresses = [
        Address("requests", row, form.table("requests").leaf_columns[-1].id)
        for row in _RARE_AT_TOWNSHIP
    ]
    for address in addresses:
        figure = evidence.figures[address]
        if figure.is_number and figure.value > 0:
            figures, origin = stands(evidence.report, [address])
            yield found(
                "township_grounds",
                addresses=[address],
                figures=figures,
                origin=origin,
                cell=cell_name(form, address),
                value=printed(figure.value),
            )
    if not all(evidence.figures[a].is_number for a in addresses):
        raise NotAssessable
