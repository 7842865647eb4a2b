"""What the interface answers with: the shapes of public things."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Schema
from pydantic import Field

from gongkai.figures import Status
from portal.annual.models import Scope
from portal.api import cursors
from portal.organs.models import Kind, Level
from portal.publishing.models import Attribute, Genre, Part
from portal.site.choices import Validity

NO_NUL = r"^[^\x00]*$"
"""What a text is: no database keeps the sign NUL."""
Code = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$", examples=["shili"])]
Id = Annotated[int, Path(alias="id", ge=1, le=2**53 - 1)]
Year = Annotated[int, Field(ge=1949, le=2999, examples=[2025])]
Cursor = Annotated[
    str,
    Field(pattern=cursors.PATTERN, description=_("上一页的next，原样；不写从第一页开始")),
]
Limit = Annotated[int, Query(ge=1, le=200, description=_("一页几条"))]
Edition = Annotated[str, Field(pattern=r"^[0-9]{4}$", examples=["2021"])]

NAMED = {one.__name__: one for one in (Attribute, Genre, Kind, Level, Part, Scope, Validity)}
"""Enumerations whose values have a name in words."""


class Reach(StrEnum):
    """Whose things are listed."""

    OWN = "own"
    BELOW = "below"


class OrganOut(Schema):
    """An organ as it is today."""

    code: str
    name: str
    short_name: str
    level: Level
    kind: Kind
    parent: str | None = Field(description=_("上级机关的代码"))
    credit_code: str
    division_code: str
    founded_on: date | None
    abolished_on: date | None
    url: str


class OrganStateOut(Schema):
    """What an organ was from one day up to, not including, another."""

    name: str
    short_name: str
    level: Level
    kind: Kind
    parent: str | None
    from_on: date | None
    to_on: date | None
    basis: str


class OrganDetail(OrganOut):
    """An organ with what it was before, and whose duties it took over."""

    states: list[OrganStateOut]
    successors: list[str]
    predecessors: list[str]


class OrganPage(Schema):
    """A page of organs."""

    items: list[OrganOut]
    next: str | None = Field(description=_("下一页的游标；没有下一页时为null"))


class ColumnOut(Schema):
    """A column of a platform."""

    code: str
    title: str
    part: Part
    parent: str | None
    organ: str | None = Field(description=_("只属于这个机关；null表示各机关共有"))
    levels: list[str]
    duties: list[str] = Field(description=_("对应的法定事项代码"))
    update_days: int | None


class ColumnList(Schema):
    """The columns of an organ's platform."""

    items: list[ColumnOut]


class DutyOut(Schema):
    """An item that must be published (arts. 20, 21)."""

    code: str
    name: str
    article: str
    levels: list[str]
    departments_of: list[str]
    renewed: str


class DutyList(Schema):
    """The duties of law."""

    items: list[DutyOut]


class FileOut(Schema):
    """A file of a public document."""

    name: str
    media_type: str
    size: int
    sha256: str
    url: str


class DocumentOut(Schema):
    """A public document as lists show it."""

    id: int
    organ: str
    column: str
    genre: Genre
    title: str
    number: str = Field(description=_("文号"))
    topic: str
    published_at: datetime
    effective_on: date | None
    expires_on: date | None
    in_force: str = Field(description=_("今天是否有效，用文字说明"))
    url: str


class DocumentPage(Schema):
    """A page of documents."""

    items: list[DocumentOut]
    next: str | None


class FoundOut(DocumentOut):
    """A document that was found, with the words where they stand."""

    excerpt: str = Field(description=_("正文里的一段，HTML，找的词在mark里"))


class FoundPage(Schema):
    """A page of what was found."""

    items: list[FoundOut]
    count: int = Field(description=_("一共找到多少；能逐页取到的是前2000条"))
    next: str | None


class LinkOut(Schema):
    """Another public document and what it is to this one."""

    id: int
    title: str
    what: str
    url: str


class DocumentDetail(DocumentOut):
    """A public document with everything its page shows."""

    attribute: Attribute
    index_number: str
    issuer: str
    formed_on: date | None
    keywords: str
    summary: str
    source: str
    version: int
    html: str = Field(description=_("正文，已去掉脚本和样式"))
    files: list[FileOut]
    links: list[LinkOut]
    downloads: dict[str, str] = Field(description=_("正文的PDF、Word文件的网址"))


class ReportOut(Schema):
    """A published annual report."""

    id: int
    organ: str
    year: int
    scope: Scope
    edition: str
    title: str
    published_on: date | None
    name: str = Field(description=_("原文件名"))
    media_type: str
    size: int
    sha256: str
    url: str
    document: int = Field(description=_("年报栏目里的信息，见 getDocument"))


class ReportPage(Schema):
    """A page of annual reports."""

    items: list[ReportOut]
    next: str | None


class SectionOut(Schema):
    """A part of a report as text."""

    number: int
    title: str
    text: str


class ReportDetail(ReportOut):
    """A report with its words and its downloads."""

    authority: str
    document_number: str
    sections: list[SectionOut]
    downloads: dict[str, str]


class CellOut(Schema):
    """One figure: a number only where `status` says so; blank, absent and unreadable are no zero."""

    address: str
    label: str
    status: Status
    value: str | None = Field(description=_("十进制数，status为number时才有"))


class CellList(Schema):
    """The cells of a report, in the order of its form."""

    organ: str
    year: int
    edition: str
    items: list[CellOut]


class Tally(Schema):
    """How many of one kind."""

    code: str
    name: str
    count: int


class RequestStatistics(Schema):
    """The requests of an organ in a year, as its public page shows them."""

    organ: str
    year: int
    received: int
    ended: int
    carried: int
    by_outcome: list[Tally]
    by_channel: list[Tally]
    by_applicant: list[Tally]


class DocumentStatistics(Schema):
    """What an organ has published, by genre, column and year."""

    organ: str
    scope: Reach
    total: int
    by_genre: list[Tally]
    by_column: list[Tally]
    by_year: list[Tally]


class RegisterStatistics(Schema):
    """How much the public registers of an organ hold today."""

    organ: str
    normative: int
    powers: int
    results: list[Tally]
