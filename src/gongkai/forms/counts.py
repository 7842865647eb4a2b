"""Which row and column of an edition a closed case, an applicant, a dispute or a register counts in.

The editions say it (``counts``); this module only looks it up. What they count by practice, because
no instrument says where it belongs, an organ may override.
"""

from collections.abc import Iterator, Mapping

from gongkai.errors import DataError
from gongkai.forms.form import Address, Form, Line, Table
from gongkai.law.outcomes import outcomes


def result_row(
    form: Form, outcome: str, ground: str = "", *, overrides: Mapping[str, str] | None = None
) -> Address | None:
    """Return where in table three a request with this outcome is counted, in the total column.

    None for an outcome that leaves the request open (延迟答复). `ground` is the id of the ground an
    outcome of articles 14 to 16 rests on. `overrides` (outcome -> row id) apply to what is counted
    by practice only. Raises DataError for an unknown outcome, a missing ground, an override of a
    rule of law, or an edition that does not say.
    """
    known = outcomes().get(outcome)
    if known is None:
        raise DataError("law.unknown_entry", file="outcomes", entry=outcome)
    if not known.ends:
        return None
    by_ground = known.grounds == "required"
    kind, wanted = ("ground", ground) if by_ground else ("outcome", outcome)
    table, row = _only(form, kind, wanted)
    if overrides and outcome in overrides:
        row = _overridden(table, row, outcome, overrides[outcome])
    total = next(column for column in table.leaf_columns if column.sum)
    return Address(table.id, row.id, total.id)


def dispute_address(form: Form, instance: str, result: str) -> Address:
    """Return where in table four a dispute is counted.

    instance  review (行政复议), direct (未经复议直接起诉), after_review (复议后起诉)
    result    upheld, corrected, other, pending
    Raises DataError for what the edition does not count.
    """
    wanted = {"instance": instance, "result": result}
    for table in form.tables:
        for column in table.leaf_columns:
            if column.counts.get("dispute") == wanted:
                return Address(table.id, table.leaf_rows[0].id, column.id)
    raise DataError("forms.not_counted", edition=form.id, what=f"{instance}/{result}")


def applicant_column(form: Form, applicant: str) -> str:
    """Return the column of table three for a kind of applicant; raises DataError if unknown."""
    for table in form.tables:
        for column in table.leaf_columns:
            if column.counts.get("applicant") == applicant:
                return column.id
    raise DataError("forms.not_counted", edition=form.id, what=applicant)


def state_row(form: Form, kind: str, state: str) -> str:
    """Return the row of table three that counts requests by when they came or stood open.

    (`kind`, `state`) is one of ("received", "this_year"), ("state", "open_at_year_start"),
    ("state", "open_at_year_end"). Raises DataError for another.
    """
    return _only(form, kind, state)[1].id


def registered(form: Form) -> Iterator[tuple[Address, str, str]]:
    """Yield the addresses that a register fills, with the register's id and what is counted of it.

    register  rule, normative, licence, service, penalty, coercion, fee, procurement
    measure   issued, repealed, in_force (on 31 December), disclosed, disclosed_ever; entries of the
              year, their amount; items_before (at the end of the year before), items_change
    """
    for table in form.tables:
        for address in table.addresses():
            register = table.row(address.row).counts.get("register")
            measure = table.column(address.column).counts.get("measure")
            if register and measure:
                yield address, register, measure


def _only(form: Form, kind: str, wanted: str) -> tuple[Table, Line]:
    """Return the one row that counts `wanted`; raises DataError for none or several."""
    found = list(_counting(form, kind, wanted))
    if len(found) != 1:
        raise DataError("forms.not_counted", edition=form.id, what=wanted or kind)
    return found[0]


def _counting(form: Form, kind: str, wanted: str) -> Iterator[tuple[Table, Line]]:
    for table in form.tables:
        for row in table.leaf_rows:
            counted = row.counts.get(kind, ())
            if wanted in ((counted,) if isinstance(counted, str) else counted):
                yield table, row


def _overridden(table: Table, row: Line, outcome: str, to: str) -> Line:
    if outcome not in row.counts.get("practice", ()) or to not in {r.id for r in table.leaf_rows}:
        raise DataError("forms.bad_override", outcome=outcome, row=to)
    return table.row(to)
