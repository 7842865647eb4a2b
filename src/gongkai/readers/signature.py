"""The signature of an official document: who signed it on which day (GB/T 9704-2012, 7.3.5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.characters import squeeze
from gongkai.readers.dates import days_in
from gongkai.readers.official_lines import ORGAN, Line, tidy

_PERSON = re.compile(
    r"(?:代)?(?:省长|市长|县长|区长|旗长|州长|盟长|镇长|乡长|主席|主任|局长|厅长|部长|署长)[\u4e00-\u9fff·]{2,8}"
)

_SEAL = re.compile(r"[(（](?:盖?章|公章|印章?)[)）]")


@dataclass(frozen=True, slots=True)
class Signature:
    """A day with the names above it; `at` is the line the day stands on."""

    day: date
    organs: tuple[str, ...]
    person: bool
    lines: tuple[Line, ...]
    at: int

    def why(self, body: int) -> str:
        """Return what the day was taken from, as `Found.why` says it."""
        if self.organs or self.person:
            return "signature"
        return "below_title" if self.at <= body + 1 else "own_line"


def signature_of(
    lines: Sequence[Line], body: int, annex: int, known: str
) -> tuple[Signature | None, bool]:
    """Return who signed on which day, and whether that is plain.

    The document's own signature is the first; what is attached or passed on is signed below it.

    body, annex  where the text begins, and where the first attachment does
    known        the organ as the head and the title name it
    """
    signed = [s for at in range(body, len(lines)) if (s := _signed_at(lines, at, body)) is not None]
    named = [s for s in signed if s.organs or s.person]
    if named:
        first = named[0]
        days = {s.day for s in named if s.at < annex}
        expected = any(organ in known for organ in first.organs)
        return first, first.at < annex and (len(days) == 1 or expected)
    lone = [s for s in signed if s.at < annex and (s.at >= annex - 6 or s.at <= body + 1)]
    return (lone[0], False) if len({s.day for s in lone}) == 1 else (None, False)


def _signed_at(lines: Sequence[Line], at: int, body: int) -> Signature | None:
    """Return the signature whose day stands on a line, None where none does."""
    text = tidy(lines[at].text)
    days = list(days_in(text))
    if len(days) != 1 or len(text) > 50:
        return None
    rest = squeeze(text[: days[0].start] + text[days[0].end :]).strip("()")
    organs = [rest] if rest and ORGAN.fullmatch(rest) else []
    if rest and not organs:
        return None
    taken, person = [lines[at]], False
    for line in reversed(lines[max(body, at - 6) : at]):
        names = _names(line.text)
        if _PERSON.fullmatch(line.bare):
            person = True
        elif names:
            organs = [*names, *organs]
        else:
            break
        taken.insert(0, line)
    return Signature(days[0].day, tuple(organs), person, tuple(taken), at)


def _names(text: str) -> list[str]:
    """Return the organs a line of a signature consists of, [] where it says anything else."""
    whole = squeeze(_SEAL.sub("", text))
    if len(whole) > 60:
        return []
    parts = [
        squeeze(_SEAL.sub("", part)) for part in re.split(r"\s{2,}|[\u3000、，,\t]+", text.strip())
    ]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(ORGAN.fullmatch(part) for part in parts):
        return parts
    return [whole] if ORGAN.fullmatch(whole) else []


def printed_on(lines: Sequence[Line]) -> date | None:
    """Return the day of printing in the foot (…年…月…日印发), None where there is none."""
    for line in reversed(lines):
        bare = line.bare
        days = list(days_in(bare))
        if len(days) == 1 and bare[days[0].end :] in ("印发", "印") and len(bare) <= 50:
            return days[0].day
    return None
