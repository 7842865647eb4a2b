"""The words of a report: numbers in them are chips that name a figure or a fact, put in when shown.

``{{ 新收申请件数 }}``, ``{{ requests.received }}`` and ``{{ requests.received.total }}`` (table, row,
column) all say the same number. What may be named, and the suggested sentences, stand in
``prose.toml``.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from gongkai.figures import Figure, plain
from gongkai.forms.form import Address, Form
from portal.annual import recorded
from portal.organs.models import Organ

CHIP = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
BROKEN = re.compile(r"\{\{|\}\}")
TO_WRITE = "（请填写）"
"""Stands where only the unit can say what is so; a report that still holds it does not go up."""
PROBLEMS = 5
"""The part of problems and measures."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a chip may name: a fact of a group of records, or figures of the form."""

    name: str
    label: str
    unit: str = ""
    group: str = ""
    of: tuple[str, ...] = ()
    heading: str = ""

    @property
    def chip(self) -> str:
        """The chip as it is written in a text."""
        return f"{{{{ {self.label} }}}}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A suggested sentence and when it stands.

    over, zero  facts that are above 0, are 0
    unit_says   no record shows it, the unit confirms it
    """

    text: str
    over: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()
    unit_says: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested paragraph of a part."""

    section: int
    id: str
    sentences: tuple[Sentence, ...]
    head: str = ""


@cache
def data() -> tuple[Mapping[str, Named], tuple[Suggestion, ...]]:
    """Return what chips may name, by name, and the suggestions, as ``prose.toml`` has them."""
    said = tomllib.loads((Path(__file__).parent / "prose.toml").read_text(encoding="utf-8"))
    entries = [*said["fact"], *said["figure"]]
    named = {e["name"]: Named(**{**e, "of": tuple(e.get("of", ()))}) for e in entries}
    return named, tuple(map(_suggestion, said["say"]))


def _suggestion(entry: Mapping[str, Any]) -> Suggestion:
    sentences = tuple(map(_sentence, entry["sentences"]))
    return Suggestion(entry["section"], entry["id"], sentences, entry.get("head", ""))


def _sentence(entry: Mapping[str, Any]) -> Sentence:
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Sentence(**given)


OF_ANY_SCOPE = frozenset({"organ", "years", "assurance"})
"""Groups of facts that hold of a region's report as of an organ's own.

What a government recorded of 监督保障 its region's report owes (art. 50 (4)); the sentences name it.
"""
OF_REGION = frozenset({"units"})
"""Groups of facts that are said of a region alone."""


@dataclass
class Facts:
    """The facts and figures of an organ's year, looked up when first asked for.

    whole  the report is on a region: what one organ's records say is not said of it
    """

    organ: Organ
    year: int
    form: Form
    figures: Mapping[Address, Figure]
    whole: bool = False
    _groups: dict[str, recorded.Found] = field(default_factory=dict)

    def known(self, chip: str) -> bool:
        """Whether a chip names something, recorded or not."""
        return self._named(chip) is not None or self._address(chip) is not None

    def value(self, chip: str) -> str | None:
        """Return what a chip says, None where it names nothing or nothing is recorded of it."""
        named = self._named(chip)
        if named is None:
            address = self._address(chip)
            return self.figures[address].text if address else None
        if not named.group:
            return self._sum(named)
        of_region = named.group in OF_REGION
        if named.group not in OF_ANY_SCOPE and of_region is not self.whole:
            return None
        if named.group not in self._groups:
            with translation.override(settings.LANGUAGE_CODE):
                self._groups[named.group] = recorded.GROUPED[named.group](self.organ, self.year)
        value = self._groups[named.group].get(named.name)
        return None if value is None else str(value)

    def number(self, name: str) -> Decimal | None:
        """Return what a name says as a number, None where it is none."""
        value = self.value(name)
        return Decimal(value) if value and re.fullmatch(r"-?\d+(\.\d+)?", value) else None

    def listed(self) -> list[tuple[Named, str]]:
        """Return every name that says something, with what it says."""
        said = ((one, self.value(one.name)) for one in data()[0].values())
        return [(one, value) for one, value in said if value is not None]

    def _named(self, chip: str) -> Named | None:
        return data()[0].get(chip) or _labels().get(chip)

    def _address(self, chip: str) -> Address | None:
        parts = chip.replace("/", ".").split(".", 2)
        if len(parts) != 3 or not all(parts):
            return None
        address = Address(*parts)
        return address if address in self.form.address_set else None

    def _sum(self, named: Named) -> str | None:
        if named.heading:
            rows = [row for row in self.form.table("requests").rows if row.under == named.heading]
            addresses = [Address("requests", row.id, "total") for row in rows]
        else:
            addresses = [Address.parse(text) for text in named.of]
        present = [self.figures[a] for a in addresses if a in self.form.address_set]
        if not present or not all(figure.is_number for figure in present):
            return None
        return plain(sum((figure.value for figure in present), Decimal(0)))


@cache
def _labels() -> Mapping[str, Named]:
    return {one.label: one for one in data()[0].values()}


def facts(
    organ: Organ,
    year: int,
    form: Form,
    figures: Mapping[Address, Figure],
    *,
    whole: bool = False,
) -> Facts:
    """Return the facts of a year; nothing is looked up yet."""
    return Facts(organ, year, form, figures, whole)


@dataclass
class Spoken:
    """Puts chips into texts and keeps what was used, what names nothing, and what nobody recorded."""

    facts: Facts
    used: dict[str, str] = field(default_factory=dict)
    unnamed: list[str] = field(default_factory=list)
    unvalued: list[str] = field(default_factory=list)

    def put(self, text: str) -> str:
        """Return a text with its chips put in; one that says nothing stays as it is written."""

        def one(match: re.Match[str]) -> str:
            chip = match[1]
            value = self.facts.value(chip)
            if value is None:
                kept = self.unvalued if self.facts.known(chip) else self.unnamed
                kept.append(chip)
                return match[0]
            self.used[chip] = value
            return value

        return CHIP.sub(one, text)


def misnamed(texts: Iterable[str], form: Form) -> str | None:
    """Return the first chip that names nothing or is not closed, as it is written; None where all do."""
    named, labels = data()[0], _labels()
    for text in texts:
        for match in CHIP.finditer(text):
            chip = match[1]
            parts = chip.replace("/", ".").split(".", 2)
            address = len(parts) == 3 and Address(*parts) in form.address_set
            if not (chip in named or chip in labels or address):
                return match[0]
        rest = CHIP.sub("", text)
        if broken := BROKEN.search(rest):
            return rest[broken.start() : broken.start() + 20]
    return None


def suggest(of: Facts, *, zero: bool = False) -> list[tuple[Suggestion, str]]:
    """Return the suggested paragraphs whose facts are recorded, chips kept.

    zero  also the sentences that no record shows and the unit itself confirms
    """
    found = []
    for one in data()[1]:
        sentences = "".join(s.text for s in one.sentences if _stands(s, of, zero))
        if sentences:
            found.append((one, one.head + sentences))
    return found


def offered(of: Facts) -> tuple[str, ...]:
    """Return every suggested sentence as it reads of this year: who takes one copies from nobody.

    The problems and measures that records show stay out: said again next year, they are last year's.
    """
    spoken = Spoken(of)
    return tuple(
        one.head + spoken.put(s.text)
        for one in data()[1]
        for s in one.sentences
        if one.section != PROBLEMS or s.unit_says
    )


def confirmed_by_unit(of: Facts) -> list[str]:
    """Return the sentences of a zero report that no record shows."""
    return [
        Spoken(of).put(s.text)
        for one in data()[1]
        for s in one.sentences
        if s.unit_says and _stands(s, of, True)
    ]


def _stands(sentence: Sentence, of: Facts, zero: bool) -> bool:
    if sentence.unit_says and not zero:
        return False
    if any(of.value(chip) is None for chip in CHIP.findall(sentence.text)):
        return False
    over = (of.number(name) for name in sentence.over)
    none = (of.number(name) for name in sentence.zero)
    return all(n is not None and n > 0 for n in over) and all(n == 0 for n in none)


_MEASURE = re.compile(
    r"下一步|今后|将|拟|进一步|加强|强化|完善|提升|优化|加大|健全|改进|安排|组织|20\d\d年起|每[月季年]"
)


def measures(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of last year's part five that announce what would be done."""
    for text in paragraphs:
        for sentence in re.split(r"(?<=[。；;])", text):
            if _MEASURE.search(sentence) and len(sentence) > 6:
                yield sentence.strip().rstrip("。；;")


def answer_to(year: int, measure: str) -> str:
    """Return the paragraph that quotes a measure of last year, to be completed by the unit."""
    return f"对{year}年度报告提出的“{measure[:120]}”，落实情况：{TO_WRITE}"
