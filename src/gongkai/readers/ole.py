"""OLE2 compound files (.doc, .wps, .xls, .et, encrypted OOXML): their streams, read within bounds.

Only what the readers need: the names of the streams directly under the root, and the bytes of one.
Source: [MS-CFB] Compound File Binary File Format.
"""

import struct
from dataclasses import dataclass

from gongkai.errors import UnreadableInput

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_HEADER_FAT = 109  # sectors of the allocation table that the header itself names


@dataclass(frozen=True, slots=True)
class _Entry:
    """One directory entry: its kind (1 storage, 2 stream, 5 root), tree links and place."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """An opened compound file; raises UnreadableInput where its structure is damaged."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:
            raise UnreadableInput("readers.ole_damaged")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise UnreadableInput("readers.ole_damaged")
        self._sector = 1 << shift
        directory, _, self._cutoff, mini_fat, _, difat, _ = struct.unpack_from("<7I", data, 48)
        self._fat = self._allocation(difat)
        self._entries = self._directory(self._chain(directory))
        if not self._entries:
            raise UnreadableInput("readers.ole_damaged")
        self._mini_fat = _integers(self._chain(mini_fat)) if mini_fat < _END else ()
        self._top = self._children(self._entries[0].child)

    @property
    def streams(self) -> frozenset[str]:
        """Names of the streams directly under the root (an embedded object's are not)."""
        return frozenset(self._top)

    def read(self, name: str) -> bytes:
        """Return the bytes of a stream under the root; raises UnreadableInput without it."""
        entry = self._top.get(name)
        if entry is None:
            raise UnreadableInput("readers.ole_damaged")
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        store = self._chain(self._entries[0].start)
        parts = (store[at * 64 : at * 64 + 64] for at in _follow(entry.start, self._mini_fat))
        return b"".join(parts)[: entry.size]

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _allocation(self, difat: int) -> tuple[int, ...]:
        """Return the allocation table: for each sector the next one of its chain."""
        numbers = list(struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76))
        limit = len(self._data) // self._sector + 1
        for _ in range(limit):
            if difat >= _END:
                break
            more = _integers(self._at(difat))
            if not more:
                break
            numbers += more[:-1]
            difat = more[-1]
        wanted = [n for n in numbers if n < limit][:limit]
        return tuple(i for n in wanted for i in _integers(self._at(n)))

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(number) for number in _follow(start, self._fat))

    def _directory(self, raw: bytes) -> list[_Entry]:
        entries = []
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            left, right, child = struct.unpack_from("<3I", raw, at + 68)
            start, size = struct.unpack_from("<II", raw, at + 116)
            name = raw[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, left, right, child, start, size))
        return entries

    def _children(self, root: int) -> dict[str, _Entry]:
        """Return the streams in the tree of siblings that hangs under `root`."""
        found: dict[str, _Entry] = {}
        seen: set[int] = set()
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number >= len(self._entries) or number in seen:
                continue
            seen.add(number)
            entry = self._entries[number]
            if entry.kind == 2:
                found[entry.name] = entry
            waiting += [entry.left, entry.right]
        return found


def _integers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _follow(start: int, table: tuple[int, ...]) -> list[int]:
    """Return the sector numbers of a chain; one that runs in a circle ends where it closes."""
    numbers: list[int] = []
    seen: set[int] = set()
    while start < len(table) and start not in seen:
        seen.add(start)
        numbers.append(start)
        start = table[start]
    return numbers
