"""Reports as one HTML file: no script, nothing loaded from outside, tables a screen reader can say.

Every figure carries its address (``data-address``) and names the ids of its headers; a cell that is
not a number carries its status (``data-status``).
"""

from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path

from gongkai.figures import Figure
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address
from gongkai.forms.grid import PrintedCell, PrintedTable, printed_tables
from gongkai.writers.layout import Heading, Layout, Text, lay_out, shown


def write(report: FilledForm) -> bytes:
    """Return the report as a self-contained UTF-8 page."""
    title = "".join(lay_out(report).title)
    head = (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n"
    )
    return f"{head}{content(report)}</main>\n</body>\n</html>\n".encode()


def content(report: FilledForm) -> str:
    """Return what stands inside the page: title, parts and tables, for a page of somebody else's."""
    layout = lay_out(report)
    lines = "".join(f"<span>{escape(line)}</span>" for line in layout.title)
    parts = []
    if layout.document_number:
        parts.append(f'<p class="number">{escape(layout.document_number)}</p>\n')
    parts.append(f"<h1>{lines}</h1>\n")
    for block in layout.blocks:
        if isinstance(block, Heading):
            parts.append(_heading(block))
        elif isinstance(block, Text):
            head = f"<b>{escape(block.head)}</b>" if block.head else ""
            parts.append(f"<p>{head}{escape(block.text)}</p>\n")
        else:
            parts += _table(report, block)
    for line in (layout.signature, layout.date):
        if line:
            parts.append(f'<p class="signature">{escape(line)}</p>\n')
    if layout.imprint:
        parts.append(_imprint(layout))
    return "".join(parts)


Link = Callable[[Address], str | None]
"""Where a figure leads to, or None where it leads nowhere."""


def tables(report: FilledForm, *, link: Link | None = None) -> dict[int, str]:
    """Return the table of each part by its number, a figure with a link where `link` gives one."""
    return {
        table.section: "".join(_table(report, table, link))
        for table in printed_tables(report.form.id)
    }


@cache
def _style() -> str:
    return (Path(__file__).parent / "report.css").read_text(encoding="utf-8")


def _imprint(layout: Layout) -> str:
    """Return the 版记: who gets copies, who printed it and when."""
    lines = [f"<p>{escape(layout.copies)}</p>"] if layout.copies else []
    if any(layout.printed):
        said = " ".join(f"<span>{escape(words)}</span>" for words in layout.printed if words)
        lines.append(f'<p class="printed">{said}</p>')
    return f'<div class="imprint">{"".join(lines)}</div>\n'


def _heading(block: Heading) -> str:
    if block.level == 1:
        return f'<h2 id="part-{block.number}">{escape(block.text)}</h2>\n'
    return f"<h3>{escape(block.text)}</h3>\n"


def _table(report: FilledForm, table: PrintedTable, link: Link | None = None) -> Iterator[str]:
    """Yield a table, named by the heading of its part.

    A <caption> would say the same words once more, and they would come back as prose when the page
    is read.
    """
    name = f"part-{table.section}"
    yield f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0">\n'
    yield f'<table aria-labelledby="{name}">\n'
    head = table.header_rows
    if head:
        yield "<thead>\n"
        yield from (_row(report, table, row, link) for row in table.rows[:head])
        yield "</thead>\n"
    for block in table.blocks:
        height = block.title_rows + block.header_rows + block.figure_rows
        yield "<tbody>\n"
        start = max(block.first, head)
        yield from (
            _row(report, table, row, link) for row in table.rows[start : block.first + height]
        )
        yield "</tbody>\n"
    yield "</table>\n</div>\n"


def _row(
    report: FilledForm, table: PrintedTable, row: tuple[PrintedCell, ...], link: Link | None
) -> str:
    cells = "".join(_cell(report, table, cell, link) for cell in row)
    return f"<tr>{cells}</tr>\n"


def _cell(report: FilledForm, table: PrintedTable, cell: PrintedCell, link: Link | None) -> str:
    text = escape(shown(report, cell))
    spans = _spans(cell)
    if cell.address is not None:
        target = link(cell.address) if link else None
        if target and text:
            text = f'<a href="{escape(target)}">{text}</a>'
        return _figure(report[cell.address], cell, spans, text)
    tag = "th" if cell.header else "td"
    scope = f' scope="{cell.scope}"' if cell.header and cell.scope else ""
    leaf = cell.role == "row" and cell.column + cell.column_span == table.label_columns
    classes = f"{cell.role} leaf" if leaf else cell.role
    return f'<{tag} id="{escape(cell.id)}" class="{classes}"{scope}{spans}>{text}</{tag}>'


def _figure(figure: Figure, cell: PrintedCell, spans: str, text: str) -> str:
    classes = ["sum"] if cell.computed else []
    status = ""
    if not figure.is_number:
        classes.append(figure.status.value)
        status = f' data-status="{figure.status.value}"'
    elif figure.value == 0:
        classes.append("zero")
    named = f' class="{" ".join(classes)}"' if classes else ""
    headers = escape(" ".join(cell.headers))
    name = escape(cell.name)
    where = f'headers="{headers}" data-address="{name}" id="{name}"'
    return f"<td {where}{status}{named}{spans}>{text}</td>"


def _spans(cell: PrintedCell) -> str:
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    across = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return across + down
