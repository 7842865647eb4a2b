"""Personal data in a version: every piece is hidden or justified before the document is signed."""

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from gongkai import privacy
from portal.publishing.models import DocumentVersion, PersonalDataDecision
from portal.publishing.search.text import plain

_CONTEXT = 16
SEARCHED = ("title", "keywords", "summary", "source", "body")
"""What of a version is searched, and where a piece is hidden."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One piece of personal data as a person decides on it.

    key      names the piece without repeating it: decisions are kept by it
    words    what stands around it, the piece itself between 【 and 】
    decided  by whom and why it may stay, "" while nobody has decided
    """

    kind: privacy.Kind
    text: str
    certainty: privacy.Certainty
    words: str
    key: str
    decided: str = ""

    @property
    def masked(self) -> str:
        """The piece as it would be shown when hidden."""
        return privacy.mask(
            privacy.Finding(self.kind, 0, len(self.text), self.text, self.certainty)
        )


def hits(version: DocumentVersion) -> list[Hit]:
    """Return the personal data of a version: its particulars, its prose, its tables; each piece once."""
    found = _pieces(tuple(getattr(version, name) for name in SEARCHED))
    made = PersonalDataDecision.objects.filter(document=version.document_id)
    decided = dict(made.values_list("key", "reason"))
    return [replace(hit, decided=decided[hit.key]) if hit.key in decided else hit for hit in found]


def undecided(version: DocumentVersion) -> list[Hit]:
    """Return what nobody has decided on yet."""
    return [hit for hit in hits(version) if not hit.decided]


@lru_cache(maxsize=16)
def _pieces(texts: tuple[str, ...]) -> tuple[Hit, ...]:
    """Search the texts named by `SEARCHED`; a page asks several times for the same ones."""
    *particulars, body = texts
    found: dict[str, Hit] = {}
    prose = "\n".join((*filter(None, particulars), plain(_TABLE.sub("", body))))
    for one in privacy.find(prose):
        words = (
            prose[max(one.start - _CONTEXT, 0) : one.start]
            + f"【{one.text}】"
            + prose[one.end : one.end + _CONTEXT]
        )
        _add(found, one.kind, one.text, one.certainty, words)
    for rows in tables(body):
        for cell in privacy.find_in_table(rows):
            words = "｜".join(
                f"【{text}】" if index == cell.column else text
                for index, text in enumerate(rows[cell.row])
            )
            _add(found, cell.kind, cell.text, cell.certainty, words)
    return tuple(found.values())


def hide(name: str, text: str, chosen: Iterable[Hit]) -> str:
    """Return one of the searched texts with pieces masked wherever they stand, the longest first."""
    masks = {hit.text: hit.masked for hit in chosen}
    if name == "body":
        masks = {html.escape(k, quote=False): html.escape(v, quote=False) for k, v in masks.items()}
    if not masks:
        return text
    lengths = sorted({len(piece) for piece in masks}, reverse=True)
    begins = re.compile(f"[{re.escape(''.join({piece[0] for piece in masks}))}]")
    kept: list[str] = []
    at = done = 0
    while (start := begins.search(text, at)) is not None:
        at = start.start()
        piece = next((p for n in lengths if (p := text[at : at + n]) in masks), "")
        if piece:
            kept += (text[done:at], masks[piece])
            done = at + len(piece)
        at += len(piece) or 1
    return "".join((*kept, text[done:]))


_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)


def tables(body: str) -> list[list[list[str]]]:
    """Return the tables of a cleaned body as rows of texts; a spanning cell fills its columns."""
    if "<table" not in body:
        return []
    root = etree.HTML(f"<div>{body}</div>")
    return [_grid(table) for table in root.iter("table")]


_WIDEST = 200  # columns; a span beyond them is nobody's table


def _grid(table: etree._Element) -> list[list[str]]:
    """Return a table's texts, each under its column though cells above or beside it span several."""
    rows: list[list[str]] = []
    above: dict[int, int] = {}  # column -> rows that a cell from above still reaches down
    for row in table.iter("tr"):
        cells: list[str] = []
        below: dict[int, int] = {}
        for cell in row:
            if cell.tag not in ("td", "th") or len(cells) >= _WIDEST:
                continue
            _reach(cells, above, below)
            words = "".join(str(piece) for piece in cell.itertext()).strip()
            down = _span(cell, "rowspan") - 1
            for place in range(min(_span(cell, "colspan"), _WIDEST - len(cells))):
                below[len(cells)] = down
                cells.append("" if place else words)
        _reach(cells, above, below)
        rows.append(cells)
        above = below
    return rows


def _reach(cells: list[str], above: dict[int, int], below: dict[int, int]) -> None:
    """Leave the columns empty that a cell from above reaches down into."""
    while len(cells) < _WIDEST and above.get(len(cells), 0) > 0:
        below[len(cells)] = above[len(cells)] - 1
        cells.append("")


def _span(cell: etree._Element, name: str) -> int:
    said = cell.get(name, "1")
    return max(min(int(said), _WIDEST), 1) if said.isascii() and said.isdigit() else 1


def _add(
    found: dict[str, Hit],
    kind: privacy.Kind,
    text: str,
    certainty: privacy.Certainty,
    words: str,
) -> None:
    key = hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()
    if key not in found:
        found[key] = Hit(kind, text, certainty, words.replace("\n", " "), key)
