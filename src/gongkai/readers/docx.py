"""Word documents (.docx, .docm), read from their XML as they print with all changes accepted.

Places: a table cell is Origin(table, row, cell): the table's 0-based number among all w:tbl of the
main part in document order (nested ones and both branches of mc:AlternateContent counted), the
0-based w:tr of that table's own rows, the 0-based w:tc of that row. A paragraph is Origin(row): the
0-based number of its w:p among all w:p of the main part in document order, those in tables counted.
Headers, footers, footnotes and comments are not read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from gongkai.characters import raised
from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin, Paragraph
from gongkai.readers.document import Block, Document, GridCell
from gongkai.readers.encoding import shown
from gongkai.readers.numbering import W
from gongkai.readers.placing import (
    MAX_SPAN,
    as_blocks,
    layout_tables,
    refuse_crowd,
    without_slivers,
)
from gongkai.readers.wordfile import WordFile, open_word

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_VAL = W + "val"
_P, _TBL, _TR, _TC = W + "p", W + "tbl", W + "tr", W + "tc"
_R, _T, _TEXT_BOX = W + "r", W + "t", W + "txbxContent"
_CHUNK = W + "altChunk"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHOICES = _MC + "AlternateContent"
_DELETED = frozenset((W + "del", W + "moveFrom"))
_INSERTED = frozenset((W + "ins", W + "moveTo"))
_NOT_TEXT = frozenset(
    W + name
    for name in re.findall(
        r"\w+",
        "pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr instrText delText delInstrText rt "
        "proofErr bookmarkStart bookmarkEnd sectPr object",
    )
)
_SLIVER = 90  # twentieths of a point: 1.6 mm
_OFF = frozenset(("0", "false", "off", "none"))
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}


def parse(data: bytes, *, name: str = "") -> Document:
    """Return a Word document as paragraphs and grids.

    Raises UnreadableInput where it is empty, damaged, encrypted, too large or no Word document.
    """
    file = open_word(data)
    body = file.root.find(W + "body")
    if body is None:
        raise UnreadableInput("readers.wrong_content", expected="Word")
    word = _Word(file)
    blocks = word.blocks(body)
    return Document(MEDIA_TYPE, tuple(blocks), title=file.title, issues=tuple(word.issues()))


def _is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as w:vanish is present and not turned off."""
    return element is not None and (element.get(_VAL) or "").lower() not in _OFF


class _Word:
    """One walk over the main part."""

    def __init__(self, file: WordFile) -> None:
        root = file.root
        self._chunks = file.chunks
        self._numbering = file.numbering
        refuse_crowd(sum(1 for _ in root.iter(_P)))
        self._paragraph = {p: i for i, p in enumerate(root.iter(_P))}
        self._table = {t: i for i, t in enumerate(root.iter(_TBL))}
        self._layout = layout_tables(root, _TBL, (_TC,))
        self._fields: list[bool] = []  # for each open field: whether its result has begun
        self._boxes: list[etree._Element] = []  # text boxes met in the paragraph at hand
        self._carried = ""  # text of a paragraph whose mark was deleted: it joins the next
        self._changed = False
        self._hidden = 0
        self._objects = 0

    def issues(self) -> Iterator[Issue]:
        """Yield what a person must know about what was not read."""
        if self._changed:
            yield Issue("readers.tracked_changes")
        if self._hidden:
            yield Issue("readers.hidden_text", (("count", self._hidden),))
        if self._objects:
            yield Issue("readers.embedded_objects", (("count", self._objects),))

    def blocks(self, container: etree._Element) -> list[Block]:
        """Return the paragraphs and grids of a body, text box or layout cell."""
        blocks: list[Block] = []
        for element in self._children(container):
            if element.tag == _TBL:
                blocks += self._read_table(element)
                continue
            if element.tag == _CHUNK:
                blocks += self._chunks.get(element.get(_R_ID) or "", ())
                continue
            text, boxes = self._read_paragraph(element)
            origin = Origin(row=self._paragraph.get(element))
            blocks += [Paragraph(line, origin) for line in _lines(text)]
            for box in boxes:
                blocks += self.blocks(box)
        return blocks

    def _children(self, container: etree._Element) -> Iterator[etree._Element]:
        """Yield paragraphs and tables, or rows, or cells, through whatever wraps them."""
        for child in container:
            tag = child.tag
            if tag in (_P, _TBL, _TR, _TC, _CHUNK):
                yield child
            elif tag in _DELETED:
                self._changed = True
            elif tag == _CHOICES:
                branch = _branch(child)
                if branch is not None:
                    yield from self._children(branch)
            elif tag not in _NOT_TEXT:
                self._changed = self._changed or tag in _INSERTED
                yield from self._children(child)

    def _read_paragraph(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """Return the text of a paragraph with its number, and its text boxes."""
        outer, self._boxes = self._boxes, []
        pieces: list[str] = []
        properties = paragraph.find(W + "pPr")
        self._inline(paragraph, pieces)
        text = self._carried + "".join(pieces)
        boxes, self._boxes = self._boxes, outer
        self._fields = [True] * len(self._fields)
        self._carried = ""
        if properties is not None:
            mark = properties.find(W + "rPr")
            if mark is not None and mark.find(W + "del") is not None:
                self._changed = True
                self._carried = text
                return "", boxes
            number = self._numbering.next(properties)
            if number and text.strip():
                text = number + text.lstrip()
        return text, boxes

    def _inline(self, parent: etree._Element, pieces: list[str]) -> None:
        """Collect the text of runs, through links, fields, insertions and content controls."""
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child, pieces)
            elif tag in _DELETED:
                self._changed = True
            elif tag == _CHOICES:
                branch = _branch(child)
                if branch is not None:
                    self._inline(branch, pieces)
            elif tag == _MATH_TEXT:
                pieces.append(child.text or "")
            elif tag not in _NOT_TEXT:
                self._changed = self._changed or tag in _INSERTED
                self._inline(child, pieces)

    def _run(self, run: etree._Element, pieces: list[str]) -> None:
        hidden = note = False
        for child in run:
            tag = child.tag
            if tag == _T:
                if hidden:
                    self._hidden += bool(child.text)
                elif all(self._fields):
                    text = child.text or ""
                    pieces.append(raised(text) if note else text)
            elif tag == W + "rPr":
                hidden = _is_on(child.find(W + "vanish"))
                place = child.find(W + "vertAlign")
                note = place is not None and place.get(W + "val") == "superscript" and any(pieces)
            elif tag in _SIGNS:
                if all(self._fields) and not hidden:
                    pieces.append(_SIGNS[tag])
            elif tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag == W + "sym":
                pieces.append(_symbol(child.get(W + "char")))
            elif tag == W + "ruby":
                base = child.find(W + "rubyBase")
                if base is not None:
                    self._inline(base, pieces)
            elif tag == W + "object":
                self._objects += 1
            elif tag in (_CHOICES, W + "drawing", W + "pict"):
                self._find_boxes(child)

    def _field(self, kind: str | None) -> None:
        """Follow a complex field: what stands before its result is instruction, not text."""
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _find_boxes(self, element: etree._Element) -> None:
        """Collect the text boxes of a drawing, of one branch only where it offers several."""
        if element.tag == _TEXT_BOX:
            self._boxes.append(element)
        elif element.tag == _CHOICES:
            branch = _branch(element, wanted=_TEXT_BOX)
            if branch is not None:
                self._find_boxes(branch)
        else:
            for child in element:
                self._find_boxes(child)

    def _read_table(self, table: etree._Element) -> list[Block]:
        rows = [(row, list(self._children(row))) for row in self._children(table)]
        rows = [(row, [c for c in cells if c.tag == _TC]) for row, cells in rows]
        if table in self._layout:
            return [b for _, cells in rows for cell in cells for b in self.blocks(cell)]
        number = self._table[table]
        cells: list[GridCell] = []
        above: dict[int, int] = {}  # column -> the cell of the row above that may grow downwards
        shown_rows = 0
        for index, (row, written) in enumerate(rows):
            properties = row.find(W + "trPr")
            if properties is not None and self._is_gone(properties):
                continue
            above = self._place_row(
                written, _skipped(properties), Origin(table=number, row=index), shown_rows, cells,
                above,
            )  # fmt: skip
            shown_rows += 1
        slivers = _sliver_columns(table)
        if slivers:
            cells = without_slivers(cells, slivers)
        return as_blocks(cells, Origin(table=number))

    def _is_gone(self, properties: etree._Element) -> bool:
        """Whether a row was deleted or is hidden."""
        if properties.find(W + "del") is not None:
            self._changed = True
            return True
        self._changed = self._changed or properties.find(W + "ins") is not None
        hidden = _is_on(properties.find(W + "hidden"))
        self._hidden += hidden
        return hidden

    def _place_row(
        self,
        written: list[etree._Element],
        column: int,
        origin: Origin,
        row: int,
        cells: list[GridCell],
        above: dict[int, int],
    ) -> dict[int, int]:
        """Append one row to `cells`; return by column those that the next row may continue."""
        begun: dict[int, int] = {}
        last: int | None = None
        for at, cell in enumerate(written):
            span, down, across, gone = _cell_properties(cell)
            if gone:
                self._changed = True
                continue
            if across == "continue" and last is not None:
                cells[last] = replace(cells[last], column_span=cells[last].column_span + span)
            elif down == "continue" and column in above:
                anchor = begun[column] = above[column]
                cells[anchor] = replace(cells[anchor], row_span=row - cells[anchor].row + 1)
                last = None
            else:
                last = len(cells)
                if down is not None:
                    begun[column] = last
                text, glued = self._cell_text(cell)
                place = Origin(table=origin.table, row=origin.row, cell=at)
                cells.append(GridCell(text, row, column, 1, span, place, glued))
            column += span
        return begun

    def _cell_text(self, cell: etree._Element) -> tuple[str, bool]:
        """Return the paragraphs of a cell, one a line, and whether some stood side by side.

        A small table inside the cell is looked through.
        """
        lines: list[str] = []
        glued = False
        waiting = list(self._children(cell))[::-1]
        while waiting:
            element = waiting.pop()
            if element.tag == _P:
                text, boxes = self._read_paragraph(element)
                lines += _lines(text)
                for box in reversed(boxes):
                    waiting += list(self._children(box))[::-1]
            else:
                inner = list(self._children(element))
                glued = glued or (element.tag == _TR and len(inner) > 1)
                waiting += inner[::-1]
        return "\n".join(lines), glued


def _cell_properties(cell: etree._Element) -> tuple[int, str | None, str | None, bool]:
    """Return a cell's column span, its merges downwards and across, and whether it was deleted."""
    span, down, across, gone = 1, None, None, False
    properties = cell.find(W + "tcPr")
    if properties is not None:
        for element in properties:
            tag = element.tag
            if tag == W + "gridSpan":
                span = _number(element, 1)
            elif tag == W + "vMerge":
                down = element.get(_VAL) or "continue"
            elif tag == W + "hMerge":
                across = element.get(_VAL) or "continue"
            elif tag == W + "cellDel":
                gone = True
    return span, down, across, gone


def _branch(choices: etree._Element, wanted: str | None = None) -> etree._Element | None:
    """Return the branch of mc:AlternateContent to read: the first, or the first with `wanted`."""
    branches = [c for c in choices if c.tag in (_MC + "Choice", _MC + "Fallback")]
    if wanted is not None:
        branches = [b for b in branches if next(b.iter(wanted), None) is not None]
    return branches[0] if branches else None


def _lines(text: str) -> list[str]:
    return [line for part in shown(text).split("\n") if (line := part.strip())]


def _symbol(code: str | None) -> str:
    """Return the character of w:sym; □ for a sign that only its font knows."""
    try:
        value = int(code or "", 16)
    except ValueError:
        return "□"
    return "□" if value < 32 or 0xD800 <= value <= 0xF8FF or value > 0xFFFF else chr(value)


def _sliver_columns(table: etree._Element) -> list[int]:
    """Return the grid columns that are drawn too narrow for a digit."""
    grid = table.find(W + "tblGrid")
    if grid is None:
        return []
    widths = [column.get(W + "w") or "" for column in grid.iterchildren(W + "gridCol")]
    return [
        at
        for at, width in enumerate(widths)
        if width.isascii() and width.isdigit() and len(width) < 7 and 0 < int(width) < _SLIVER
    ]


def _skipped(properties: etree._Element | None) -> int:
    return _number(properties.find(W + "gridBefore"), 0) if properties is not None else 0


def _number(element: etree._Element | None, least: int) -> int:
    """Return a column count between `least` and MAX_SPAN."""
    text = (element.get(_VAL) or "") if element is not None else ""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return least
    return min(max(int(text), least), MAX_SPAN)
