"""HTML pages, as portals publish them and as Word saves them.

Places: a table cell is Origin(table, row, cell): the table's 0-based number among all <table>
elements in document order (nested ones counted), the 0-based <tr> of that table's own rows, the
0-based <td>/<th> of that row. A paragraph is Origin(line, row): the source line, and in `row` the
0-based number, in document order, of the element its text begins in, counted over all elements of
`tree(data)`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from gongkai.characters import raised
from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin, Paragraph
from gongkai.readers.document import Block, Document
from gongkai.readers.encoding import decode, shown, stray_bytes
from gongkai.readers.placing import Written, as_blocks, layout_tables, place, refuse_crowd

MEDIA_TYPE = "text/html"
MAX_BYTES = 20 << 20
MAX_TEXT = 8 << 20  # characters, pictures written into the page taken out
MAX_ATTRIBUTES = 2_000  # of one element

_CHARSET = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*encoding=["']([\w.:-]+)""", re.I
)
_DATA_URI = re.compile(r"data:[\w/+.-]+;base64,[\w+/=\s%]*")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BETWEEN_ATTRIBUTES = " \t\r\n\f/\"'"
_DIGITS = re.compile(r"\s*\+?(\d{1,9})")
_META = ("ArticleTitle", "PubDate", "ContentSource", "Author", "ColumnName", "SiteName")
_META_NAMES = {name.lower(): name for name in _META}

_NAME = re.compile(r"\w+")
_SKIPPED = frozenset(
    _NAME.findall(
        "applet audio canvas head iframe math noframes noscript object option script select style "
        "svg template video xml"
    )
)
_BLOCKS = frozenset(
    _NAME.findall(
        "address article aside blockquote body caption center dd details dialog dir div dl dt "
        "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main "
        "menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
    )
)
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’"
_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t\r]*\n[ \t\r\n]*(?=[{_WIDE}])")
_SPACES = re.compile("[ \t\r\n\f]+")


def tree(data: bytes, *, charset: str | None = None) -> etree._Element:
    """Return the root element of a page, parsed without network and without comments.

    `charset` is what a transport (MHT, HTTP) declares; the page's own declaration comes second.
    Raises UnreadableInput where the page is empty, too large or nested too deeply to be read whole.
    """
    return _parse_text(_text(data, charset))


def _text(data: bytes, charset: str | None) -> str:
    if not data.strip():
        raise UnreadableInput("readers.empty_file")
    if len(data) > MAX_BYTES:
        raise UnreadableInput("readers.too_large", megabytes=len(data) >> 20, limit=MAX_BYTES >> 20)
    if charset is None and (found := _CHARSET.search(data[:8192])):
        charset = (found[1] or found[2]).decode("ascii")
    return decode(data, declared=charset)


def _parse_text(text: str) -> etree._Element:
    if "base64," in text:  # pictures written into the page
        text = _DATA_URI.sub("", text)
    if len(text) > MAX_TEXT:
        raise UnreadableInput("readers.too_large", megabytes=len(text) >> 20, limit=MAX_TEXT >> 20)
    refuse_crowd(text.count("<") // 2)  # before a tree is made of it
    _refuse_attributes(text)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput("readers.html_damaged") from error
    if root is None:
        raise UnreadableInput("readers.html_damaged")
    # libxml2 stops quietly at 256 levels or a text of 10 MB: the rest of the page would be missing.
    if any("PARSE_HUGE" in entry.message for entry in parser.error_log):
        raise UnreadableInput("readers.html_too_deep")
    return root


class _AttributeCount:
    """Refuses an element with too many attributes: a tree of them takes time by their square."""

    def start(self, _: str, attributes: dict[str, str]) -> None:
        if len(attributes) > MAX_ATTRIBUTES:
            raise UnreadableInput("readers.too_many_elements", limit=MAX_ATTRIBUTES)

    def close(self) -> None:
        """Nothing is kept."""


def _refuse_attributes(text: str) -> None:
    """Raise UnreadableInput where an element has more than `MAX_ATTRIBUTES`."""
    if sum(map(text.count, _BETWEEN_ATTRIBUTES)) < 10 * MAX_ATTRIBUTES:  # most pages
        return
    target: Any = _AttributeCount()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, target=target)
    with suppress(etree.XMLSyntaxError, ValueError):  # the parse that follows says so
        etree.fromstring(text.encode("utf-8", "replace"), parser)


def parse(data: bytes, *, name: str = "", charset: str | None = None) -> Document:
    """Return a page as paragraphs and grids.

    Raises UnreadableInput where it is empty, larger than `MAX_BYTES` or too deeply nested.
    """
    text = _text(data, charset)
    page = _Page(_parse_text(text))
    page.read()
    title = page.root.find(".//title")
    return Document(
        MEDIA_TYPE,
        tuple(page.blocks),
        title=_line([_all_text(title)]) if title is not None else "",
        issues=(*stray_bytes(text), *page.issues()),
        meta=_meta(page.root),
    )


def _meta(root: etree._Element) -> dict[str, str]:
    """Return what the page states in the <meta> elements that government sites must carry."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = _META_NAMES.get((element.get("name") or "").lower())
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _line(pieces: list[str]) -> str:
    """Return pieces of running text as a browser shows them: white space folded, ends bare."""
    text = "".join(pieces)
    if text.isascii() and text.isalnum():  # a bare number, as most cells are
        return text
    text = shown(text)
    if "\n" in text:
        text = _WRAPPED.sub("", text)
    return _SPACES.sub(" ", text).strip()


def _all_text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


@lru_cache(1024)
def _style_hides(style: str) -> bool:
    return _NOT_SHOWN.search(style) is not None


def _hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return (style is not None and _style_hides(style)) or element.get("hidden") is not None


class _Lines:
    """Running text cut into lines, each with the element that it begins in."""

    __slots__ = ("_pieces", "_start", "lines")

    def __init__(self) -> None:
        self.lines: list[tuple[str, etree._Element]] = []
        self._pieces: list[str] = []
        self._start: etree._Element | None = None

    @property
    def begun(self) -> bool:
        """Whether there is text already."""
        return self._start is not None or bool(self.lines)

    def add(self, text: str, element: etree._Element) -> None:
        if self._start is None:
            if not text.strip(" \t\r\n\f\xa0"):
                return
            self._start = element
        self._pieces.append(text)

    def end(self) -> None:
        if self._start is not None:
            line = _line(self._pieces)
            if line:
                self.lines.append((line, self._start))
            self._pieces.clear()
            self._start = None


class _Page:
    """One walk over a page: paragraphs and grids in reading order."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.blocks: list[Block] = []
        refuse_crowd(sum(1 for _ in root.iter("*")))
        self._table = {element: i for i, element in enumerate(root.iter("table"))}
        self._layout = layout_tables(root, "table", ("td", "th"))
        self._begins: list[tuple[int, etree._Element]] = []  # paragraph -> where its text begins
        self._lines = _Lines()
        self._deleted = False
        self._note = 0  # so many raised elements are open that follow other text
        self._hidden_cells = 0

    def read(self) -> None:
        """Fill `blocks`."""
        self._walk(self.root)
        self._flush()
        wanted = {element for _, element in self._begins}
        number = {e: i for i, e in enumerate(self.root.iter("*")) if e in wanted}
        for at, element in self._begins:
            origin = Origin(line=cast("int", element.sourceline), row=number[element])
            self.blocks[at] = replace(self.blocks[at], origin=origin)

    def issues(self) -> Iterator[Issue]:
        """Yield what a person must know about what was not read."""
        if self._deleted:
            yield Issue("readers.tracked_changes")
        if self._hidden_cells:
            yield Issue("readers.hidden_text", (("count", self._hidden_cells),))

    def _flush(self) -> None:
        self._lines.end()
        for text, element in self._lines.lines:
            self._begins.append((len(self.blocks), element))
            self.blocks.append(Paragraph(text))
        self._lines.lines.clear()

    def _walk(self, element: etree._Element, into: _Lines | None = None) -> None:
        """Read `element`: into a cell's lines where `into` is given, else into blocks."""
        lines = into or self._lines
        tag = element.tag
        if tag in _SKIPPED or _hidden(element):
            return
        if tag == "del":
            self._deleted = True
            return
        if tag == "br":
            lines.end()
            return
        if tag == "input" and element.get("type", "text") in ("text", "number"):
            lines.add(element.get("value") or "", element)
            return
        if tag == "table" and into is None:
            self._read_table(element)
            return
        block = tag in _BLOCKS
        if block:
            lines.end()
        note = tag == "sup" and lines.begun
        self._note += note
        if element.text:
            if tag == "pre" and "\n" in element.text:
                self._verbatim(element.text, element, lines)
            else:
                lines.add(raised(element.text) if self._note else element.text, element)
        for child in element:
            self._walk(child, into)
            if child.tail:
                lines.add(raised(child.tail) if self._note else child.tail, element)
        self._note -= note
        if block:
            lines.end()

    def _verbatim(self, text: str, element: etree._Element, lines: _Lines) -> None:
        """Read preformatted text, in which line ends count."""
        *whole, last = text.split("\n")
        for line in whole:
            lines.add(line, element)
            lines.end()
        lines.add(last, element)

    def _read_table(self, table: etree._Element) -> None:
        self._flush()
        origin = Origin(table=self._table[table])
        if table in self._layout:
            for child in table:
                self._walk(child)
            self._flush()
            return
        for caption in table.iterchildren("caption"):
            self._walk(caption)
        self._flush()
        cells = place(self._written(list(_row_groups(table)), self._table[table]))
        self.blocks += as_blocks(cells, origin)

    def _written(
        self, groups: list[list[list[etree._Element]]], number: int
    ) -> Iterator[list[list[Written]]]:
        """Yield the groups of rows with the text, spans and place of each shown cell."""
        index = 0
        for group in groups:
            rows = []
            for row in group:
                cells = list(self._written_row(row, number, index))
                index += 1
                if cells or not row:  # a row of which every cell is hidden is not printed at all
                    rows.append(cells)
            yield rows

    def _written_row(self, row: list[etree._Element], number: int, index: int) -> Iterator[Written]:
        parent = row[0].getparent() if row else None
        row_hidden = parent is not None and _hidden(parent)
        for at, cell in enumerate(row):
            if row_hidden or _hidden(cell):
                self._hidden_cells += bool(_all_text(cell).strip())
                continue
            lines = _Lines()
            self._walk(cell, lines)
            lines.end()
            yield Written(
                "\n".join([line for line, _ in lines.lines]),
                _span(cell, "colspan") or 1,
                _span(cell, "rowspan"),
                Origin(table=number, row=index, cell=at),
                glued=len(cell) > 0 and any(_is_wide(t) for t in cell.iter("table")),
            )


def _is_wide(table: etree._Element) -> bool:
    """Whether a row of a nested table has cells side by side."""
    return any(len(row) > 1 for row in table.iter("tr"))


def _span(cell: etree._Element, name: str) -> int | None:
    """Return a span as written; 1 where it is missing or no number, None for 0 (to the end)."""
    written = cell.get(name)
    if written is None:
        return 1
    digits = _DIGITS.match(written)
    return int(digits[1]) or None if digits else 1


def _row_groups(table: etree._Element) -> Iterator[list[list[etree._Element]]]:
    """Yield the table's own rows by row group; what stands wrongly between them is looked through.

    Cells without a row make a row of their own.
    """
    group: list[list[etree._Element]] = []
    loose: list[etree._Element] = []
    for child in table:
        if child.tag in _CELLS:
            if not loose:
                group.append(loose)
            loose.append(child)
            continue
        loose = []
        if child.tag == "tr":
            group.append(list(_cells(child)))
        elif child.tag in _GROUPS:
            if group:
                yield group
                group = []
            yield from _row_groups(child)
        elif child.tag != "table" and child.find(".//tr") is not None:
            for inner in _row_groups(child):
                group += inner
    if group:
        yield group


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of one row; a form or span wrongly around them is looked through."""
    for child in row:
        if child.tag in _CELLS:
            yield child
        elif child.tag not in ("table", "tr"):
            yield from _cells(child)
