"""What differs between two versions of a document, word by word.

Chinese has no spaces: a word is a run of digits or letters, or one character. Blocks (paragraphs,
headings, rows of tables) are set against each other first and their words second. Both go by what is
unique on both sides (patience), so a body of a megabyte takes seconds at worst, whatever it repeats.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lxml import etree

from portal.publishing.models import CONTENT, Content, DocumentVersion

_LABELS = {field.name: field.verbose_name for field in Content._meta.local_fields}
_WORD = re.compile(r"[0-9０-９.,%]+|[A-Za-z]+|\s+|.", re.DOTALL)
_PAIRS = 250_000  # cells that two stretches without anything unique may have to be set against
_ISLAND = 1  # characters left alone between two changes that are swallowed by them
_LIKE = 0.4  # how alike two blocks are that count as one changed, not as one gone and one new


class Kind(StrEnum):
    """What became of a piece."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what became of them."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a row of a table; `tag` is its element."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A block with what became of its words; `restyled` where it became another element."""

    tag: str
    pieces: tuple[Piece, ...]
    restyled: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not self.restyled and all(p.kind is Kind.SAME for p in self.pieces)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks one after another, all unchanged or all changed; `folded` are not worth reading."""

    blocks: tuple[Changed, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs: particulars by their name, the body by stretches, and how many places."""

    fields: tuple[tuple[str, tuple[Piece, ...]], ...]
    body: tuple[Stretch, ...]
    places: int


def compare(old: DocumentVersion, new: DocumentVersion) -> Comparison:
    """Return what differs between two versions, in what they say of themselves and in their bodies."""
    fields = []
    for name in CONTENT:
        if name != "body":
            before, after = (str(getattr(v, name) or "") for v in (old, new))
            if before != after:
                label = str(_LABELS[name])
                fields.append((label, words_changed(before, after)))
    body = list(_blocks_changed(blocks(old.body), blocks(new.body)))
    places = len(fields) + sum(not block.same for block in body)
    return Comparison(tuple(fields), tuple(_stretches(body)), places)


def blocks(body: str) -> list[Block]:
    """Return the blocks of a cleaned body; where a link leads is part of its words."""
    if not body.strip():
        return []
    found: list[Block] = []
    loose = ""

    def walk(element: etree._Element) -> None:
        nonlocal loose
        for child in element:
            tag = str(child.tag)
            if tag == "tr":
                cells = (_words(cell) for cell in child)
                found.append(Block(tag, " ｜ ".join(cells)))
            elif tag in _HOLD_OTHERS:
                walk(child)
            elif tag in _BLOCKS:
                found.append(Block(tag, _words(child)))
            else:
                loose += _words(child)
            loose += child.tail or ""
            if loose.strip():
                found.append(Block("p", loose.strip()))
            loose = ""

    root = etree.fromstring(f"<div>{body}</div>", etree.HTMLParser(huge_tree=True))
    for part in root.iter("div"):
        if part.text and part.text.strip():
            found.append(Block("p", part.text.strip()))
        walk(part)
        break
    return found


_HOLD_OTHERS = frozenset({"table", "thead", "tbody", "ol", "ul", "blockquote"})
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "li", "caption", "pre", "hr"})


def _words(element: etree._Element) -> str:
    text = "".join(str(piece) for piece in element.itertext()).strip()
    leads = [str(a.get("href")) for a in element.iter("a") if a.get("href")]
    return text + "".join(f"（→ {address}）" for address in leads)


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Return what became of the words of one text."""
    if old == new:
        return (Piece(Kind.SAME, old),) if old else ()
    a, b = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for kind, i, j, k, m in _swallowed(list(_opcodes(a, b)), a):
        if kind is Kind.SAME:
            _put(pieces, Kind.SAME, "".join(a[i:j]))
        else:
            _put(pieces, Kind.GONE, "".join(a[i:j]))
            _put(pieces, Kind.NEW, "".join(b[k:m]))
    return tuple(pieces)


def _put(pieces: list[Piece], kind: Kind, text: str) -> None:
    if text:
        pieces.append(Piece(kind, text))


_Op = tuple[Kind, int, int, int, int]


def _swallowed(ops: list[_Op], a: Sequence[str]) -> Iterator[_Op]:
    """Join two changes with a single character left alone between them: nobody reads such an island."""
    held: _Op | None = None
    for place, (kind, i, j, k, m) in enumerate(ops):
        small = len("".join(a[i:j])) <= _ISLAND
        if kind is Kind.SAME and not (small and held and place + 1 < len(ops)):
            if held:
                yield held
                held = None
            yield kind, i, j, k, m
        else:
            held = (Kind.GONE, held[1] if held else i, j, held[3] if held else k, m)
    if held:
        yield held


def _blocks_changed(a: list[Block], b: list[Block]) -> Iterator[Changed]:
    for kind, i, j, k, m in _opcodes([x.text for x in a], [x.text for x in b]):
        if kind is Kind.SAME:
            for old, new in zip(a[i:j], b[k:m], strict=True):
                same = (Piece(Kind.SAME, new.text),)
                yield Changed(new.tag, same, old.tag != new.tag)
        else:
            yield from _paired(a[i:j], b[k:m])


def _paired(a: Sequence[Block], b: Sequence[Block]) -> Iterator[Changed]:
    """Set changed blocks against the next one that is like them; the others are gone or new."""
    at = 0
    for old in a:
        match = next((n for n in range(at, min(at + 8, len(b))) if _alike(old, b[n])), None)
        if match is None:
            yield Changed(old.tag, (Piece(Kind.GONE, old.text),))
            continue
        for new in b[at:match]:
            yield Changed(new.tag, (Piece(Kind.NEW, new.text),))
        new = b[match]
        yield Changed(new.tag, words_changed(old.text, new.text), old.tag != new.tag)
        at = match + 1
    for new in b[at:]:
        yield Changed(new.tag, (Piece(Kind.NEW, new.text),))


def _alike(old: Block, new: Block) -> bool:
    longest = max(len(old.text), len(new.text))
    if not longest:
        return old.tag == new.tag
    common = (Counter(old.text) & Counter(new.text)).total()
    return common / longest >= _LIKE


def _stretches(body: list[Changed]) -> Iterator[Stretch]:
    """Part a body into what changed, one unchanged block around it, and the rest folded."""
    changed = [n for n, block in enumerate(body) if not block.same]
    near = {n + step for n in changed for step in (-1, 0, 1)}
    start = 0
    for n in range(1, len(body) + 1):
        if n == len(body) or (n in near) != (start in near):
            yield Stretch(tuple(body[start:n]), start not in near)
            start = n


def _opcodes(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[_Op]:
    """Return in order the stretches that are the same and those that are not."""
    i = k = 0
    for start, other, length in _matches(a, b):
        if i < start or k < other:
            yield Kind.GONE, i, start, k, other
        if length:
            yield Kind.SAME, start, start + length, other, other + length
        i, k = start + length, other + length


def _matches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Return the matching stretches in order, neighbours joined, and an empty one at the end."""
    joined: list[tuple[int, int, int]] = []
    for i, k, length in sorted(_unjoined(a, b)):
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == k:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + length)
        else:
            joined.append((i, k, length))
    return [*joined, (len(a), len(b), 0)]


def _unjoined(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[tuple[int, int, int]]:
    left = [(0, len(a), 0, len(b))]
    while left:
        i, j, k, m = left.pop()
        head = 0
        while i + head < j and k + head < m and a[i + head] == b[k + head]:
            head += 1
        if head:
            yield i, k, head
            i, k = i + head, k + head
        tail = 0
        while j - tail > i and m - tail > k and a[j - tail - 1] == b[m - tail - 1]:
            tail += 1
        if tail:
            yield j - tail, m - tail, tail
            j, m = j - tail, m - tail
        if i == j or k == m:
            continue
        anchors = _anchors(a, b, i, j, k, m)
        if anchors:
            for x, y in [*anchors, (j, m)]:
                left.append((i, x, k, y))
                i, k = x, y
        elif (j - i) * (m - k) <= _PAIRS:
            for match in SequenceMatcher(None, a[i:j], b[k:m], False).get_matching_blocks():
                if match.size:
                    yield i + match.a, k + match.b, match.size


def _anchors(
    a: Sequence[Hashable], b: Sequence[Hashable], i: int, j: int, k: int, m: int
) -> list[tuple[int, int]]:
    """Return what occurs once on both sides, as the longest run of pairs that do not cross."""
    once_a, once_b = _once(a, i, j), _once(b, k, m)
    pairs = [(x, once_b[word]) for word, x in once_a.items() if word in once_b]
    pairs.sort()
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_x, y) in enumerate(pairs):
        place = bisect_left(ends, y)
        before.append(last[place - 1] if place else -1)
        ends[place:] = [y] if place == len(ends) else [y, *ends[place + 1 :]]
        last[place:] = [n] if place == len(last) else [n, *last[place + 1 :]]
    run: list[tuple[int, int]] = []
    n = last[-1] if last else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]


def _once(words: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    count = Counter(words[start:end])
    return {words[n]: n for n in range(start, end) if count[words[n]] == 1}
