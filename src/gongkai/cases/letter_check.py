"""The checker: does every required statement stand in the letter, whatever its template was."""

import re
from collections.abc import Mapping

from gongkai.cases.letter import Letter
from gongkai.cases.letter_text import BLANK, Printed
from gongkai.cases.remedies import proofs
from gongkai.law import entries
from gongkai.law.letters import SLOT, Requirement, letters

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
    plain = _plain(text)
    head = {name: _plain(str(getattr(letter, name))) for name in ("title", "number", "addressee")}
    lost = []
    for each in letters()[letter.kind].requires:
        words = [head[part] for part in each.parts if part in head]
        words += [_plain(letter.organ)] if "organ" in each.parts else []
        found = all(word in plain for word in words)
        if not found or not _stands(each, plain, letter):
            lost.append(each)
    return tuple(lost)


def _met(each: Requirement, letter: Letter) -> bool:
    if not all(_has(part, letter) for part in each.parts):
        return False
    return _stands(each, _plain(letter.body), letter)


def _has(part: str, letter: Letter) -> bool:
    """Whether a part of the letter is there, and of the shape the standard gives it."""
    if part == "number":
        return NUMBER.fullmatch(letter.number) is not None
    return part == "remedies" or bool(getattr(letter, part))


def _stands(each: Requirement, plain: str, letter: Letter) -> bool:
    """Whether the statement stands in the text (without white space)."""
    facts = letter.facts
    own = _unquoted(plain, facts)
    if not all(_found(one, plain, own, facts) for one in each.finds):
        return False
    if not all(_found(f"{{{name}}}", plain, own, facts) for name in each.given if name in facts):
        return False
    if each.either and not any(
        all(_found(one, plain, own, facts) for one in group) for group in each.either
    ):
        return False
    if any(_found(one, plain, own, facts) for one in each.lacks):
        return False
    return "remedies" not in each.parts or _remedies_stand(plain, letter)


def _remedies_stand(plain: str, letter: Letter) -> bool:
    if letter.told is None:
        return False
    finds, lacks = proofs(letter.told)
    return all(re.search(one, plain) for one in finds) and not any(
        re.search(one, plain) for one in lacks
    )


def _found(pattern: str, plain: str, own: str, facts: Mapping[str, Printed]) -> bool:
    """Whether a pattern stands there; words of the law are not looked for in what was applied for."""
    expanded = expand(pattern, facts)
    text = plain if "{request}" in pattern else own
    return bool(expanded) and all(re.search(one, text) for one in expanded)


def expand(pattern: str, facts: Mapping[str, Printed]) -> tuple[str, ...]:
    """Return a pattern with its facts as printed: one for each item of a list, () without them."""
    names = SLOT.findall(pattern)
    if not all(facts.get(name) for name in names):
        return ()
    found = [_closed(pattern)]
    for name in names:
        value = facts[name]
        items = (value,) if isinstance(value, str) else value
        found = [one.replace(f"{{{name}}}", re.escape(_plain(x))) for one in found for x in items]
    return tuple(found)


def _unquoted(plain: str, facts: Mapping[str, Printed]) -> str:
    """Return the text without the quoted content of the application, which may say anything."""
    request = facts.get("request")
    return plain.replace(f"“{_plain(request)}”", "“”") if isinstance(request, str) else plain


def _plain(text: str) -> str:
    """Return a text without white space; 第（一）项 and 第一项 are the same."""
    return _ITEM.sub(r"第\1项", re.sub(r"\s+", "", text))


def _closed(pattern: str) -> str:
    return _ITEM.sub(r"第\1项", pattern)


def _blank(name: str) -> Requirement:
    """Return the requirement that a blank be filled."""
    reply = entries.read("outcomes")["reply"]
    return Requirement(f"blank.{name}", name, "", reply["source"], reply["basis"])
