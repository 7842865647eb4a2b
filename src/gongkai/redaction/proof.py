"""The proof of a redaction: what was searched, where, by whom, and what came of it.

It names nothing that was taken out: each secret is a number, a kind and its pages, so the proof may
lie with the file in the open.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from gongkai.errors import GongkaiError, Lang, say
from gongkai.redaction.blocks import Block

VERSION = 1
_READ = 0.98  # of the text that stays: a reader that sees less proves nothing


class NotProven(GongkaiError):
    """A redacted file that could not be proven clean: it is never handed out."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One reader's search of one layer: hits in the original and in the new file."""

    reader: str
    layer: str
    original: int
    redacted: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was taken out.

    in_text   it was text; else an area of a picture
    trials    the searches for it
    elsewhere how often the same words were kept on purpose at other places
    """

    number: int
    kind: str
    ground: str
    pages: tuple[int, ...]
    in_text: bool
    trials: tuple[Trial, ...]
    elsewhere: int = 0

    @property
    def controlled(self) -> bool:
        """Whether the same search finds it in the original: without that, not finding says nothing."""
        return not self.in_text or any(trial.original for trial in self.trials)

    @property
    def hits(self) -> Counter[str]:
        """How often each reader finds it in the original; a single character at its place only."""
        words = [trial for trial in self.trials if trial.layer != "place"] or self.trials
        found = Counter[str]()
        for trial in words:
            found[trial.reader] += trial.original
        return found

    @property
    def gone(self) -> bool:
        """Whether no reader finds it, other than where it was kept on purpose."""
        return all(t.redacted <= (self.elsewhere if t.layer != "place" else 0) for t in self.trials)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the pictures show of one block.

    whole     every dot is the block's own
    covered   the original showed something there
    """

    block: Block
    whole: bool
    covered: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """That a new file holds nothing of what was taken out of the original.

    original, redacted   SHA-256 of the two files
    kept, taken          characters of text that stay, and that went
    read                 characters each reader finds in the new file: who cannot read finds nothing
    converted            the original is no PDF: its printed form was searched
    problems             parts that the new file must not have, none for a clean one
    """

    original: str
    redacted: str
    pages: int
    dpi: int
    items: tuple[Item, ...]
    blocks: tuple[Seen, ...]
    kept: int
    taken: int
    problems: tuple[str, ...] = ()
    read: dict[str, int] = field(default_factory=dict)
    converted: bool = False
    version: int = VERSION

    @property
    def holds(self) -> bool:
        """Whether nothing was found, every search had its control, every block is whole."""
        return not any(True for _ in self._failures("zh"))

    def sentences(self, lang: Lang = "zh") -> tuple[str, ...]:
        """Return the proof in plain sentences."""
        said = list(self._failures(lang))
        if said:
            return tuple(said)
        marked = sum(item.in_text for item in self.items)
        facts: dict[str, Any] = {
            "items": len(self.items),
            "texts": marked,
            "areas": len(self.items) - marked,
            "blocks": len(self.blocks),
            "pages": self.pages,
            "dpi": self.dpi,
            "kept": self.kept,
        }
        said.append(say("redaction.proof_what", lang, **facts))
        if marked:
            said.append(say("redaction.proof_search", lang, **self._hits()))
        lone = [str(i.number) for i in self.items if i.in_text and 0 in _both(i.hits)]
        if lone:
            said.append(say("redaction.proof_one_reader", lang, numbers="、".join(lone)))
        said.append(say("redaction.proof_blocks", lang, **facts))
        said.append(say("redaction.proof_structure", lang))
        if self.converted:
            said.append(say("redaction.proof_converted", lang))
        kept_on_purpose = [str(item.number) for item in self.items if item.elsewhere]
        if kept_on_purpose:
            said.append(say("redaction.proof_elsewhere", lang, numbers="、".join(kept_on_purpose)))
        uneven = Counter(seen.block.even for seen in self.blocks)[False]
        if uneven:
            said.append(say("redaction.proof_uneven", lang, count=uneven))
        said.append(
            say("redaction.proof_files", lang, original=self.original, redacted=self.redacted)
        )
        return tuple(said)

    def _hits(self) -> dict[str, int]:
        readers = ("first", "pdfium"), ("second", "pdfminer")
        return {name: sum(item.hits[reader] for item in self.items) for name, reader in readers}

    def _failures(self, lang: Lang) -> Iterator[str]:
        for item in self.items:
            facts = {"number": item.number, "pages": "、".join(map(str, item.pages))}
            if not item.controlled:
                yield say("redaction.failed_control", lang, **facts)
            if not item.gone:
                yield say("redaction.failed_found", lang, **facts)
        for seen in self.blocks:
            if not seen.whole:
                yield say("redaction.failed_block", lang, page=seen.block.place.page)
        areas = {item.number for item in self.items if not item.in_text}
        for number in sorted(areas):
            if not any(s.covered for s in self.blocks if s.block.item == number):
                yield say("redaction.failed_area", lang, number=number)
        for reader, count in self.read.items():
            if count < _READ * self.kept:
                yield say("redaction.failed_blind", lang, reader=reader)
        if self.problems:
            yield say("redaction.failed_structure", lang, parts="、".join(self.problems))


def _both(hits: Counter[str]) -> tuple[int, int]:
    return hits["pdfium"], hits["pdfminer"]


def require(proof: Proof) -> Proof:
    """Return the proof; raises NotProven where it does not hold."""
    if not proof.holds:
        raise NotProven("redaction.not_proven", reason=proof.sentences()[0])
    return proof


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(data).hexdigest()


def encode(proof: Proof) -> bytes:
    """Return the proof as JSON, with its sentences in both languages."""
    document = msgspec.to_builtins(proof)
    document["holds"] = proof.holds
    document["sentences"] = {"zh": proof.sentences("zh"), "en": proof.sentences("en")}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def decode(data: bytes) -> Proof:
    """Return the proof that `encode` wrote; raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(data, type=Proof)
