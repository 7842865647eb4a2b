"""The search that proves a redaction: two readers over every layer, original and new file alike
(worker only).

pdfium and pdfminer are independent programs: neither shares a line with the other. Each gives the
text of the pages; besides, pdfium gives the properties, bookmarks, attachments, notes and structure,
pdfminer every object and unpacked stream of the file, whether anything points to it or not.
"""

import re
from collections.abc import Iterable

import msgspec

from gongkai.redaction import pixels, second, structure
from gongkai.redaction.layers import layers_of
from gongkai.redaction.marks import Mark, plain
from gongkai.redaction.opened import opened
from gongkai.redaction.proof import Item, Seen, Trial
from gongkai.redaction.worker import Job

_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
_WORD = 2  # characters: a shorter secret is searched at its place only
_LONG = 6  # figures: shorter ones are found by chance among the numbers that place things on a page
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")


class Searched(msgspec.Struct):
    """What came of the search; `read`: characters that each reader finds in the new file."""

    items: tuple[Item, ...]
    blocks: tuple[Seen, ...]
    problems: tuple[str, ...]
    read: dict[str, int]


def run(job: Job) -> Searched:
    """Search the original (`data`) and the new file (`made`) for what the marks took out."""
    old, new = _Searchable(job.data), _Searchable(job.made)
    pictures = {page.number for page in job.pages if page.recognised}
    items = tuple(
        _item(number, mark, old, new, pictures) for number, mark in enumerate(job.marks, start=1)
    )
    seen = tuple(pixels.seen(job.data, job.made, job.blocks))
    read = {reader: len(new.layers[reader, "text"]) for reader in ("pdfium", "pdfminer")}
    return Searched(items, seen, tuple(structure.problems(job.made)), read)


class _Searchable:
    """One file as the two readers see it: texts by layer, and what stands at a place."""

    def __init__(self, data: bytes) -> None:
        with opened(data) as document:
            self.layers = {("pdfium", name): text for name, text in layers_of(document).items()}
            self._first = pixels.characters(document)
        pages, strings, streams = second.read(data)
        self._second = pages
        self.layers["pdfminer", "text"] = _joined(c for page in pages for c, _, _ in page)
        self.layers["pdfminer", "objects"] = plain("\n".join(strings))
        self._streams = streams

    def count(self, secret: str) -> dict[tuple[str, str], int]:
        """Return how often a text as `plain` gives it stands in each layer."""
        found = {layer: text.count(secret) for layer, text in self.layers.items()}
        found["pdfminer", "streams"] = sum(_in_stream(stream, secret) for stream in self._streams)
        return found

    def at(self, mark: Mark) -> dict[tuple[str, str], str]:
        """Return what each reader finds at the places of a mark."""
        found = {}
        for reader, pages in (("pdfium", self._first), ("pdfminer", self._second)):
            said = ""
            for place in mark.places:
                left, top, right, bottom = place.box
                for character, x, y in pages[place.page - 1]:
                    if left < x < right and top < y < bottom:
                        said += character
            found[reader, "place"] = plain(said)
        return found


def _joined(characters: Iterable[str]) -> str:
    return plain("".join(characters))


def _in_stream(stream: bytes, secret: str) -> int:
    found = _hexadecimal(stream).count(secret) if b"TJ" in stream or b"Tj" in stream else 0
    if secret.isascii() and len(secret) < _LONG:
        return found
    return found + sum(stream.count(secret.encode(name, "ignore")) for name in _ENCODINGS)


def _hexadecimal(stream: bytes) -> str:
    """Return the text of strings written as UTF-16 in hexadecimal, one after another."""
    digits = b"".join(part for found in _HEX.findall(stream) for part in found.split())
    return plain(
        bytes.fromhex(digits[: len(digits) // 4 * 4].decode()).decode("utf-16-be", "replace")
    )


def _item(number: int, mark: Mark, old: _Searchable, new: _Searchable, pictures: set[int]) -> Item:
    secret = plain(mark.text)
    trials: list[Trial] = []
    if len(secret) >= _WORD:
        before, after = old.count(secret), new.count(secret)
        trials += [Trial(*layer, before[layer], after.get(layer, 0)) for layer in before]
        trials += [Trial(*layer, 0, after[layer]) for layer in after if layer not in before]
    if secret:
        here, there = old.at(mark), new.at(mark)
        for layer, said in here.items():
            trials.append(Trial(*layer, int(_says(said, secret)), int(_says(there[layer], secret))))
    pages = tuple(dict.fromkeys(place.page for place in mark.places))
    in_text = bool(secret) and not pictures.issuperset(pages)
    return Item(number, mark.kind, mark.ground, pages, in_text, tuple(trials))


def _says(said: str, secret: str) -> bool:
    """Whether what stands at a place gives the secret away, in whatever order it is read."""
    return secret in said or sorted(secret) == sorted(said)
