"""Reports as JSON: the published, versioned contract of ``gongkai read --format json``.

The shape is described by ``cli/schemas/report.schema.json``. Figures are decimal strings, never JSON
numbers, so that no reader of the file rounds them. ``readers/json.py`` reads the shape back whole.
"""

import json
import re
from datetime import date
from typing import Any, Protocol

import msgspec

from gongkai.errors import GongkaiError, Lang, UnknownEdition
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
from gongkai.forms.form import Address, edition_for

_SURROGATE = re.compile("[\ud800-\udfff]")
VERSION = 1  # raised when a key changes its meaning or goes; a new optional key does not raise it


class SourceLike(Protocol):
    """The file a result was read from."""

    @property
    def path(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def pages(self) -> int | None: ...


class ResultLike(Protocol):
    """What reading a file gave; `readers.result.ReadResult` has this shape."""

    @property
    def source(self) -> SourceLike: ...
    @property
    def status(self) -> str: ...
    @property
    def report(self) -> FilledForm | None: ...
    @property
    def edition(self) -> str | None: ...
    @property
    def edition_expected(self) -> str | None: ...
    @property
    def issues(self) -> tuple[Issue, ...]: ...
    @property
    def error(self) -> GongkaiError | None: ...


def read_result(result: ResultLike, lang: Lang = "zh") -> dict[str, Any]:
    """Return what reading a file gave in the shape of the contract; sentences in `lang`.

    A failed reading has no cells and no sections, and its reason is the first of its issues.
    """
    issues = [_issue(issue, lang) for issue in result.issues]
    if result.error is not None:
        issues.insert(0, {"code": result.error.code, "message": result.error.sentence(lang)})
    return {
        "version": VERSION,
        "source": {
            "path": result.source.path,
            "media_type": result.source.media_type,
            "sha256": result.source.sha256,
            "pages": result.source.pages,
        },
        "status": str(result.status),
        "edition": result.edition,
        "edition_expected": result.edition_expected,
        **_report(result.report),
        "issues": issues,
    }


def write(report: FilledForm) -> bytes:
    """Return a report in the shape of the contract: nothing was read, so source and status are null."""
    document = {
        "version": VERSION,
        "source": None,
        "status": None,
        "edition": report.form.id,
        "edition_expected": _edition_expected(report.year),
        **_report(report),
        "issues": [],
    }
    return encode(document)


def encode(document: object) -> bytes:
    """Return a JSON document as indented UTF-8 that ends with a line break.

    What is no Unicode (odd bytes in a file name) is “�”.
    """
    try:
        text = msgspec.json.encode(document)
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", json.dumps(document, ensure_ascii=False)).encode()
    return msgspec.json.format(text, indent=2) + b"\n"


def _report(report: FilledForm | None) -> dict[str, Any]:
    """Return the keys that a report itself fills, empty where none was read."""
    if report is None:
        return {"authority": "", "year": None, "title": "", "cells": [], "sections": []}
    return {
        "authority": report.authority,
        "year": report.year,
        "title": report.title,
        "document_number": report.document_number,
        "contacts": _contacts(report.contacts),
        "period": None if report.period is None else [_day(day) for day in report.period],
        "written_on": _day(report.written_on),
        "published_on": _day(report.published_on),
        "printed_on": _day(report.printed_on),
        "copies_to": report.copies_to,
        "printer": report.printer,
        "cells": [_cell(report, address) for address in report.form.addresses],
        "sections": [_section(section) for section in report.sections],
        "misprints": [_misprint(misprint) for misprint in report.misprints],
    }


def _cell(report: FilledForm, address: Address) -> dict[str, Any]:
    table = report.form.table(address.table)
    figure = report[address]
    cell = report.cells.get(address) or Cell(address, figure)
    entry = {
        "address": str(address),
        "table": address.table,
        "row": list(table.row_path(address.row)),
        "column": list(table.column_path(address.column)),
        "status": figure.status.value,
        "value": figure.text,
        "raw": cell.raw,
        "origin": _origin(cell.origin),
    }
    more = {"doubt": cell.doubt, "sure": cell.sure}
    return entry | {name: value for name, value in more.items() if value is not None}


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": section.title,
        "text": section.text,
        "heading": section.heading,
        "paragraphs": [_paragraph(paragraph) for paragraph in section.paragraphs],
        "origin": _origin(section.origin),
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"text": paragraph.text, "origin": _origin(paragraph.origin)}


def _issue(issue: Issue, lang: Lang) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": issue.code, "message": issue.sentence(lang)}
    if issue.facts:
        entry["facts"] = {name: _fact(value) for name, value in issue.facts}
    if issue.address is not None:
        entry["address"] = str(issue.address)
    if issue.origin is not None:
        entry["origin"] = _origin(issue.origin)
    return entry


def _fact(value: object) -> str | int | float:
    return value if isinstance(value, (str, int, float)) else str(value)


def _misprint(misprint: Misprint) -> dict[str, Any]:
    return {
        "table": misprint.table,
        "printed": misprint.printed,
        "official": misprint.official,
        "origin": _origin(misprint.origin),
    }


def _contacts(contacts: Contacts) -> dict[str, Any]:
    return {
        "address": contacts.address,
        "postcode": contacts.postcode,
        "phones": list(contacts.phones),
        "fax": list(contacts.fax),
        "emails": list(contacts.emails),
        "urls": list(contacts.urls),
    }


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    """Return a place with only what its format can tell."""
    if origin is None:
        return None
    place = {name: getattr(origin, name) for name in Origin.__slots__}
    return {name: value for name, value in place.items() if value is not None}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _edition_expected(year: int | None) -> str | None:
    if year is None:
        return None
    try:
        return edition_for(year).id
    except UnknownEdition:
        return None
