"""The Word document: official font names, headings, merged cells, page numbers; others can open it."""

import io
import subprocess
from pathlib import Path

import docx as python_docx
import pypdfium2 as pdfium
from docx.oxml.ns import qn

from gongkai.forms.filled import FilledForm
from gongkai.forms.grid import PrintedTable
from gongkai.writers import docx
from gongkai.writers.layout import lay_out


def opened(report: FilledForm) -> python_docx.document.Document:
    return python_docx.Document(io.BytesIO(docx.write(report)))


def test_the_page_is_that_of_the_standard(township: FilledForm) -> None:
    section = opened(township).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(m.mm) for m in margins] == [37, 35, 28, 26]
    assert section.different_first_page_header_footer is False
    assert section.footer.paragraphs[0].text.startswith("— ")
    assert section.even_page_footer.paragraphs[0].text.startswith("— ")


def test_headings_are_real_and_in_the_official_faces(township: FilledForm) -> None:
    document = opened(township)
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["一、总体情况"] == "Heading 1"
    assert styles["（三）政府信息管理情况"] == "Heading 2"
    faces = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2")
    }
    assert faces == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312"}
    assert 'w:eastAsia="仿宋_GB2312"' in document.styles.element.xml
    run = next(p for p in document.paragraphs if p.text.startswith("（一）")).runs[0]
    assert run.style.name == "段首标题"


def test_tables_have_the_spans_of_the_form_and_repeat_their_header(township: FilledForm) -> None:
    tables = opened(township).tables
    printed = [block for block in lay_out(township).blocks if isinstance(block, PrintedTable)]
    assert len(tables) == len(printed) == 3
    for table, form in zip(tables, printed, strict=True):
        assert (len(table.rows), len(table.columns)) == (len(form.rows), form.width)
        repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert repeated == [number < form.header_rows for number in range(len(form.rows))]
        for number, row in enumerate(form.rows):
            for cell in row:
                corner = table.cell(number, cell.column)
                end = table.cell(number + cell.row_span - 1, cell.column + cell.column_span - 1)
                assert corner._tc is end._tc, "merged as the form says"


def test_the_first_rows_of_table_three_stay_together(township: FilledForm) -> None:
    """A page never ends with the header and one row of it."""
    table = next(t for t in opened(township).tables if "申请人情况" in t.rows[0].cells[-1].text)
    kept = [row.cells[-1].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept[:5] == [True] * 5, "three rows of the header, two of the first three figures"


def test_every_figure_stands_where_the_document_says(township: FilledForm) -> None:
    tables = opened(township).tables
    for address, place in docx.places(township).items():
        assert place.table is not None and place.row is not None and place.cell is not None
        cell = tables[place.table].rows[place.row]._tr.tc_lst[place.cell]
        assert "".join(t.text or "" for t in cell.iter(qn("w:t"))) == township[address].text


def test_no_trace_of_person_or_machine(township: FilledForm) -> None:
    properties = opened(township).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created.date() == township.written_on


def test_libreoffice_prints_it_on_the_same_pages_as_our_pdf(
    township: FilledForm, soffice: str, tmp_path: Path
) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(docx.write(township))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    document = pdfium.PdfDocument(tmp_path / "report.pdf")
    pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    document.close()
    assert len(pages) in (3, 4)
    assert "示例镇人民政府" in pages[0]
    for page in pages[1:]:
        if "三、" in page and "本年度办理结果" in page:
            assert "申请人情况" in page
