"""A clerk's CSV or workbook as rows of text, whatever program made it; what cannot be read is said."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath
from typing import Any

from django.utils.translation import gettext as _

from gongkai.characters import half_width
from gongkai.errors import GongkaiError
from gongkai.readers.encoding import decode
from gongkai.readers.zipfiles import open_archive

MOST_BYTES = 30 << 20
MOST_ROWS = 100_000
HEADER_WITHIN = 10  # rows in which the header is looked for: titles stand above it
_MOST_COLUMNS = 200
_MOST_CHARACTERS = 5000  # of a cell
FORMULA = "\x00formula"
"""What a formula without a stored value reads as."""
INEXACT = "\x00inexact"
"""What a number with more digits than a workbook keeps reads as."""
_UNSTORED = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+[\d:.]+)?")
_AMOUNT = re.compile(r"[¥￥]?\s*(-?[\d,]+(?:\.\d+)?)\s*(万元|万|元)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]")


class BadTable(Exception):
    """A file that gives no rows; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under the header: where each known column stands, and what was not taken.

    rows  (the row's number in the file, its cells)
    """

    columns: Mapping[str, int]
    ignored: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]

    def cell(self, row: Sequence[str], name: str) -> str:
        """Return a cell by its column's name, "" where the file has no such column or cell."""
        at = self.columns.get(name)
        return row[at] if at is not None and at < len(row) else ""

    def fault(self, row: Sequence[str]) -> str | None:
        """Return why a row cannot be used: a formula without a value, a number cut off; or None."""
        for name in self.columns:
            cell = self.cell(row, name)
            if cell == FORMULA:
                return _("有公式，文件里没有存它的结果。请在表格里“复制—粘贴为数值”后再导入。")
            if cell == INEXACT:
                return _("有超过15位的数字，表格软件已丢失末几位。请把这一列设为文本后重新填写。")
        return None


def read(
    content: bytes,
    known: Mapping[str, Sequence[str]],
    *,
    needed: Sequence[str],
    most_bytes: int = MOST_BYTES,
    most_rows: int = MOST_ROWS,
) -> Table:
    """Return a file's rows.

    known   what a header may be called, by the column's name; needed: columns it must have
    Raises BadTable with one sentence.
    """
    if not content:
        raise BadTable(_("文件是空的。"))
    if len(content) > most_bytes:
        raise BadTable(_("文件超过%(most)s MB，请分成几个文件导入。") % {"most": most_bytes >> 20})
    if content.startswith(b"PK"):
        found = _workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadTable(_("这是旧版的 .xls 或加密的文件。请另存为 .xlsx 或 CSV 再导入。"))
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8")):
        raise BadTable(_("这不是表格文件。请上传 CSV 或 XLSX。"))
    else:
        found = _delimited(content)
    return _headed(found, known, needed, most_rows)


def _headed(
    found: Iterator[tuple[int, list[str]]],
    known: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    most: int,
) -> Table:
    by_title = {_title(title): column for column, titles in known.items() for title in titles}
    best: dict[str, int] = {}
    for number, row in found:
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            column = by_title.get(_title(cell))
            if column and column not in columns:
                columns[column] = at
        if all(column in columns for column in needed):
            ignored = tuple(c[:40] for at, c in enumerate(row) if c and at not in columns.values())
            rows = []
            for at, cells in found:
                if any(cells):
                    rows.append((at, cells))
                if len(rows) > most:
                    raise BadTable(_("超过%(most)s行，请分成几个文件导入。") % {"most": most})
            if not rows:
                raise BadTable(_("表头下面没有数据。"))
            return Table(columns, ignored, rows)
        best = max(best, columns, key=len)
        if number >= HEADER_WITHIN:
            break
    missing = "、".join(known[c][0] for c in needed if c not in best)
    raise BadTable(
        _("前%(n)s行里没有找到完整的表头，缺少：%(missing)s。请用下载的模板填写。")
        % {"n": HEADER_WITHIN, "missing": missing}
    )


def _title(cell: str) -> str:
    return re.sub(r"[\s*＊]", "", half_width(cell)).replace("(", "（").replace(")", "）")


def _delimited(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = decode(content)
    if text.count("\x00") > 0 or text[:4000].count("\ufffd") > 20:
        raise BadTable(_("文件内容不是文字表格。请上传 CSV 或 XLSX。"))
    lines = text.splitlines()
    first = "\n".join(lines[:HEADER_WITHIN])
    delimiter = max(",\t;，", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = enumerate(reader, 1)
    while True:
        try:
            number, row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadTable(
                _("第%(row)s行的引号或字数不对，读不下去。") % {"row": reader.line_num}
            ) from error
        yield number, [_text(cell) for cell in row[:_MOST_COLUMNS]]


def _workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook's first visible sheet; dates as 2026-03-15."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        archive = open_archive(content)
        if any(b"<!DOCTYPE" in archive.read(n) for n in archive.names if n.endswith(".xml")):
            raise BadTable(_("这个 XLSX 文件里有不该有的内容（DOCTYPE），没有读取。"))
        unstored = _unstored_formulas(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [s for s in book.worksheets if s.sheet_state == "visible"]
        if not sheets:
            raise BadTable(_("工作簿里没有可见的工作表。"))
        sheets[0].reset_dimensions()
        for number, row in enumerate(
            sheets[0].iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1
        ):
            cells = [_value(cell) for cell in row]
            for at in unstored.get(number, ()):
                cells.extend([""] * (at + 1 - len(cells)))
                cells[at] = FORMULA
            yield number, cells
    except GongkaiError as error:
        raise BadTable(str(error)) from error
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
    ) as error:
        # SyntaxError: what XML parsers raise for a damaged part.
        raise BadTable(_("这个 XLSX 文件已损坏或不完整，打不开。请重新另存后再导入。")) from error


def _unstored_formulas(archive: Any) -> dict[int, list[int]]:
    """Return where the first visible sheet has formulas without a stored value: row -> columns."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    link = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    book = archive.xml("xl/workbook.xml")
    targets = {
        r.get("Id"): r.get("Target") or "" for r in archive.xml("xl/_rels/workbook.xml.rels")
    }
    for sheet in book.iterfind(f"{main}sheets/{main}sheet"):
        if (sheet.get("state") or "visible") != "visible":
            continue
        target = targets.get(sheet.get(link), "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        found: dict[int, list[int]] = {}
        part = archive.get(path) or b""
        if b"<f" in part:
            for match in _UNSTORED.finditer(part):
                letters, digits = re.fullmatch(rb"([A-Z]+)(\d+)", match[1]).groups()  # type: ignore[union-attr]
                column = 0
                for letter in letters:
                    column = column * 26 + letter - 64
                if column <= _MOST_COLUMNS:
                    found.setdefault(int(digits), []).append(column - 1)
        return found
    return {}


def _value(cell: object) -> str:
    """Return a workbook's value as the text a person would type."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case time() | timedelta():
            return str(cell)
        case int():
            return str(cell) if abs(cell) < 10**15 else INEXACT
        case float():
            if abs(cell) >= 10**15:
                return INEXACT
            return format(Decimal(f"{cell:.15g}"), "f")  # a workbook keeps fifteen digits
    return _text(str(cell))


def _text(cell: str) -> str:
    return _CONTROL.sub("", " ".join(cell.split()))[:_MOST_CHARACTERS]


def day(cell: str) -> date | None:
    """Return the day a cell writes: 2026-3-15, 2026年3月15日, 20260315 or a workbook's day number.

    None for anything else, an impossible day too.
    """
    text = half_width(cell).strip()
    match = _DAY.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        if re.fullmatch(r"\d{5}(\.\d+)?", text):
            return date(1899, 12, 30) + timedelta(days=int(float(text)))
    except ValueError:
        return None
    return None


def fen(cell: str) -> int | None:
    """Return an amount in 分: 1,234.50, 1234.5元, 1.2万元. Raises ValueError for what is none.

    None for an empty cell. An amount with parts of a 分 is none.
    """
    text = half_width(cell).strip()
    if not text:
        return None
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError(cell)
    try:
        amount = Decimal(match[1].replace(",", "")) * (
            1_000_000 if "万" in (match[2] or "") else 100
        )
    except InvalidOperation as error:
        raise ValueError(cell) from error
    if amount != amount.to_integral_value():
        raise ValueError(cell)
    return int(amount)
