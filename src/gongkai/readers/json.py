"""Read our own JSON back: the contract of ``cli/schemas/report.schema.json``, version 1."""

import re
from datetime import date
from decimal import Decimal

import msgspec

from gongkai.errors import DataError, UnknownEdition, UnreadableInput
from gongkai.figures import Figure, Status
from gongkai.forms import form as forms
from gongkai.forms.filled import Cell, Contacts, FilledForm, Origin, Paragraph, Section
from gongkai.forms.form import Address, Form

VERSION = 1
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,10})?")


class _Origin(msgspec.Struct, frozen=True):
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None
    column: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    sheet: str | None = None
    ref: str | None = None


class _Cell(msgspec.Struct, frozen=True):
    address: str
    status: Status
    value: str | None
    raw: str = ""
    origin: _Origin | None = None
    doubt: str | None = None


class _Paragraph(msgspec.Struct, frozen=True):
    text: str
    origin: _Origin | None = None


class _Section(msgspec.Struct, frozen=True):
    number: int
    title: str
    text: str
    heading: str = ""
    paragraphs: list[_Paragraph] | None = None
    origin: _Origin | None = None


class _Contacts(msgspec.Struct, frozen=True):
    address: str = ""
    postcode: str = ""
    phones: tuple[str, ...] = ()
    fax: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


class _Report(msgspec.Struct, frozen=True):
    version: int
    edition: str | None
    authority: str
    year: int | None
    title: str
    cells: list[_Cell]
    sections: list[_Section]
    document_number: str = ""
    contacts: _Contacts = _Contacts()
    period: tuple[date, date] | None = None
    written_on: date | None = None
    published_on: date | None = None
    printed_on: date | None = None


def report(data: bytes) -> FilledForm:
    """Return the report of a JSON document in our own shape.

    Raises UnreadableInput for bytes that are not JSON, not of this shape, of another version, or
    that name a cell the edition does not have.
    """
    try:
        document = msgspec.json.decode(data, type=_Report)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableInput("readers.json_shape", detail=str(error)) from None
    if document.version != VERSION:
        raise UnreadableInput("readers.json_version", version=document.version, known=VERSION)
    if document.edition is None:
        raise UnreadableInput("readers.json_without_report")
    try:
        form = forms.load(document.edition)
    except UnknownEdition as error:
        raise UnreadableInput("readers.json_shape", detail=str(error)) from None
    contacts = document.contacts
    return FilledForm(
        form=form,
        cells=_cells(form, document.cells),
        title=document.title,
        authority=document.authority,
        year=document.year,
        sections=tuple(_section(entry) for entry in document.sections),
        document_number=document.document_number,
        contacts=Contacts(**{name: getattr(contacts, name) for name in contacts.__struct_fields__}),
        period=document.period,
        written_on=document.written_on,
        published_on=document.published_on,
        printed_on=document.printed_on,
    )


def _cells(form: Form, entries: list[_Cell]) -> dict[Address, Cell]:
    """Return the cells by address; an absent cell that says nothing more is left out."""
    cells: dict[Address, Cell] = {}
    for entry in entries:
        cell = _cell(entry)
        if cell.address in cells or cell.address not in form.address_set:
            raise UnreadableInput("readers.json_cell", address=entry.address)
        cells[cell.address] = cell
    return {a: c for a, c in cells.items() if c != Cell(a, Figure(Status.ABSENT))}


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
    return Cell(address, figure, entry.raw, _origin(entry.origin), entry.doubt)


def _section(entry: _Section) -> Section:
    paragraphs = entry.paragraphs
    if paragraphs is None:
        paragraphs = [_Paragraph(line) for line in entry.text.splitlines()]
    return Section(
        number=entry.number,
        title=entry.title,
        heading=entry.heading,
        paragraphs=tuple(Paragraph(p.text, _origin(p.origin)) for p in paragraphs),
        origin=_origin(entry.origin),
    )


def _origin(entry: _Origin | None) -> Origin | None:
    if entry is None:
        return None
    return Origin(**{name: getattr(entry, name) for name in entry.__struct_fields__})
