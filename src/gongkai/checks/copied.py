"""How much of one text stands in another: sentence by sentence, whatever figures were put in anew.

Passed over: sentences too short to be anybody's own, and those of texts an office issued to all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.characters import MYRIADS, NUMERALS

COPIED_FROM = 0.9  # the likeness from which on a sentence is the same
SHORTEST = 10  # characters; shorter sentences are alike by chance
_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")
_LOOSE = re.compile(
    rf"20\d\d年?度?|[\s\d{NUMERALS}{MYRIADS}，,、。；;！!？?.：:“”\"'（）()《》·%％]+"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as printed, and its words alone: without figures, years, marks and spaces."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence and the one of another text that it is the same as.

    likeness  0 to 1, figures left out of account
    """

    text: str
    source: str
    likeness: float


def sentences(text: str, *, name: str = "", issued: Iterable[str] = ()) -> tuple[Sentence, ...]:
    """Return the sentences of a text that are its writer's own.

    name    the writer's, which makes no sentence another one
    issued  texts that every writer was told to use
    """
    given = [_words(found, name) for each in issued for found in _SENTENCE.findall(each)]
    own = (Sentence(found.strip(), _words(found, name)) for found in _SENTENCE.findall(text))
    return tuple(s for s in own if len(s.words) >= SHORTEST and _nearest(s.words, given) is None)


def copies(own: Iterable[Sentence], others: Sequence[Sentence]) -> tuple[Copy, ...]:
    """Return those of `own` that stand among `others` in the same words."""
    known: dict[str, str] = {}
    for other in others:
        known.setdefault(other.words, other.text)
    choices = list(known)
    found = ((sentence, _nearest(sentence.words, choices)) for sentence in own)
    return tuple(
        Copy(sentence.text, known[nearest[0]], nearest[1])
        for sentence, nearest in found
        if nearest is not None
    )


def share(copied: Iterable[Copy], own: Iterable[Sentence]) -> float:
    """Return the share of one's own sentences that was copied, by printed characters, 0 to 1."""
    whole = length(own)
    return length(copied) / whole if whole else 0.0


def length(sentences: Iterable[Sentence | Copy]) -> int:
    """Return how many characters sentences have as printed."""
    return sum(len(sentence.text) for sentence in sentences)


def _words(sentence: str, name: str) -> str:
    return _LOOSE.sub("", sentence.replace(name, "") if name else sentence)


def _nearest(words: str, choices: Sequence[str]) -> tuple[str, float] | None:
    """Return which of `choices` is the same sentence and how like it is, None where none is."""
    if words in choices:
        return words, 1.0
    if not choices:
        return None
    from rapidfuzz import fuzz, process  # only where there is something to compare

    best = process.extractOne(words, choices, scorer=fuzz.ratio, score_cutoff=100 * COPIED_FROM)
    return None if best is None else (best[0], round(best[1] / 100, 3))
