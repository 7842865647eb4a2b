"""Word documents: read as they print with every change accepted, wherever the text hides."""

import io
import zipfile
from pathlib import Path
from time import process_time

import docx as python_docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml as element_from
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import UnreadableInput
from gongkai.figures import Status
from gongkai.readers import docx
from gongkai.readers.document import Document, Grid
from gongkai.readers.numbering import number_sign
from gongkai.readers.numerals import figure_of
from tests.effort import most

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def package(body: str, **parts: str) -> bytes:
    """The smallest Word file around `body`; `parts` are further members of word/."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>"
        )
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def shape(grid: Grid) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.column_span, c.row_span) for c in row] for row in grid.rows()]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_official_form_gives_its_three_tables(reports_dir: Path):
    document = docx.parse((reports_dir / "template_blank" / "report.docx").read_bytes())
    assert [(g.height, g.width) for g in document.grids] == [(14, 4), (28, 10), (4, 15)]
    third = list(document.grids[1].rows())
    assert [(c.text, c.column_span, c.row_span) for c in third[0]] == [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 7, 1),
    ]
    assert [c.text for c in third[2]][:2] == ["商业\n企业", "科研\n机构"]
    assert (third[5][0].text, third[5][0].row_span) == ("三、本年度办理结果", 22)
    assert "六、其他需要报告的事项" in texts(document)
    assert document.issues == ()


def test_a_report_is_read_in_milliseconds(reports_dir: Path):
    data = (reports_dir / "template_blank" / "report.docx").read_bytes()
    took = []
    for _ in range(20):
        start = process_time()
        docx.parse(data)
        took.append(process_time() - start)
    assert min(took) < 0.03  # 6 ms on an idle machine; the benchmark holds the real bar


def test_a_document_of_python_docx_is_read():
    made = python_docx.Document()
    made.core_properties.title = "示例镇年报"
    made.add_heading("一、总体情况", 1)
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "乙"
    table.cell(1, 1).text, table.cell(1, 2).text = "1", "2"
    table.cell(2, 0).text = "丙"
    document = docx.parse(saved(made))
    assert document.title == "示例镇年报"
    assert texts(document) == ["一、总体情况"]
    (grid,) = document.grids
    assert shape(grid) == [
        [("甲", 0, 1, 2), ("乙", 1, 2, 1)],
        [("1", 1, 1, 1), ("2", 2, 1, 1)],
        [("丙", 0, 1, 1), ("", 1, 1, 1), ("", 2, 1, 1)],
    ]
    # The place leads python-docx back to the very cell.
    place = next(c.origin for c in grid.cells if c.text == "2")
    assert place is not None and place.row is not None and place.cell is not None
    assert made.tables[place.table or 0].rows[place.row]._tr.tc_lst[place.cell].p_lst[0].text == "2"


def test_old_merges_indents_and_deleted_cells_keep_the_columns_true():
    (grid,) = docx.parse(
        package(
            tbl(
                tr(tc("a"), tc("b", '<w:hMerge w:val="restart"/>'), tc("x", "<w:hMerge/>")),
                tr(tc("c"), tc("d"), properties='<w:gridBefore w:val="1"/>'),
                tr(tc("e"), tc("f", "<w:cellDel/>"), tc("g", '<w:gridSpan w:val="2"/>')),
            )
        )
    ).grids
    assert shape(grid) == [
        [("a", 0, 1, 1), ("b", 1, 2, 1)],
        [("c", 1, 1, 1), ("d", 2, 1, 1)],
        [("e", 0, 1, 1), ("g", 1, 2, 1)],
    ]
    assert [c.origin.cell for c in grid.cells if c.origin] == [0, 1, 0, 1, 0, 2]


def test_columns_too_narrow_for_a_digit_are_taken_out():
    grid = "<w:tblGrid>{}</w:tblGrid>".format(
        "".join(f'<w:gridCol w:w="{w}"/>' for w in (576, 574, 2, 576, 40))
    )
    rows = (
        tr(tc("甲", '<w:gridSpan w:val="3"/>'), tc("乙", '<w:gridSpan w:val="2"/>')),
        tr(tc("1"), tc("2", '<w:gridSpan w:val="2"/>'), tc("3"), tc("")),
        tr(tc("4"), tc("5"), tc("6", '<w:gridSpan w:val="2"/>'), tc("留")),
    )
    assert shape(docx.parse(package(tbl(grid, *rows))).grids[0]) == [
        [("甲", 0, 2, 1), ("乙", 2, 2, 1)],
        [("1", 0, 1, 1), ("2", 1, 1, 1), ("3", 2, 1, 1), ("", 3, 1, 1)],
        [("4", 0, 1, 1), ("5", 1, 1, 1), ("6", 2, 1, 1), ("留", 3, 1, 1)],
    ]


def test_what_a_merged_away_cell_still_holds_is_not_read():
    (grid,) = docx.parse(
        package(
            tbl(
                tr(tc("上", '<w:vMerge w:val="restart"/>'), tc("1")),
                tr(tc("残", "<w:vMerge/>"), tc("2")),
                tr(tc("下"), tc("3")),
            )
        )
    ).grids
    assert [c.text for c in grid.cells] == ["上", "1", "2", "下", "3"]
    assert grid.cells[0].row_span == 2


def test_tracked_changes_are_read_as_accepted_and_said():
    change = 'w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"'
    document = docx.parse(
        package(
            p(
                r("收到")
                + f"<w:del {change}><w:r><w:delText>3</w:delText></w:r></w:del>"
                + f"<w:ins {change}>{r('5')}</w:ins>"
                + f"<w:moveFrom {change}>{r('旧')}</w:moveFrom>"
                + r("件")
            )
            + p(r("合"), f"<w:rPr><w:del {change}/></w:rPr>")
            + p(r("并"))
            + tbl(
                tr(tc("删", ""), tc("9"), properties=f"<w:del {change}/>"),
                tr(tc("留"), tc("1"), properties=f"<w:ins {change}/>"),
            )
        )
    )
    assert texts(document) == ["收到5件", "合并"]
    assert [c.text for c in document.grids[0].cells] == ["留", "1"]
    assert document.grids[0].cells[0].origin is not None
    assert document.grids[0].cells[0].origin.row == 1
    assert [i.code for i in document.issues] == ["readers.tracked_changes"]
    assert document.issues[0].sentence("zh") and document.issues[0].sentence("en")


def test_hidden_text_is_left_out_and_said():
    document = docx.parse(
        package(p(r("见") + r("藏", "<w:vanish/>") + r("也见", '<w:vanish w:val="0"/>')))
    )
    assert texts(document) == ["见也见"]
    assert [i.code for i in document.issues] == ["readers.hidden_text"]


def test_a_text_box_is_read_once_though_word_writes_it_twice():
    box = f"<w:txbxContent>{p(r('示政公开〔2024〕1号'))}</w:txbxContent>"
    document = docx.parse(
        package(
            p(
                "<w:r><mc:AlternateContent>"
                f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
                "</mc:Choice>"
                f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>" + r("标题")
            )
        )
    )
    assert texts(document) == ["标题", "示政公开〔2024〕1号"]


def test_of_alternative_contents_the_first_is_read():
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="w14">{r("新")}</mc:Choice>'
        f"<mc:Fallback>{r('旧')}</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(docx.parse(package(p(both)))) == ["新"]


def test_content_controls_links_and_fields_give_their_text_and_not_their_code():
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    document = docx.parse(
        package(
            f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p(r('控件'))}</w:sdtContent></w:sdt>"
            + p(f"<w:hyperlink>{r('链接')}</w:hyperlink>")
            + p(f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>')
            + p(
                field.format("begin")
                + "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>"
                + r("未算")
                + field.format("separate")
                + r("12")
                + field.format("end")
            )
            + p(r("后文"))
            + tbl(f"<w:sdt><w:sdtContent>{tr(tc('1'), tc('2'))}</w:sdtContent></w:sdt>")
        )
    )
    assert texts(document) == ["控件", "链接", "7", "12", "后文"]
    assert len(document.grids) == 1


def test_an_unfinished_field_does_not_swallow_the_document():
    document = docx.parse(
        package(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p(r("一、总体情况")))
    )
    assert texts(document) == ["一、总体情况"]


def test_tabs_breaks_symbols_and_soft_hyphens():
    document = docx.parse(
        package(
            p("<w:r><w:t>甲</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>乙\u00a02</w:t>"
              "<w:softHyphen/><w:noBreakHyphen/><w:t>3\u200b4</w:t>"
              '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
        )
    )  # fmt: skip
    assert texts(document) == ["甲\t1", "乙 2-34□"]


def test_a_table_in_a_cell():
    inner = tbl(tr(tc("规章"), tc("1")), tr(tc("许可"), tc("2")))
    layout = f"<w:tc>{p(r('二、主动公开'))}{inner}{p('')}</w:tc>"
    document = docx.parse(package(tbl(tr(layout))))
    assert texts(document) == ["二、主动公开"]
    assert [g.origin.table for g in document.grids if g.origin] == [1]

    small = f"<w:tc>{tbl(tr(tc('7')))}{p('')}</w:tc>"
    rows = [tr(tc(f"行{n}"), tc(str(n))) for n in range(4)]
    (grid,) = docx.parse(package(tbl(*rows, tr(tc("末"), small)))).grids
    assert [c.text for c in list(grid.rows())[4]] == ["末", "7"]


def numbered(kind: str, text: str, start: int = 1) -> str:
    return (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0">'
        f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )


def num(level: int = 0, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_automatic_numbers_are_printed_before_their_headings():
    body = (
        p(r("总体情况"), num())
        + p(r("主动公开"), num(1))
        + p(r("依申请公开"), num(1))
        + p(r("主动公开政府信息情况"), num())
        + p(r("数量"), num(1))
        + p(r("无编号"), num(0, 0))
        + p(r("另起"), num(0, 2))
    )
    document = docx.parse(package(body, numbering=numbered("chineseCountingThousand", "%1、")))
    assert texts(document) == [
        "一、总体情况", "1.主动公开", "2.依申请公开", "二、主动公开政府信息情况", "1.数量", "无编号", "一、另起",
    ]  # fmt: skip


def test_a_style_carries_its_numbers_to_the_headings():
    made = python_docx.Document()
    style = made.styles.add_style("年报标题", WD_STYLE_TYPE.PARAGRAPH)
    child = made.styles.add_style("年报标题二", WD_STYLE_TYPE.PARAGRAPH)
    child.base_style = style
    numbering = made.part.numbering_part.element
    for element in list(numbering):
        numbering.remove(element)
    for element in element_from(numbered("japaneseCounting", "（%1）", 3)):
        numbering.append(element)
    style.element.get_or_add_pPr().append(element_from(num().replace("<w:numPr", f"<w:numPr {NS}")))
    made.add_paragraph("收到和处理申请情况", style="年报标题")
    made.add_paragraph("行政复议、诉讼情况", style="年报标题二")
    assert texts(docx.parse(saved(made))) == [
        "（三）收到和处理申请情况",
        "（四）行政复议、诉讼情况",
    ]


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (1, "decimal", "1"), (12, "chineseCounting", "十二"), (20, "japaneseCounting", "二十"),
        (3, "decimalEnclosedCircle", "③"), (2, "ideographTraditional", "乙"),
        (10, "chineseLegalSimplified", "拾"), (28, "lowerLetter", "bb"), (4, "upperRoman", "IV"),
        (12, "decimalFullWidth", "１２"), (99, "decimalEnclosedCircle", "99"), (0, "upperRoman", "0"),
    ],
)  # fmt: skip
def test_number_formats(value: int, kind: str, printed: str):
    assert number_sign(value, kind) == printed


def test_strict_ooxml_and_other_names_of_the_main_part_are_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/'
            'officeDocument" Target="/word/document2.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document2.xml",
            f'<x:document xmlns:x="{strict}"><x:body><x:p><x:r><x:t>严格</x:t></x:r></x:p></x:body>'
            "</x:document>",
        )
    assert texts(docx.parse(out.getvalue())) == ["严格"]


def test_a_web_page_taken_in_whole_is_read_in_its_place():
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document {NS} xmlns:r="{links}"><w:body>{p(r("前"))}<w:altChunk r:id="h"/>'
            f'<w:altChunk r:id="none"/>{p(r("后"))}</w:body></w:document>',
        )
        archive.writestr("word/page.htm", "<html><p>页</p><table><tr><td>规章<td>1</table></html>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<R xmlns="r"><L Id="h" Type="{links}/aFChunk" Target="/word/page.htm"/></R>',
        )
    document = docx.parse(out.getvalue())
    assert texts(document) == ["前", "页", "后"]
    assert [c.text for c in document.grids[0].cells] == ["规章", "1"]
    assert document.grids[0].cells[0].origin is None


DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "readers.empty_file"),
        (b"plain text", "readers.wrong_content"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "readers.encrypted"),
        (package(p(r("文")))[:-30], "readers.zip_damaged"),
        (package("</w:body>"), "readers.xml_damaged"),
        (package(p(r("大" * (5 << 20)))), "readers.zip_bomb"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, code: str):
    with pytest.raises(UnreadableInput) as caught:
        docx.parse(data)
    assert caught.value.code == code
    assert caught.value.sentence("zh") and caught.value.sentence("en")


def test_external_entities_and_other_zip_files_are_refused():
    for members, code in (
        ({"word/document.xml": DTD + "<a>&x;</a>"}, "readers.xml_dtd"),
        ({"readme.txt": "x"}, "readers.wrong_content"),
        ({"word/document.xml": "<html/>"}, "readers.wrong_content"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, text in members.items():
                archive.writestr(name, text)
        with pytest.raises(UnreadableInput) as caught:
            docx.parse(out.getvalue())
        assert caught.value.code == code


FRAGMENTS = [
    p(r("一、"), num()), "<w:p/>", tbl(tr(tc("1", '<w:gridSpan w:val="9999999"/>'), tc("2"))),
    tbl(tr(tc("1", "<w:vMerge/>"))), "<w:tbl/>", "<w:tbl><w:tr/></w:tbl>", "<w:tr/>", "<w:tc/>",
    tbl(tr(f"<w:tc>{tbl(tr(tc('a'), tc('b')))}</w:tc>")), "<mc:AlternateContent/>", "<w:sdt/>",
    '<w:r><w:fldChar w:fldCharType="end"/><w:sym w:char="zz"/></w:r>', "<w:p><w:ruby/></w:p>",
    p(r("x"), '<w:numPr><w:ilvl w:val="-7"/><w:numId w:val="2"/></w:numPr>'), "散",
    tbl(tr(tc("1"), properties='<w:gridBefore w:val="abc"/>')), "<w:del><w:p/></w:del>",
]  # fmt: skip


@settings(max_examples=most(150))
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8), st.integers(0, 9), st.randoms())
def test_any_mixture_of_elements_gives_a_document(parts: list[str], depth: int, random):
    body = "".join(parts)
    for _ in range(depth):
        body = tbl(tr(f"<w:tc>{body}</w:tc>", *random.sample([tc("0")] * 3, random.randint(0, 3))))
    document = docx.parse(package(body, numbering=numbered("decimal", "%1%2%9")))
    for grid in document.grids:
        assert all(c.column >= 0 and c.column_span >= 1 and c.row_span >= 1 for c in grid.cells)


@settings(max_examples=most(150))
@given(st.data())
def test_damaged_files_give_a_document_or_a_sentence(data: st.DataObject):
    whole = package(p(r("一、总体情况")) + tbl(tr(tc("甲"), tc("1"))) * 3)
    at = data.draw(st.integers(0, len(whole) - 1))
    noise = data.draw(st.binary(max_size=12))
    try:
        docx.parse(whole[:at] + noise + whole[at + data.draw(st.integers(0, 12)) :])
    except UnreadableInput as error:
        assert error.sentence()


def test_a_raised_digit_behind_a_figure_is_the_sign_of_a_note() -> None:
    high = '<w:vertAlign w:val="superscript"/>'
    noted = f"<w:tc>{p(r('309') + r('1', high))}</w:tc>"
    all_raised = f"<w:tc>{p(r('12', high))}</w:tc>"
    (grid,) = docx.parse(package(tbl(tr(noted, all_raised)))).grids
    assert [cell.text for cell in grid.cells] == ["309¹", "12"]
    assert figure_of("309¹").status is Status.UNREADABLE
