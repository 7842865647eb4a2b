"""Who belongs to the total of 样例县, and whose report is whose."""

from datetime import date

import pytest

from gongkai.consolidation.plan import Member, Plan, call_roll, plan_of, read_plan
from gongkai.errors import InputError

LIST = """name,level,parent,since,until,aka
东岭镇,township,样例县,,,
西河镇,township,样例县,2023-05-01,,西河乡
北原乡,township,样例县,,2024-07-01,
别县镇,township,别县,,,
"""


def test_the_list_of_units_is_a_csv_that_an_office_can_write():
    plan = read_plan(LIST.encode("utf-8-sig"), name="units.csv")
    assert plan.members[1] == Member(
        "西河镇", "township", "样例县", since=date(2023, 5, 1), aka=("西河乡",)
    )
    assert read_plan(LIST.encode("gb18030"), name="units.csv") == plan


def test_a_unit_abolished_in_july_is_not_in_that_years_total_but_in_the_one_before():
    plan = read_plan(LIST.encode(), name="units.csv")
    assert [m.name for m in plan.children(2024, parent="样例县人民政府")] == ["东岭镇", "西河镇"]
    assert [m.name for m in plan.children(2023, parent="样例县")] == ["东岭镇", "西河镇", "北原乡"]
    assert [m.name for m in plan.children(2022, parent="样例县")] == ["东岭镇", "北原乡"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("单位,级别\n东岭镇,township\n", "缺少name"),
        ("name\n东岭镇\n东岭镇人民政府\n", "第3行重复列出"),
        ("name,since\n东岭镇,2024年1月\n", "2024-12-31的形式"),
        ("name\n\n", "没有列出任何单位"),
    ],
)
def test_a_list_that_cannot_be_used_says_why_in_one_sentence(text, sentence):
    with pytest.raises(InputError) as caught:
        read_plan(text.encode(), name="units.csv")
    assert sentence in caught.value.sentence("zh")
    assert "units.csv" in caught.value.sentence("en")


def test_the_roll_names_the_missing_the_doubled_and_the_strangers(report):
    members = tuple(Member(n) for n in ("东岭镇", "西河镇", "北原乡"))
    roll = call_roll(
        members,
        [
            ("a.html", report("样例县东岭镇人民政府")),
            ("b.html", report("西河镇")),
            ("b (1).html", report("西河镇人民政府")),
            ("c.html", report("别县人民政府")),
        ],
    )
    assert list(roll.reports) == ["东岭镇"]
    assert roll.missing == ("北原乡",)
    assert roll.doubled == {"西河镇": ("b.html", "b (1).html")}
    assert roll.strangers == ("c.html",)


def test_a_report_that_names_no_organ_is_a_stranger_and_is_never_guessed(report):
    roll = call_roll((Member("东岭镇"),), [("a.html", report(""))])
    assert roll.strangers == ("a.html",)
    assert roll.missing == ("东岭镇",)


def test_a_name_that_fits_two_units_belongs_to_neither(report):
    members = (Member("东岭镇", aka=("岭镇",)), Member("西岭镇", aka=("岭镇",)))
    assert call_roll(members, [("a.html", report("岭镇"))]).strangers == ("a.html",)


def test_without_a_list_the_units_are_those_that_sent_a_report(report):
    plan = plan_of([report("东岭镇"), report("西河镇"), report("")])
    assert plan == Plan((Member("东岭镇"), Member("西河镇")))
