"""Marks in an existing page: bytes are only inserted, none is changed, whatever its encoding.

A mark holds its words in attributes, shown by CSS: the text of the page, and so every figure a
program reads in it, stays what it was. A list of all the messages stands at the top.

Messages are ASCII with character references, so they are right in GBK, Big5 and UTF-8 alike. The
page is parsed once to find the element a place names; the element's start tag is then found in the
bytes by its number among the tags of its kind. Where the parser had to invent tags the numbers
disagree, and the remark stands in the list alone.
"""

import re
from collections.abc import Sequence
from html import escape

from lxml import etree

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Origin
from gongkai.writers.remarks import Remark

_MOST_BYTES = 20 << 20
# In latin-1 every byte is a character; no lead or trail byte of GB18030 or Big5 is "<" or ">".
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp)\b.*?(?:</\1\s*>|\Z)"
    r"|<(/?)([a-z][a-z0-9:]*)[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_STYLE = (
    "<style>.gongkai-mark{position:relative;cursor:help}"
    ".gongkai-mark::before{content:attr(data-mark);margin-left:2px;padding:0 3px;font-size:12px;"
    "border:1px solid #8a6d00;background:#fff3cd;color:#4d3d00;white-space:nowrap}"
    ".gongkai-mark:hover::after,.gongkai-mark:focus::after{content:attr(data-text);"
    "position:absolute;z-index:9;right:0;top:1.6em;width:18em;padding:6px;font-size:13px;"
    "line-height:1.5;text-align:left;text-indent:0;white-space:normal;"
    "border:1px solid #8a6d00;background:#fff3cd;color:#4d3d00}"
    ".gongkai-findings{margin:8px;padding:8px 8px 8px 3em;font-size:14px;line-height:1.6;"
    "border:1px solid #8a6d00;background:#fff3cd;color:#4d3d00;text-align:left}</style>"
)
_CELLS = ("td", "th")
_CLOSERS = {
    "td": ("td", "th", "tr", "table", "tbody", "thead", "tfoot"),
    "th": ("td", "th", "tr", "table", "tbody", "thead", "tfoot"),
}


def add(data: bytes, remarks: Sequence["Remark"]) -> bytes:
    """Return the page with each remark marked beside its place.

    A cell is Origin(table, row, cell), numbered as by `readers.html`; a paragraph Origin(line, row)
    with the number of its element. A remark without a place the page has is only in the list.
    Raises UnreadableInput for a page that is too large or no page.
    """
    if len(data) > _MOST_BYTES:
        raise UnreadableInput("writers.not_page")
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(mark):  # UTF-16: the only encoding in which "<" is not one byte
            plain = data.decode("utf-16").encode("utf-8")
            return mark + add(plain, remarks).decode("utf-8").encode(
                "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
            )
    if not remarks:
        return data
    page = _Page(data)
    inserted: dict[int, list[str]] = {}
    entries: list[str] = []
    for number, remark in enumerate(remarks, start=1):
        position = page.position(remark.place)
        text = escape(remark.text)
        if position is None:
            entries.append(f"<li>{text}</li>")
            continue
        entries.append(f'<li><a href="#gongkai-mark-{number}">{text}</a></li>')
        inserted.setdefault(position, []).append(
            f'<span id="gongkai-mark-{number}" class="gongkai-mark" role="note" tabindex="0"'
            f' aria-label="{text}" data-mark="{escape(remark.level)}{number}" data-text="{text}"></span>'
        )
    listed = f'{_STYLE}<ol class="gongkai-findings">{"".join(entries)}</ol>'
    inserted.setdefault(page.top, []).insert(0, listed)
    parts: list[bytes] = []
    last = 0
    for place in sorted(inserted):
        marks = "".join(inserted[place]).encode("ascii", "xmlcharrefreplace")
        parts += [data[last:place], marks]
        last = place
    return b"".join([*parts, data[last:]])


class _Page:
    """A page as a tree and as tags with their places in the bytes."""

    def __init__(self, data: bytes) -> None:
        self._tags: list[tuple[str, bool, int, int]] = []  # name, closing, start, end
        text = data.decode("latin-1")
        for match in _MARKUP.finditer(text):
            name = (match[3] or match[1] or "").lower()
            if name:
                self._tags.append((name, bool(match[2]), match.start(), match.end()))
        parser = etree.HTMLParser(
            encoding="utf-8",
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(text.replace("\0", "").encode(), parser)
        except (etree.XMLSyntaxError, ValueError):
            raise UnreadableInput("writers.not_page") from None
        if root is None:
            raise UnreadableInput("writers.not_page")
        self._elements = list(root.iter())
        body = next(
            (end for name, closing, _, end in self._tags if (name, closing) == ("body", False)), 0
        )
        self.top = body

    def position(self, place: Origin | None) -> int | None:
        """Return the byte before which the mark of a place goes, None where the page lacks it."""
        element = self._element(place)
        found = self._tag(element) if element is not None else None
        if found is None:
            return None
        name = self._tags[found][0]
        for closer, closing, start, _ in self._tags[found + 1 :]:
            if closer in _CLOSERS.get(name, (name,)):
                return start if closing or name in _CELLS else self._tags[found][3]
        return self._tags[found][3]

    def _element(self, place: Origin | None) -> etree._Element | None:
        if place is None or place.row is None:
            return None
        if place.table is None:
            return self._elements[place.row] if place.row < len(self._elements) else None
        tables = [element for element in self._elements if element.tag == "table"]
        if place.table >= len(tables) or place.cell is None:
            return None
        table = tables[place.table]
        rows = [tr for tr in table.iter("tr") if next(tr.iterancestors("table"), None) is table]
        if place.row >= len(rows):
            return None
        cells = [cell for cell in rows[place.row] if cell.tag in _CELLS]
        return cells[place.cell] if place.cell < len(cells) else None

    def _tag(self, element: etree._Element) -> int | None:
        """Return the number of an element's start tag, or None where it cannot be told for sure."""
        alike = [each for each in self._elements if each.tag == element.tag]
        starts = [
            number
            for number, (name, closing, *_) in enumerate(self._tags)
            if name == element.tag and not closing
        ]
        return starts[alike.index(element)] if len(alike) == len(starts) else None
