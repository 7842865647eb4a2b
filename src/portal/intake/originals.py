"""A figure's place in the original: the page as a picture with its box, or the rows around it.

The file itself is never given out (decision 0011): what is shown is drawn or said anew.
"""

import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.forms.filled import Origin
from gongkai.forms.form import Address
from gongkai.readers.document import Grid, GridCell
from gongkai.readers.sniff import Format
from portal.intake import feed, store
from portal.intake.models import Cell, Report
from portal.intake.page_worker import DPI, SECONDS
from portal.publishing.files import write

_PICTURED = ("application/pdf", "image/", Format.OFD.media_type)
_AROUND = 2  # rows shown before and after
_AIR = 60.0  # points of a page shown above and below the figures of a table
_MOST_COLUMNS = 40
_MOST_CHARACTERS = 200
_WIDE, _HIGH = 330.0, 220.0  # points of a page shown around a figure
MOST_KEPT = 512 << 20

Box = tuple[float, float, float, float]


def _rectangle(box: Box, air: float) -> dict[str, str]:
    """Return a box with some air around it, as an SVG rectangle says it."""
    left, top, right, bottom = box
    return {
        "x": f"{left - air:.1f}",
        "y": f"{top - air:.1f}",
        "width": f"{right - left + 2 * air:.1f}",
        "height": f"{bottom - top + 2 * air:.1f}",
    }


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the original with a figure's box, all in points from the top left corner."""

    number: int
    width: float
    height: float
    box: Box | None

    @property
    def mark(self) -> dict[str, str] | None:
        """The box with some air, as an SVG rectangle says it."""
        return _rectangle(self.box, 2) if self.box else None

    @property
    def around(self) -> str:
        """The part of the page around the figure, large enough to read, as an SVG view box says it."""
        if self.box is None:
            return self.whole
        left, top, right, bottom = self.box
        wide, high = min(_WIDE, self.width), min(_HIGH, self.height)
        x = min(max((left + right - wide) / 2, 0), self.width - wide)
        y = min(max((top + bottom - high) / 2, 0), self.height - high)
        return f"{x:.1f} {y:.1f} {wide:.1f} {high:.1f}"

    @property
    def whole(self) -> str:
        """The page as an SVG view box says it."""
        return f"0 0 {self.width:.1f} {self.height:.1f}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of an excerpt."""

    text: str
    here: bool
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: in words, and as a page or as rows; neither where it cannot be shown."""

    words: str
    page: Page | None = None
    rows: tuple[tuple[Shown, ...], ...] = ()


def is_pictured(report: Report) -> bool:
    """Whether the pages of the original can be drawn."""
    return report.file is not None and report.media_type.startswith(_PICTURED)


def place(report: Report, address: Address) -> Place | None:
    """Return where a figure stands in the original, None where it stands nowhere."""
    origin = feed.place_of(report, address)
    if origin is None:
        return None
    words = in_words(origin)
    if origin.page is not None and is_pictured(report):
        png = picture(report, origin.page)
        if png is not None:
            width, height = _size(png)
            return Place(words, page=Page(origin.page, width, height, origin.box))
    return Place(words, rows=_excerpt(feed.grids_of(report), origin))


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure on a page, and its box as an SVG rectangle says it."""

    cell: Cell
    box: dict[str, str]
    middle: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of a page on which some figures of a table stand, or the table's rows as text."""

    cells: tuple[Cell, ...]
    page: Page | None = None
    view: str = ""
    marks: tuple[Mark, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()


def sheets(report: Report, cells: Sequence[Cell]) -> list[Sheet]:
    """Return the places of some cells of one table, page by page."""
    placed = [(cell, feed.place_of(report, cell.where)) for cell in cells]
    on: dict[int, list[tuple[Cell, Box]]] = {}
    for cell, origin in placed:
        if origin is not None and origin.page and origin.box and is_pictured(report):
            on.setdefault(origin.page, []).append((cell, origin.box))
    found = []
    for number, here in sorted(on.items()):
        png = picture(report, number)
        if png is not None:
            found.append(_sheet(Page(number, *_size(png), None), here))
    if found:
        return found
    for grid in feed.grids_of(report):
        marked = [
            (cell, one)
            for cell, origin in placed
            if origin is not None
            for one in grid.cells
            if _is_here(one, origin)
        ]
        if marked:
            rows = _rows(grid, [one for _cell, one in marked])
            found.append(Sheet(tuple(cell for cell, _one in marked), rows=rows))
    return found


def _sheet(page: Page, here: list[tuple[Cell, Box]]) -> Sheet:
    """Return the whole breadth of a page, from above the first figure to below the last."""
    top = max(min(box[1] for _, box in here) - _AIR, 0)
    high = min(max(box[3] for _, box in here) + _AIR, page.height) - top
    marks = tuple(
        Mark(cell, _rectangle(box, 0), f"{(box[1] + box[3]) / 2:.1f}") for cell, box in here
    )
    shown = tuple(cell for cell, _box in here)
    return Sheet(shown, page, f"0 {top:.1f} {page.width:.1f} {high:.1f}", marks)


def in_words(origin: Origin) -> str:
    """Return a place as a person would look for it."""
    parts = []
    if origin.sheet:
        parts.append(_("工作表“%(name)s”") % {"name": origin.sheet})
    if origin.ref:
        parts.append(_("单元格%(ref)s") % {"ref": origin.ref})
    if origin.page:
        parts.append(_("第%(n)d页") % {"n": origin.page})
    if origin.line:
        parts.append(_("第%(n)d行") % {"n": origin.line})
    if origin.line and origin.column:
        parts.append(_("第%(n)d个字符") % {"n": origin.column})
    if origin.table is not None and not origin.ref:
        parts.append(_("第%(n)d张表") % {"n": origin.table + 1})
        if origin.row is not None:
            parts.append(_("第%(n)d行") % {"n": origin.row + 1})
        if origin.cell is not None:
            parts.append(_("第%(n)d格") % {"n": origin.cell + 1})
    return _("，").join(parts)


def _excerpt(grids: tuple[Grid, ...], origin: Origin) -> tuple[tuple[Shown, ...], ...]:
    """Return the rows around a cell of the original's tables, the cell itself marked."""
    for grid in grids:
        here = next((c for c in grid.cells if _is_here(c, origin)), None)
        if here is not None:
            return _rows(grid, [here])
    return ()


def _is_here(cell: GridCell, origin: Origin) -> bool:
    found = cell.origin
    if found is None:
        return False
    if found == origin:
        return True
    # A figure cut out of a longer line stands in the cell that holds its column.
    return bool(
        origin.line is not None
        and found.line == origin.line
        and (found.table, found.row) == (origin.table, origin.row)
        and found.column is not None
        and origin.column is not None
        and found.column <= origin.column < found.column + max(len(cell.text), 1)
    )


def _rows(grid: Grid, here: Sequence[GridCell]) -> tuple[tuple[Shown, ...], ...]:
    first = max(0, min(cell.row for cell in here) - _AROUND)
    last = max(cell.row + cell.row_span for cell in here) - 1 + _AROUND
    found = []
    for number, row in enumerate(grid.rows()):
        if first <= number <= last and row:
            found.append(
                tuple(
                    Shown(
                        cell.text[:_MOST_CHARACTERS],
                        cell in here,
                        min(cell.column_span, _MOST_COLUMNS),
                        min(cell.row_span, last - number + 1),
                    )
                    for cell in row[:_MOST_COLUMNS]
                )
            )
    return tuple(found)


# --- Pictures of pages ----------------------------------------------------------------------------


def picture(report: Report, number: int) -> bytes | None:
    """Return a page of the original as PNG, drawn once and kept; None where it cannot be drawn.

    The folder DATA/pages is a cache: it may be emptied at any time.
    """
    if not is_pictured(report) or not 1 <= number <= (report.pages or 1):
        return None
    assert report.file is not None
    digest = report.file.sha256
    path = Path(settings.DATA) / "pages" / digest[:2] / f"{digest}-{number}.png"
    try:
        return path.read_bytes()
    except OSError:
        pass
    try:
        made = drawn(store.content(digest), number)
    except OSError:
        return None
    if made is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, made)
    return made


def drawn(data: bytes, number: int) -> bytes | None:
    """Return a page of a file as PNG, None where it cannot be drawn; in a process of its own."""
    try:
        said = subprocess.run(
            [sys.executable, "-P", "-m", "portal.intake.page_worker", str(number)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS + 5,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.SubprocessError:
        return None
    good = said.returncode == 0 and said.stdout.startswith(b"\x89PNG\r\n\x1a\n")
    return said.stdout if good else None


def _size(png: bytes) -> tuple[float, float]:
    width, height = struct.unpack(">II", png[16:24])
    return width * 72 / DPI, height * 72 / DPI


def sweep() -> None:
    """Keep the newest pictures only, up to `MOST_KEPT` bytes."""
    root = Path(settings.DATA) / "pages"
    found = sorted(
        ((p.stat().st_mtime, p.stat().st_size, p) for p in root.glob("??/*") if p.is_file()),
        reverse=True,
        key=lambda one: one[0],
    )
    total = 0
    for _when, size, path in found:
        total += size
        if total > MOST_KEPT:
            path.unlink(missing_ok=True)
