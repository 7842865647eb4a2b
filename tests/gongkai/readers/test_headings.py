"""The six parts are found by their headings, however these are numbered or broken."""

import pytest

from gongkai.forms.filled import Paragraph
from gongkai.readers.headings import heading_of, sections_of


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("一、总体情况", 1),
        ("2、 主动公开政府信息情况", 2),
        ("三、收到和处理政府信息公开申请情况", 3),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("五、存在的主要问题和改进措施", 5),
        ("六、其他需要报告的事项", 6),
        ("六、其它需要报告的事项", 6),
        ("一、總體情況", 1),
        ("第一部分 总体情况", 1),
        ("（二）主动公开政府信息情况", 2),  # a report that numbers its parts in brackets
    ],
)
def test_a_heading_is_known_by_its_words(line: str, part: int) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert heading.number == part


@pytest.mark.parametrize(
    "line",
    [
        "四、结转下年度继续办理",
        "三、本年度办理结果",
        "一是加强组织领导。",
        "本报告由总体情况、主动公开政府信息情况等六部分组成。",
        "一、总体情况、主动公开政府信息情况等六个部分组成本报告。",
        "1、部分村和部门对实行政务公开的意识不强。",
        "（一）主动公开情况",
        "（一）主动公开政府信息情况",
        "(二)收到和处理政府信息公开申请情况。",
        "（二）依申请公开政府信息情况",
    ],
)
def test_prose_and_table_rows_are_no_headings(line: str) -> None:
    assert heading_of(line) is None


def test_a_sub_heading_of_part_one_does_not_stand_in_for_a_missing_part_two() -> None:
    lines = [
        "一、总体情况",
        "（一）主动公开政府信息情况",
        "公开信息12条。",
        "三、收到和处理政府信息公开申请情况",
    ]
    parts = sections_of([Paragraph(line) for line in lines])
    assert [part.number for part in parts] == [1, 3]
    assert [p.text for p in parts[0].paragraphs] == lines[1:3]


def test_a_heading_with_the_text_running_on_is_cut_off() -> None:
    heading = heading_of("一、总体情况2023年，我镇公开政府信息12条。")
    assert heading is not None
    assert heading.printed == "一、总体情况"
    assert heading.rest == "2023年，我镇公开政府信息12条。"


def test_prose_goes_to_its_part_and_table_labels_are_left_out() -> None:
    lines = [
        "示例镇2023年政府信息公开工作年度报告",
        "一、总体情况",
        "公开12条。",
        "二、主动公开政府信息情况",
        "法人或其他组织",
        "另见附件。",
    ]
    sections = sections_of([Paragraph(line) for line in lines])
    assert [(s.number, s.text) for s in sections] == [
        (0, lines[0]),
        (1, "公开12条。"),
        (2, "另见附件。"),
    ]


def test_a_list_of_contents_does_not_open_the_parts() -> None:
    titles = ["一、总体情况", "二、主动公开政府信息情况", "六、其他需要报告的事项"]
    lines = [*titles, "前言。", *(line for title in titles for line in (title, "正文。"))]
    sections = sections_of([Paragraph(line) for line in lines])
    assert [(s.number, s.text) for s in sections if s.number] == [
        (1, "正文。"),
        (2, "正文。"),
        (6, "正文。"),
    ]
