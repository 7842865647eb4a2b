"""The kinds of records of supervision and guarantee, read from ``kinds.toml``: what each one says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.language import article, said


@dataclass(frozen=True, slots=True)
class Words:
    """Words in both languages; as text, those of the page."""

    zh: str
    en: str

    def __str__(self) -> str:
        return said(self)


@dataclass(frozen=True, slots=True)
class Field:
    """What a record says besides its day and subject.

    type  text, words, number, decimal, choice or day; own: it begins with the organ's name
    """

    name: str
    label: Words
    type: str
    required: bool = False
    own: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)

    def written(self, value: Any) -> str:
        """Return a value as people read it, "" for none."""
        if value in (None, ""):
            return ""
        return str(self.choices.get(value, value))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    on, subject  what its day and its title are called
    asks_year    the year it counts in is said, not read off its day
    none         what is confirmed where a year had none; None: nobody is asked
    over         only who had units below at the year's end is asked
    """

    code: str
    title: Words
    what: Words
    article: str
    on: Words
    subject: Words
    asks_year: bool
    none: Words | None
    over: bool
    fields: tuple[Field, ...]

    @property
    def articles(self) -> str:
        """The articles it rests on, in the language of the page."""
        return _("、").join(map(article, filter(None, self.article.split("、"))))

    def field(self, name: str) -> Field:
        """Return a field by its name; raises StopIteration where there is none."""
        return next(one for one in self.fields if one.name == name)


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by its code, in the order of the file."""
    raw = tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))
    return MappingProxyType({code: _kind(code, entry) for code, entry in raw.items()})


def askable() -> list[Kind]:
    """Return the kinds of which a year may be said to have had none."""
    return [kind for kind in kinds().values() if kind.none]


def _kind(code: str, entry: Mapping[str, Any]) -> Kind:
    return Kind(
        code=code,
        title=Words(**entry["title"]),
        what=Words(**entry["what"]),
        article=entry["article"],
        on=Words(**entry["on"]),
        subject=Words(**entry["subject"]),
        asks_year=entry.get("year") == "asked",
        none=Words(**entry["none"]) if "none" in entry else None,
        over=entry.get("asked_of") == "over",
        fields=tuple(_field(one) for one in entry.get("fields", ())),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    choices = {code: Words(zh, en) for code, zh, en in entry.get("choices", ())}
    given = {**entry, "label": Words(**entry["label"]), "choices": MappingProxyType(choices)}
    return Field(**given)
