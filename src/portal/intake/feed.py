"""The one place where a report that was read becomes rows: its cells, and what the checks find."""

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from django.db.models import F, QuerySet

from gongkai.checks.check import Evidence, Unit
from gongkai.figures import Figure, Status
from gongkai.forms.filled import Cell as Read
from gongkai.forms.filled import FilledForm, Issue, Origin
from gongkai.forms.form import Address
from gongkai.readers.document import Grid
from gongkai.readers.recognised import PICTURED
from gongkai.readers.result import ReadResult
from gongkai.writers.json import read_result
from portal.acts.actor import Actor
from portal.annual.models import AnnualReport
from portal.intake.models import MOST, Cell, Confirmation, Report
from portal.intake.recognise import level, unit_key
from portal.organs.models import Organ

if TYPE_CHECKING:
    from gongkai.checks.assess import Assessment

ROWS = 1000


def packed(result: ReadResult) -> bytes:
    """Return what was read in the library's JSON, small."""
    return zlib.compress(msgspec.json.encode(read_result(result)), 3)


def packed_grids(grids: tuple[Grid, ...]) -> bytes:
    """Return the tables of the original, small."""
    return zlib.compress(msgspec.msgpack.encode(grids), 3)


def grids_of(report: Report) -> tuple[Grid, ...]:
    """Return the tables of the original, () where they were not kept."""
    kept = bytes(report.grids)
    return msgspec.msgpack.decode(zlib.decompress(kept), type=tuple[Grid, ...]) if kept else ()


def put(report: Report, read: FilledForm, issues: tuple[Issue, ...]) -> Report:
    """Save a report that was read, with a row for each address of its form."""
    report.unit_key = unit_key(report.unit, report.unit_name, file=report.file_id)
    report.level = level(report.unit, report.unit_name)
    report.edition = read.form.id
    if report.office_id is not None:
        report.chosen = not rivals(report).filter(chosen=True).exists()
    cells = list(_rows(report, read, issues))
    report.doubtful = sum(cell.doubt for cell in cells)
    report.statuses = " ".join(sorted({cell.status for cell in cells}))
    report.pictured = _pictured(issues)
    report.findings = _counts(_assess(report, named(report, read), issues))
    report.save()
    Cell.objects.bulk_create(cells, batch_size=ROWS)
    follows(report)
    return report


def put_again(report: Report, result: ReadResult) -> None:
    """Put another reading of its file in the place of what was read before; what persons said of a cell stays.

    Of another edition only where nobody has said anything.
    """
    read, document = result.report, result.document
    assert read is not None
    report.packed, report.edition = packed(result), read.form.id
    report.grids = packed_grids(document.grids if document else ())
    report.pictured, report.pages = _pictured(result.issues), result.source.pages
    report.__dict__.pop("read", None)
    report.save()
    there = {cell.address: cell for cell in report.cells.all()}
    cells = list(_rows(report, read, result.issues))
    if there.keys() != {cell.address for cell in cells}:
        report.cells.all().delete()
        Cell.objects.bulk_create(cells, batch_size=ROWS)
        return
    for cell in cells:
        old = there[cell.address]
        cell.pk, cell.version = old.pk, old.version + 1
    Cell.objects.bulk_update(cells, ["version", *_READ], batch_size=ROWS)


_READ = ("status", "value", "raw", "doubt", "sure")
"""What a reading says of a cell."""


def _pictured(issues: tuple[Issue, ...]) -> int:
    return sum(issue.code == PICTURED for issue in issues)


def _rows(report: Report, read: FilledForm, issues: tuple[Issue, ...]) -> Any:
    named = {issue.address for issue in issues}
    for address in read.form.addresses:
        found = read.cells.get(address)
        figure = read[address]
        value = figure.number if figure.is_number else None
        fits = value is None or _fits(value)
        yield Cell(
            report=report,
            year=report.year,
            address=str(address),
            status=figure.status.value,
            value=value if fits else None,
            raw=(found.raw if found else "")[:60],
            sure=round(found.sure * 100) if found and found.sure is not None else None,
            doubt=bool(
                not fits
                or figure.status is Status.UNREADABLE
                or (found is not None and found.doubt)
                or (address in named and figure.status is not Status.ABSENT)
            ),
        )


def _fits(value: Decimal) -> bool:
    """Whether a number keeps its value in a column: not too long, and of six decimals at the most."""
    exponent = value.as_tuple().exponent
    return abs(value) < MOST and isinstance(exponent, int) and exponent >= -6


def rivals(report: Report) -> Any:
    """Return the other reports the office has on the same organ and year."""
    if report.year is None:
        return Report.objects.none()
    return Report.objects.filter(
        office=report.office_id, unit_key=report.unit_key, year=report.year, set_aside_at=None
    ).exclude(pk=report.pk)


def name(report: Report, unit: Organ | None, unit_name: str, year: int | None) -> None:
    """Put a report under an organ and a year; where one counts there already it waits beside it."""
    leave(report)
    report.unit, report.year = unit, year
    report.unit_name = (unit.name if unit else unit_name.strip())[:120]
    report.unit_key = unit_key(unit, report.unit_name, file=report.file_id)
    report.level = level(unit, report.unit_name)
    report.chosen = not rivals(report).filter(chosen=True).exists()
    report.save()
    report.cells.update(year=year)


def leave(report: Report) -> None:
    """Let a report count no more on its organ and year: the oldest other one on them does."""
    if report.chosen:
        heir = rivals(report).order_by("pk").first()
        Report.objects.filter(pk=report.pk).update(chosen=False)
        if heir is not None:
            heir.chosen = True
            heir.save(update_fields=["chosen"])
    report.chosen = False


def set_aside(report: Report, at: datetime, why: str) -> Report:
    """Leave a report out of what counts; its office is held."""
    leave(report)
    report.set_aside_at, report.set_aside_why = at, why
    report.save(update_fields=["chosen", "set_aside_at", "set_aside_why"])
    follows(report)
    return report


def restore(report: Report) -> Report:
    """Let a report take part again; it counts where no other does. Its office is held."""
    report.set_aside_at, report.set_aside_why = None, ""
    report.chosen = not rivals(report).filter(chosen=True).exists()
    report.save(update_fields=["chosen", "set_aside_at", "set_aside_why"])
    follows(report)
    return report


# --- What counts ----------------------------------------------------------------------------------


def settled(report: Report, confirmed: Mapping[str, Figure] | None = None) -> FilledForm:
    """Return the report with what persons corrected; places and raw texts stay as they were read."""
    read, _issues = report.read
    if confirmed is None:
        confirmed = confirmed_of(report)
    if not confirmed:
        return named(report, read)
    cells = dict(read.cells)
    for text, figure in confirmed.items():
        address = Address.parse(text)
        old = cells.get(address) or Read(address, figure)
        cells[address] = replace(old, figure=figure, doubt=None)
    return named(report, replace(read, cells=cells))


def confirmed_of(report: Report) -> dict[str, Figure]:
    """Return what persons said of a report's cells."""
    said = report.cells.exclude(confirmed_status="").select_related(None)
    return {cell.address: cell.figure for cell in said}


def named(report: Report, read: FilledForm) -> FilledForm:
    """Return a report under the organ and the year that a person gave it."""
    name = report.name or read.authority
    return replace(read, authority=name, year=report.year or read.year)


def open_issues(report: Report, confirmed: Mapping[str, Figure]) -> tuple[Issue, ...]:
    """Return what could not be read and no person has settled."""
    return tuple(i for i in report.read[1] if not (i.address and str(i.address) in confirmed))


def assessed(report: Report) -> "Assessment":
    """Return what the checks say of a report, with last year's beside it where it is here."""
    confirmed = confirmed_of(report)
    return _assess(report, settled(report, confirmed), open_issues(report, confirmed))


def _assess(report: Report, read: FilledForm, issues: tuple[Issue, ...]) -> "Assessment":
    before = previous(report)
    from gongkai.checks.assess import assess  # all the checks: no command waits for them

    return assess(
        Evidence(
            report=read,
            issues=issues,
            media_type=report.media_type,
            previous=settled(before) if before is not None else None,
            unit=_unit(report),
        )
    )


def previous(report: Report) -> Report | None:
    """Return the same organ's report on the year before: of the office, else of the archive."""
    if report.year is None:
        return None
    found = Report.objects.filter(
        unit_key=report.unit_key, year=report.year - 1, scope=report.scope, set_aside_at=None
    ).select_related("unit", "archived", "file")
    return (
        found.filter(office=report.office_id, chosen=True).first()
        or found.filter(office=None).first()
    )


def archived(report: Report) -> Report | None:
    """Return the report on the same organ and year that stands in the public archive."""
    found = Report.objects.filter(office=None, unit_key=report.unit_key, year=report.year)
    return found.filter(scope=report.scope).first() if report.year else None


def _unit(report: Report) -> Unit | None:
    name = report.name
    if not name:
        return None
    if report.unit is not None and report.unit.kind == "department":
        return Unit(name=name, level="department")
    return Unit(name=name, level=report.level if report.level != "state" else "")


def weigh(report: Report) -> None:
    """Count anew what the checks find, and the cells a person still has to look at."""
    report.doubtful = doubtful(report).count()
    pairs = report.cells.order_by().values_list("status", "confirmed_status").distinct()
    report.statuses = " ".join(sorted({said or status for status, said in pairs}))
    report.findings = _counts(assessed(report))
    report.save(update_fields=["findings", "doubtful", "statuses"])


def follows(report: Report) -> None:
    """Weigh next year's reports again: what they open with stands in this one."""
    if report.year is None:
        return
    for following in Report.objects.filter(
        office=report.office_id,
        unit_key=report.unit_key,
        scope=report.scope,
        year=report.year + 1,
        set_aside_at=None,
    ).select_related("unit", "archived", "file"):
        weigh(following)


def _counts(answer: "Assessment") -> dict[str, Any]:
    levels = Counter(finding.level.value for finding in answer.findings)
    return {**levels, "codes": sorted({finding.code for finding in answer.findings})}


def place_of(report: Report, address: Address) -> Origin | None:
    """Return where a figure stood in the original."""
    cell = report.read[0].cells.get(address)
    return cell.origin if cell else None


def of_archive(one: AnnualReport) -> Report:
    """Return the rows of a report of the public archive, made where they are not there yet."""
    there = Report.objects.filter(archived=one).first()
    if there is not None:
        return there
    read, issues = one.read
    report = Report(
        archived=one,
        unit=one.organ,
        unit_name=one.organ.name,
        year=one.year,
        scope=one.scope,
        due="",
        title=one.title,
        media_type=one.media_type,
        chosen=True,
        packed=b"",
        grids=b"",
    )
    return put(report, read, issues)


def doubtful(report: Report, table: str = "") -> QuerySet[Cell]:
    """Return the cells of a report, or of one of its tables, that a person still has to look at.

    Of those that text recognition gave the least sure comes first.
    """
    found = report.cells.filter(doubt=True, confirmed_status="")
    found = found.order_by(F("sure").asc(nulls_last=True), "pk")
    return found.filter(address__startswith=f"{table}/") if table else found


def say(cell: Cell, status: str, value: Decimal | None, by: Actor, **more: Any) -> None:
    """Write down what somebody said of a cell; it counts from now on."""
    who, user = by.name[:80], by.user_id
    Confirmation.objects.create(
        cell=cell, status=status, value=value, who=who, user_id=user, **more
    )
    cell.confirmed_status, cell.confirmed_value = status, value


def weigh_all(report: Report) -> None:
    """Weigh a report and those that follow it."""
    weigh(report)
    follows(report)


def history(cell: Cell) -> list[Confirmation]:
    """Return what was said of a cell, the oldest first."""
    return list(cell.confirmations.order_by("pk"))
