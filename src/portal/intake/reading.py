"""Reading what was taken in: by the worker, some files a task, each file stored once.

What a file gives is written in one transaction under the task's fence, so that a worker that dies loses
the file it was reading and no other; that one is read again. A file over which a worker died twice is
not tried a third time.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.errors import GongkaiError, UnreadableInput
from gongkai.forms.filled import FilledForm
from gongkai.readers import sandbox
from gongkai.readers.document import Document
from gongkai.readers.read import interpret, is_scan, read
from gongkai.readers.recognised import DOUBT
from gongkai.readers.result import ReadResult, ReadStatus, Source
from gongkai.readers.sniff import Format, sniff
from portal.intake import feed, originals, store
from portal.intake.archives import members
from portal.intake.models import Batch, File, Report
from portal.intake.recognise import Units
from portal.jobs import leases, periodic
from portal.jobs import queries as jobs
from portal.jobs.tasks import task
from portal.organs.models import Organ

AT_ONCE = 20
"""So many files make one task: workers of several machines share a batch. A scan is one alone."""
TRIES = 2


def enqueue(files: Sequence[File]) -> None:
    """Hand waiting files to the workers; call it in the transaction that makes them."""
    texts = [file.pk for file in files if not file.is_scan]
    parts = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
    made = [(some, read_files.enqueue(some)) for some in parts]
    made += [([file.pk], recognise_file.enqueue(file.pk)) for file in files if file.is_scan]
    for some, one in made:
        File.objects.filter(pk__in=some).update(task=one.id)


@task(gettext_lazy("读取收到的年度报告"))
def read_files(files: list[int]) -> None:
    """Read those of some files that wait, one after another."""
    units: Units | None = None
    for file in File.objects.filter(pk__in=files, state=File.State.WAITING).order_by("pk"):
        units = units or Units()
        read_one(file, units)


@task(gettext_lazy("识别扫描的年度报告"), priority=-10)
def recognise_file(file: int) -> None:
    """Read one scan by text recognition; the engine's memory is given back afterwards."""
    one = File.objects.filter(pk=file, state=File.State.WAITING).first()
    if one is not None:
        try:
            read_one(one, Units())
        finally:
            sandbox.close()


class Stopped(Exception):
    """Nobody waits for the file any more."""


def read_one(file: File, units: Units) -> None:
    """Read one file and store what came of it, once."""
    if file.tries >= TRIES:
        _end(file, File.State.REFUSED, _("读取时后台程序两次中断，没有再试。请另存后重新提交。"))
        return
    File.objects.filter(pk=file.pk).update(tries=F("tries") + 1)
    try:
        data = store.content(file.sha256)
    except OSError:
        _end(file, File.State.REFUSED, _("保存的文件找不到了，请重新提交。"))
        return
    if sniff(data, file.name) is Format.ZIP:
        _open(file, data)
        return
    try:
        result = read(
            data,
            name=file.name,
            ocr=file.is_scan,
            edition=_edition(file),
            told=lambda page: _at(file, page),
        )
    except Stopped:
        return
    if result.report is None:
        _not_read(file, data, result)
        return
    with leases.effects():
        mine = _mine(file)
        if mine is not None:
            mine.state = File.State.READ
            mine.save(update_fields=["state"])
            there = Report.objects.filter(file=mine).first()
            if there is None:
                keep(mine, result, units)
            else:
                _complete(there, result, units)


def _at(file: File, page: int) -> None:
    """Say which page of a scan is being recognised; raises Stopped where somebody stopped it."""
    if not File.objects.filter(pk=file.pk, state=File.State.WAITING).update(page=page):
        raise Stopped


def _not_read(file: File, data: bytes, result: ReadResult) -> None:
    """Say of a file why it was not read; a scan whose pages can be drawn waits for a person's word."""
    assert result.error is not None
    if file.is_scan:
        why = result.error.sentence("zh") + _(
            "请把纸件摆正，用300dpi黑白重新扫描后提交，或者向该单位要Word等带文字的文件。"
        )
        _end(file, File.State.REFUSED, why)
    elif is_scan(result) and originals.drawn(data, 1) is not None:
        _end(file, File.State.SCAN)
    elif is_scan(result):
        _end(file, File.State.REFUSED, UnreadableInput("readers.picture_damaged").sentence("zh"))
    else:
        _end(file, File.State.REFUSED, result.error.sentence("zh"))


def keep(file: File, result: ReadResult, units: Units) -> Report:
    """Save what was read in a file: whose it is, on which year, every cell."""
    read_, document = result.report, result.document
    assert read_ is not None
    office = file.batch.organ
    unit = units.find(read_.authority, read_.year, office)
    report = Report(
        office=office,
        file=file,
        unit=unit,
        unit_name=(unit.name if unit else read_.authority)[:120],
        year=read_.year,
        due=result.edition_expected or "",
        title=read_.title[:300],
        said=said_of(read_),
        media_type=result.source.media_type,
        pages=result.source.pages,
        packed=feed.packed(result),
        grids=feed.packed_grids(document.grids if document else ()),
    )
    return feed.put(report, read_, result.issues)


def said_of(read_: FilledForm) -> dict[str, Any]:
    """Return what a file itself says of whose report it is."""
    return {"authority": read_.authority[:200], "year": read_.year}


def _edition(file: File) -> str:
    """Return the edition by which a file was read before, "" where it was not."""
    return Report.objects.filter(file=file).values_list("edition", flat=True).first() or ""


def _complete(report: Report, result: ReadResult, units: Units) -> None:
    """Add to a report what its scanned pages say; organ and year stay as a person corrected them."""
    read_, office, said = result.report, report.office, report.said
    assert read_ is not None and office is not None
    unit = units.find(said["authority"], said["year"], office)
    as_read = (unit, unit.name if unit else said["authority"][:120], said["year"])
    if (report.unit, report.unit_name, report.year) == as_read:
        unit = units.find(read_.authority, read_.year, office)
        report.title, report.due = read_.title[:300], result.edition_expected or ""
        report.said = said_of(read_)
        feed.name(report, unit, read_.authority, read_.year)
    feed.put_again(report, result)
    feed.weigh_all(report)


def again(report: Report, edition: str) -> ReadResult | None:
    """Return what a report's file says by another edition; None where it is not there any more.

    A scan is not recognised once more: the tables that were found in it are read anew.
    """
    file = report.file
    assert file is not None
    if not file.is_scan:
        try:
            return read(store.content(file.sha256), name=file.name, ocr=False, edition=edition)
        except OSError:
            return None
    old, issues = report.read
    noted = tuple(issue for issue in issues if issue.code == DOUBT)
    grids = feed.grids_of(report)
    document = Document(report.media_type, grids, pages=report.pages, issues=noted)
    source = Source(file.name, report.media_type, file.sha256, report.pages)
    try:
        new, binding = interpret(document, edition=edition)
    except GongkaiError as error:
        return ReadResult(source, ReadStatus.FAILED, error=error)
    whole = replace(old, form=new.form, cells=new.cells, misprints=new.misprints)
    found = (*noted, *binding.issues)
    return ReadResult(
        source, ReadStatus.PARTIAL, whole, edition=edition, issues=found, document=document
    )


def _mine(file: File) -> File | None:
    """Return a file that still waits, with its office held: whose report counts is decided one by one."""
    Organ.objects.select_for_update().get(pk=file.batch.organ_id)
    return (
        File.objects.select_for_update(of=("self",))
        .select_related("batch__organ")
        .filter(pk=file.pk, state=File.State.WAITING)
        .first()
    )


def _end(file: File, state: str, why: str = "") -> None:
    """Say what became of a file; one that was read before its scanned pages were asked for stays read."""
    state = File.State.READ if Report.objects.filter(file=file).exists() else state
    with leases.effects():
        File.objects.filter(pk=file.pk, state=File.State.WAITING).update(state=state, why=why[:400])


def _open(file: File, data: bytes) -> None:
    """Take a ZIP apart: each file in it is a file of the batch."""
    if file.inside_id is not None:
        _end(file, File.State.REFUSED, _("压缩包里的压缩包不再拆开，请直接提交里面的文件。"))
        return
    try:
        found = members(data)
    except GongkaiError as error:
        _end(file, File.State.REFUSED, error.sentence("zh"))
        return
    if not found:
        _end(file, File.State.REFUSED, _("压缩包里没有文件。"))
        return
    kept = [
        (one, store.keep(one.data) if one.data is not None else "", len(one.data or b""))
        for one in found
    ]
    with leases.effects():
        mine = _mine(file)
        if mine is None:
            return
        rows = [
            take(mine.batch, one.name, digest, size, inside=mine, why=one.why)
            for one, digest, size in kept
        ]
        mine.state = File.State.OPENED
        mine.save(update_fields=["state"])
        enqueue([row for row in rows if row.state == File.State.WAITING])


def take(
    batch: Batch, name: str, digest: str, size: int, *, inside: File | None = None, why: str = ""
) -> File:
    """Return a new file of a batch; one whose bytes the office has already is named and not read."""
    file = File(batch=batch, inside=inside, name=name, size=size, sha256=digest, why=why[:400])
    if why:
        file.state = File.State.REFUSED
    elif (before := _before(batch.organ, digest)) is not None:
        file.state, file.same_as = File.State.SAME, before
    file.save()
    return file


def _before(office: Organ, digest: str) -> File | None:
    """Return where the office has these bytes already; what it set aside may come again."""
    known = (File.State.WAITING, File.State.SCAN, File.State.READ, File.State.OPENED)
    found = File.objects.filter(batch__organ=office, sha256=digest, state__in=known)
    there = found.filter(batch__set_aside_at=None, report__set_aside_at=None)
    return there.order_by("pk").first()


@periodic.every(300, gettext_lazy("接着读取收到的年度报告"))
def read_on() -> None:
    """Hand out anew what waits and whose task has ended."""
    waiting = File.objects.filter(state=File.State.WAITING)
    for pk in waiting.values_list("task", flat=True).distinct():
        if jobs.stands(pk) not in ("waiting", "running"):
            with transaction.atomic():
                enqueue(list(waiting.filter(task=pk).order_by("pk")))


@periodic.every(24 * 3600, gettext_lazy("清理无主的收件"))
def sweep() -> None:
    """Remove files that belong to nothing, and the oldest pictures of pages."""
    store.sweep()
    originals.sweep()
