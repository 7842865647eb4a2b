"""A text that breaks off says nothing of what would have followed."""

import pytest

from gongkai.checks.assess import Assessment, assess
from gongkai.checks.check import Evidence, Level, Verdict
from gongkai.readers.read import read

OPENING = """示例县示例局2023年政府信息公开工作年度报告
一、总体情况
发布信息，办理申请，落实保密审查，优化网站专栏，接受社会评议。
二、主动公开政府信息情况
"""
MIDDLE = """三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
"""


def checked(text: str, *codes: str) -> Assessment:
    result = read(text.encode(), name="report.txt")
    assert result.report is not None
    return assess(Evidence(result.report, result.issues), codes)


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        (f"{OPENING}三、收到和处理政府", {"cut", "title_cut"}),
        (f"{OPENING}{MIDDLE}五、存在的主要问题及", {"cut", "title_cut"}),
    ],
)
def test_a_heading_cut_at_the_end_is_no_other_title(text: str, variants: set[str]) -> None:
    findings = checked(text, "six_parts", "part_five_answers").findings
    assert {f.variant for f in findings} == variants
    assert {f.verdict for f in findings} == {Verdict.CANNOT_TELL}


def test_a_part_five_whose_heading_is_cut_is_not_called_empty() -> None:
    cut = checked(f"{OPENING}{MIDDLE}五、存在的主要问题及", "part_five_answers")
    assert cut.not_assessable == ("part_five_answers",)
    whole = f"{OPENING}{MIDDLE}五、存在的主要问题及改进情况\n六、其他需要报告的事项\n无。"
    (empty,) = checked(whole, "part_five_answers").findings
    assert empty.level is Level.ERROR
