"""A letter as it stands: what a writer prints and what the checker reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.cases.letter_text import Printed
from gongkai.cases.remedies import Remedies


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a letter; `head` is empty where each row begins with its label.

    `widths` are the shares of the line that the columns take.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """The reply slip that goes with a letter, on a page of its own."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, whole and in order; nothing in it is markup.

    mark        发文机关标志, printed in red; "" for a letter without 红头
    number      文号, as 临农依复〔2026〕3号
    addressee   主送, without its colon; "" for a paper that stays in the file
    paragraphs  the body, `remedies` among them
    remedies    the paragraph that tells remedies, "" for none
    attachments the names of 附件 in order
    note        附注, without its brackets
    seal        whether the organ's seal is set over organ and date
    facts       what was filled in, as printed: what the checker looks for
    told        the remedies that apply, for whoever shows them elsewhere
    """

    kind: str
    title: str
    number: str
    addressee: str
    paragraphs: tuple[str, ...]
    remedies: str
    attachments: tuple[str, ...]
    organ: str
    date: date | None
    seal: bool = True
    note: str = ""
    mark: str = ""
    table: Table | None = None
    slip: Slip | None = None
    facts: Mapping[str, Printed] = field(default_factory=dict, compare=False)
    told: Remedies | None = None

    @property
    def body(self) -> str:
        """What the letter states: its paragraphs, table and attachments, one to a line."""
        rows = (cell for row in (self.table.rows if self.table else ()) for cell in row)
        return "\n".join((*self.paragraphs, *rows, *self.attachments))


def numbered(word: str, *, year: int, serial: int) -> str:
    """Return a 文号: ``numbered("临农依复", year=2026, serial=3)`` is 临农依复〔2026〕3号."""
    return f"{word}〔{year}〕{serial}号"
