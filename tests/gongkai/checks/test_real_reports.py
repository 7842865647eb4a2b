"""Every table error of the nine readable real reports is found, and no sound figure is called wrong.

What is expected here is what each report's ``errors.md`` lists. The reports are read in place.
"""

import json
from pathlib import Path

import pytest

from gongkai.checks.assess import Assessment, assess
from gongkai.checks.check import Evidence, Finding, Level, Verdict
from gongkai.forms.evaluate import relations
from gongkai.forms.form import Address
from gongkai.readers.read import read_file

SUMS = {"K1", "K2", "K3", "K5"}
OF_TABLES = SUMS | {
    "cells_present",
    "cells_filled",
    "counts_whole",
    "in_force_covers_year",
    "edition_of_year",
    "disputes_table",
    "rules_power",
}


def checked(reports_dir: Path, name: str) -> Assessment:
    """The assessment of one real report, from its file."""
    (path,) = (reports_dir / name).glob("report.*")
    result = read_file(path)
    assert result.report is not None, result.error
    return assess(
        Evidence(result.report, issues=result.issues, media_type=result.source.media_type)
    )


def of(result: Assessment, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def test_pingtan_resources_2023_one_request_breaks_two_rows_and_a_column(reports_dir: Path) -> None:
    """One 商业企业 request is in 部分公开 and （七）总计, in no 新收 and in neither 总计."""
    result = checked(reports_dir, "pingtan_resources_2023")
    rows = {f.addresses[0].row: f for f in of(result, "K3")}
    assert set(rows) == {"partial", "total_results"}
    assert "六类申请人合计9（8＋1），“总计”印为8，相差1" in rows["partial"].message()
    assert "六类申请人合计20（19＋1），“总计”印为19，相差1" in rows["total_results"].message()
    (column,) = of(result, "K1")
    assert {a.column for a in column.addresses} == {"enterprise"}
    (hint,) = of(result, "breaks_explained")
    assert set(hint.addresses) == {
        Address("requests", "partial", "enterprise"),
        Address("requests", "total_results", "enterprise"),
    }
    assert all(f.origin is not None for f in (*rows.values(), column))
    assert "K2" in result.passed and "K5" in result.passed


def test_qixing_2022_two_rows_with_a_cell_lost_cannot_be_called_wrong(reports_dir: Path) -> None:
    result = checked(reports_dir, "qixing_2022")
    shape = of(result, "cells_present")
    said = " ".join(f.message() for f in shape)
    assert "1.本机关不掌握相关政府信息”一行应有7个数，只有6个" in said
    assert "3.补正后申请内容仍不明确”一行应有7个数，只有6个" in said
    assert "“表四”一行应有15个数，印了17个" in said
    assert {f.verdict for f in shape} == {Verdict.CANNOT_TELL}
    assert not {f.code for f in result.findings} & SUMS
    assert "K3" in result.not_assessable  # the two rows


def test_qiji_2023_wrong_form_table_three_cut_no_table_four(reports_dir: Path) -> None:
    result = checked(reports_dir, "qiji_2023")
    form, column = of(result, "edition_of_year")
    assert "〔2019〕60号" in form.message() and "〔2021〕30号" in form.message()
    assert "“行政处罚”的“本年增/减”印为22" in column.message()
    lost = " ".join(f.message() for f in of(result, "cells_present"))
    assert "第二十条第（九）项" in lost and "“（七）总计”、“四、结转下年度继续办理”" in lost
    (disputes,) = of(result, "disputes_table")
    assert disputes.verdict is Verdict.BROKEN and disputes.level is Level.ERROR
    (parts,) = of(result, "six_parts")
    assert "四、政府信息公开行政复议、行政诉讼情况" in parts.message()
    assert {"K1", "K2"} <= set(result.not_assessable)


def test_qijia_2020_surplus_values_and_a_filled_heading(reports_dir: Path) -> None:
    result = checked(reports_dir, "qijia_2020")
    said = [f.message() for f in of(result, "cells_present")]
    assert len(said) == 4
    assert any("“三、本年度办理结果/（三）不予公开”是分类标题" in s for s in said)
    assert any("“表四”一行应有15个数，印了16个" in s for s in said)
    assert "edition_of_year" in result.passed  # 2020 is due on the form of 2019


def test_zhupu_2023_blank_reviews_and_a_row_that_lost_its_cells(reports_dir: Path) -> None:
    result = checked(reports_dir, "zhupu_2023")
    (blank,) = of(result, "cells_filled")
    assert blank.level is Level.ERROR
    assert {a.column for a in blank.addresses} == {
        f"review.{c}" for c in ("upheld", "corrected", "other", "pending", "total")
    }
    (row,) = of(result, "cells_present")
    assert row.verdict is Verdict.CANNOT_TELL and "（一）予以公开" in row.message()


def test_nilka_2023_a_township_has_no_rules_and_a_cut_file_is_not_blamed(
    reports_dir: Path,
) -> None:
    result = checked(reports_dir, "nilka_2023_partial")
    (rules,) = of(result, "rules_power")
    assert rules.addresses == (Address("documents", "rules", "in_force"),)
    assert "乡镇、街道没有规章制定权" in rules.message()
    for code in ("cells_present", "six_parts", "disputes_table"):
        assert {f.verdict for f in of(result, code)} == {Verdict.CANNOT_TELL}


def test_fancheng_2023_numbering_and_title(reports_dir: Path) -> None:
    result = checked(reports_dir, "fancheng_2023")
    (number,) = of(result, "six_parts")
    assert "“2、 主动公开政府信息情况”的序号应为“二、”" in number.message()
    assert of(result, "title_names_organ")
    assert not {f.code for f in result.findings} & OF_TABLES


def test_pingtan_2021_figures_that_sums_chose_prove_no_sum(reports_dir: Path) -> None:
    result = checked(reports_dir, "pingtan_2021")
    assert not [f for f in result.findings if f.level is Level.ERROR]
    assert {"K1", "K2", "K3", "K5"} & set(result.not_assessable)


def test_huaian_2024_is_sound(reports_dir: Path) -> None:
    result = checked(reports_dir, "huaian_2024")
    serious = [f.message() for f in result.findings if f.level is not Level.NOTE]
    assert not serious
    assert SUMS | {"cells_present", "cells_filled", "edition_of_year"} <= set(result.passed)


@pytest.mark.parametrize(
    "name",
    [
        "fancheng_2023",
        "huaian_2024",
        "nilka_2023_partial",
        "pingtan_2021",
        "pingtan_resources_2023",
        "qiji_2023",
        "qijia_2020",
        "qixing_2022",
        "zhupu_2023",
    ],
)
def test_as_many_sums_are_broken_as_the_true_figures_break(reports_dir: Path, name: str) -> None:
    """`truth.json` lists the breaks found by machine; a blank total is no break but a blank."""
    truth = json.loads((reports_dir / name / "truth.json").read_text(encoding="utf-8"))
    listed = [line for line in truth["arithmetic_breaks"] if "blank" not in line]
    result = checked(reports_dir, name)
    assert len([f for f in result.findings if f.code in SUMS]) == len(listed)
    assert all(r.code in SUMS for r in relations("2021"))
