"""Excel 97 workbooks (.xls) and those of WPS (.et), read from their BIFF records.

An own reader: a forged size in a record must not take the process down, and what a person sees
(number formats, hidden rows, borders) is in records that value libraries skip. Files of Excel 95 and
older are refused by name. Source: [MS-XLS] and [MS-CFB].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.errors import UnreadableInput
from gongkai.readers.document import Document
from gongkai.readers.numberformats import BUILT_IN, show_number
from gongkai.readers.ole import CompoundFile
from gongkai.readers.sheets import Sheet, document_of

MEDIA_TYPE = "application/vnd.ms-excel"

_BOF, _EOF, _CONTINUE = 0x809, 0x0A, 0x3C
_FILE_PASS, _BOUND_SHEET, _DATE_MODE = 0x2F, 0x85, 0x22
_FORMAT, _XF, _SST = 0x41E, 0xE0, 0xFC
_ROW, _COL_INFO, _MERGED = 0x208, 0x7D, 0xE5
_LABEL_SST, _LABEL, _RICH_LABEL, _STRING = 0xFD, 0x204, 0xD6, 0x207
_NUMBER, _RK, _MUL_RK, _FORMULA, _BOOL_ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
_BLANK, _MUL_BLANK = 0x201, 0xBE
_BIFF8 = 0x600
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_MOST_STRINGS = 200_000

Record = tuple[int, list[bytes]]  # its number and its data, continued records kept apart


@dataclass(slots=True)
class _Globals:
    """What the workbook part says for all sheets."""

    since_1904: bool = False
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[tuple[int, bool]] = field(default_factory=list)  # number format, bordered
    sheets: list[tuple[int, Sheet]] = field(default_factory=list)  # where each begins


def parse(data: bytes) -> Document:
    """Return an .xls workbook as paragraphs and grids.

    Raises UnreadableInput where it is damaged, encrypted or no workbook.
    """
    compound = CompoundFile(data)
    names = compound.streams
    if "EncryptedPackage" in names:
        raise UnreadableInput("readers.encrypted")
    name = next((n for n in ("Workbook", "WORKBOOK", "Book", "BOOK") if n in names), None)
    if name is None:
        raise UnreadableInput("readers.wrong_content", expected="Excel")
    stream = compound.read(name)
    try:
        workbook = _read_globals(stream)
        for start, sheet in workbook.sheets:
            _read_sheet(stream, start, sheet, workbook)
    except (struct.error, IndexError) as error:
        raise UnreadableInput("readers.ole_damaged") from error
    if not workbook.sheets:
        raise UnreadableInput("readers.wrong_content", expected="Excel")
    return document_of(MEDIA_TYPE, [sheet for _, sheet in workbook.sheets])


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """Yield the records of one substream up to its end, those of embedded charts left out."""
    depth = 0
    held: Record | None = None
    while start + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, start)
        data = stream[start + 4 : start + 4 + size]
        start += 4 + size
        if number == _CONTINUE and held is not None:
            held[1].append(data)
            continue
        if held is not None and depth == 1:
            yield held
        held = (number, [data])
        if number == _BOF:
            depth += 1
        elif number == _EOF:
            depth -= 1
            if depth <= 0:
                return
    raise UnreadableInput("readers.ole_damaged")  # cut short


def _read_globals(stream: bytes) -> _Globals:
    found = _Globals()
    for number, parts in _records(stream, 0):
        data = parts[0]
        if number == _BOF:
            if struct.unpack_from("<H", data)[0] < _BIFF8:
                raise UnreadableInput("readers.excel_95")
        elif number == _FILE_PASS:
            raise UnreadableInput("readers.encrypted")
        elif number == _DATE_MODE:
            found.since_1904 = data[:1] == b"\x01"
        elif number == _FORMAT:
            found.formats[struct.unpack_from("<H", data)[0]] = _Segments([data[2:]]).text()
        elif number == _XF:
            borders = struct.unpack_from("<I", data, 10)[0] & 0xFFFF
            found.styles.append((struct.unpack_from("<H", data, 2)[0], borders != 0))
        elif number == _SST:
            found.strings = _shared_strings(parts)
        elif number == _BOUND_SHEET:
            start, state, kind = struct.unpack_from("<IBB", data)
            if kind == 0:  # a worksheet; charts and macro sheets hold no report
                sheet = Sheet(_Segments([data[6:]]).text(length_bytes=1))
                sheet.hidden = state & 3 != 0
                found.sheets.append((start, sheet))
    return found


def _read_sheet(stream: bytes, start: int, sheet: Sheet, workbook: _Globals) -> None:
    """Read the substream at `start` into `sheet`."""
    waiting: tuple[int, int, int] | None = None  # a formula whose text comes in the next record
    for number, parts in _records(stream, start):
        data = parts[0]
        if number == _STRING and waiting is not None:
            _put(sheet, workbook, *waiting, _Segments(parts).text())
            waiting = None
        elif number in (_NUMBER, _RK, _LABEL_SST, _LABEL, _RICH_LABEL, _FORMULA, _BOOL_ERROR):
            row, column, style = struct.unpack_from("<HHH", data)
            value = _value(number, parts, workbook)
            waiting = (row, column, style) if value is None else None
            if value is not None:
                _put(sheet, workbook, row, column, style, value)
        elif number == _BLANK:
            row, column, style = struct.unpack_from("<HHH", data)
            _put(sheet, workbook, row, column, style, "")
        elif number == _MUL_RK:
            row, column = struct.unpack_from("<HH", data)
            for at in range(4, len(data) - 7, 6):
                style, rk = struct.unpack_from("<HI", data, at)
                _put(sheet, workbook, row, column + (at - 4) // 6, style, _rk(rk))
        elif number == _MUL_BLANK:
            row, column = struct.unpack_from("<HH", data)
            for at in range(4, len(data) - 3, 2):
                style = struct.unpack_from("<H", data, at)[0]
                _put(sheet, workbook, row, column + (at - 4) // 2, style, "")
        elif number == _ROW:
            if struct.unpack_from("<H", data, 12)[0] & 0x20:
                sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif number == _COL_INFO:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & 1:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
        elif number == _MERGED:
            for at in range(2, len(data) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<4H", data, at)
                sheet.merged.append((top, left, bottom, right))


def _put(
    sheet: Sheet, workbook: _Globals, row: int, column: int, style: int, value: float | str
) -> None:
    known = style < len(workbook.styles)
    number_format, bordered = workbook.styles[style] if known else (0, False)
    if not isinstance(value, str):
        code = workbook.formats.get(number_format, "General")
        value = show_number(value, code, since_1904=workbook.since_1904)
    sheet.put(row, column, value, printed=bordered)


def _value(number: int, parts: list[bytes], workbook: _Globals) -> float | str | None:
    """Return what one cell record holds; None for a formula whose text comes in the next one."""
    data = parts[0]
    if number == _NUMBER:
        return float(struct.unpack_from("<d", data, 6)[0])
    if number == _RK:
        return _rk(struct.unpack_from("<I", data, 6)[0])
    if number == _LABEL_SST:
        index = struct.unpack_from("<I", data, 6)[0]
        return workbook.strings[index] if index < len(workbook.strings) else ""
    if number in (_LABEL, _RICH_LABEL):
        return _Segments([data[6:], *parts[1:]]).text()
    if number == _BOOL_ERROR:
        return _flag(data[7], data[6])
    if data[12:14] != b"\xff\xff":
        return float(struct.unpack_from("<d", data, 6)[0])
    kind = data[6]
    if kind in (1, 2):
        return _flag(kind == 2, data[8])
    return "" if kind == 3 else None


def _flag(is_error: bool | int, value: int) -> str:
    if is_error:
        return _ERRORS.get(value, "#N/A")
    return "TRUE" if value else "FALSE"


def _rk(packed: int) -> float:
    """Return a number packed in four bytes: an integer or the upper half of a double."""
    if packed & 2:
        whole = packed >> 2
        value: float = whole - (1 << 30) if whole >= 1 << 29 else whole
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _shared_strings(parts: list[bytes]) -> list[str]:
    unique = struct.unpack_from("<I", parts[0], 4)[0]
    source = _Segments([parts[0][8:], *parts[1:]])
    strings: list[str] = []
    while len(strings) < min(unique, _MOST_STRINGS) and not source.done:
        strings.append(source.text())
    return strings


class _Segments:
    """Strings that may run on from one record into its CONTINUE records."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._at = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        self._advance()
        return self._part >= len(self._parts)

    def _advance(self) -> None:
        while self._part < len(self._parts) and self._at >= len(self._parts[self._part]):
            self._part += 1
            self._at = 0

    def _bytes(self, size: int) -> bytes:
        """Return `size` bytes, from as many records as it takes."""
        taken = b""
        while len(taken) < size and not self.done:
            piece = self._parts[self._part][self._at : self._at + size - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def text(self, *, length_bytes: int = 2) -> str:
        """Return the next string: length, flags, text, and what follows it skipped."""
        length = int.from_bytes(self._bytes(length_bytes), "little")
        flags = int.from_bytes(self._bytes(1), "little")
        runs = int.from_bytes(self._bytes(2), "little") if flags & 8 else 0
        extra = int.from_bytes(self._bytes(4), "little") if flags & 4 else 0
        pieces: list[str] = []
        wide = bool(flags & 1)
        home = self._part
        while length > 0 and not self.done:
            if self._part != home:
                wide = bool(self._bytes(1)[0] & 1)  # a continued text says its width anew
                home = self._part
            left = len(self._parts[self._part]) - self._at if not self.done else 0
            count = min(length, left // 2 if wide else left)
            if count == 0:
                self._bytes(left)
                if not left:
                    break
                continue
            raw = self._bytes(count * 2 if wide else count)
            pieces.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            length -= count
        self._bytes(runs * 4 + extra)
        return "".join(pieces)
