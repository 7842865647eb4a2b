"""A field's catalogue of items from a table of any format: spreadsheet, CSV, Word.

The tables that are in use have a header of one or two rows (公开事项 over 一级事项 and 二级事项, 公开对象
over 全社会 and 特定群体), merged cells, and ticks. Whatever cannot be taken over is said with its row.
"""

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.errors import GongkaiError
from gongkai.law.fields import CatalogueColumn, catalogue_columns
from gongkai.readers.document import Grid
from gongkai.readers.read import parse
from gongkai.readers.sniff import Format, sniff
from portal.duties.models import CatalogueItem
from portal.ui.language import spoken

MOST_BYTES = 5 << 20
MOST_ITEMS = 3000
MOST_TOLD = 50  # problems shown; the rest is counted
_LEAST = 4  # columns by which a header is known
_UNTICKED = frozenset({"", "□", "×", "✗", "否", "/", "-", "—", "☐"})
_NOISE = re.compile(r"[\s:：*＊]+")

Row = tuple[int, list[str]]  # the row's number in the file, and its cells


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: the items, and what is wrong with which row. Items only where nothing is."""

    items: tuple[dict[str, str], ...] = ()
    problems: tuple[str, ...] = ()


def read_items(data: bytes, name: str) -> Reading:
    """Return the items of a catalogue in a file, or what is wrong with it; never raises for bad input."""
    if len(data) > MOST_BYTES:
        return Reading(problems=(_("文件超过%(n)dMB。") % {"n": MOST_BYTES >> 20},))
    try:
        tables = _tables(data, name)
    except GongkaiError as error:
        return Reading(problems=(error.sentence(spoken()),))
    except (UnicodeDecodeError, csv.Error):
        return Reading(problems=(_("文件不是可以识别的CSV文字。请另存为Excel文件再试。"),))
    places: dict[int, _Place] | None = None
    rows: list[Row] = []
    for table in tables:
        found = _header(table)
        if found is not None:
            places, body = found
            rows += body
        elif places is not None:
            rows += table  # the table goes on after a page break or an empty row
    if places is None:
        wanted = "、".join(c.zh for c in catalogue_columns().values() if c.required)
        return Reading(
            problems=(_("没有找到目录的表头。表头应有：%(names)s。") % {"names": wanted},)
        )
    return _items(places, rows)


def _tables(data: bytes, name: str) -> list[list[Row]]:
    if sniff(data, name) is Format.TXT:
        return [_csv(data)]
    return [_dense(grid) for grid in parse(data, name=name, ocr=False).grids]


def _csv(data: bytes) -> list[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    first = text[:2000]
    mark = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return [(reader.line_num, row) for row in reader]


def _dense(grid: Grid) -> list[Row]:
    """Return a grid as full rows: a merged cell stands in every place it covers."""
    width = min(grid.width, 60)
    rows: list[list[str]] = [[""] * width for _row in range(grid.height)]
    numbers = list(range(1, grid.height + 1))
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, min(cell.column + cell.column_span, width)):
                rows[row][column] = cell.text
        place = re.search(r"\d+$", cell.origin.ref or "") if cell.origin else None
        if place:
            numbers[cell.row] = int(place[0])
    return list(zip(numbers, rows, strict=True))


@dataclass(frozen=True, slots=True)
class _Place:
    """What a column of the file holds: a column of the catalogue, or one of its ticks."""

    code: str
    choice: str = ""


def _plain(text: str) -> str:
    return _NOISE.sub("", text).replace("(", "（").replace(")", "）")


def _named(text: str) -> CatalogueColumn | None:
    wanted = _plain(text)
    for column in catalogue_columns().values():
        if wanted and wanted in {_plain(each) for each in (column.zh, *column.aka)}:
            return column
    return None


def _header(rows: list[Row]) -> tuple[dict[int, _Place], list[Row]] | None:
    """Return what each column holds, and the rows below the header; None where there is no header."""
    for at, (_number, top) in enumerate(rows[:10]):
        below = rows[at + 1][1] if at + 1 < len(rows) else []
        places, double = _places(top, below)
        if len({place.code for place in places.values()}) >= _LEAST:
            return places, rows[at + (2 if double else 1) :]
    return None


def _places(top: list[str], below: list[str]) -> tuple[dict[int, _Place], bool]:
    """Return what each column holds, and whether the header has two rows."""
    ticks = {each for column in catalogue_columns().values() for each in column.choices}
    subs = {_plain(text) for text in below}
    double = bool(subs & (ticks | {"一级事项", "二级事项"}))
    places: dict[int, _Place] = {}
    over = ""
    for number, text in enumerate(top):
        sub = below[number] if double and number < len(below) else ""
        over = text if _plain(text) or not _plain(sub) else over  # a merged label in a CSV
        inner = _named(sub) if sub else None
        outer = _named(over)
        if inner is not None and inner.code in ("first", "second"):
            places[number] = _Place(inner.code)
        elif outer is not None and outer.choices and sub and _plain(sub) != _plain(over):
            places[number] = _Place(outer.code, _plain(sub))
        elif outer is not None:
            places[number] = _Place(outer.code)
    return places, double


def _items(places: dict[int, _Place], rows: list[Row]) -> Reading:
    items: list[dict[str, str]] = []
    problems: list[str] = []
    seen: dict[tuple[str, str, str], int] = {}
    above = ""
    for number, cells in rows:
        item = _item(places, cells)
        if len({text for text in cells if text.strip()}) < 2:
            continue  # empty, or a heading across the table
        item["first"] = above = item["first"] or above
        wrong = _wrong(item)
        key = (item["first"], item["second"], item["content"])
        if not wrong and key in seen:
            wrong = [_("与第%(n)d行重复") % {"n": seen[key]}]
        if wrong:
            problems.append(
                _("第%(row)d行：%(what)s。") % {"row": number, "what": _("；").join(wrong)}
            )
        seen.setdefault(key, number)
        items.append(item)
        if len(items) > MOST_ITEMS:
            return Reading(problems=(_("事项超过%(n)d条，请分领域导入。") % {"n": MOST_ITEMS},))
    if problems:
        left = len(problems) - MOST_TOLD
        more = (_("另有%(n)d行有问题。") % {"n": left},) if left > 0 else ()
        return Reading(problems=(*problems[:MOST_TOLD], *more))
    if not items:
        return Reading(problems=(_("表头下面没有事项。"),))
    return Reading(tuple(items))


def _item(places: dict[int, _Place], cells: list[str]) -> dict[str, str]:
    parts: dict[str, list[str]] = {code: [] for code in catalogue_columns()}
    for column, place in places.items():
        text = cells[column].replace("\x00", "").strip() if column < len(cells) else ""
        if place.choice:
            if _plain(text) not in _UNTICKED:
                parts[place.code].append(place.choice)
        elif text:
            parts[place.code].append(text)
    return {code: "、".join(texts) for code, texts in parts.items()}


def _wrong(item: dict[str, str]) -> list[str]:
    wrong = []
    for code, column in catalogue_columns().items():
        field: Any = CatalogueItem._meta.get_field(code)
        if column.required and not item[code]:
            wrong.append(_("没有填“%(name)s”") % {"name": column.zh})
        elif field.max_length and len(item[code]) > field.max_length:
            facts = {"name": column.zh, "n": field.max_length}
            wrong.append(_("“%(name)s”超过%(n)d字") % facts)
    return wrong
