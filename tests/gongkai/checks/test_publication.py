"""Whose report it is: the organ in the title and the one that files."""

import pytest

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Unit
from gongkai.forms.filled import filled
from gongkai.forms.form import load


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (
            "示例市开发区管委会（示例镇）",
            "示例市开发区管委会（示例镇）2025年政府信息公开工作年度报告",
        ),
        ("示例县政务信息公开中心", "示例县政务信息公开中心2025年政府信息公开工作年度报告"),
        ("示例县人民政府", "2025年示例县政府信息公开工作年度报告"),
    ],
)
def test_what_a_title_has_of_a_name_is_held_against_the_same_of_the_name(
    name: str, title: str
) -> None:
    """Brackets and 信息公开 may belong to the name itself."""
    report = filled(load("2021"), {}, title=title)
    answer = assess(Evidence(report=report, unit=Unit(name=name)), ["title_is_filers"])
    assert answer.passed == ("title_is_filers",)


def test_another_organs_title_is_found() -> None:
    report = filled(load("2021"), {}, title="示例镇人民政府2025年政府信息公开工作年度报告")
    answer = assess(Evidence(report=report, unit=Unit(name="别镇人民政府")), ["title_is_filers"])
    assert [one.code for one in answer.findings] == ["title_is_filers"]
