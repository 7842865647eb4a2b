"""Making the files of the open data: in the background, whole or not at all, from what is public."""

import csv
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.forms.form import EDITIONS, Form, load
from portal.acts import clock
from portal.annual import queries as annual
from portal.annual.models import AnnualReport
from portal.api.opendata import columns
from portal.jobs import periodic
from portal.jobs.tasks import task
from portal.publishing.queries import all_columns
from portal.site.models import Entry
from portal.ui.spreadsheets import guarded

MANIFEST = "manifest.json"
KEPT = 2  # the files before stay for those who are taking them just now
_PATIENCE = 600  # seconds before what was asked for is asked for again
_ROWS = 500  # of a wide table in memory


def folder() -> Path:
    """Return where the files are; it may be emptied at any time."""
    return Path(settings.DATA) / "opendata"


def state() -> str:
    """Return the mark of what is public now: other reports, another mark."""
    found = annual.current().order_by()
    said = found.aggregate(n=Count("pk"), last=Max("pk"), sum=Sum("version"), ids=Sum("pk"))
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


def newest() -> Path | None:
    """Return the folder of the newest files, None before the first were made."""
    made = sorted(folder().glob("*/" + MANIFEST), key=lambda p: p.parent.name)
    return made[-1].parent if made else None


def manifest() -> dict[str, Any] | None:
    """Return what the newest files are: names, sizes, digests, rows."""
    where = newest()
    if where is None:
        return None
    said: dict[str, Any] = json.loads((where / MANIFEST).read_text("utf-8"))
    return said


def make() -> Path:
    """Make every file anew and return their folder."""
    now, mark = clock.now(), state()
    folder().mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder(), prefix=".making-"))
    try:
        rows = _reports(work) | _documents(work)
        schema = json.dumps(columns.package(), ensure_ascii=False, indent=1)
        (work / "schema.json").write_text(schema, "utf-8")
        files = [_described(path, rows.get(path.name)) for path in sorted(work.iterdir())]
        said = {"made_at": now.isoformat(timespec="seconds"), "state": mark, "files": files}
        sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in files)
        (work / "SHA256SUMS").write_text(sums, "utf-8")
        (work / MANIFEST).write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        place = folder() / now.strftime("%Y%m%d%H%M%S%f")
        work.rename(place)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    for old in sorted(p.parent for p in folder().glob("*/" + MANIFEST))[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return place


def _described(path: Path, rows: int | None) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "size": path.stat().st_size, "sha256": digest, "rows": rows}


def _reports(work: Path) -> dict[str, int]:
    """Write the reports: cell by cell as CSV, report by report as JSON, wide as Parquet by edition."""
    rows = {"annual-reports.csv": 0, "annual-reports.json": 0}
    with ExitStack() as files:
        cells = csv.writer(files.enter_context(_opened(work / "annual-reports.csv", bom=True)))
        cells.writerow([name for name, *_rest in columns.OF_REPORT + columns.OF_CELL])
        listed = files.enter_context(_opened(work / "annual-reports.json"))
        wide = {e: _Wide(work / f"annual-reports-{e}.parquet", load(e)) for e in EDITIONS}
        for one in wide.values():
            files.callback(one.close)
        listed.write("[")
        for report in _public_reports():
            facts = _facts(report)
            listed.write("," if rows["annual-reports.json"] else "")
            listed.write(json.dumps(facts | {"cells": _as_json(report)}, ensure_ascii=False))
            rows["annual-reports.json"] += 1
            begin = guarded(facts.values())
            for address in report.report:
                figure = report.report[address]
                label = report.report.form.label(address)
                # The form's words and a number: nothing here that anybody wrote to be a formula.
                cells.writerow([*begin, address, label, figure.status, figure.text or ""])
                rows["annual-reports.csv"] += 1
            if report.edition in wide:
                wide[report.edition].add(report)
        listed.write("]\n")
    return rows | {one.path.name: one.rows for one in wide.values()}


def _public_reports() -> Iterator[AnnualReport]:
    found = annual.current().defer(None).select_related("organ").order_by("year", "organ", "pk")
    return found.iterator(chunk_size=100)


def _facts(report: AnnualReport) -> dict[str, Any]:
    organ = report.organ
    day = report.published_on
    return {
        "organ": organ.code,
        "organ_name": organ.name,
        "level": organ.level,
        "kind": organ.kind,
        "division_code": organ.division_code,
        "year": report.year,
        "scope": report.scope,
        "edition": report.edition,
        "published_on": day.isoformat() if day else None,
    }


def _as_json(report: AnnualReport) -> dict[str, Any]:
    found = ((str(a), report.report[a]) for a in report.report)
    return {a: {"status": figure.status, "value": figure.text} for a, figure in found}


def _opened(path: Path, *, bom: bool = False) -> IO[str]:
    """Open a text file; spreadsheets take a CSV for UTF-8 by its first sign."""
    return path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")


class _Wide:
    """A Parquet file with one row for each report of an edition, written some rows at a time."""

    def __init__(self, path: Path, form: Form) -> None:
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        self.path, self.rows, self._form = path, 0, form
        self._schema = columns.wide_schema(form)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[dict[str, Any]] = []

    def add(self, report: AnnualReport) -> None:
        row = _facts(report) | {"published_on": report.published_on}
        for address in self._form.addresses:
            money = columns.is_money(address)
            row[str(address)] = columns.wide(report.report[address], money=money)
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) >= _ROWS:
            self._write()

    def _write(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._waiting, schema=self._schema))
        self._waiting = []

    def close(self) -> None:
        if self._waiting:
            self._write()
        self._writer.close()


def _documents(work: Path) -> dict[str, int]:
    """Write the catalogue of public documents."""
    count, every = 0, all_columns()
    with _opened(work / "documents.csv", bom=True) as file:
        rows = csv.writer(file)
        rows.writerow([name for name, *_rest in columns.OF_DOCUMENT])
        found = Entry.objects.select_related("organ").order_by("pk")
        for one in found.iterator(chunk_size=2000):
            day = timezone.localdate(one.published_at)
            said = [
                one.pk, one.organ.code, one.organ.name, every[one.column_id].code, one.genre,
                one.title, one.number, one.topic, day, one.effective_on, one.expires_on,
                reverse("site_document", args=[one.pk]),
            ]  # fmt: skip
            rows.writerow(guarded(said))
            count += 1
    return {"documents.csv": count}


# --- when -------------------------------------------------------------------------------------


@task(_("更新开放数据"))
def refresh() -> None:
    """Make the files anew where other reports are public than they hold."""
    said = manifest()
    if said is None or said["state"] != state():
        make()


@periodic.every(30, _("查看有没有新的年度报告"))
def watch() -> None:
    """Ask for the files to be made anew once other reports are public, a burst of them once."""
    said, mark = manifest(), state()
    if said is not None and said["state"] == mark:
        return
    asked = folder() / ".asked"
    try:
        young = time.time() - asked.stat().st_mtime < _PATIENCE
        if young and asked.read_text("utf-8") == mark:
            return
    except FileNotFoundError:
        folder().mkdir(parents=True, exist_ok=True)
    asked.write_text(mark, "utf-8")
    refresh.enqueue()


@periodic.every(24 * 3600, _("每天重做开放数据"))
def daily() -> None:
    """Make the files anew, for what else is public."""
    make()
