"""Read our own JSON back: the contract of ``cli/schemas/report.schema.json``, version 1.

What a document claims of its own reading (status, issues, doubts) is kept, and refused where it
contradicts itself.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from gongkai.errors import DataError, UnknownEdition, UnreadableInput, say
from gongkai.figures import ABSENT, Figure, Status
from gongkai.forms import form as forms
from gongkai.forms.filled import (
    Cell,
    Contacts,
    FilledForm,
    Issue,
    Misprint,
    Origin,
    Paragraph,
    Section,
)
from gongkai.forms.form import EDITIONS, Address, Form
from gongkai.readers.result import ReadStatus

VERSION = 1
_FIRST_YEAR, _LAST_YEAR = 1949, 2999
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,10})?")
_CODE = re.compile(r"readers\.[a-z0-9_]{1,60}")
_FROM_ONE = ("page", "line", "column")  # places counted from 1; the others from 0
_FROM_NOUGHT = ("table", "row", "cell")
# What msgspec says, in English only: what was expected, or what is missing, and the place.
_EXPECTED = re.compile(r"Expected `(?P<what>[^` ]+)[^`]*`(?: (?P<bound>[<>]=))?")
_MISSING = re.compile(r"Object missing required field `(?P<name>[^`]*)`")
_PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")
_EXPECTATIONS = ("str", "int", "float", "array", "object", "date")

Year = Annotated[int, msgspec.Meta(ge=_FIRST_YEAR, le=_LAST_YEAR)]
Number = Annotated[int, msgspec.Meta(ge=0, le=99)]


class _Cell(msgspec.Struct, frozen=True):
    address: str
    status: Status
    value: str | None
    raw: str = ""
    origin: Origin | None = None
    doubt: str | None = None
    sure: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class _Section(msgspec.Struct, frozen=True):
    number: Number
    title: str
    text: str
    heading: str = ""
    paragraphs: tuple[Paragraph, ...] | None = None
    origin: Origin | None = None


class _Issue(msgspec.Struct, frozen=True):
    code: str
    message: str
    facts: dict[str, str | int | float] | None = None
    address: str | None = None
    origin: Origin | None = None


class _Report(msgspec.Struct, frozen=True):
    version: int
    edition: str | None
    authority: str
    year: Year | None
    title: str
    cells: list[_Cell]
    sections: list[_Section]
    status: ReadStatus | None = None
    issues: tuple[_Issue, ...] = ()
    document_number: str = ""
    contacts: Contacts = Contacts()
    period: tuple[date, date] | None = None
    written_on: date | None = None
    published_on: date | None = None
    printed_on: date | None = None
    copies_to: str = ""
    printer: str = ""
    misprints: tuple[Misprint, ...] = ()


def report(data: bytes) -> FilledForm:
    """Return the report of a JSON document in our own shape; raises as `parse` does."""
    return parse(data)[0]


def parse(data: bytes) -> tuple[FilledForm, tuple[Issue, ...]]:
    """Return the report of a JSON document in our own shape, and the issues of its reading.

    Raises UnreadableInput for bytes that are not JSON, not of this shape, of another version, of a
    reading that failed, that name a cell the edition does not have or contradict themselves.
    """
    document = _decoded(data)
    if document.version != VERSION:
        raise UnreadableInput("readers.json_version", version=document.version, known=VERSION)
    if document.status is ReadStatus.FAILED:
        raise UnreadableInput("readers.json_without_report")
    if document.status is not None and (document.status is ReadStatus.PARTIAL) != bool(
        document.issues
    ):
        count = len(document.issues)
        raise UnreadableInput("readers.json_status", status=document.status, count=count)
    form = _form(document)
    found = FilledForm(
        form=form,
        cells=_cells(form, document.cells),
        title=document.title,
        authority=document.authority,
        year=document.year,
        sections=tuple(map(_section, document.sections)),
        document_number=document.document_number,
        contacts=document.contacts,
        period=document.period,
        written_on=document.written_on,
        published_on=document.published_on,
        printed_on=document.printed_on,
        copies_to=document.copies_to,
        printer=document.printer,
        misprints=document.misprints,
    )
    _refuse_days(found)
    tables = {table.id for table in form.tables}
    for number, misprint in enumerate(found.misprints):
        _refuse_place(misprint.origin)
        if misprint.table not in tables:
            raise UnreadableInput("readers.json_place", place=f"misprints[{number}].table")
    return found, tuple(_issue(form, entry) for entry in document.issues)


def _decoded(data: bytes) -> _Report:
    try:
        return msgspec.json.decode(data, type=_Report)
    except msgspec.ValidationError as error:
        raise _unlike(str(error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise UnreadableInput("readers.json_malformed") from None


def _unlike(said: str) -> UnreadableInput:
    """Return which place of a document is not as the contract has it, and what belongs there."""
    match = _PLACE.search(said)
    place = match["place"] if match else ""
    if missing := _MISSING.match(said):
        return UnreadableInput(
            "readers.json_missing", place=".".join(filter(None, (place, missing["name"])))
        )
    if not place:
        return UnreadableInput("readers.json_shape")
    expected = _EXPECTED.match(said)
    if expected and expected["bound"] and place == "year":
        facts = {"least": _FIRST_YEAR, "most": _LAST_YEAR}
        return UnreadableInput("readers.json_year", place=place, **facts)
    if expected and not expected["bound"] and expected["what"] in _EXPECTATIONS:
        return UnreadableInput(f"readers.json_{expected['what']}", place=place)
    if "date" in said:
        return UnreadableInput("readers.json_date", place=place)
    return UnreadableInput("readers.json_place", place=place)


def _form(document: _Report) -> Form:
    """Return the edition of a document; where it found none, the one whose cells it lists."""
    if document.edition is not None:
        try:
            return forms.load(document.edition)
        except UnknownEdition:
            raise UnreadableInput("readers.json_edition", edition=document.edition) from None
    listed = {entry.address for entry in document.cells}
    if listed and all(entry.status is Status.ABSENT for entry in document.cells):
        for form in map(forms.load, EDITIONS):
            if listed == set(map(str, form.addresses)):
                return form
    raise UnreadableInput("readers.json_without_report")


def _cells(form: Form, entries: list[_Cell]) -> dict[Address, Cell]:
    """Return the cells by address; an absent cell that says nothing more is left out."""
    cells: dict[Address, Cell] = {}
    for entry in entries:
        cell = _cell(entry)
        if cell.address in cells or cell.address not in form.address_set:
            raise UnreadableInput("readers.json_cell", address=entry.address)
        cells[cell.address] = cell
    return {a: c for a, c in cells.items() if c != Cell(a, ABSENT)}


def _cell(entry: _Cell) -> Cell:
    number = None
    if entry.value is not None:
        if not _NUMBER.fullmatch(entry.value):
            raise UnreadableInput("readers.json_cell", address=entry.address)
        number = Decimal(entry.value)
    try:
        address = Address.parse(entry.address)
        figure = Figure(entry.status, number)
    except DataError:
        raise UnreadableInput("readers.json_cell", address=entry.address) from None
    _refuse_place(entry.origin)
    return Cell(address, figure, entry.raw, entry.origin, entry.doubt, entry.sure)


def _section(entry: _Section) -> Section:
    paragraphs = entry.paragraphs
    if paragraphs is None:
        paragraphs = tuple(map(Paragraph, entry.text.splitlines()))
    elif entry.text != "\n".join(p.text for p in paragraphs):
        raise UnreadableInput("readers.json_section", number=entry.number)
    for origin in (entry.origin, *(p.origin for p in paragraphs)):
        _refuse_place(origin)
    return Section(entry.number, entry.title, entry.heading, paragraphs, entry.origin)


def _issue(form: Form, entry: _Issue) -> Issue:
    """Return an issue as it was noticed; one that cannot be said anew keeps its sentence."""
    address = None
    if entry.address is not None:
        try:
            address = Address.parse(entry.address)
        except DataError:
            raise UnreadableInput("readers.json_cell", address=entry.address) from None
        if address not in form.address_set:
            raise UnreadableInput("readers.json_cell", address=entry.address)
    _refuse_place(entry.origin)
    code, facts = entry.code, tuple((entry.facts or {}).items())
    if not _can_be_said(code, dict(facts)):
        code, facts = "readers.told_before", (("code", code), ("message", entry.message))
    return Issue(code, facts, address, entry.origin)


def _can_be_said(code: str, facts: dict[str, Any]) -> bool:
    """Whether a code is one of this package's and the facts fill its sentences."""
    if not _CODE.fullmatch(code):
        return False
    try:
        return all(say(code, lang, **facts) for lang in ("zh", "en"))
    except (KeyError, ValueError, TypeError):  # of a later version, or an earlier one without facts
        return False


def _refuse_place(origin: Origin | None) -> None:
    """Raise UnreadableInput for a place that no document has: page 0, line -3."""
    if origin is None:
        return
    for least, names in ((1, _FROM_ONE), (0, _FROM_NOUGHT)):
        for name in names:
            value = getattr(origin, name)
            if value is not None and value < least:
                raise UnreadableInput("readers.json_origin", name=name, value=value, least=least)


def _refuse_days(found: FilledForm) -> None:
    """Raise UnreadableInput for a day on which there can be no report."""
    days = (found.written_on, found.published_on, found.printed_on, *(found.period or ()))
    for day in filter(None, days):
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            facts = {"least": _FIRST_YEAR, "most": _LAST_YEAR}
            raise UnreadableInput("readers.json_year", place=day.isoformat(), **facts)
