"""Tables copied as bare lines: labels in pieces, values between them, page numbers inside."""

import pytest

from gongkai.forms.form import Address
from gongkai.readers.read import read

BEFORE = """示例市2024年政府信息公开工作年度报告
一、总体情况
2024年，全市主动公开政府信息12条。
二、主动公开政府信息情况
信息内容          本年制发件数     本年废止件数   现行有效件数
规章            1          0        11
行政规范性文件       8          26       66
三、收到和处理政府信息公开申请情况
"""
LABELS_AROUND = """一、本年新收政府信息公开申请数量                3001        53       0        0    61       4   3119
      （一）予以公开                   1288        21       0        0    50       3   1362

      （二）部分公开（区分处理的，只计这一情
                                447         7        0        0        0    0   454
      形，不计其他情形）
三、          1.属于国家秘密            2          0        0        0        0    0    2
本
      （四）无     1.本机关不掌握相关政府信息     746         12       0        0    10       1   769

-4-
\f     法提供       2.没有现成信息需要另行制作           11        0        0         0        0         0    11
               1、申请人无正当理由逾期不补
               正、行政机关不再处理其政府信           67        3        0         0        1         0    71
               息公开申请
"""
ROWS = {
    "received": "3001 53 0 0 61 4 3119",
    "granted": "1288 21 0 0 50 3 1362",
    "partial": "447 7 0 0 0 0 454",
    "state_secret": "2 0 0 0 0 0 2",
    "not_held": "746 12 0 0 10 1 769",
    "must_create": "11 0 0 0 0 0 11",
    "not_corrected": "67 3 0 0 1 0 71",
}
COLUMNS = ("natural", "enterprise", "research", "charity", "law_service", "other_org", "total")


def _row(report, row: str) -> str:
    return " ".join(str(report[Address("requests", row, column)]) for column in COLUMNS)


def _report(text: str):
    result = read(text.encode(), name="report.txt")
    assert result.report is not None, result.error
    return result.report


@pytest.mark.parametrize("row", ROWS)
def test_pieces_of_a_label_around_its_values_are_one_label(row: str) -> None:
    assert _row(_report(BEFORE + LABELS_AROUND), row) == ROWS[row]


def test_spaces_kept_or_lost_make_no_difference() -> None:
    raw = "\n".join(" ".join(line.split()) for line in LABELS_AROUND.split("\n"))
    report = _report(BEFORE + raw)
    assert {row: _row(report, row) for row in ROWS} == ROWS


def test_a_page_number_is_no_figure() -> None:
    text = LABELS_AROUND.replace("-4-\n", "12\n")
    assert _row(_report(BEFORE + text), "not_held") == ROWS["not_held"]


def test_where_an_empty_cell_left_no_trace_the_row_is_not_guessed() -> None:
    # 社会公益组织 is empty and the share of the row stands behind the total: seven numbers again
    text = LABELS_AROUND.replace(
        "1288        21       0        0    50", "1288        21       0    50"
    )
    text = text.replace("3   1362", "3   1362   44").replace("10       1   769", "10   769")
    report = _report(BEFORE + text)
    assert {str(report[Address("requests", "granted", c)]) for c in COLUMNS} == {"unreadable"}


def test_values_in_the_order_of_drawing_are_not_table_four() -> None:
    # the groups of values stand between pieces of the header, one row's after another's
    text = """四、政府信息公开行政复议、行政诉讼情况
行政复议
行政诉讼
结果
维持
结果
纠正
总计
72
64
178
37
复议后起诉
尚未
审结
12
1
1
6
总计
351
维持
13
4
8
1
26
总计
20
"""
    report = _report(BEFORE + LABELS_AROUND + text)
    disputes = [a for a in report.form.addresses if a.table == "disputes"]
    assert not any(report[a].is_number for a in disputes)


def test_a_wrapped_sentence_is_prose_and_no_table() -> None:
    text = "五、存在的主要问题及改进情况\n下一步将加强\n机构\n建设，规范办理\n政府信息公开申请\n工作。\n"
    report = _report(BEFORE + LABELS_AROUND + text)
    section = report.section(5)
    assert section is not None
    assert "政府信息公开申请\n工作。" in section.text
