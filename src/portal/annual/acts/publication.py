"""An accepted report is published in the 年报 column; a correction comes with a note."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.writers import html
from gongkai.writers import json as library_json
from portal.acts import clock
from portal.acts.act import snapshot
from portal.annual import policies
from portal.annual.acts.archiving import column_of_reports, replace
from portal.annual.acts.base import FilingAct
from portal.annual.lifecycle import Event
from portal.annual.models import AnnualReport, Filing, FilingVersion
from portal.publishing.acts.files import attach
from portal.publishing.acts.importing import take_over
from portal.publishing.files import Received
from portal.publishing.models import FileKind, Genre

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""The files a report is published with; the first is the original, the others are attached."""


@dataclass(kw_only=True)
class PublishFiling(FilingAct):
    """Publish the accepted version: a page in the 年报 column, files, and its place in the archive."""

    name = "annual.publish"
    title = gettext_lazy("公布")
    policy = staticmethod(policies.may_publish)
    event = Event.PUBLISHED
    changes_site = True

    def lacking(self) -> str | None:
        """There is a column, and nothing in the archive that another file put there."""
        if column_of_reports(self.filing.organ) is None:
            return _("还没有“政府信息公开年报”栏目，请先设置栏目。")
        before = standing(self.filing)
        if before is not None and before.filed_id is None:
            return _("档案中已存入%(year)s年度的报告文件，不能再公布一份。") % {
                "year": self.filing.year
            }
        return None

    def do(self) -> Filing:
        """Publish; the version before, if there was one, gives place to it and stays readable."""
        version, before = self.filing.current, standing(self.filing)
        assert version is not None
        note = correction(self.filing) if before is not None else ""
        if before is not None:
            replace(before, note, self.by)
        publish(self.filing, version, note, self.by)
        self.append(note)
        return self.filing

    def facts(self, of: Filing) -> Mapping[str, Any]:
        """Keep the digest of what was published."""
        return snapshot(of) | {"sha256": of.current.sha256 if of.current else ""}


@dataclass(kw_only=True)
class CorrectFiling(FilingAct):
    """Open a published report for correction; the note will stand before the corrected text."""

    name = "annual.correct"
    title = gettext_lazy("公布后更正")
    policy = staticmethod(policies.may_publish)
    event = Event.CORRECTED

    note: str = ""

    def lacking(self) -> str | None:
        """It says what is corrected and why."""
        if len(self.note) > 1000:
            return _("更正说明超过1000字。")
        return None if self.note.strip() else _("请写明更正的内容和原因。")

    def do(self) -> Filing:
        """Let the unit write again; what was published stays public until the corrected text is."""
        self.append(self.note)
        return self.filing


def standing(filing: Filing) -> AnnualReport | None:
    """Return what the archive holds of a filing's organ, year and scope."""
    return AnnualReport.objects.filter(
        organ=filing.organ, year=filing.year, scope=filing.scope, replaced_at=None
    ).first()


def correction(filing: Filing) -> str:
    """Return the note of the last correction."""
    last = filing.events.filter(kind=Event.CORRECTED).order_by("pk").last()
    return last.words if last else ""


def publish(filing: Filing, version: FilingVersion, note: str, by: Any) -> AnnualReport:
    """Make the document in the 年报 column, with its files, and the archive's entry."""
    report, column = version.filled, column_of_reports(filing.organ)
    assert column is not None
    said = f"<p>{escape(_('更正说明：'))}{escape(note)}</p>\n" if note else ""
    document = take_over(
        organ=filing.organ,
        column=column,
        genre=Genre.REPORT,
        content={
            "title": report.title[:300],
            "number": report.document_number[:100],
            "body": said + html.content(report),
            "formed_on": report.written_on,
        },
        published_at=clock.now(),
        by=by,
        origin=str(filing),
        sha256=version.sha256,
    )
    files = [_written(ending, version) for ending in FORMATS]
    for number, file in enumerate(files):
        kind = FileKind.ATTACHMENT if number else FileKind.ORIGINAL
        attach(document, file, kind, by.user_id)
    return AnnualReport.objects.create(
        organ=filing.organ,
        year=filing.year,
        scope=filing.scope,
        edition=version.edition,
        title=report.title[:300],
        reading=library_json.write(report).decode(),
        name=files[0].name,
        media_type=files[0].media_type,
        size=len(files[0].data),
        sha256=files[0].sha256,
        published_on=clock.today(),
        document=document,
        filed=version,
        note=note,
    )


def _written(ending: str, version: FilingVersion) -> Received:
    data: bytes = import_module(f"gongkai.writers.{ending}").write(version.filled)
    return Received(f"{version.filled.title}.{ending}", data, FORMATS[ending], ())
