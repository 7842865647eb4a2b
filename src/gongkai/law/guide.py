"""What a guide (政府信息公开指南) must contain, and wording that the law has repealed: ``guide.toml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from gongkai.errors import DataError
from gongkai.law import entries
from gongkai.law.entries import Basis
from gongkai.law.limits import limit

_LONGEST = 400  # of what counts as one sentence; the rest is looked at as the next one
_SENTENCE = re.compile(rf"[^。；;！？!?\n\r]{{1,{_LONGEST}}}")
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Element:
    """One thing a guide states; `field` is what the organ itself has to fill in, "" for none."""

    id: str
    zh: str
    article: str
    source: str
    basis: Basis
    field: str = ""
    ask: str = ""

    @property
    def citation(self) -> str:
        """Where it is required."""
        return entries.cite(self.source, self.article)


@dataclass(frozen=True, slots=True)
class Repealed:
    """A wording that is no longer law: a sentence with all of `finds` and without `unless`."""

    id: str
    zh: str
    finds: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    says: str
    article: str
    source: str
    basis: Basis

    @property
    def citation(self) -> str:
        """What it was replaced by."""
        return entries.cite(self.source, self.article)

    @property
    def sentence(self) -> str:
        """Why it cannot be written any more, with today's numbers."""
        now = entries.sources()[self.source]
        since = (
            f"{now.in_force.year}年{now.in_force.month}月{now.in_force.day}日"
            if now.in_force
            else ""
        )
        return self.says.format(
            reply=limit("reply").length,
            extension=limit("extension").length,
            number=now.number,
            in_force=since,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A repealed wording in a text: which, and the sentence it stands in."""

    rule: Repealed
    quote: str


@cache
def elements() -> Mapping[str, Element]:
    """Return what a guide states, by id, in order; raises DataError for one without a source."""
    data = entries.sourced("guide", entries.read("guide")["element"])
    return MappingProxyType({key: Element(id=key, **entry) for key, entry in data.items()})


@cache
def repealed() -> Mapping[str, Repealed]:
    """Return every repealed wording by id; raises DataError for one that is no pattern."""
    found = {}
    for key, entry in entries.sourced("guide", entries.read("guide")["repealed"]).items():
        try:
            finds = tuple(re.compile(pattern) for pattern in entry["finds"])
            unless = re.compile(entry["unless"]) if "unless" in entry else None
        except re.error as error:
            raise DataError("law.bad_entry", file="guide", entry=key, what=error) from error
        found[key] = Repealed(id=key, **{**entry, "finds": finds, "unless": unless})
    return MappingProxyType(found)


def repealed_wording(text: str) -> tuple[Finding, ...]:
    """Return the repealed wordings of a text (plain, not HTML), one for each rule and sentence."""
    plain = _SPACE.sub("", text).translate(_WIDE)
    return tuple(
        Finding(rule, sentence)
        for sentence in _SENTENCE.findall(plain)
        for rule in repealed().values()
        if all(pattern.search(sentence) for pattern in rule.finds)
        and not (rule.unless and rule.unless.search(sentence))
    )
