"""The organ's former site: a folder of its pages and files, a table of what each of them is.

A row that was taken over before is passed over, so the same table may be run again after the rows
that were refused have been mended. What cannot be taken over is said with its row and the reason;
nothing is guessed but what the file itself says of its title, number and date.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongkai.errors import GongkaiError
from portal import tables
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.organs.models import Organ
from portal.publishing import recognition
from portal.publishing.acts.importing import ImportDocument
from portal.publishing.files import Received, receive
from portal.publishing.models import Column, DocumentEvent, Genre, Part
from portal.publishing.queries import columns_for

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "file": ("文件", "文件名", "路径", "网页"),
    "title": ("标题", "名称"),
    "number": ("文号", "发文字号"),
    "issuer": ("发文机关", "发布机构", "发文单位"),
    "formed_on": ("成文日期", "生成日期"),
    "published_on": ("公开日期", "发布日期", "发布时间"),
    "effective_on": ("施行日期", "生效日期"),
    "expires_on": ("有效期至", "失效日期"),
    "column": ("栏目", "栏目名称"),
    "genre": ("类别", "文件类别"),
    "topic": ("主题分类", "主题"),
    "keywords": ("关键词", "主题词"),
    "summary": ("内容概述", "摘要"),
    "index_number": ("索引号",),
    "origin": ("原网址", "网址", "链接"),
    "attachments": ("附件",),
    "organ": ("机关", "机关代码"),
}
"""What the table's columns may be called; only the file, its column and its date must be there."""
NEEDED = ("file", "column", "published_on")
_GENRES = {
    "normative": Genre.NORMATIVE,
    "rules": Genre.RULE,
    "interpretation": Genre.INTERPRETATION,
    "finance": Genre.FINANCE,
    "organisation": Genre.INSTITUTION,
    "notices": Genre.NOTICE,
    "news": Genre.NEWS,
    "policies": Genre.POLICY,
}


class Outcome(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    THERE = "there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: which file it names, what became of it, and why it was refused."""

    row: int
    file: str
    outcome: Outcome
    reason: str = ""
    document: int | None = None


def take_over_all(
    organ: Organ, folder: Path, sheet: Path, *, by: Actor, rehearse: bool = False
) -> Iterator[Line]:
    """Take over what the table names, one act a row, and yield what became of each row.

    organ     whose pages they are, where the table has no column for it
    rehearse  do everything but keep it
    Raises tables.BadTable for a table that gives no rows.
    """
    table = tables.read(sheet.read_bytes(), COLUMNS, needed=NEEDED)
    site = _Site(organ, folder.resolve(), by, rehearse)
    for number, row in table.rows:
        cells = {name: table.cell(row, name).strip() for name in COLUMNS}
        yield site.line(number, cells)


class _Site:
    def __init__(self, organ: Organ, folder: Path, by: Actor, rehearse: bool) -> None:
        self._organ, self._folder, self._by, self._rehearse = organ, folder, by, rehearse
        self._columns: dict[int, dict[str, Column]] = {}
        self._there: dict[int, dict[str, str]] = {}

    def line(self, number: int, cells: Mapping[str, str]) -> Line:
        try:
            organ = self._whose(cells["organ"])
            path = self._path(cells["file"])
            data = path.read_bytes()
            key, digest = cells["origin"] or cells["file"], hashlib.sha256(data).hexdigest()
            before = self._known(organ).get(key)
            if before == digest:
                return Line(number, cells["file"], Outcome.THERE)
            if before is not None:
                raise Refused(_("以前转入过，文件后来改动了。请在工作台更正，不重复转入。"))
            document = self._take(organ, path, data, key, digest, cells)
        except Refused as refusal:
            return Line(number, cells["file"], Outcome.REFUSED, refusal.sentence)
        except GongkaiError as error:
            return Line(number, cells["file"], Outcome.REFUSED, error.sentence("zh"))
        except OSError as error:
            return Line(
                number,
                cells["file"],
                Outcome.REFUSED,
                _("文件打不开：%(why)s") % {"why": error.strerror},
            )
        self._known(organ)[key] = digest
        return Line(number, cells["file"], Outcome.TAKEN, document=document)

    def _whose(self, code: str) -> Organ:
        if not code or code in (self._organ.code, self._organ.name):
            return self._organ
        found = Organ.objects.under(self._organ).filter(code=code).first()
        found = found or Organ.objects.under(self._organ).filter(name=code).first()
        if found is None:
            raise Refused(_("没有“%(code)s”这个机关。") % {"code": code})
        organ: Organ = found
        return organ

    def _path(self, name: str) -> Path:
        """Return a file of the folder; one outside it is none of this site's."""
        if not name:
            raise Refused(_("没有写文件。"))
        path = (self._folder / name.replace("\\", "/").lstrip("/")).resolve()
        if not path.is_relative_to(self._folder):
            raise Refused(_("文件在文件夹之外。"))
        if not path.is_file():
            raise Refused(_("文件夹里没有这个文件。"))
        return path

    def _known(self, organ: Organ) -> dict[str, str]:
        """Return what was taken over before: where it stood, and its digest."""
        if organ.pk not in self._there:
            events = DocumentEvent.objects.filter(kind="imported", document__organ=organ)
            facts = events.values_list("facts", flat=True)
            self._there[organ.pk] = {
                one["origin"]: one.get("sha256", "") for one in facts if one.get("origin")
            }
        return self._there[organ.pk]

    def _column(self, organ: Organ, said: str) -> Column:
        if organ.pk not in self._columns:
            found = columns_for(organ)
            self._columns[organ.pk] = {c.title: c for c in found} | {c.code: c for c in found}
        column = self._columns[organ.pk].get(said)
        if column is None:
            raise Refused(_("没有“%(column)s”这个栏目。") % {"column": said})
        if column.part == Part.REPORTS:
            raise Refused(_("年度报告请从“年度报告”存入，以便读出其中的数字。"))
        return column

    def _take(
        self,
        organ: Organ,
        path: Path,
        data: bytes,
        key: str,
        digest: str,
        cells: Mapping[str, str],
    ) -> int | None:
        column = self._column(organ, cells["column"])
        published = _day(cells, "published_on")
        if published is None:
            raise Refused(_("没有公开日期。"))
        file = receive(path.name, data)
        content = recognition.content_of(file).content
        for name in ("title", "number", "issuer", "topic", "keywords", "summary"):
            if cells[name]:
                content[name] = cells[name]
        for name in ("formed_on", "effective_on", "expires_on"):
            content[name] = _day(cells, name) or content.get(name)
        act = ImportDocument(
            by=self._by,
            organ=organ,
            column=column,
            genre=_genre(cells["genre"], column),
            published_at=timezone.make_aware(datetime.combine(published, time(9))),
            content=content,
            index_number=cells["index_number"],
            origin=key,
            sha256=digest,
            original=None if path.suffix.lower() in (".html", ".htm", ".txt") else file,
            attachments=tuple(self._attachments(cells["attachments"])),
        )
        with transaction.atomic():
            document = act.execute()
            transaction.set_rollback(self._rehearse)
        return None if self._rehearse else document.pk

    def _attachments(self, names: str) -> Iterator[Received]:
        for name in filter(None, (one.strip() for one in names.replace("；", ";").split(";"))):
            path = self._path(name)
            yield receive(path.name, path.read_bytes())


def _day(cells: Mapping[str, str], name: str) -> date | None:
    text = cells[name]
    if not text:
        return None
    day = tables.day(text)
    if day is None:
        raise Refused(
            _("%(name)s“%(text)s”不是日期。") % {"name": COLUMNS[name][0], "text": text[:40]}
        )
    return day


def _genre(said: str, column: Column) -> Genre:
    if not said:
        return _GENRES.get(column.code, Genre.OTHER)
    with translation.override(settings.LANGUAGE_CODE):  # the table is Chinese, whoever brings it
        for genre in Genre:
            if said in (genre.value, genre.label):
                return genre
    raise Refused(_("没有“%(genre)s”这个类别。") % {"genre": said})
