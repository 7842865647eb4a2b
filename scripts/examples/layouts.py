"""How an example is printed as text, HTML, Word and Excel; the other formats are made from these."""

import html
import io
import re
from collections.abc import Callable
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import grid
from describe import Example
from grid import Grid

Tables = dict[int, Grid]


def tables(example: Example) -> Tables:
    """Return the printed tables by the part they stand in."""
    return {
        2: grid.disclosure(example),
        3: grid.tree(example, "requests"),
        4: grid.tree(example, "disputes"),
    }


def edited(example: Example, text: str) -> str:
    """Apply the edits of an example; an edit that finds nothing is a mistake in reports.toml."""
    for pattern, replacement in example.edits:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE | re.DOTALL)
        if not count:
            raise SystemExit(f"{example.slug}: nothing to edit for {pattern!r}")
    return text


def _parts(example: Example, table: Callable[[Grid], str]) -> str:
    """Return the whole report as lines, each table written by `table`."""
    printed = tables(example)
    lines = [example.title, "", *example.paragraphs(0), ""]
    for number in range(1, 7):
        lines += [example.heading(number), "", *example.paragraphs(number)]
        if number in printed:
            lines += [table(printed[number]), ""]
    return "\n".join(lines) + "\n"


def tabbed(example: Example) -> str:
    """One table row a line, cells separated by tabs, spanned places left empty."""

    def table(cells: Grid) -> str:
        return "\n".join("\t".join(line).rstrip("\t") for line in grid.expanded(cells))

    def exact(cells: Grid) -> str:
        keep = grid.rows(cells)
        full = grid.expanded(cells)
        return "\n".join(
            "\t".join(full[i][: max(c.column + 1 for c in line)]) for i, line in enumerate(keep)
        )

    return edited(example, _parts(example, exact if example.options.get("exact", True) else table))


def lines(example: Example) -> str:
    """One cell a line behind a tab, an empty line after each row."""

    def table(cells: Grid) -> str:
        return "\n\n".join("\n".join(f"\t{c.text}" for c in row) for row in grid.rows(cells) if row)

    return edited(example, _parts(example, table))


def bars(example: Example) -> str:
    """One cell a line, a line with nothing but | after each."""

    def table(cells: Grid) -> str:
        return "\n|\n".join(c.text for row in grid.rows(cells) for c in row) + "\n|"

    return edited(example, _parts(example, table))


def glued(example: Example) -> str:
    """The text of a web page whose tables lost every mark between their cells."""

    def table(cells: Grid) -> str:
        return "".join(c.text for row in grid.rows(cells) for c in row)

    text = "".join(_parts(example, table).splitlines())
    head = f"标题: {example.title}\n发布时间: {example.year + 1}-01-25 09:30\n"
    return edited(example, head + "=" * 20 + " 正文 " + "=" * 20 + "\n" + text + "\n")


def markdown(example: Example) -> str:
    """Markdown with pipe tables."""

    def table(cells: Grid) -> str:
        full = grid.expanded(cells)
        ruled = ["| " + " | ".join(line) + " |" for line in full]
        ruled.insert(1, "|" + " --- |" * len(full[0]))
        return "\n".join(ruled)

    text = _parts(example, table)
    text = re.sub(r"^([一二三四五六]、.{4,22})$", r"## \1", text, flags=re.MULTILINE)
    return edited(example, f"# {text}")


def page(example: Example) -> str:
    """A web page: plain, as saved by Word, or with the tables in pieces."""
    style = example.options.get("html", "plain")
    cell, paragraph = _HTML[style]
    printed = tables(example)
    charset = example.options.get("charset", "utf-8")
    body = [f"<h1>{html.escape(example.title)}</h1>"]
    body += [paragraph.format(html.escape(p)) for p in example.paragraphs(0)]
    for number in range(1, 7):
        body.append(paragraph.format(f"<b>{html.escape(example.heading(number))}</b>"))
        body += [paragraph.format(html.escape(p)) for p in example.paragraphs(number)]
        if number in printed:
            body += _html_tables(printed[number], cell, in_pieces=style == "word" and number == 2)
    text = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}">'
        f"<title>{html.escape(example.title)}</title></head>\n<body>\n"
        + _AROUND.format("\n".join(body))
        + "</body></html>\n"
    )
    return edited(example, text)


def archive(example: Example) -> bytes:
    """A web page saved as one file (MHT)."""
    whole = MIMEMultipart("related", boundary="----=_example")
    whole["From"] = "<saved>"
    whole["Subject"] = example.title
    whole.attach(MIMEText(page(example), "html", example.options.get("charset", "utf-8")))
    return whole.as_bytes()


_HTML = {
    "plain": ("<p>{}</p>", "<p>{}</p>"),
    "spaces": ("<p>&nbsp; {}</p>", '<p style="text-indent:2em">{}</p>'),
    "word": (
        '<p class=MsoNormal align=center><span lang=EN-US style="font-family:仿宋">{}'
        "<o:p></o:p></span></p>",
        '<p class=MsoNormal style="text-indent:32.0pt"><span style="font-family:仿宋">{}</span></p>',
    ),
}
_AROUND = (
    '<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk">政府信息公开</a> &gt; 年报</div>\n'
    '<div class="article">\n{}\n</div>\n'
    '<div class="footer">主办：示例网站　网站标识码：0000000000</div>\n'
)


def _html_tables(cells: Grid, cell: str, *, in_pieces: bool) -> list[str]:
    out = ["<table border=1 cellspacing=0>"]
    for index, row in enumerate(grid.rows(cells)):
        if in_pieces and index and row and row[0].text.startswith("第二十条"):
            out += ["</table>", "<table border=1 cellspacing=0>"]
        tds = []
        for c in row:
            spans = f' rowspan="{c.rows}"' * (c.rows > 1) + f' colspan="{c.columns}"' * (
                c.columns > 1
            )
            tds.append(f"<td{spans}>{cell.format(html.escape(c.text))}</td>")
        out.append("<tr>" + "".join(tds) + "</tr>")
    out.append("</table>")
    return out


def word(example: Example) -> bytes:
    """A Word document with merged cells, as an office types it."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name = "FangSong"
    style.font.size = Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    document.add_paragraph(example.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in example.paragraphs(0):
        document.add_paragraph(text)
    printed = tables(example)
    for number in range(1, 7):
        document.add_paragraph(example.heading(number))
        for text in example.paragraphs(number):
            document.add_paragraph(text)
        if number in printed:
            _word_table(document, printed[number])
    buffer = io.BytesIO()
    document.core_properties.title = example.title
    document.save(buffer)
    return buffer.getvalue()


def _word_table(document: object, cells: Grid) -> None:
    from docx.shared import Pt

    height = max(c.row + c.rows for c in cells)
    width = max(c.column + c.columns for c in cells)
    table = document.add_table(rows=height, cols=width)  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for c in cells:
        anchor = table.cell(c.row, c.column)
        if c.rows > 1 or c.columns > 1:
            anchor = anchor.merge(table.cell(c.row + c.rows - 1, c.column + c.columns - 1))
        anchor.text = c.text
        for run in anchor.paragraphs[0].runs:
            run.font.size = Pt(9)


def sheet(example: Example) -> bytes:
    """A workbook: the words and the tables of the report in one sheet, cells merged."""
    from openpyxl import Workbook

    book = Workbook()
    page_ = book.active
    assert page_ is not None
    page_.title = "年度报告"
    line = 1

    def say(text: str) -> None:
        nonlocal line
        page_.cell(line, 1, text)
        line += 1

    printed = tables(example)
    for text in (example.title, *example.paragraphs(0)):
        say(text)
    for number in range(1, 7):
        say(example.heading(number))
        for text in example.paragraphs(number):
            say(text)
        for c in printed.get(number, ()):
            value: object = c.text
            if c.value and re.fullmatch(r"-?\d+(\.\d+)?", c.text):
                value = float(c.text) if "." in c.text else int(c.text)
            at = (line + c.row, c.column + 1)
            page_.cell(*at, value)
            if c.rows > 1 or c.columns > 1:
                page_.merge_cells(
                    start_row=at[0],
                    start_column=at[1],
                    end_row=at[0] + c.rows - 1,
                    end_column=at[1] + c.columns - 1,
                )
        if number in printed:
            line += max(c.row + c.rows for c in printed[number])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
