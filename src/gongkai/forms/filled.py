"""One report: every figure with where it stood and its raw text, and the words around the tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from gongkai.errors import DataError, Lang, say
from gongkai.figures import ABSENT, Figure
from gongkai.forms.form import Address, Form


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something stood in the source; what the format cannot tell is None.

    page    1-based; box (left, top, right, bottom) in points from the page's top left corner
    line    1-based line of a text file; column 1-based character in that line
    table   0-based number of the table in the document; row and cell 0-based within it
    sheet   name of the worksheet; ref its cell reference (``"C7"``)
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None
    column: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    sheet: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a report with its raw text and place.

    doubt  why it is not certain: the code of the reading issue that concerns it
    sure   how sure text recognition was, from 0 to 1; None where it recognised nothing here
    """

    address: Address
    figure: Figure
    raw: str = ""
    origin: Origin | None = None
    doubt: str | None = None
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about the reading that a person must know; ``errors.say(code, **facts)`` says it.

    code  a wording code of the package that noticed it, e.g. ``"readers.row_too_short"``
    """

    code: str
    facts: tuple[tuple[str, object], ...] = ()
    address: Address | None = None
    origin: Origin | None = None

    def sentence(self, lang: Lang = "zh") -> str:
        """Return the issue as one sentence for a person."""
        return say(self.code, lang, **dict(self.facts))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of prose and where it stood."""

    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of the report (1-6; 0 is what stands before part one).

    heading  the heading line as printed, number included (``"2、 主动公开政府信息情况"``)
    title    the heading without its number
    """

    number: int
    title: str
    heading: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    origin: Origin | None = None

    @property
    def text(self) -> str:
        """The prose of the part, one line per paragraph, tables left out."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Misprint:
    """A row or column label that is not as the form has it; the figures under it were read."""

    table: str
    printed: str
    official: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """How the report says its author can be reached; everything as printed."""

    address: str = ""
    postcode: str = ""
    phones: tuple[str, ...] = ()
    fax: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class FilledForm:
    """One report: figures by address, the six parts, and who, when, under which number.

    Indexing gives the figure of an address; an address of the form that was not filled is ABSENT,
    one that is not in the form raises DataError.
    """

    form: Form
    cells: Mapping[Address, Cell]
    title: str = ""
    authority: str = ""  # the organ the report is on, as its title or signature names it
    year: int | None = None
    sections: tuple[Section, ...] = ()
    document_number: str = ""  # 发文字号
    contacts: Contacts = field(default_factory=Contacts)
    period: tuple[date, date] | None = None  # 统计期限
    written_on: date | None = None  # 成文日期
    published_on: date | None = None  # 发布日期
    printed_on: date | None = None  # 印发日期
    copies_to: str = ""  # 抄送, without the full stop
    printer: str = ""  # 印发机关
    misprints: tuple[Misprint, ...] = ()

    def __post_init__(self) -> None:
        unknown = next((a for a in self.cells if a not in self.form.address_set), None)
        if unknown is not None:
            raise DataError("forms.unknown_cell", address=unknown)
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))

    def __getitem__(self, address: Address) -> Figure:
        cell = self.cells.get(address)
        if cell is not None:
            return cell.figure
        if address not in self.form.address_set:
            raise DataError("forms.unknown_cell", address=address)
        return ABSENT

    def __iter__(self) -> Iterator[Address]:
        return iter(self.form.addresses)

    @property
    def figures(self) -> dict[Address, Figure]:
        """Every address of the form with its figure, ABSENT where the report has no such cell."""
        return {address: self[address] for address in self.form.addresses}

    def section(self, number: int) -> Section | None:
        """Return the part with that number, or None where the report lacks it."""
        return next((s for s in self.sections if s.number == number), None)


def filled(form: Form, figures: Mapping[Address, Figure], **facts: object) -> FilledForm:
    """Return a report made of bare figures; `facts` are further fields of FilledForm."""
    cells: Iterable[Cell] = (
        Cell(address, figure, figure.text or "") for address, figure in figures.items()
    )
    return FilledForm(form, {c.address: c for c in cells}, **facts)  # type: ignore[arg-type]
