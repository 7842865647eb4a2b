"""From the form of 2019 to that of 2021: the same figures go over, every loss is said in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import DataError
from gongkai.figures import ABSENT, BLANK, number
from gongkai.forms.bridge import Loss, between, bridge, common
from gongkai.forms.filled import Cell, FilledForm, Origin, Section, filled
from gongkai.forms.form import Address, load


def report(edition: str, **figures: int) -> FilledForm:
    """Return a report with every cell 0 but those named ``table__row__column``."""
    cells = {address: number(0) for address in load(edition).addresses}
    for name, value in figures.items():
        cells[Address(*name.split("__"))] = number(value)
    return filled(load(edition), cells, year=int(edition) + 1, authority="示例镇人民政府")


def told(losses: tuple[Loss, ...], kind: str) -> set[Address]:
    return {a for loss in losses if loss.kind == kind for a in loss.addresses}


def test_tables_three_and_four_go_over_whole_when_nothing_was_handled_otherwise() -> None:
    old = report("2019", requests__granted__natural=7, requests__granted__total=7)
    new, _ = bridge(old)
    assert new.form.id == "2021"
    assert new[Address("requests", "granted", "natural")] == number(7)
    tables = [new.form.table("requests"), new.form.table("disputes")]
    assert all(new[a].is_number for table in tables for a in table.addresses())


def test_other_results_of_2019_cannot_be_told_apart() -> None:
    new, losses = bridge(report("2019", requests__other__natural=3, requests__other__total=3))
    natural = [Address("requests", r, "natural") for r in ("not_corrected", "fee_unpaid", "other")]
    assert [new[a] for a in natural] == [ABSENT] * 3
    assert new[Address("requests", "other", "charity")] == number(0)  # 0 has only one split
    assert set(natural) <= told(losses, "unknown")
    assert any("逾期不补正" in loss.sentence("zh") for loss in losses)
    assert any("is not known" in loss.sentence("en") for loss in losses)


def test_documents_made_are_not_documents_issued() -> None:
    new, losses = bridge(
        report("2019", documents__normative__made=4, documents__normative__total=9)
    )
    assert new[Address("documents", "normative", "issued")] == ABSENT
    assert new[Address("documents", "normative", "in_force")] == ABSENT
    assert Address("documents", "normative", "made") in told(losses, "dropped")
    assert any("不是“本年制发件数”" in loss.sentence() for loss in losses)


def test_decisions_on_licences_penalties_and_coercion_are_the_same_quantity() -> None:
    new, _ = bridge(
        report("2019", licences__licence__decisions=12, enforcement__penalty__decisions=5)
    )
    assert new[Address("licences", "licence", "decisions")] == number(12)
    assert new[Address("enforcement", "penalty", "decisions")] == number(5)


def test_what_goes_over_and_what_is_lost_make_up_the_whole_report() -> None:
    old = report("2019", requests__other__natural=1, requests__other__total=1)
    new, losses = bridge(old)
    plan = between("2019", "2021")
    kept = {a for a in old.cells if a in plan.same} | {g.older for g in plan.groups}
    assert kept | told(losses, "dropped") == old.form.address_set
    assert set(new.cells) | told(losses, "unknown") == new.form.address_set
    assert not set(new.cells) & told(losses, "unknown")


def test_words_and_places_stay_as_they_were() -> None:
    origin = Origin(page=3)
    here = Address("requests", "received", "natural")
    old = FilledForm(
        load("2019"),
        {here: Cell(here, number(5), "５", origin)},
        title="示例镇2020年政府信息公开工作年度报告",
        year=2020,
        sections=(Section(1, "总体情况"),),
    )
    new, _ = bridge(old)
    assert (new.title, new.year, new.sections) == (old.title, old.year, old.sections)
    assert new.cells[here] == old.cells[here]


def test_what_was_blank_stays_blank_and_what_was_absent_is_no_loss() -> None:
    here = Address("requests", "received", "natural")
    new, losses = bridge(filled(load("2019"), {here: BLANK}))
    assert new[here] == BLANK
    assert told(losses, "dropped") == set()


def test_back_to_2019_the_three_rows_become_one() -> None:
    new = report("2021", requests__not_corrected__natural=2, requests__other__natural=1)
    old, losses = bridge(new, to="2019")
    assert old[Address("requests", "other", "natural")] == number(3)
    assert Address("requests", "not_corrected", "natural") in told(losses, "merged")
    assert Address("fees", "fee", "amount") in told(losses, "dropped")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_there_and_back_again_keeps_every_common_figure(seed: int) -> None:
    form = load("2019")
    values = {a: number((seed * (i + 7)) % 50) for i, a in enumerate(form.addresses)}
    old = filled(form, values)
    back, _ = bridge(bridge(old)[0], to="2019")
    assert all(back[a] == old[a] for a in common("2019", "2021"))


def test_an_address_in_both_editions_may_still_mean_two_things() -> None:
    other = Address("requests", "other", "total")  # （六）其他处理, later only its 3.其他
    assert other in load("2019").address_set and other in load("2021").address_set
    assert other not in common("2019", "2021")


def test_a_report_already_in_that_edition_comes_back_unchanged() -> None:
    new = report("2021")
    assert bridge(new) == (new, ())
    assert common("2021", "2021") == load("2021").address_set


def test_editions_that_no_bridge_joins_are_refused() -> None:
    with pytest.raises(DataError):
        between("2019", "2031")
