"""A document's cleaned body as blocks, so that PDF and Word set the same words in the same order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lxml import etree

from portal.publishing.models import DocumentVersion

WIDEST = 40  # columns; a table of more is no table that a page can hold
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARKS: dict[str, str] = {
    "strong": "bold",
    "em": "italic",
    "u": "underline",
    "sub": "sub",
    "sup": "sup",
}
_BLOCKS = {"p", "h2", "h3", "h4", "blockquote", "ol", "ul", "li", "table", "hr", "pre", "div"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set alike; `href` where it is a link, "\\n" in the text a forced break."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    sub: bool = False
    sup: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `side` center, right or "" (both edges), `marker` its number in a list, `depth` how deep."""

    runs: tuple[Run, ...]
    side: Literal["", "center", "right"] = ""
    indent: bool = False
    marker: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 the highest inside a body."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table where the grid has it."""

    text: str
    row: int
    column: int
    down: int = 1
    across: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid: every cell once, spans inside the grid."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    head_rows: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Block = Paragraph | Heading | Table | Rule


def blocks_of(version: DocumentVersion) -> list[Block]:
    """Return the blocks of a version's body."""
    return list(blocks(version.body))


def blocks(body: str) -> Iterator[Block]:
    """Yield the blocks of a cleaned HTML body, in its order; text outside every block is a paragraph."""
    if not body.strip():
        return
    parser = etree.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    root = etree.fromstring(f"<div>{body}</div>", parser)
    top = root.find(".//div") if root is not None else None
    if top is not None:
        yield from _inside(top, depth=0)


def _inside(parent: etree._Element, *, depth: int) -> Iterator[Block]:
    """Yield the blocks of an element; what stands loose between them gathers into paragraphs."""
    loose: list[Run] = list(_text(parent.text))
    for child in parent:
        if child.tag in _BLOCKS:
            yield from _paragraph(loose, depth=depth)
            loose = []
            yield from _block(child, depth)
        else:
            loose += _runs(child, Run(""))
        loose += _text(child.tail)
    yield from _paragraph(loose, depth=depth)


def _block(element: etree._Element, depth: int) -> Iterator[Block]:
    tag = element.tag
    if tag in ("h2", "h3", "h4"):
        text = _words(element)
        if text:
            yield Heading(text, int(tag[1]) - 1)
    elif tag in ("p", "pre"):
        classes = (element.get("class") or "").split()
        side: Literal["", "center", "right"] = (
            "center" if "center" in classes else "right" if "right" in classes else ""
        )
        runs = list(_text(element.text, keep=tag == "pre"))
        for child in element:
            runs += [*_runs(child, Run("")), *_text(child.tail, keep=tag == "pre")]
        yield from _paragraph(runs, side=side, indent="indent" in classes, depth=depth)
    elif tag in ("ol", "ul"):
        yield from _list(element, depth)
    elif tag == "table":
        yield from _table(element)
    elif tag == "hr":
        yield Rule()
    else:  # blockquote and what else holds blocks
        yield from _inside(element, depth=depth + (tag == "blockquote"))


def _list(element: etree._Element, depth: int) -> Iterator[Block]:
    start = element.get("start") or "1"
    number = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
    for item in element:
        if item.tag != "li":
            continue
        marker = f"{number}." if element.tag == "ol" else "·"
        number += 1
        for block in _inside(item, depth=depth + 1):
            if marker and isinstance(block, Paragraph) and not block.marker:
                block, marker = replace(block, marker=marker, indent=False), ""
            yield block


def _paragraph(
    runs: list[Run],
    *,
    side: Literal["", "center", "right"] = "",
    indent: bool = False,
    depth: int = 0,
) -> Iterator[Paragraph]:
    """Yield one paragraph without white space at its ends, or none where nothing is said."""
    runs = [run for run in runs if run.text]
    if not "".join(run.text for run in runs).strip():
        return
    runs[0] = replace(runs[0], text=runs[0].text.lstrip(" \n"))
    if runs[0].text.startswith("　"):  # an indent that somebody typed
        runs[0], indent = replace(runs[0], text=runs[0].text.lstrip("　 ")), not side
    runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" \n"))
    yield Paragraph(tuple(run for run in runs if run.text), side, indent, depth=depth)


def _text(text: str | None, *, keep: bool = False) -> Iterator[Run]:
    if text:
        yield Run(text if keep else _SPACE.sub(" ", text))


def _runs(element: etree._Element, like: Run) -> Iterator[Run]:
    """Yield the runs of an inline element and of everything inside it."""
    if element.tag == "br":
        yield replace(like, text="\n")
        return
    if element.tag in _MARKS:
        marks: dict[str, Any] = {_MARKS[element.tag]: True}
        like = replace(like, **marks)
    elif element.tag == "a" and (element.get("href") or "").startswith(("http://", "https://")):
        like = replace(like, href=element.get("href") or "")
    if element.text:
        yield replace(like, text=_SPACE.sub(" ", element.text))
    for child in element:
        yield from _runs(child, like)
        if child.tail:
            yield replace(like, text=_SPACE.sub(" ", child.tail))


def _words(element: etree._Element) -> str:
    """Return what an element says, a line a block."""
    said: list[str] = []

    def walk(one: etree._Element) -> None:
        if one.tag == "br" or ((one.tag in _BLOCKS or one.tag == "tr") and said):
            said.append("\n")
        said.append(_SPACE.sub(" ", one.text or ""))
        for child in one:
            walk(child)
            said.append(_SPACE.sub(" ", child.tail or ""))

    walk(element)
    lines = (line.strip() for line in "".join(said).split("\n"))
    return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class _Grid:
    """Where cells already stand while a table is read row by row."""

    taken: set[tuple[int, int]] = field(default_factory=set)
    cells: list[Cell] = field(default_factory=list)
    columns: int = 0

    def put(self, cell: Cell) -> None:
        while (cell.row, cell.column) in self.taken:
            cell = replace(cell, column=cell.column + 1)
        across = 1
        while across < cell.across and (cell.row, cell.column + across) not in self.taken:
            across += 1
        cell = replace(cell, across=across)
        if (
            cell.column + cell.across > WIDEST
        ):  # what stands beyond the page is kept as a line below
            across = max(1, WIDEST - cell.column)
            cell = replace(cell, across=across)
        self.taken |= {
            (cell.row + down, cell.column + right)
            for down in range(cell.down)
            for right in range(cell.across)
        }
        self.cells.append(cell)
        self.columns = max(self.columns, cell.column + cell.across)


def _table(element: etree._Element) -> Iterator[Block]:
    """Yield a table as a grid, by the rules HTML has for spans; one wider than a page as lines."""
    rows = [row for row in element.iter("tr") if _nearest(row) is element]
    caption = element.find("caption")
    title = _words(caption) if caption is not None else ""
    if any(sum(_span(c, "colspan") for c in row) > WIDEST for row in rows):
        for row in rows:
            yield from _paragraph([Run("　".join(filter(None, map(_words, row))))])
        return
    grid, head = _Grid(), 0
    for number, row in enumerate(rows):
        cells = [c for c in row if c.tag in ("td", "th")]
        if number == head and cells and all(c.tag == "th" for c in cells):
            head += 1
        for c in cells:
            down = min(_span(c, "rowspan", most=len(rows)), len(rows) - number)
            across = _span(c, "colspan")
            grid.put(Cell(_words(c), number, 0, down, across, c.tag == "th"))
    if not grid.cells:
        return
    # A header whose label reaches down into the body belongs to it as far as it reaches.
    head = max([head, *(c.row + c.down for c in grid.cells if c.row < head)])
    yield Table(len(rows), grid.columns, tuple(grid.cells), 0 if head >= len(rows) else head, title)


def _nearest(row: etree._Element) -> etree._Element | None:
    return next(iter(row.iterancestors("table")), None)


def _span(cell: etree._Element, name: str, most: int = WIDEST) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value), most)) if re.fullmatch(r"\d{1,4}", value) else 1
