"""What an organ's name tells of its level, and what it does not."""

import pytest

from gongkai.checks.check import Evidence, Unit
from gongkai.checks.organ import level_of, level_of_name, may_make_rules
from gongkai.forms.filled import FilledForm, Paragraph, Section
from gongkai.forms.form import load


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("示例县示例镇人民政府", "township"),
        ("示例镇", "township"),
        ("示例区示例街道办事处", "township"),
        ("示例苏木人民政府", "township"),
        ("示例市自然资源局", "department"),
        ("示例县乡村振兴局", "department"),  # 乡 inside a name is no township
        ("示例县人民政府办公室", "department"),
        ("示例市发展和改革委员会", "department"),
        ("示例县人民政府", "county"),
        ("示例自治县人民政府", "county"),
        ("示例区", "county"),
        ("景德镇市人民政府", "municipality"),  # 镇 inside a name is no township
        ("示例市", "municipality"),  # with districts or of county level: the name does not tell
        ("示例自治州人民政府", "city"),
        ("示例省人民政府", "province"),
        ("示例壮族自治区人民政府", "province"),
        ("上海市人民政府", "province"),
        ("示例综合实验区", ""),
        ("示例经济技术开发区管理委员会", ""),
        ("示例高新区", ""),
        ("", ""),
    ],
)
def test_level_of_a_name(name: str, level: str) -> None:
    assert level_of_name(name) == level


@pytest.mark.parametrize(
    ("name", "power"),
    [
        ("示例镇人民政府", False),
        ("示例县人民政府", False),
        ("示例市司法局", False),
        ("示例省人民政府", True),
        ("示例自治州人民政府", True),
        ("示例市人民政府", None),
        ("国家示例总局", None),  # departments of the State Council may make rules
        ("示例部", None),
        ("示例开发区管理委员会", None),
        ("上海市人民政府办公厅", None),  # an office may report for its government
        ("示例省政府办公厅", None),
        ("示例自治州人民政府办公室", None),
        ("示例市人民政府办公室", None),
        ("示例县人民政府办公室", False),
        ("示例市示例区人民政府办公室", False),
        ("示例镇党政办公室", False),
    ],
)
def test_power_to_make_rules(name: str, power: bool | None) -> None:
    assert may_make_rules(Evidence(FilledForm(load("2021"), {}, authority=name))) is power


def test_what_the_unit_says_wins() -> None:
    report = FilledForm(load("2021"), {}, authority="示例市人民政府")
    city = Evidence(report, unit=Unit("示例市人民政府", level="city"))
    assert level_of(city) == "city" and may_make_rules(city) is True
    special = Evidence(report, unit=Unit("示例市人民政府", level="county", may_make_rules=True))
    assert may_make_rules(special) is True


def test_a_report_without_a_name_speaks_of_itself() -> None:
    def speaking(text: str) -> Evidence:
        section = Section(1, "总体情况", "一、总体情况", (Paragraph(text),))
        return Evidence(FilledForm(load("2021"), {}, sections=(section,)))

    assert level_of(speaking("现结合我镇实际，报告如下。")) == "township"
    assert level_of(speaking("我局办理申请。")) == "department"
    assert level_of(speaking("我县各乡镇。我局配合。")) == "", "two voices tell nothing"
    assert level_of(speaking("我办公室。")) == ""
