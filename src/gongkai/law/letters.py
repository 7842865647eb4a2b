"""Every letter of request handling as data: title, addressee, what it must state, standard text.

``letters.toml`` holds the letters of procedure, ``replies.toml`` one reply for each outcome; what a
reply must state stands in ``outcomes.toml`` alone, and is only recognised here (``state``).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from gongkai.errors import DataError
from gongkai.law import entries
from gongkai.law.entries import Basis
from gongkai.law.outcomes import outcomes, reply_elements

FactKind = Literal["text", "date", "number", "choice", "list", "rows"]
To = Literal["applicant", "third_party", "organ", "file"]
SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a letter is filled in with; ``choice`` facts take one of `among`."""

    id: str
    zh: str
    en: str
    kind: FactKind = "text"
    among: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One statement a letter makes, and how it is recognised in the letter.

    finds   patterns that all stand in the text; ``{fact}`` is the fact as it is printed, each item
            of a list by itself; a pattern of facts that are not given is not met
    given   facts that stand in the text where they are given
    either  groups of patterns, one group of which stands in the text
    lacks   patterns that do not stand in the text
    parts   parts of the letter (``title``, ``number``, ...) that are not empty
    """

    id: str
    zh: str
    article: str
    source: str
    basis: Basis
    finds: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    lacks: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """Where it is required."""
        return entries.cite(self.source, self.article)


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of letter.

    outcome   the id of the outcome it tells, "" for a letter of procedure
    to        whom it goes to; ``file`` stays in the case file
    numbered  whether it carries a 文号; remedies: whether it tells remedies
    text      the standard text: a line is a paragraph, ``{fact}`` a slot, ``[[...]]`` a passage
              that is left out where one of its facts is not given (``[[?fact|...]]``: that one)
    rows      the lines of a table, ("label", "{slot}") each
    slip      the reply slip that goes with it, its title first
    """

    id: str
    title: str
    en: str
    to: To
    article: str
    source: str
    basis: Basis
    text: str
    requires: tuple[Requirement, ...]
    outcome: str = ""
    numbered: bool = True
    remedies: bool = False
    note: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    slip: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """What it rests on."""
        return entries.cite(self.source, self.article)


@cache
def facts() -> Mapping[str, Fact]:
    """Return every fact that letters know, by id, in the order of a form to fill in."""
    found = {}
    for key, entry in entries.read("letters")["fact"].items():
        among = MappingProxyType(dict(entry.get("among", {})))
        found[key] = Fact(id=key, **{**entry, "among": among})
        if (found[key].kind == "choice") != bool(among):
            raise DataError("law.bad_entry", file="letters", entry=key, what="among")
    return MappingProxyType(found)


@cache
def letters() -> Mapping[str, Form]:
    """Return every kind of letter by id; raises DataError for one that rests on nothing."""
    procedure = entries.sourced("letters", entries.read("letters")["letter"])
    found = {key: _procedure(key, entry) for key, entry in procedure.items()}
    replies = entries.read("replies")["letter"]
    for key in outcomes():
        if key not in replies:
            raise DataError("law.unknown_entry", file="replies", entry=key)
    for key, entry in replies.items():
        if key not in outcomes():
            raise DataError("law.unknown_entry", file="outcomes", entry=key)
        found[key] = _reply(key, entry)
    return MappingProxyType(found)


def _procedure(key: str, entry: Mapping[str, Any]) -> Form:
    """Return a letter of procedure: its own requirements after those of every letter."""
    fields = dict(entry)
    own = {
        "article": entry["article"],
        "source": entry["source"],
        "basis": entry["basis"],
    }
    every = [
        each
        for each in entries.read("letters")["every"]
        if not (each["id"] == "number" and not entry.get("numbered", True))
        and not (each["id"] == "addressee" and entry["to"] == "file")
    ]
    asked = [*every, *fields.pop("requires")]
    if entry["article"] and entry["source"] == "regulation":
        asked.append(entries.read("letters")["basis"])
    if entry.get("remedies"):
        asked.append(entries.read("letters")["remedies"])
    fields["requires"] = tuple(_requirement(key, {**own, **each}) for each in asked)
    return _form(key, fields)


def _reply(key: str, entry: Mapping[str, Any]) -> Form:
    """Return the reply of one outcome; what it must state comes from ``outcomes.toml``."""
    outcome = outcomes()[key]
    fields = dict(entry)
    finding, states = tuple(fields.pop("finding", ())), fields.pop("state", [])
    reply = entries.read("outcomes")["reply"]
    common = {"article": "", "source": reply["source"], "basis": reply["basis"]}
    shared = entries.read("replies")["element"]
    if len(shared) != len(reply_elements()) or len(states) != len(outcome.must_state):
        raise DataError("law.bad_entry", file="replies", entry=key, what="state")
    asked = []
    for zh, each in zip(reply_elements(), shared, strict=True):
        element = {**common, **each, "zh": zh}
        if each["id"] == "remedies" and not entry.get("remedies", True):
            continue
        if each["id"] == "finding":
            article = ("{article}",) if outcome.article and outcome.source == "regulation" else ()
            element["finds"] = (*article, *finding)
        asked.append(element)
    own = {"article": outcome.article, "source": outcome.source, "basis": outcome.basis}
    for zh, each in zip(outcome.must_state, states, strict=True):
        asked.append({**own, **each, "zh": zh})
    fields.setdefault("remedies", True)
    fields["text"] = fields["text"].replace("{opening}", entries.read("replies")["opening"])
    fields["note"] = entries.read("replies")["note"]
    fields["requires"] = tuple(_requirement(key, each) for each in asked)
    return _form(key, {**fields, **own, "en": outcome.en, "to": "applicant", "outcome": key})


def _form(key: str, fields: dict[str, Any]) -> Form:
    for name in ("rows", "slip"):
        fields[name] = tuple(
            tuple(each) if name == "rows" else each for each in fields.get(name, ())
        )
    form = Form(id=key, **{**fields, "text": fields["text"].strip()})
    _known(form, SLOT.findall(form.text + form.note + "".join(slot for _, slot in form.rows)))
    ids = [each.id for each in form.requires]
    if len(ids) != len(set(ids)):
        raise DataError("law.bad_entry", file="letters", entry=key, what=ids)
    for each in form.requires:
        patterns = (*each.finds, *each.lacks, *(one for group in each.either for one in group))
        _known(form, (name for one in patterns for name in SLOT.findall(one)))
        _known(form, each.given)
    return form


def _known(form: Form, names: Iterable[str]) -> None:
    """Raise DataError for a slot that is neither a fact nor worked out from facts."""
    for name in names:
        if name not in facts() and name not in entries.read("letters")["derived"]:
            raise DataError("law.bad_entry", file="letters", entry=form.id, what=name)


def _requirement(key: str, entry: Mapping[str, Any]) -> Requirement:
    fields = dict(entry)
    entries.sourced("letters", {key: fields})
    for name in ("finds", "given", "lacks", "parts"):
        fields[name] = tuple(fields.get(name, ()))
    fields["either"] = tuple(tuple(group) for group in fields.get("either", ()))
    for pattern in (*fields["finds"], *fields["lacks"], *sum(fields["either"], ())):
        try:
            re.compile(SLOT.sub("x", pattern))
        except re.error as error:
            raise DataError("law.bad_entry", file="letters", entry=key, what=error) from error
    return Requirement(**fields)
