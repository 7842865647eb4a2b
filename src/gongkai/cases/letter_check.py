"""The checker: does every required statement stand in the letter, whatever its template was."""

import re
from collections.abc import Mapping
from datetime import date

from gongkai.cases.letter import Letter
from gongkai.cases.letter_text import BLANK, Printed, spelt
from gongkai.cases.remedies import proofs
from gongkai.law import entries
from gongkai.law.letters import SLOT, Requirement, letters

_PAGE_NUMBER = re.compile(r"^\s*— \d+ —\s*$", re.MULTILINE)
NUMBER = re.compile(
    r"[^\s〔〕]+〔(19|20)\d{2}〕[1-9]\d*号"
)  # GB/T 9704: 六角括号, no zeros in front
_ITEM = re.compile(r"第[（(]([一二三四五六七八九十]+)[）)]项")


def missing(letter: Letter) -> tuple[Requirement, ...]:
    """Return what must stand in the letter and does not; () for one that can be signed.

    ``basis`` of each says whether law or practice asks for it. Blanks come last.
    """
    lost = [each for each in letters()[letter.kind].requires if not _met(each, letter)]
    text = "\n".join((letter.body, letter.note))
    return (*lost, *(_blank(name) for name in dict.fromkeys(BLANK.findall(text))))


def proved(letter: Letter, text: str) -> tuple[Requirement, ...]:
    """Return the requirements that do not stand in a text read back from a file of the letter.

    Of the parts of a letter, those that are words are looked for; a seal is not.
    """
    found = plain(_PAGE_NUMBER.sub("", text))
    return tuple(
        each
        for each in letters()[letter.kind].requires
        if not all(_printed(part, letter) in found for part in each.parts)
        or not _stands(each, found, letter)
    )


def _printed(part: str, letter: Letter) -> str:
    """Return the words that a part of the letter prints."""
    value = letter.slip.title if part == "slip" and letter.slip else getattr(letter, part)
    if isinstance(value, date):
        value = spelt(value)
    return plain(value) if isinstance(value, str) else ""


def _met(each: Requirement, letter: Letter) -> bool:
    if not all(_has(part, letter) for part in each.parts):
        return False
    return _stands(each, plain(letter.body), letter)


def _has(part: str, letter: Letter) -> bool:
    """Whether a part of the letter is there, and of the shape the standard gives it."""
    if part == "number":
        return NUMBER.fullmatch(letter.number) is not None
    return part == "remedies" or bool(getattr(letter, part))


def _stands(each: Requirement, text: str, letter: Letter) -> bool:
    """Whether the statement stands in the text (without white space)."""

    def told(pattern: str) -> bool:
        expanded = expand(pattern, letter.facts)
        where = text if "{request}" in pattern else own
        return bool(expanded) and all(re.search(one, where) for one in expanded)

    own = _unquoted(text, letter.facts)
    asked = (*each.finds, *(f"{{{name}}}" for name in each.given if name in letter.facts))
    return (
        all(map(told, asked))
        and (not each.either or any(all(map(told, group)) for group in each.either))
        and not any(map(told, each.lacks))
        and ("remedies" not in each.parts or _remedies_stand(own, letter))
    )


def _remedies_stand(text: str, letter: Letter) -> bool:
    """Whether the remedies that apply are told, in whatever words, and no others."""
    if letter.told is None:
        return False
    finds, lacks = proofs(letter.told)
    told = all(re.search(one, text) for one in finds)
    return told and not any(re.search(one, text) for one in lacks)


def expand(pattern: str, facts: Mapping[str, Printed]) -> tuple[str, ...]:
    """Return a pattern with its facts as printed: one for each item of a list, () without them."""
    names = SLOT.findall(pattern)
    if not all(facts.get(name) for name in names):
        return ()
    found = [_ITEM.sub(r"第\1项", pattern)]
    for name in names:
        value = facts[name]
        items = value.splitlines() if isinstance(value, str) else value
        found = [one.replace(f"{{{name}}}", re.escape(plain(x))) for one in found for x in items]
    return tuple(found)


def plain(text: str) -> str:
    """Return a text without white space; 第（一）项 and 第一项 are the same."""
    return _ITEM.sub(r"第\1项", re.sub(r"\s+", "", text))


def _unquoted(text: str, facts: Mapping[str, Printed]) -> str:
    """Return the text without the content of the application, which may say anything."""
    request = facts.get("request")
    return text.replace(f"“{plain(request)}”", "“”") if isinstance(request, str) else text


def _blank(name: str) -> Requirement:
    """Return the requirement that a blank be filled."""
    reply = entries.read("outcomes")["reply"]
    return Requirement(f"blank.{name}", name, "", reply["source"], reply["basis"])
