"""The prose of nine real reports: what a careful reader found by hand is found, and nothing else."""

from pathlib import Path

import pytest

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Finding, NotAssessable
from gongkai.checks.narrative import CHECKS
from gongkai.figures import number
from gongkai.forms.filled import filled
from gongkai.forms.form import load
from gongkai.readers.read import read

# Report -> every finding of level E or W on its prose, by code; I is left out.
SERIOUS = {
    "fancheng_2023/report.txt": ["about_this_unit", "fee_statement_present", "percentages_hold"],
    "huaian_2024/report.pdf": [],
    "nilka_2023_partial/report.txt": ["part_one_covers_aspects"],
    "pingtan_2021/report.txt": [],
    "pingtan_resources_2023/report.html": ["part_one_covers_aspects"],
    "qiji_2023/report.txt": ["fee_statement_present", "speaks_of_itself"],
    "qijia_2020/report.txt": [
        "headings_match_content",
        "statutory_counts_exact",
        "township_claims_no_rules",
    ],
    "qixing_2022/report.txt": [
        "compiler_is_the_filer",
        "fee_statement_present",
        "parts_make_total",
        "parts_make_total",
        "repeated_quantity_agrees",
        "repeated_quantity_agrees",
        "repeated_quantity_agrees",
    ],
    "zhupu_2023/report.txt": ["part_one_covers_aspects"],
}


def _findings(path: Path) -> tuple[Finding, ...]:
    result = read(path.read_bytes(), name=path.name)
    assert result.report is not None
    return assess(Evidence(result.report, issues=result.issues), CHECKS).findings


@pytest.mark.parametrize("name", SERIOUS)
def test_the_prose_of_a_real_report(reports_dir: Path, name: str) -> None:
    serious = sorted(f.code for f in _findings(reports_dir / name) if f.level.value in "EW")
    assert serious == SERIOUS[name]


def test_what_the_clerk_of_qixing_reads(reports_dir: Path) -> None:
    messages = [f.message() for f in _findings(reports_dir / "qixing_2022/report.txt")]
    for pair in (
        "第一部分写“政府工作信息746条”，第二部分写“政府工作信息742条”。",
        "第一部分写“转载习近平总书记讲话388条”，第二部分写“转载习近平总书记讲话358条”。",
        "第一部分写“政务信息682条”，第二部分写“政务信息678条”。",
    ):
        assert f"{pair}两处应当一致，请核对后改正。" in messages
    assert any("编制者是“宝山区人民政府办公室”，报告机关是七星镇人民政府" in m for m in messages)


def test_a_share_rounded_up_without_reason(reports_dir: Path) -> None:
    (share,) = (
        f
        for f in _findings(reports_dir / "fancheng_2023/report.txt")
        if f.code == "percentages_hold"
    )
    assert "写为3.5%，按3÷87应为3.4%" in share.message()
    assert "3 of 87 is 3.4%" in share.message("en")


def test_a_finding_says_where_it_stood(reports_dir: Path) -> None:
    for finding in _findings(reports_dir / "qixing_2022/report.txt"):
        assert finding.origin is not None, finding.code


def test_a_report_without_prose_is_not_assessable() -> None:
    form = load("2021")
    evidence = Evidence(filled(form, dict.fromkeys(form.addresses, number(0)), year=2023))
    answer = assess(evidence, CHECKS)
    assert set(answer.not_assessable) == set(CHECKS)
    assert not answer.findings and not answer.passed


def test_a_blank_table_proves_nothing_against_the_prose(reports_dir: Path) -> None:
    """The form that has not been filled in: 未收到 can be neither right nor wrong."""
    from gongkai.checks.prose.none import none_received
    from gongkai.figures import BLANK
    from gongkai.forms.filled import Paragraph, Section

    form = load("2021")
    text = "本年度未收到政府信息公开申请。"
    evidence = Evidence(
        filled(
            form,
            dict.fromkeys(form.addresses, BLANK),
            year=2023,
            authority="示例镇人民政府",
            sections=(Section(1, "总体情况", "", (Paragraph(text),)),),
        )
    )
    with pytest.raises(NotAssessable):
        list(none_received(evidence))
