"""The county adds its townships and holds the sum against its own report."""

from decimal import Decimal

from gongkai.consolidation.add import Judgement, Part, add, against
from gongkai.figures import ABSENT, BLANK, UNREADABLE, number
from gongkai.forms.form import Address, load

FORM = load("2021")
PENALTY = Address("enforcement", "penalty", "decisions")
RECEIVED = Address("requests", "received", "natural")
RECEIVED_TOTAL = Address("requests", "received", "total")
CORNER = Address("requests", "total_results", "total")

EAST = {"enforcement/penalty/decisions": 12, "requests/received/natural": 3,
        "requests/granted/natural": 3}  # fmt: skip
WEST = {"enforcement/penalty/decisions": 5, "requests/received/enterprise": 1,
        "requests/carried_out/enterprise": 1}  # fmt: skip


def test_leaf_cells_are_added_and_totals_are_worked_out_anew(report):
    total = add(FORM, {"东岭镇": report("东岭镇", **EAST), "西河镇": report("西河镇", **WEST)})
    assert total.totals[PENALTY].figure == number(17)
    assert total.totals[PENALTY].parts == (Part("东岭镇", number(12)), Part("西河镇", number(5)))
    assert total.totals[RECEIVED_TOTAL].figure == number(4)
    assert total.totals[CORNER].figure == number(3)
    assert total.report(authority="样例县人民政府", year=2024)[CORNER] == number(3)
    assert total.gaps == ()


def test_a_unit_without_a_report_is_named_and_never_counted_as_zero(report):
    total = add(FORM, {"东岭镇": report("东岭镇", **EAST)}, missing=("西河镇",))
    assert total.missing == ("西河镇",)
    parent = report("样例县人民政府", **{"enforcement/penalty/decisions": 17})
    found = {d.address: d for d in against(parent, total)}
    # 17 in the county, 12 in the one township that reported: 西河镇 may well have had the other 5.
    assert found[PENALTY].judgement is Judgement.CANNOT_TELL
    assert found[PENALTY].amount == Decimal(5)


def test_a_county_below_the_sum_is_wrong_even_while_a_unit_is_missing(report):
    total = add(FORM, {"东岭镇": report("东岭镇", **EAST)}, missing=("西河镇",))
    parent = report("样例县人民政府", **{"enforcement/penalty/decisions": 11})
    found = {d.address: d for d in against(parent, total)}
    assert found[PENALTY].judgement is Judgement.TOO_SMALL


def test_a_blank_or_unreadable_cell_is_a_gap_of_its_unit_and_never_zero(report):
    for hole in (BLANK, UNREADABLE, ABSENT):
        west = report("西河镇", printed={str(PENALTY): hole}, **WEST)
        total = add(FORM, {"东岭镇": report("东岭镇", **EAST), "西河镇": west})
        assert total.totals[PENALTY].figure == number(12)
        assert total.gaps == ((PENALTY, Part("西河镇", hole)),)
        parent = report("样例县人民政府", **{"enforcement/penalty/decisions": 12})
        found = {d.address: d for d in against(parent, total)}
        assert found[PENALTY].judgement is Judgement.CANNOT_TELL


def test_a_lost_applicant_cell_leaves_the_printed_total_of_its_row_to_speak(report):
    east = report("东岭镇", printed={str(RECEIVED): UNREADABLE}, **EAST)
    total = add(FORM, {"东岭镇": east})
    assert total.totals[RECEIVED].gaps == (Part("东岭镇", UNREADABLE),)
    assert total.totals[RECEIVED_TOTAL].figure == number(3)


def test_where_no_unit_gives_a_number_the_total_is_absent_not_zero(report):
    total = add(FORM, {"东岭镇": report("东岭镇", printed={str(PENALTY): BLANK})})
    assert total.totals[PENALTY].figure == ABSENT
    assert add(FORM, {}).totals[PENALTY].figure == ABSENT


def test_a_unit_that_added_up_wrongly_is_named_and_its_cells_count_not_its_sum(report):
    east = report("东岭镇", printed={str(RECEIVED_TOTAL): number(8)}, **EAST)
    total = add(FORM, {"东岭镇": east})
    (slip,) = total.slips
    assert (slip.unit, slip.address) == ("东岭镇", RECEIVED_TOTAL)
    assert (slip.printed, slip.computed) == (number(8), number(3))
    assert total.totals[RECEIVED_TOTAL].figure == number(3)


def test_every_difference_of_a_full_county_leads_back_to_its_units(report):
    total = add(FORM, {"东岭镇": report("东岭镇", **EAST), "西河镇": report("西河镇", **WEST)})
    parent = report("样例县人民政府", **{**EAST, "enforcement/penalty/decisions": 21})
    differs = [d for d in against(parent, total) if d.judgement is Judgement.DIFFERS]
    penalty = next(d for d in differs if d.address == PENALTY)
    assert penalty.amount == Decimal(4)
    assert [p.unit for p in penalty.total.parts] == ["东岭镇", "西河镇"]
    assert RECEIVED not in {d.address for d in differs}


def test_a_unit_on_the_older_form_is_added_where_both_forms_ask_the_same_and_its_loss_is_told(
    report,
):
    old = report("东岭镇", edition="2019", **EAST, **{"documents/normative/made": 4})
    total = add(FORM, {"东岭镇": old, "西河镇": report("西河镇", **WEST)})
    assert total.totals[RECEIVED].figure == number(3)
    in_force = Address("documents", "normative", "in_force")
    assert [gap.unit for gap in total.totals[in_force].gaps] == ["东岭镇"]
    assert {unit for unit, _ in total.losses} == {"东岭镇"}
    assert all(loss.sentence("zh") and loss.sentence("en") for _, loss in total.losses)


def test_a_change_may_be_negative_so_below_the_sum_it_may_be_right_while_a_unit_is_missing(report):
    """Form of 2019: 本年增/减. 东岭镇 had 4 more licence items, 西河镇 may have had 6 fewer."""
    change = Address("licences", "licence", "change")
    form = load("2019")
    assert form.kind(change) == "change"
    east = report("东岭镇", edition="2019", **{str(change): 4})
    total = add(form, {"东岭镇": east}, missing=("西河镇",))
    parent = report("样例县人民政府", edition="2019", **{str(change): -2})
    found = {d.address: d for d in against(parent, total)}
    assert found[change].judgement is Judgement.CANNOT_TELL
    assert found[change].amount == Decimal(-6)
    # The number of decisions beside it cannot be negative: there less than the sum is wrong.
    count = Address("licences", "licence", "decisions")
    east = report("东岭镇", edition="2019", **{str(count): 4})
    total = add(form, {"东岭镇": east}, missing=("西河镇",))
    found = {d.address: d for d in against(report("样例县人民政府", edition="2019"), total)}
    assert found[count].judgement is Judgement.TOO_SMALL
