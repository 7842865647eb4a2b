"""A clerk's CSV or XLSX as rows under known headings; what cannot be read is said in one sentence."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from gongkai.characters import half_width
from gongkai.errors import GongkaiError
from gongkai.readers import xlsx
from gongkai.readers.encoding import decode

MOST_BYTES = 5 << 20
MOST_ROWS = 20_000


class BadSheet(Exception):
    """A file that gives no rows; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read(content: bytes, headings: Mapping[str, str], *, needed: Iterable[str]) -> "list[Row]":
    """Return the rows under the first line that has every needed heading; raises BadSheet.

    headings  what a heading stands for: {"代码": "code"}; other columns are passed over
    """
    if not content.strip():
        raise BadSheet(_("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise BadSheet(_("文件超过%(most)s MB，请分成几个文件。") % {"most": MOST_BYTES >> 20})
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadSheet(_("这是旧版的 .xls 或加密的文件。请另存为 .xlsx 或 CSV。"))
    found: list[Row] = []
    columns: dict[int, str] = {}
    for number, cells in _workbook(content) if content.startswith(b"PK") else _delimited(content):
        if not columns:
            here = {at: headings[c] for at, c in enumerate(cells) if c in headings}
            columns = here if set(needed) <= set(here.values()) else {}
        elif any(cells):
            row = {name: cells[at] for at, name in columns.items() if at < len(cells)}
            found.append((number, row))
        if len(found) > MOST_ROWS:
            raise BadSheet(_("超过%(most)s行，请分成几个文件。") % {"most": MOST_ROWS})
    if not columns:
        titles = "、".join(title for title, name in headings.items() if name in set(needed))
        raise BadSheet(_("没有找到表头。至少要有这些列：%(titles)s。") % {"titles": titles})
    if not found:
        raise BadSheet(_("表头下面没有数据。"))
    return found


Row = tuple[int, dict[str, str]]


def _workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        grids = xlsx.parse(content).grids
    except GongkaiError as error:
        raise BadSheet(_("这个 XLSX 文件打不开，可能已损坏。请重新另存后再导入。")) from error
    for grid in grids[:1]:
        for number, cells in enumerate(grid.rows(), 1):
            line = [""] * (max((c.column for c in cells), default=-1) + 1)
            for cell in cells:
                line[cell.column] = _clean(cell.text)
            yield number, line


def _delimited(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if content.count(b"\x00", 0, 4000) and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadSheet(_("这不是表格文件。请上传 CSV 或 XLSX。"))
    text = decode(content)
    if "\x00" in text or text[:4000].count("\ufffd") > 20:
        raise BadSheet(_("这不是表格文件。请上传 CSV 或 XLSX。"))
    first = "\n".join(text.splitlines()[:5])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=first.count))
    try:
        for row in reader:
            yield reader.line_num, [_clean(cell) for cell in row[:100]]
    except csv.Error as error:
        raise BadSheet(_("第%(row)s行的引号不对，读不下去。") % {"row": reader.line_num}) from error


def _clean(cell: str) -> str:
    return half_width("".join(c for c in " ".join(cell.split()) if c.isprintable()))[:500]
