"""Personal data in a version: every piece is hidden or justified before the document is signed."""

import hashlib
import html
import re
from dataclasses import dataclass

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
    decided = dict(
        PersonalDataDecision.objects.filter(document=version.document_id).values_list(
            "key", "reason"
        )
    )
    found: dict[str, Hit] = {}
    particulars = (getattr(version, name) for name in SEARCHED if name != "body")
    prose = "\n".join((*filter(None, particulars), plain(_TABLE.sub("", version.body))))
    for one in privacy.find(prose):
        words = (
            prose[max(one.start - _CONTEXT, 0) : one.start]
            + f"【{one.text}】"
            + prose[one.end : one.end + _CONTEXT]
        )
        _add(found, one.kind, one.text, one.certainty, words, decided)
    for rows in tables(version.body):
        for cell in privacy.find_in_table(rows):
            words = "｜".join(
                f"【{text}】" if index == cell.column else text
                for index, text in enumerate(rows[cell.row])
            )
            _add(found, cell.kind, cell.text, cell.certainty, words, decided)
    return list(found.values())


def undecided(version: DocumentVersion) -> list[Hit]:
    """Return what nobody has decided on yet."""
    return [hit for hit in hits(version) if not hit.decided]


def hide(name: str, text: str, hit: Hit) -> str:
    """Return one of the searched texts with a piece masked wherever it stands."""
    if name != "body":
        return text.replace(hit.text, hit.masked)
    return text.replace(html.escape(hit.text, quote=False), html.escape(hit.masked, quote=False))


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
    decided: dict[str, str],
) -> None:
    key = hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()
    if key not in found:
        found[key] = Hit(kind, text, certainty, words.replace("\n", " "), key, decided.get(key, ""))
