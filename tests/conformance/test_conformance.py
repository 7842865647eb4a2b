"""Every check against its conformance folder: the valid form passes, the one change is found."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Filing, Finding, Level, Unit
from gongkai.figures import ABSENT, BLANK, UNREADABLE, Figure, number
from gongkai.forms.filled import Cell, Contacts, FilledForm, Issue, Misprint, Paragraph, Section
from gongkai.forms.form import Address, Form, load

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.toml"))
NUMERALS = "〇一二三四五六"
PLAIN_FACTS = ("document_number", "written_on", "published_on", "printed_on")


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_check_finds_what_the_case_says(path: Path) -> None:
    code = path.parent.name
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    result = assess(evidence_of(case))
    found = [finding for finding in result.findings if finding.code == code]
    if path.stem.startswith("good"):
        assert not found, [f.message() for f in found]
        assert code in result.passed, "the check did not run"
        serious = [f for f in result.findings if f.level is not Level.NOTE]
        assert not serious, [(f.code, f.message()) for f in serious]
    else:
        form = load(case.get("edition", "2021"))
        assert sorted(map(shown, found)) == sorted(
            wanted(entry, code, form, found) for entry in case["expect"]
        )
        for finding in found:
            for lang in ("zh", "en"):
                said = finding.message(lang)
                assert said and not re.search(r"[{}]|None|Decimal", said), said


def test_there_are_cases() -> None:
    assert len(CASES) >= 3 * 20


def shown(finding: Finding) -> tuple[str, ...]:
    """A finding as it is compared: level, verdict, variant, addresses."""
    cells = " ".join(sorted(map(str, finding.addresses)))
    return (finding.level.value, finding.verdict.value, finding.variant, cells)


def wanted(
    entry: Mapping[str, Any], code: str, form: Form, found: list[Finding]
) -> tuple[str, ...]:
    """What `entry` expects, in the shape of `shown`; what it leaves out is taken as found.

    The finding an entry means is the one on its addresses whose message has its words.
    """
    cells = " ".join(sorted(str(a) for name in entry["addresses"] for a in spread(form, name)))
    means = [
        f
        for f in found
        if shown(f)[3] == cells
        and entry.get("says", "") in f.message()
        and entry.get("variant", f.variant) == f.variant
    ]
    if not means:
        return ("no finding", code, str(entry.get("says", "")), cells)
    level, verdict, variant, _ = shown(means[0])
    return (
        entry.get("level", level),
        entry.get("verdict", verdict),
        entry.get("variant", variant),
        cells,
    )


def evidence_of(case: Mapping[str, Any]) -> Evidence:
    """Everything a case lets a check see."""
    report = report_of(case, prose=True)
    children = case.get("children")
    unit, filing = case.get("unit"), case.get("filing")
    return Evidence(
        report,
        issues=tuple(issue_of(entry) for entry in case.get("issue", ())),
        media_type=case.get("media_type", ""),
        previous=other(case.get("previous"), year=(report.year or 0) - 1),
        peers=[report_of({"year": report.year, **peer}) for peer in case["peers"]]
        if "peers" in case
        else None,
        children=None
        if children is None
        else {
            name: None if child.get("missing") else other(child, year=report.year)
            for name, child in children.items()
        },
        own=other(case.get("own"), year=report.year),
        unit=None if unit is None else Unit(**{**unit, "names": tuple(unit.get("names", ()))}),
        filing=None
        if filing is None
        else Filing(**{**filing, "copies": tuple(filing.get("copies", ()))}),
        records=case.get("records"),
        templates=tuple(case.get("templates", ())),
    )


def other(case: Mapping[str, Any] | None, *, year: int | None) -> FilledForm | None:
    return None if case is None else report_of({"year": year, **case})


@cache
def base(edition: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"base-{edition}.toml").read_text(encoding="utf-8"))


def report_of(case: Mapping[str, Any], *, prose: bool = False) -> FilledForm:
    """The base report of the case's edition with the case's changes."""
    edition = case.get("edition", "2021")
    form, ground = load(edition), base(edition)
    year = case.get("year", ground["year"])
    contacts = {**ground["contacts"], **case.get("contacts", {})}
    whole = prose or case.get("prose", False)
    return FilledForm(
        form,
        cells_of(form, ground, case),
        title=case.get("title", ground["title"]).replace("{year}", str(year)),
        authority=case.get("authority", ground["authority"]),
        year=year,
        sections=sections_of(form, ground, case, year, whole=whole),
        contacts=Contacts(
            **{k: tuple(v) if isinstance(v, list) else v for k, v in contacts.items()}
        ),
        period=(date(year, 1, 1), date(year, 12, 31)),
        misprints=tuple(Misprint(**entry) for entry in case.get("misprints", ())),
        **{name: case[name] for name in PLAIN_FACTS if name in case},
    )


def cells_of(form: Form, ground: Mapping[str, Any], case: Mapping[str, Any]) -> dict[Address, Cell]:
    """The figures of the base, with those the case sets, blanks, garbles or takes away."""
    figures: dict[Address, Figure] = {}
    for table in form.tables:
        rows = {} if case.get("zero") else ground["figures"].get(table.id, {})
        for row in table.leaf_rows:
            values = rows.get(row.id, [0] * len(table.leaf_columns))
            for column, value in zip(table.leaf_columns, values, strict=True):
                figures[Address(table.id, row.id, column.id)] = number(value)
    for name, value in case.get("set", {}).items():
        figures[cell(form, name)] = number(value)
    for key, figure in (("blank", BLANK), ("unreadable", UNREADABLE), ("absent", ABSENT)):
        for name in case.get(key, ()):
            figures.update(dict.fromkeys(spread(form, name), figure))
    raw = {cell(form, name): text for name, text in case.get("raw", {}).items()}
    doubt = {a: code for name, code in case.get("doubt", {}).items() for a in spread(form, name)}
    return {
        a: Cell(a, figure, raw.get(a, figure.text or ""), doubt=doubt.get(a))
        for a, figure in figures.items()
        if figure != ABSENT or a in doubt
    }


def cell(form: Form, name: str) -> Address:
    (address,) = spread(form, name)
    return address


def spread(form: Form, name: str) -> list[Address]:
    """The cells of ``table``, ``table/row`` or ``table/row/column``; each must be in the form."""
    parts = name.split("/")
    cells = [a for a in form.addresses if list(a[: len(parts)]) == parts]
    assert cells, f"the form of {form.id} has no {name}"
    return cells


def sections_of(
    form: Form, ground: Mapping[str, Any], case: Mapping[str, Any], year: int, *, whole: bool
) -> tuple[Section, ...]:
    texts = {**(ground["sections"] if whole else {}), **case.get("sections", {})}
    titles = {part.number: part.title for part in form.sections}
    parts = {}
    for key in (str(n) for n in range(7)):
        if int(key) in case.get("without", ()) or key not in texts:
            continue
        text = "\n".join(filter(None, (texts[key], case.get("add", {}).get(key, ""))))
        title = titles.get(int(key), "")
        heading = f"{NUMERALS[int(key)]}、{title}" if title else ""
        heading = case.get("headings", {}).get(key, heading)
        parts[int(key)] = Section(
            int(key),
            re.sub(r"^(?:第?[一二三四五六\d]+(?:部分)?[、.\s])\s*", "", heading),
            heading,
            tuple(Paragraph(p) for p in text.replace("{year}", str(year)).split("\n") if p),
        )
    return tuple(parts[n] for n in case.get("order", parts))


def issue_of(entry: Mapping[str, Any]) -> Issue:
    address = entry.get("address")
    return Issue(
        entry["code"],
        tuple(entry.get("facts", {}).items()),
        None if address is None else Address.parse(address),
    )
