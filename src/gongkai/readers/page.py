"""Pages of placed characters and lines to paragraphs and grids: shared by PDF, OFD and OCR.

Lengths are points, y grows downwards.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin, Paragraph
from gongkai.readers import aligned, continued, prose
from gongkai.readers.document import Block, Document, Grid, GridCell
from gongkai.readers.gutter import two_columns
from gongkai.readers.joined import PageTable, one_width, with_rest_of_label
from gongkai.readers.lines import Glyph, Line, turned_back, upright, with_notes
from gongkai.readers.ruling import Box, Stroke, tiles
from gongkai.readers.table import Filled, ruled

MAX_PAGES = 300  # a report has less than 60
_UNKNOWN = 0.1  # so many characters without meaning make every figure doubtful
PICTURE = 0.5  # a page without text that pictures cover so far is a scan
_EDGE = 2.0  # points; no table is printed closer to the edge of the paper than this
_CUT = "…"  # ends the text of a cell that the edge of the paper cuts off: no number is read from it
_OUTLINES = 50  # so many filled shapes on a page without text are drawn letters


@dataclass(frozen=True)
class Page:
    """What stands on one page, as it is displayed; `number` is 1-based.

    across, down  the ruling lines
    fills         filled rectangles: the ground of a cell or a table
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    across: Sequence[Stroke] = ()
    down: Sequence[Stroke] = ()
    fills: Sequence[Box] = ()


@dataclass(frozen=True)
class Content:
    """A page as its file draws it, with what hints at a page whose text cannot be read.

    pictures  share of the page that pictures cover
    drawings  number of filled shapes that are no lines (letters drawn as outlines)
    unknown   number of characters for which the file names no Unicode character
    unseen    number of texts drawn invisibly: over a scan they are what was recognised in it
    """

    page: Page
    pictures: float = 0.0
    drawings: int = 0
    unknown: int = 0
    unseen: int = 0


_Item = Line | PageTable


@dataclass(frozen=True)
class _Sheet:
    """One page in reading position: turned so that most of its text is upright."""

    page: Page
    turn: int
    tables: tuple[PageTable, ...]
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """The height of the page in reading position."""
        return self.page.width if self.turn % 2 else self.page.height

    def origin(self, box: Box) -> Origin:
        """Return where a box stands on the page as displayed."""
        return _origin(self.page, self.turn, box)


def check_count(pages: int) -> None:
    """Raise UnreadableInput where a file has more pages than any report."""
    if pages > MAX_PAGES:
        raise UnreadableInput("readers.too_many_pages", pages=pages, most=MAX_PAGES)


def wordless(pages: Sequence[Content | None]) -> list[int]:
    """Return the numbers of the pages whose words are pictures.

    Every page that can be opened where none has text, or nobody knows what its characters mean.
    """
    good = [page for page in pages if page is not None]
    nothing = not any(_has_text(page) for page in good) or _is_without_meaning(good)
    return [page.page.number for page in good if nothing or _is_pictured(page)]


def _is_without_meaning(pages: Sequence[Content]) -> bool:
    unknown = sum(page.unknown for page in pages)
    return unknown > _UNKNOWN * sum(len(page.page.glyphs) for page in pages)


def _is_pictured(content: Content) -> bool:
    shows = content.pictures >= PICTURE or content.drawings >= _OUTLINES
    return shows and not _has_text(content)


def document(
    media_type: str,
    pages: Sequence[Content | None],
    *,
    title: str,
    issues: Iterable[Issue] = (),
    recognised: Iterable[int] = (),
) -> Document:
    """Return the document of all pages; None stands for a page that could not be opened.

    recognised  the numbers of pages whose characters text recognition gave
    Raises UnreadableInput where no page has text, or its characters are not known.
    """
    noted = list(issues)
    good = [page for page in pages if page is not None]
    unknown = sum(page.unknown for page in good)
    if _is_without_meaning(good):
        raise UnreadableInput("readers.text_without_meaning")
    if not any(_has_text(page) for page in good):
        outlines = any(page.drawings >= _OUTLINES for page in good)
        raise UnreadableInput("readers.only_outlines" if outlines else "readers.no_text_layer")
    if unknown:
        noted.append(Issue("readers.unknown_characters", (("count", unknown),)))
    scanned = {p.page.number for p in good if p.unseen and p.pictures >= PICTURE} | {*recognised}
    if scanned.issuperset(p.page.number for p in good if _has_text(p)):
        noted.append(Issue("readers.ocr"))
        scanned = set()
    for number, page in enumerate(pages, start=1):
        if page is None:
            code = "readers.page_damaged"
        elif _is_pictured(page):
            code = "readers.page_without_text"
        elif number in scanned:
            code = "readers.ocr"
        else:
            continue
        noted.append(Issue(code, (("page", number),), origin=Origin(page=number)))
    found = _weighed(blocks([page.page for page in good]), [page.page for page in good])
    noted += [
        Issue("readers.cut_at_edge", (("page", number),), origin=Origin(page=number))
        for number in _cut_pages(found)
    ]
    found = _torn(found, {p.page.number for p in good if _is_pictured(p)})
    return Document(media_type, found, title=title, pages=len(pages), issues=tuple(noted))


def _torn(found: Iterable[Block], pictured: Collection[int]) -> tuple[Block, ...]:
    """Return the blocks with “…” in empty cells beside a page that is a picture.

    The row may go on there: its figures are not known, and it is not left blank.
    """
    return tuple(
        replace(block, cells=_torn_cells(block.cells, pictured))
        if pictured and isinstance(block, Grid)
        else block
        for block in found
    )


def _torn_cells(cells: Sequence[GridCell], pictured: Collection[int]) -> tuple[GridCell, ...]:
    rows = [(c.origin.page or 0, c.row, c.row + c.row_span) for c in cells if c.origin is not None]
    first = {page: min(row for p, row, _ in rows if p == page) for page, _, _ in rows}
    last = {page: max(end for p, _, end in rows if p == page) for page, _, _ in rows}

    def is_torn(cell: GridCell) -> bool:
        page = (cell.origin.page if cell.origin else None) or 0
        above = page - 1 in pictured and cell.row == first[page]
        below = page + 1 in pictured and cell.row + cell.row_span == last[page]
        return not cell.text.strip() and page in first and (above or below)

    return tuple(replace(cell, text=_CUT) if is_torn(cell) else cell for cell in cells)


def _weighed(found: Iterable[Block], pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the blocks with how sure text recognition was of each cell that it gave."""
    unsure = {p.number: p.glyphs for p in pages if any(g.sure < 1 for g in p.glyphs)}
    return tuple(
        replace(block, cells=tuple(_with_sureness(cell, unsure) for cell in block.cells))
        if unsure and isinstance(block, Grid)
        else block
        for block in found
    )


def _with_sureness(cell: GridCell, pages: Mapping[int, Sequence[Glyph]]) -> GridCell:
    if cell.origin is None or cell.origin.box is None:
        return cell
    left, top, right, bottom = cell.origin.box
    scores = [
        g.sure
        for g in pages.get(cell.origin.page or 0, ())
        if left < (g.left + g.right) / 2 < right and top < (g.top + g.bottom) / 2 < bottom
    ]
    return replace(cell, sure=round(min(scores), 2)) if scores else cell


def _cut_pages(found: Iterable[Block]) -> list[int]:
    """Return the pages on which a table runs over the edge of the paper."""
    origins = (
        cell.origin
        for block in found
        if isinstance(block, Grid)
        for cell in block.cells
        if cell.text.endswith(_CUT)
    )
    return sorted({origin.page for origin in origins if origin is not None and origin.page})


def _has_text(content: Content) -> bool:
    return any(not glyph.text.isspace() for glyph in content.page.glyphs)


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the paragraphs and grids of all pages in reading order.

    Page numbers and running heads are dropped; a paragraph or a table that runs over a page break
    is one block, with the place where it begins.
    """
    sheets = [_sheet(page) for page in pages]
    kept = prose.without_furniture([(sheet.height, sheet.lines) for sheet in sheets])
    whole = prose.measure([line for each in kept for line in each])
    writer = _Writer()
    for sheet, rest in zip(sheets, kept, strict=True):
        own = prose.measure(rest) if len(rest) > 5 else whole
        items = writer.label_goes_on(_in_order(sheet.tables, two_columns(rest)))
        for index, item in enumerate(items):
            if isinstance(item, PageTable):
                writer.table(item, first=index == 0)
            else:
                assert own is not None  # there is a line, so the document has a measure
                writer.line(item, sheet, own, first=index == 0)
        writer.page_ends()
    return writer.finish()


def _in_order(tables: Sequence[PageTable], rest: Sequence[Line]) -> list[_Item]:
    """Put tables between the lines, which are in reading order already."""
    items: list[_Item] = []
    waiting = list(tables)
    for line in rest:
        while waiting and waiting[0].box.top < line.box.top:
            items.append(waiting.pop(0))
        items.append(line)
    return [*items, *waiting]


class _Writer:
    """Collects blocks; remembers the open paragraph and the table a page may go on with."""

    def __init__(self) -> None:
        self._done: list[Block] = []
        self._text = ""
        self._origin: Origin | None = None
        self._last: Line | None = None
        self._measure: prose.Measure | None = None
        self._table: PageTable | None = None
        self._new_page = False

    def line(self, line: Line, sheet: _Sheet, text: prose.Measure, *, first: bool) -> None:
        """Add a line of prose to the open paragraph, or begin one with it."""
        self._table = None
        new_page = self._new_page and first
        last = self._last
        if last is None or prose.begins(last, line, self._measure or text, text, new_page=new_page):
            self._close()
            self._text, self._origin = line.text, sheet.origin(line.box)
        else:
            self._text = prose.join(self._text, line)
        self._last, self._measure, self._new_page = line, text, False

    def table(self, table: PageTable, *, first: bool) -> None:
        """Add a table, to the last one where it goes on from the page before."""
        self._close()
        last = self._table if first and self._new_page else None
        pair = one_width(last, table) if last is not None else None
        if pair is not None:
            self._table = replace(pair[0], grid=continued.merge(pair[0].grid, pair[1].grid))
            self._done[-1] = self._table.grid
        else:
            self._done.append(table.grid)
            self._table = table
        self._new_page = False

    def label_goes_on(self, items: list[_Item]) -> list[_Item]:
        """Add the first lines of a page to the last label of the table before; return the others.

        They are the rest of it where a row without lines was cut by the page break.
        """
        count = next((i for i, item in enumerate(items) if isinstance(item, PageTable)), 0)
        begun, lower = self._table, items[count] if count else None
        rest = [item for item in items[:count] if isinstance(item, Line)]
        if begun is None or not isinstance(lower, PageTable):
            return items
        whole = with_rest_of_label(begun, lower, rest)
        if whole is None:
            return items
        self._table, self._done[-1] = whole, whole.grid
        return items[count:]

    def page_ends(self) -> None:
        """Note that what comes next stands on another page."""
        self._new_page = True

    def _close(self) -> None:
        if self._text:
            self._done.append(Paragraph(self._text, self._origin))
        self._text, self._origin, self._last = "", None, None

    def finish(self) -> tuple[Block, ...]:
        """Return all blocks."""
        self._close()
        return tuple(self._done)


def _sheet(page: Page) -> _Sheet:
    """Find the tables and the lines of one page."""
    turn = _turn(page.glyphs)
    glyphs, across, down = page.glyphs, page.across, page.down
    if turn:
        glyphs = [upright(g, turn, page.width, page.height) for g in glyphs]
        across, down = _turned(page, turn)
    filled, outside = ruled(across, down, with_notes(glyphs))
    if page.fills and any(not g.text.isspace() for g in outside):
        fills = [turned_back(box, turn, page.width, page.height) for box in page.fills]
        tiled, outside = ruled(*tiles(fills), outside)
        filled = [*filled, *tiled]
    unruled, rest = aligned.tables([g for g in outside if not g.turn])
    tables = [_of_ruled(page, turn, table) for table in filled]
    tables += [_of_aligned(page, turn, table) for table in unruled]
    tables.sort(key=lambda table: (table.box.top, table.box.left))
    return _Sheet(page, turn, tuple(tables), tuple(rest))


def _turn(glyphs: Sequence[Glyph]) -> int:
    """Return how most of the text is turned; a few turned labels do not turn the page."""
    counts = [0, 0, 0, 0]
    for glyph in glyphs:
        counts[glyph.turn] += 1
    return counts.index(max(counts))


def _turned(page: Page, turn: int) -> tuple[list[Stroke], list[Stroke]]:
    """Return the ruling lines of a page after turning it back."""
    boxes = [Box(s.start, s.at, s.end, s.at) for s in page.across]
    boxes += [Box(s.at, s.start, s.at, s.end) for s in page.down]
    across, down = [], []
    for box in (turned_back(box, turn, page.width, page.height) for box in boxes):
        if box.right - box.left > box.bottom - box.top:
            across.append(Stroke(box.top, box.left, box.right))
        else:
            down.append(Stroke(box.left, box.top, box.bottom))
    return across, down


def _origin(page: Page, turn: int, box: Box) -> Origin:
    """Return where a box in reading position stands on the page as displayed."""
    if turn:
        sides = (page.height, page.width) if turn % 2 else (page.width, page.height)
        box = turned_back(box, 4 - turn, *sides)
    left, top, right, bottom = box
    rounded = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
    return Origin(page=page.number, box=rounded)


def _of_ruled(page: Page, turn: int, table: Filled) -> PageTable:
    """Return a ruled table as a grid; what the edge of the paper cuts off ends in “…”."""
    edge = (page.height if turn % 2 else page.width) - _EDGE
    cells = []
    for slot, text, glued in zip(table.lattice.slots, table.texts, table.glued, strict=True):
        place = table.lattice.slot_box(slot)
        if place.right >= edge:
            text += _CUT
        cells.append(GridCell(text, *slot, _origin(page, turn, place), glued))
    box = table.lattice.box
    return PageTable(Grid(tuple(cells), origin=_origin(page, turn, box)), box, table.lattice.xs)


def _of_aligned(page: Page, turn: int, table: aligned.Aligned) -> PageTable:
    """Return a table without lines as a grid."""
    cells = [
        GridCell(
            cell.text,
            cell.row,
            cell.column,
            column_span=cell.column_span,
            origin=_origin(page, turn, cell.box),
        )
        for cell in table.cells
    ]
    grid = Grid(tuple(cells), exact=table.exact, origin=_origin(page, turn, table.box))
    borders = tuple(left for left, _ in table.columns)
    return PageTable(grid, table.box, borders, table.columns)
