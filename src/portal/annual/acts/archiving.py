"""Putting a published report into the archive; putting a corrected file in its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.readers.read import read
from gongkai.readers.result import ReadResult
from gongkai.writers import html
from gongkai.writers.json import encode, read_result
from portal.acts import clock
from portal.acts.act import Act, Refused, snapshot
from portal.acts.actor import Actor
from portal.annual import drafting, policies
from portal.annual.models import SAID, AnnualReport, Scope
from portal.organs.models import Organ
from portal.publishing import face
from portal.publishing.acts.base import append
from portal.publishing.acts.files import attach
from portal.publishing.acts.importing import take_over
from portal.publishing.files import Received, receive
from portal.publishing.lifecycle import Event
from portal.publishing.models import Column, FileKind, Genre, Part
from portal.publishing.queries import columns_for
from portal.ui.language import spoken

TITLE = 300
"""Characters of a title."""


@dataclass(kw_only=True)
class ArchiveReport(Act[AnnualReport]):
    """Read a published annual report and keep it: the file, its figures, its place in the 年报 column.

    data, name    the file
    year          what it reports on; None: what the file itself says
    scope         whether its figures are the organ's own or those of its whole region
    published_on  when it was published; None: what the file itself says, else today
    """

    name = "annual.archive"
    title = gettext_lazy("存入年度报告")
    policy = staticmethod(policies.may_archive)

    organ: Organ
    data: bytes
    file_name: str
    year: int | None = None
    scope: str = Scope.OWN
    published_on: date | None = None

    def execute(self) -> AnnualReport:
        """Read the file before the database is locked, then carry the act out."""
        _ = self._result, self._file
        return super().execute()

    def possible(self) -> str | None:
        """Only who may archive for the organ does."""
        return policies.may_archive_for(self.by, self.organ)

    def lacking(self) -> str | None:
        """The file is a report on a known year, and the archive has none on it yet."""
        result = self._result
        if result.report is None:
            assert result.error is not None
            return result.error.sentence(spoken())
        if self._year is None:
            return _("文件里没有写明年度，请选择。")
        if self.year and result.report.year and result.report.year != self.year:
            return _("文件写的是%(said)d年度，与所选的%(chosen)d年度不同。") % {
                "said": result.report.year,
                "chosen": self.year,
            }
        existing = self._existing()
        if existing is not None and existing.sha256 == result.source.sha256:
            return _("这份文件已在档案中。")
        if existing is not None and not self.reason.strip():
            return _("档案中已有%(year)d年度的报告；要更换，请写明原因。") % {"year": self._year}
        if column_of_reports(self.organ) is None:
            return _("还没有“政府信息公开年报”栏目，请先设置栏目。")
        return None

    @cached_property
    def _result(self) -> ReadResult:
        return read(self.data, name=self.file_name, ocr=False)  # a scan would hold the page up

    @cached_property
    def _file(self) -> Received | None:
        """The file as it can be given to the public; None for a kind that is read but not given."""
        try:
            return receive(self.file_name, self.data)
        except Refused:
            return None

    @property
    def _year(self) -> int | None:
        report = self._result.report
        return self.year or (report.year if report else None)

    def _existing(self) -> AnnualReport | None:
        standing = AnnualReport.objects.filter(organ=self.organ, scope=self.scope, replaced_at=None)
        return standing.filter(year=self._year or 0).first()

    def do(self) -> AnnualReport:
        """Keep the file and its reading; the report before, if there was one, gives place to it."""
        result, column, year = self._result, column_of_reports(self.organ), self._year
        report = result.report
        assert report is not None and column is not None and year is not None
        before = self._existing()
        if before is not None:
            replace(before, self.reason, self.by)
        title = report.title or drafting.title(self.organ, year, self.scope)
        said = SAID[Scope.REGION]
        if self.scope == Scope.REGION and said not in title:
            title = title[: TITLE - len(said)] + said
        day = self.published_on or report.published_on or report.written_on or clock.today()
        document = take_over(
            organ=self.organ,
            column=column,
            genre=Genre.REPORT,
            content={
                "title": title[:TITLE],
                "body": html.content(report),
                "formed_on": report.written_on,
            },
            published_at=min(_noon(day), clock.now()),
            by=self.by,
            origin=self.file_name,
        )
        if self._file is not None:
            attach(document, self._file, FileKind.ORIGINAL, self.by.user_id)
        return AnnualReport.objects.create(
            organ=self.organ,
            year=year,
            scope=self.scope,
            edition=result.edition or "",
            title=title[:TITLE],
            reading=encode(read_result(result)).decode(),
            name=self.file_name[:200],
            media_type=result.source.media_type,
            size=len(self.data),
            sha256=result.source.sha256,
            published_on=day,
            document=document,
        )

    def facts(self, of: AnnualReport) -> Mapping[str, Any]:
        """Keep what identifies the report; its reading stands in the archive."""
        return {k: v for k, v in snapshot(of).items() if k != "reading"}


def column_of_reports(organ: Organ) -> Column | None:
    """Return the column where an organ's reports stand, None where none was set up."""
    return next((c for c in columns_for(organ) if c.part == Part.REPORTS), None)


def replace(before: AnnualReport, why: str, by: Actor) -> None:
    """Let a report give place to another: off the lists with the reason, and kept."""
    before.replaced_at, before.replaced_why = clock.now(), why[:300]
    before.save()
    document = before.document
    if document.is_public:
        document.shown = None
        document.withdrawn_at = clock.now()
        document.withdrawal_ground = why[:300]
        face.changed(append(document, Event.WITHDRAWN, by, opinion=why))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
