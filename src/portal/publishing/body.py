"""A file's text as a body: headings, paragraphs, tables; what the metadata says is not said again."""

import re
from collections.abc import Iterator
from html import escape

from gongkai.characters import squeeze
from gongkai.readers.document import Document, Grid, GridCell
from gongkai.readers.furniture import is_furniture
from gongkai.readers.official import Official
from gongkai.readers.official_lines import split
from portal.publishing.clean import clean_html

_CHAPTER = re.compile(r"第[一二三四五六七八九十百]+[编章](?=\s|　|$|[^条])")
_SECTION = re.compile(r"第[一二三四五六七八九十百]+节")
_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_ANNEX = re.compile(r"附件\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?")
_NOTE = re.compile(r"[（(]此件.*[)）]")
_ADOPTED = re.compile(
    r"[（(](?!此件|此文|本件).{0,60}(?:通过|公布|修订|修正|发布|批准).{0,20}[）)]"
)
_HEADING = 40  # characters: a longer line is a paragraph that begins with its number
_ENDS = ("。", "；", "：", "，", ":", ";", ",")


def body_of(document: Document, official: Official) -> str:
    """Return the text of a document as clean HTML; the signature stays, head and title go."""
    chapters = any(_CHAPTER.match(p.text.strip()) for p in document.paragraphs)
    pieces: list[str] = []
    annex = False
    opening = True
    for index, block in enumerate(document.blocks):
        if index in official.front:
            continue
        if isinstance(block, Grid):
            pieces += _table(block)
            annex = opening = False
            continue
        for line in split(block.text):
            text = line.strip()
            if not text or is_furniture(text):
                continue
            if index in official.signature and not _NOTE.fullmatch(text):
                pieces.append(_paragraph(text, "right"))
            elif annex and len(text) <= 60 and not text.endswith(_ENDS):
                pieces.append(_heading(text, 2))
            elif _ADOPTED.fullmatch(text):
                pieces.append(_paragraph(text, "center"))
            elif (level := _level(text, chapters)) is not None:
                pieces.append(_heading(text, level))
            elif (opening and text.endswith(("：", ":")) and len(text) <= 120) or _ANNEX.fullmatch(
                text
            ):
                pieces.append(_paragraph(text))
            elif official.title and squeeze(text) == squeeze(official.title.value):
                pieces.append(_heading(text, 2))  # the rules below the decree that promulgates them
            else:
                pieces.append(_paragraph(text, "indent"))
            annex, opening = bool(_ANNEX.fullmatch(text)), False
    return clean_html("".join(pieces))


def _level(text: str, chapters: bool) -> int | None:
    if len(text) > _HEADING or text.endswith(_ENDS):
        return None
    if _CHAPTER.match(text):
        return 2
    if _SECTION.match(text):
        return 3
    if chapters:
        return None
    return 2 if _FIRST.match(text) else 3 if _SECOND.match(text) else None


def _paragraph(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def _heading(text: str, level: int) -> str:
    return f"<h{level}>{escape(text)}</h{level}>"


def _table(grid: Grid) -> Iterator[str]:
    """Yield a table; one that is a single cell was a frame around text."""
    cells = [cell for cell in grid.cells if cell.text.strip()]
    if len(grid.cells) <= 1 or not cells:
        yield from (_paragraph(line, "indent") for c in cells for line in c.text.splitlines())
        return
    rows = list(grid.rows())
    heads = _is_header(rows[0]) and len(rows) > 1
    yield "<table>"
    for number, row in enumerate(rows):
        head = heads and number == 0
        yield "<tr>" + "".join(_cell(cell, head) for cell in row) + "</tr>"
    yield "</table>"


def _is_header(row: tuple[GridCell, ...]) -> bool:
    """Whether the first row heads the columns: words in every cell, no numbers."""
    texts = [cell.text.strip() for cell in row]
    return len(row) > 1 and all(t and not re.search(r"^\d[\d.,%]*$", t) for t in texts)


def _cell(cell: GridCell, head: bool) -> str:
    tag, scope = ("th", ' scope="col"') if head else ("td", "")
    across = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    words = "<br>".join(escape(line) for line in cell.text.splitlines())
    return f"<{tag}{scope}{across}{down}>{words}</{tag}>"
