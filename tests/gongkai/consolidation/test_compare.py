"""Two years of 东岭镇 side by side, and 东岭镇 beside its neighbour."""

from decimal import Decimal

from gongkai.consolidation.compare import Kind, compare
from gongkai.figures import BLANK, number
from gongkai.forms.form import Address

CLOSES = {"requests/received/natural": 5, "requests/granted/natural": 3,
          "requests/carried_out/natural": 2}  # fmt: skip
OPENS = {"requests/carried_in/natural": 2, "requests/granted/natural": 2,
         "enforcement/penalty/decisions": 40}  # fmt: skip
CARRIED_IN = Address("requests", "carried_in", "natural")
GRANTED = Address("requests", "granted", "natural")
PENALTY = Address("enforcement", "penalty", "decisions")


def test_last_years_closing_figures_are_this_years_opening_ones(report):
    found = compare(report("东岭镇", 2023, **CLOSES), report("东岭镇人民政府", 2024, **OPENS))
    assert found.kind is Kind.NEXT_YEAR
    assert len(found.openings) == 7  # one for each kind of applicant, and the total
    assert all(o.holds for o in found.openings)


def test_a_request_lost_between_two_years_is_seen(report):
    forgot = {**OPENS, "requests/carried_in/natural": 1}
    found = compare(report("东岭镇", 2023, **CLOSES), report("东岭镇", 2024, **forgot))
    broken = [o for o in found.openings if o.holds is False]
    assert [o.address.column for o in broken] == ["natural", "total"]
    assert (broken[0].closed, broken[0].opened) == (number(2), number(1))


def test_a_blank_opening_is_no_break_nobody_can_tell(report):
    blank = report("东岭镇", 2024, printed={str(CARRIED_IN): BLANK}, **OPENS)
    found = compare(report("东岭镇", 2023, **CLOSES), blank)
    assert next(o for o in found.openings if o.address == CARRIED_IN).holds is None


def test_the_earlier_year_comes_first_whatever_the_order(report):
    early, late = report("东岭镇", 2023, **CLOSES), report("东岭镇", 2024, **OPENS)
    assert compare(late, early) == compare(early, late)


def test_changed_figures_say_by_how_much(report):
    found = compare(report("东岭镇", 2023, **CLOSES), report("东岭镇", 2024, **OPENS))
    changes = {c.address: c for c in found.changes}
    assert changes[GRANTED].difference == Decimal(-1)
    assert changes[GRANTED].ratio == Decimal(2) / Decimal(3)
    assert changes[PENALTY].difference == Decimal(40)
    assert changes[PENALTY].ratio is None  # from 0 to 40: no ratio can say it
    assert Address("fees", "fee", "amount") not in changes


def test_two_organs_have_no_openings_and_two_years_apart_have_none_either(report):
    east = report("东岭镇", 2023, **CLOSES)
    assert compare(east, report("西河镇", 2024, **OPENS)).kind is Kind.OTHER_ORGAN
    assert compare(east, report("西河镇", 2024, **OPENS)).openings == ()
    apart = compare(east, report("东岭镇", 2025, **OPENS))
    assert (apart.kind, apart.openings) == (Kind.OTHER_YEAR, ())


LAST_YEAR = """今年我镇把便民服务大厅的公示屏交由值班人员逐日更新，全年更换内容23次。
窗口人员轮流参加县里的业务学习，学习笔记由党政办逐月抽查。
我镇今年修缮了三处村级公示栏，费用列入年度预算。"""
THIS_YEAR = """今年我镇把便民服务大厅的公示屏交由值班人员逐日更新，全年更换内容31次。
镇里在集市日设了流动咨询台，答复群众提问一百余次。
窗口人员轮流参加县里的业务学习，学习笔记由党政办逐月抽查。"""


def test_the_copied_share_of_a_part_is_told_with_its_passages(report):
    found = compare(report("东岭镇", 2023, text=LAST_YEAR), report("东岭镇", 2024, text=THIS_YEAR))
    (part,) = found.likeness
    copied_length = sum(len(line) for line in THIS_YEAR.splitlines() if "流动" not in line)
    whole = sum(len(line) for line in THIS_YEAR.splitlines())
    assert part.share == round(copied_length / whole, 3) == found.share
    assert part.section == 1


def test_a_text_that_the_county_issued_is_not_called_copied(report):
    template = "窗口人员轮流参加县里的业务学习，学习笔记由党政办逐月抽查。"
    found = compare(
        report("东岭镇", 2024, text=LAST_YEAR),
        report("西河镇", 2024, text=THIS_YEAR),
        templates=[template],
    )
    assert [p.text[:5] for p in found.likeness[0].passages] == ["今年我镇把"]


def test_across_the_change_of_form_only_what_both_ask_is_compared_and_the_loss_is_told(report):
    last = report("东岭镇", 2020, edition="2019", **CLOSES, **{"documents/normative/made": 9})
    found = compare(last, report("东岭镇", 2021, **OPENS, **{"documents/normative/in_force": 9}))
    assert found.kind is Kind.NEXT_YEAR
    assert all(o.holds for o in found.openings) and len(found.openings) == 7
    assert Address("documents", "normative", "in_force") not in {c.address for c in found.changes}
    assert GRANTED in {c.address for c in found.changes}
    assert found.losses
