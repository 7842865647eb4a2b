"""What a check is: a catalogue entry, a function, and the evidence it may look at.

A check is a function ``(Evidence) -> Iterable[Finding]`` registered with ``@check("code")``. Level,
title, source and wording stand once, in ``catalogue.toml`` and, for the checks that read prose, in
``catalogue-prose.toml``. A check without its inputs raises `NotAssessable`, which is never the same
as having passed.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

from gongkai.errors import DataError, Lang
from gongkai.figures import Figure
from gongkai.forms.filled import FilledForm, Issue, Origin
from gongkai.forms.form import EDITIONS, Address, load
from gongkai.law.entries import cite

EDITION = "edition"  # in place of a source: the instrument of the edition that is checked
UNWRITTEN = frozenset({"practice", "derived"})  # 惯例, 推导: no instrument states it


class Level(StrEnum):
    """How much a finding weighs."""

    ERROR = "E"  # blocks
    WARNING = "W"
    NOTE = "I"


class Verdict(StrEnum):
    """What a finding says of its subject."""

    BROKEN = "broken"  # the rule does not hold
    CANNOT_TELL = "cannot_tell"  # this source does not let anyone say


class Words(NamedTuple):
    """A fact of a finding whose wording differs between the languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One check of the catalogue: all that is said about it, in both languages.

    basis     the citation of `sources` and `article`, else "practice" (惯例) or "derived" (推导)
    sources   the ids of its instruments; two where each edition of the form has its own
    messages  variant -> template; a check with one wording has the variant "default"
    needs     fields of Evidence without which the check is not assessable
    limits    thresholds no instrument states, each by name
    """

    code: str
    rule: int
    level: Level
    basis: str
    title: Mapping[Lang, str]
    messages: Mapping[str, Mapping[Lang, str]]
    advice: Mapping[Lang, str]
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    article: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found, pointing to its cells and its place.

    figures  what stands where, as (label or address, value as printed) pairs
    level    the catalogue's level unless the check says otherwise
    source   what this finding rests on, where that is not the whole basis of its check: the id of
             an instrument, "practice" or "derived"
    """

    code: str
    level: Level
    verdict: Verdict = Verdict.BROKEN
    variant: str = "default"
    facts: Mapping[str, object] = field(default_factory=dict)
    addresses: tuple[Address, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    origin: Origin | None = None
    source: str = ""

    @property
    def basis(self) -> str:
        """The instrument or practice the finding rests on."""
        entry = catalogue()[self.code]
        if not self.source:
            return entry.basis
        return self.source if self.source in UNWRITTEN else cite(self.source, entry.article)

    def message(self, lang: Lang = "zh") -> str:
        """Return what stands where, what it should be, and what to do."""
        entry = catalogue()[self.code]
        facts = {
            name: getattr(fact, lang) if isinstance(fact, Words) else fact
            for name, fact in self.facts.items()
        }
        said = entry.messages[self.variant][lang].format(**facts)
        return f"{said}{'' if lang == 'zh' else ' '}{entry.advice[lang].format(**facts)}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of the organ that files: its name, level and powers.

    level  "township", "department", "county", "city", "province" or "" where unknown
    names  every name it may call itself by; may_make_rules: 规章制定权 (立法法)
    """

    name: str = ""
    level: str = ""
    names: tuple[str, ...] = ()
    may_make_rules: bool | None = None
    contacts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filing:
    """How the report went up and out; what is unknown is None."""

    submitted_on: date | None = None
    published_on: date | None = None
    due_on: date | None = None  # an earlier local date, where one was set
    signed: bool | None = None
    sealed: bool | None = None
    page_holds_file: bool | None = None  # 报告所述下载地址确有此文件
    altered_without_note: bool | None = None
    copies: tuple[str, ...] = ()  # full texts found on other platforms


@dataclass(frozen=True)
class Evidence:
    """All a check may look at; everything but the report may be missing."""

    report: FilledForm
    issues: tuple[Issue, ...] = ()
    media_type: str = ""
    previous: FilledForm | None = None  # the same organ's report on the year before
    peers: Sequence[FilledForm] | None = None  # other units' reports on the same year
    children: Mapping[str, FilledForm | None] | None = (
        None  # who belongs to the total; None: missing
    )
    own: FilledForm | None = None  # the parent's own (本级) figures, for a consolidated report
    unit: Unit | None = None
    filing: Filing | None = None
    records: Mapping[str, Any] | None = None  # counts from the portal's registers, by name
    templates: tuple[str, ...] = ()  # texts the supervising office itself issued

    @cached_property
    def figures(self) -> Mapping[Address, Figure]:
        """Every figure of the report by address."""
        return MappingProxyType(self.report.figures)


class NotAssessable(Exception):
    """Raised by a check that lacks what it needs; never the same as having passed."""


CheckFunction = Callable[[Evidence], Iterable[Finding]]
_REGISTRY: dict[str, CheckFunction] = {}


def check(code: str) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function as the check `code`; raises DataError if the catalogue lacks it."""

    def register(function: CheckFunction) -> CheckFunction:
        if code not in catalogue() or code in _REGISTRY:
            raise DataError("checks.bad_code", code=code)
        _REGISTRY[code] = function
        return function

    return register


def found(
    code: str,
    *,
    variant: str = "default",
    level: Level | None = None,
    verdict: Verdict = Verdict.BROKEN,
    addresses: Iterable[Address] = (),
    figures: Iterable[tuple[str, str]] = (),
    origin: Origin | None = None,
    source: str = "",
    **facts: object,
) -> Finding:
    """Return a finding of `code` with the catalogue's level unless another is given."""
    return Finding(
        code=code,
        level=level or catalogue()[code].level,
        verdict=verdict,
        variant=variant,
        facts=facts,  # a plain dict: findings cross process boundaries
        addresses=tuple(addresses),
        figures=tuple(figures),
        origin=origin,
        source=source,
    )


@cache
def catalogue() -> Mapping[str, Entry]:
    """Return every check by code, by the number of its rule, then as the files have them.

    Raises DataError where both files name the same code.
    """
    folder = resources.files("gongkai.checks")
    entries: list[Entry] = []
    for name in ("catalogue.toml", "catalogue-prose.toml"):
        path = folder / name
        if path.is_file():
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            entries += (_entry(code, entry) for code, entry in data.items())
    by_code = {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.rule)}
    if len(by_code) < len(entries):
        codes = [entry.code for entry in entries]
        raise DataError("checks.bad_code", code=next(c for c in codes if codes.count(c) > 1))
    return MappingProxyType(by_code)


def _entry(code: str, data: Mapping[str, Any]) -> Entry:
    messages = data["message"]
    if "zh" in messages:
        messages = {"default": messages}
    source, article = data.get("source", ""), data.get("article", "")
    sources: tuple[str, ...] = (source,) if source else ()
    if source == EDITION:
        sources = tuple(load(edition).basis for edition in EDITIONS)
    return Entry(
        code=code,
        rule=data["rule"],
        level=Level(data["level"]),
        basis=data["basis"] if "basis" in data else "；".join(cite(s, article) for s in sources),
        title=data["title"],
        messages=messages,
        advice=data["advice"],
        needs=tuple(data.get("needs", ())),
        sources=sources,
        article=article,
        limits=MappingProxyType(dict(data.get("limits", {}))),
    )
