"""What every file format is turned into first: paragraphs and grids in reading order, with places.

A reader (``readers/<format>.py``) offers ``parse(data: bytes) -> Document`` and knows nothing of the
statutory form; `locate` and `bind` know the form and nothing of file formats.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.forms.filled import Issue, Origin, Paragraph


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell: its text, its place in the grid (0-based) and how far it spans.

    glued  the text may hold several neighbouring values without a mark between them
    sure   how sure text recognition was of the least sure character, None where nothing was recognised
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    origin: Origin | None = None
    glued: bool = False
    sure: float | None = None


@dataclass(frozen=True)
class Grid:
    """One table as printed: the anchor cells in reading order.

    exact  columns are true positions (HTML, Word, ruled PDF, sheets); False where only the order of
           the cells is known (flattened text)
    lossy  an empty cell leaves no trace (cells on bare lines or parted by spaces)
    """

    cells: tuple[GridCell, ...]
    exact: bool = True
    origin: Origin | None = None
    lossy: bool = False

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return max((c.column + c.column_span for c in self.cells), default=0)

    @property
    def height(self) -> int:
        """Number of grid rows."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    def rows(self) -> Iterator[tuple[GridCell, ...]]:
        """Yield the cells that begin in each row, left to right (an empty tuple for none)."""
        by_row: dict[int, list[GridCell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, []).append(cell)
        for index in range(self.height):
            yield tuple(sorted(by_row.get(index, ()), key=lambda c: c.column))


Block = Paragraph | Grid


@dataclass(frozen=True)
class Document:
    """A file as paragraphs and grids in reading order.

    title   what the format itself names as title (HTML <title>, document properties), or ""
    pages   number of pages where the format has pages
    issues  what the reader of the format noticed (tracked changes, pages without text, ...)
    meta    what the file says of itself outside its text, by the format's own names (ArticleTitle,
            PubDate, ContentSource of a web page; converted_from of a legacy file)
    """

    media_type: str
    blocks: tuple[Block, ...]
    title: str = ""
    pages: int | None = None
    issues: tuple[Issue, ...] = field(default_factory=tuple)
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The prose, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
