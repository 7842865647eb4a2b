"""What a report shows and in which order, before any format comes in."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.figures import BLANK, UNREADABLE, number
from gongkai.forms.filled import Cell, FilledForm, Paragraph, Section, filled
from gongkai.forms.form import Address, load
from gongkai.forms.grid import PrintedTable
from gongkai.writers.layout import (
    Heading,
    Layout,
    Text,
    break_title,
    chinese_date,
    closing_indents,
    lay_out,
    shown,
    width,
)

RECEIVED = Address("requests", "received", "natural")


def headings(report: FilledForm) -> list[str]:
    return [b.text for b in lay_out(report).blocks if isinstance(b, Heading) and b.level == 1]


def test_six_parts_with_a_table_at_the_end_of_parts_two_three_and_four(
    township: FilledForm,
) -> None:
    assert [heading[:2] for heading in headings(township)] == [f"{n}、" for n in "一二三四五六"]
    blocks = lay_out(township).blocks
    tables = [i for i, block in enumerate(blocks) if isinstance(block, PrintedTable)]
    assert [blocks[i].section for i in tables if isinstance(blocks[i], PrintedTable)] == [2, 3, 4]
    assert all(isinstance(blocks[i + 1], Heading) for i in tables)


def test_figures_alone_get_the_official_headings_of_their_parts() -> None:
    form = load("2021")
    report = filled(
        form, dict.fromkeys(form.addresses, BLANK), year=2024, authority="示例镇人民政府"
    )
    assert headings(report) == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    assert "".join(lay_out(report).title) == "示例镇人民政府2024年政府信息公开工作年度报告"


def test_a_block_of_table_two_that_the_report_lacks_is_left_out(township: FilledForm) -> None:
    kept = {a: c for a, c in township.cells.items() if a.table != "licences"}
    table = next(
        b for b in lay_out(replace(township, cells=kept)).blocks if isinstance(b, PrintedTable)
    )
    assert "licences" not in [block.table for block in table.blocks]
    for block in table.blocks:
        assert table.rows[block.first][0].id == f"{block.table}-title"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（一）主动公开情况", Heading("（一）主动公开情况", 2)),
        ("（一）主动公开情况。", Heading("（一）主动公开情况。", 2)),
        ("（二）依申请公开。共收到3件。", Text("共收到3件。", "（二）依申请公开。")),
        ("(三)监督保障：开展培训。", Text("开展培训。", "(三)监督保障：")),
        ("一是加强学习。二是加强培训。", Text("一是加强学习。二是加强培训。")),
        ("（四）" + "长" * 50 + "。", Text("（四）" + "长" * 50 + "。")),
    ],
)
def test_second_level_headings_are_told_from_text(text: str, expected: object) -> None:
    report = FilledForm(load("2021"), {}, sections=(Section(1, "", paragraphs=(Paragraph(text),)),))
    assert lay_out(report).blocks[1] == expected


def test_what_a_reader_left_around_the_text_is_not_printed_twice(township: FilledForm) -> None:
    """A reader keeps title, number and signature as paragraphs of the first and last part."""
    preface = Section(
        0,
        "",
        paragraphs=tuple(
            Paragraph(text)
            for text in (
                "当前位置：首页",
                "示例镇人民政府",
                township.title.removeprefix("示例镇人民政府"),
                "示政发〔2023〕3号",
                "根据条例编制本报告。",
            )
        ),
    )
    last = Section(
        6,
        "其他",
        paragraphs=(Paragraph("无。"), Paragraph("示例镇 人民政府"), Paragraph("2023年1月20日")),
    )
    report = replace(
        township,
        sections=(preface, last),
        document_number="示政发〔2023〕3号",
        written_on=date(2023, 1, 20),
    )
    layout = lay_out(report)
    texts = [block.text for block in layout.blocks if isinstance(block, Text)]
    assert texts == ["根据条例编制本报告。", "无。"]
    assert (layout.signature, layout.date) == ("示例镇人民政府", "2023年1月20日")


def test_control_characters_of_a_source_reach_no_format() -> None:
    dirty = "公开\x00信息\ud800\u200b5条\x0b"
    report = FilledForm(
        load("2021"), {}, sections=(Section(1, "", paragraphs=(Paragraph(dirty),)),)
    )
    assert lay_out(report).blocks[1] == Text("公开信息5条")


@pytest.mark.parametrize(
    "title",
    [
        "示例镇人民政府2024年政府信息公开工作年度报告",
        "示例省示例市示例自治州示例经济技术开发区管理委员会办公室2020年政府信息公开工作年度报告",
        "示例市自然资源和规划局2023年政府信息公开工作年度报告",
        "长" * 70,
    ],
)
def test_a_long_title_breaks_into_lines_that_fit(title: str) -> None:
    lines = break_title(title)
    assert "".join(lines) == title
    assert all(width(line) <= 20 for line in lines)
    for line in lines:  # 词意完整: no number apart from its 年, no term torn
        assert not line.endswith(tuple("0123456789")) and not line.startswith(("年", "作"))


def test_a_title_breaks_after_the_name_of_the_organ() -> None:
    title = "示例镇人民政府2024年政府信息公开工作年度报告"
    assert break_title(title, "示例镇人民政府") == ("示例镇人民政府", title[7:])
    assert break_title("示例镇年报") == ("示例镇年报",)


def test_the_signature_stands_two_characters_from_the_edge_and_the_date_two_to_its_right() -> None:
    """署名右空二字，日期首字比署名首字右移二字；日期较长时日期右空二字 (GB/T 9704 7.3.5.2)."""
    long = Layout(("题",), "", (), "示例省示例市示例县人民政府", "2023年1月20日")
    name_indent, date_indent = closing_indents(long)
    assert name_indent == 2
    name_left = 28 - name_indent - width(long.signature)
    assert 28 - date_indent - width(long.date) == pytest.approx(name_left + 2)
    short = Layout(("题",), "", (), "示例镇", "2023年11月20日")
    name_indent, date_indent = closing_indents(short)
    assert date_indent == pytest.approx(2)
    assert name_indent > 2


def test_a_date_has_no_zeros_in_front() -> None:
    assert chinese_date(date(2024, 1, 9)) == "2024年1月9日"


def test_what_a_cell_prints(township: FilledForm) -> None:
    def printed(figure: object) -> str:
        cells = {RECEIVED: Cell(RECEIVED, figure)}  # type: ignore[arg-type]
        report = FilledForm(township.form, cells)
        table = next(b for b in lay_out(report).blocks if isinstance(b, PrintedTable))
        return shown(report, next(c for c in table.figures if c.address == RECEIVED))

    assert printed(number("96171.60")) == "96171.6"
    assert printed(number(0)) == "0"
    assert printed(number("-12")) == "-12"
    assert printed(BLANK) == ""
    assert printed(UNREADABLE) == "（无法辨认）"
