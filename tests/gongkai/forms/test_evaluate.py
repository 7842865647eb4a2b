"""What must add up: whatever the leaf cells are, sums worked out from them satisfy the form."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.figures import ABSENT, BLANK, Figure, number
from gongkai.forms.evaluate import complete, computed, evaluate, openings, relations
from gongkai.forms.form import EDITIONS, Address, Form, load

COUNTS = st.integers(min_value=0, max_value=99_999)


@st.composite
def valid_figures(draw: st.DrawFn) -> tuple[Form, dict[Address, Figure]]:
    """An edition and random leaf cells in which what came in equals what went out."""
    form = load(draw(st.sampled_from(EDITIONS)))
    leaves = [a for a in form.addresses if a not in computed(form)]
    drawn = draw(st.lists(COUNTS, min_size=len(leaves), max_size=len(leaves)))
    values = {a: number(v) for a, v in zip(leaves, drawn, strict=True)}
    for balance in (r for r in relations(form.id) if r.kind == "balance"):
        received, carried_in = balance.left
        if received not in computed(form):
            results = sum(
                (f.value for a, f in values.items() if _is_result(form, a, balance.line)),
                values[balance.right[1]].value,
            )
            carried = min(values[carried_in].value, results)
            values |= {carried_in: number(carried), received: number(results - carried)}
    return form, complete(form, values)


def _is_result(form: Form, address: Address, column: str) -> bool:
    if address.table != "requests" or address.column != column:
        return False
    return form.table("requests").row(address.row).under is not None


@settings(max_examples=30, deadline=None)
@given(valid_figures())
def test_a_form_completed_from_its_leaves_satisfies_every_relation(
    drawn: tuple[Form, dict[Address, Figure]],
) -> None:
    form, figures = drawn
    assert set(figures) == form.address_set
    for relation in relations(form.id):
        assert evaluate(relation, figures).holds, relation


@settings(max_examples=30, deadline=None)
@given(valid_figures(), st.data())
def test_one_changed_cell_of_tables_three_or_four_breaks_a_relation(
    drawn: tuple[Form, dict[Address, Figure]], data: st.DataObject
) -> None:
    form, figures = drawn
    summed = [a for a in form.addresses if form.table(a.table).section > 2]
    changed = data.draw(st.sampled_from(summed))
    broken = {**figures, changed: number(figures[changed].value + 1)}
    failing = [r for r in relations(form.id) if not evaluate(r, broken).holds]
    assert failing
    assert all(changed in r.left + r.right for r in failing)


@pytest.mark.parametrize(("edition", "k2_parts"), [("2019", 19), ("2021", 21)])
def test_the_relations_are_those_of_the_form(edition: str, k2_parts: int) -> None:
    by_code: dict[str, list[int]] = {}
    for relation in relations(edition):
        by_code.setdefault(relation.code, []).append(len(relation.left))
    rows = len(load(edition).table("requests").leaf_rows)
    assert by_code == {"K1": [2] * 7, "K2": [k2_parts] * 7, "K3": [6] * rows, "K5": [4] * 3}


def test_a_blank_cell_is_not_a_zero() -> None:
    form = load("2021")
    row = next(r for r in relations("2021") if r.code == "K3" and r.line == "granted")
    figures = {a: number(0) for a in form.addresses}
    figures[row.left[0]] = BLANK
    outcome = evaluate(row, figures)
    assert not outcome.assessable and not outcome.holds
    assert outcome.missing == (row.left[0],)


def test_a_total_is_never_made_of_what_is_not_known() -> None:
    form = load("2021")
    leaves = {a: number(1) for a in form.addresses if a not in computed(form)}
    lost = Address("requests", "granted", "natural")
    total = Address("requests", "granted", "total")
    figures = complete(form, {**leaves, lost: BLANK})
    assert (figures[lost], figures[total]) == (BLANK, ABSENT)
    assert figures[Address("requests", "total_results", "enterprise")] == number(21)
    # A total that was printed still stands for what its parts do not tell.
    assert complete(form, {**leaves, lost: BLANK, total: number(9)})[total] == number(9)


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_was_carried_over_opens_the_next_year(edition: str) -> None:
    pairs = {str(here): str(there) for here, there in openings(load(edition))}
    assert len(pairs) == 7
    assert pairs["requests/carried_in/natural"] == "requests/carried_out/natural"


def test_a_sum_is_read_only_and_nothing_else_is() -> None:
    sums = computed(load("2021"))
    assert Address("requests", "received", "total") in sums
    assert Address("requests", "total_results", "charity") in sums
    assert Address("requests", "received", "natural") not in sums
    assert len(sums) == 25 + 6 + 3


def test_the_sound_city_report_adds_up_to_the_last_cell(reports_dir: Path) -> None:
    """淮安 2024: 3119 + 34 = 3050 + 103, and every row and column."""
    truth = json.loads((reports_dir / "huaian_2024" / "truth.json").read_text(encoding="utf-8"))
    form = load("2021")
    requests, disputes = form.table("requests"), form.table("disputes")
    figures = {
        Address("requests", row.id, column.id): number(printed[column.label])
        for row, printed in zip(requests.leaf_rows, truth["table3"].values(), strict=True)
        for column in requests.leaf_columns
    }
    for column in disputes.leaf_columns:
        group = disputes.column_path(column.id)[-2]
        figures[Address("disputes", "all", column.id)] = number(
            truth["table4"][group][column.label]
        )
    balance = next(r for r in relations("2021") if r.kind == "balance" and r.line == "total")
    assert [figures[a].text for a in balance.left + balance.right] == ["3119", "34", "3050", "103"]
    for relation in relations("2021"):
        assert evaluate(relation, figures).holds, relation
