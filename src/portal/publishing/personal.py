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
    """Return the personal data of a version: its title, its prose, its tables; each piece once."""
    decided = dict(
        PersonalDataDecision.objects.filter(document=version.document_id).values_list(
            "key", "reason"
        )
    )
    found: dict[str, Hit] = {}
    prose = f"{version.title}\n{plain(_TABLE.sub('', version.body))}"
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


def hide(body: str, hit: Hit) -> str:
    """Return a body in which a piece is masked wherever it stands."""
    return body.replace(html.escape(hit.text, quote=False), html.escape(hit.masked, quote=False))


_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)


def tables(body: str) -> list[list[list[str]]]:
    """Return the tables of a cleaned body as rows of texts; a spanning cell fills its columns."""
    if "<table" not in body:
        return []
    root = etree.HTML(f"<div>{body}</div>")
    found = []
    for table in root.iter("table"):
        rows = []
        for row in table.iter("tr"):
            cells: list[str] = []
            for cell in row:
                if cell.tag in ("td", "th"):
                    span = cell.get("colspan", "1")
                    words = "".join(str(piece) for piece in cell.itertext()).strip()
                    cells += [words] + [""] * (min(int(span), 50) - 1 if span.isdigit() else 0)
            rows.append(cells)
        found.append(rows)
    return found


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
