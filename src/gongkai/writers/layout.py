"""What a written report shows, in order, whatever the format: title, parts, tables, signature.

The body is laid out as plain 公文 (GB/T 9704-2012): a centred title, parts under 一、 headings,
（一） headings inside them, tables after the prose of their part, signature and date at the end.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.characters import numeral
from gongkai.errors import say
from gongkai.figures import Status
from gongkai.forms import whose
from gongkai.forms.filled import FilledForm
from gongkai.forms.grid import Block as Rows
from gongkai.forms.grid import PrintedCell, PrintedTable, printed_tables

LINE_CHARACTERS = 28  # 3号 characters on a line of the body
TITLE_CHARACTERS = 20  # 2号 characters on the same line
_SECOND_LEVEL = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_HEAD_ENDS = re.compile(r"[。：:]")
_LONGEST_HEAD = 40  # characters; a longer first sentence is text that happens to be numbered
# A title is not broken inside these, nor inside a number and its 年 (GB/T 9704: 词意完整).
_WHOLE = re.compile(
    "[0-9０-９○〇零一二三四五六七八九]+年度?|[A-Za-z0-9]+|政府信息公开|工作|年度报告|人民政府|办公厅|办公室"
    "|委员会|管理局|监督|管理|街道|自治[区州县旗]|(?:经济|高新)技术(?:产业)?开发区|开发区|自然资源"
    "|生态环境|住房|城乡|建设|人力资源|社会保障|交通运输|农业农村|文化|旅游|卫生健康|应急|市场|行政"
    "|审批|服务|数据|教育|科学|技术|公安|财政|司法|民政|水利|商务|统计|医疗保障|综合|执法"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of part (level 1) or below it (level 2)."""

    text: str
    level: int
    number: int = 0  # the part that a level 1 heading opens


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `head` is its leading （一） heading, set in 楷体, `text` the rest."""

    text: str
    head: str = ""


Block = Heading | Text | PrintedTable


@dataclass(frozen=True, slots=True)
class Layout:
    """One report ready to be set.

    title   the lines the title breaks into
    author  the organ the report is on, for a file's properties
    date    成文日期 in Arabic numerals, or ""
    copies  the line of 抄送, or "";  printed: 印发机关 and the words of 印发日期, each or ""
    """

    title: tuple[str, ...]
    document_number: str
    blocks: tuple[Block, ...]
    signature: str
    date: str
    author: str = ""
    copies: str = ""
    printed: tuple[str, str] = ("", "")

    @property
    def imprint(self) -> tuple[str, ...]:
        """The lines of the 版记 (GB/T 9704 7.4) where a format has no place for two things in one."""
        return tuple(line for line in (self.copies, " ".join(filter(None, self.printed))) if line)


def lay_out(report: FilledForm) -> Layout:
    """Return a report as blocks in printed order."""
    author = clean(report.authority)
    title = clean(report.title) or _official_title(author, report.year)
    return Layout(
        title=break_title(title, author),
        document_number=clean(report.document_number),
        blocks=tuple(_blocks(report)),
        signature=author if report.written_on is not None else "",
        date=chinese_date(report.written_on) if report.written_on is not None else "",
        author=author,
        copies=f"抄送：{clean(report.copies_to).rstrip('。')}。" if clean(report.copies_to) else "",
        printed=(
            clean(report.printer),
            f"{chinese_date(report.printed_on)}印发" if report.printed_on is not None else "",
        ),
    )


def _official_title(author: str, year: int | None) -> str:
    if year is None:
        return say("writers.title_without_year", authority=author)
    return say("writers.title", authority=author, year=year)


def closing_indents(layout: Layout) -> tuple[float, float]:
    """Return how far signature and date stand from the right edge, in characters.

    不加盖印章: 署名右空二字，日期首字比署名首字右移二字; a date longer than the signature stands
    two characters from the edge itself and pushes the signature to the left (GB/T 9704 7.3.5.2).
    """
    name, day = width(layout.signature), width(layout.date)
    if not name or name > LINE_CHARACTERS - 2:
        return 2.0, 2.0
    indent = max(2.0, 4.0 + day - name)
    return indent, indent + name - 2.0 - day


def chinese_date(day: date) -> str:
    """Return a date as 2025年1月7日, without zeros in front (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def document_date(report: FilledForm) -> date:
    """Return the date that a file names as its making: never today, so bytes do not change."""
    day = report.written_on or report.published_on
    return day or date(report.year + 1 if report.year is not None else 2000, 1, 1)


def clean(text: str) -> str:
    """Return a text without what no format can print: control and format characters, surrogates.

    Private-use characters stay: something stands there, even if only its source's font knows what.
    """
    return "".join(filter(_printable, text)).strip()


def _printable(character: str) -> bool:
    if character.isprintable() or character.isspace():
        return character not in "\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"
    noncharacter = ord(character) & 0xFFFE == 0xFFFE
    return unicodedata.category(character) in ("Co", "Cn") and not noncharacter


def shown(report: FilledForm, cell: PrintedCell) -> str:
    """Return what a cell of a table prints: its label, the plain number, nothing, or a word.

    BLANK and ABSENT print nothing; UNREADABLE prints that it cannot be told.
    """
    if cell.address is None:
        return cell.text
    figure = report[cell.address]
    if figure.status is Status.UNREADABLE:
        return say("writers.unreadable_cell")
    return figure.text or ""


def break_title(title: str, authority: str = "", room: int = TITLE_CHARACTERS) -> tuple[str, ...]:
    """Return the lines of a title: few, never inside a word, after the organ's name if it can be.

    `room` counts full-width characters; GB/T 9704 asks for complete words and a trapezoid or
    rhombus, so lines of nearly equal length are preferred to one long and one short. Whose figures
    they are stands below.
    """
    if width(title) <= room:
        return (title,)
    if figures := whose.WORDS.search(title):
        return (*break_title(title[: figures.start()], authority, room), figures[0])
    tokens = _tokens(title)
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    total = width(title)
    count = int(-(-total // room))
    while True:
        best = _best_lines(title, starts, count, room, total / count, authority)
        if best is not None:
            return best
        count += 1
        if count > len(tokens):
            return (title,)


def _best_lines(
    title: str, starts: list[int], count: int, room: int, ideal: float, authority: str
) -> tuple[str, ...] | None:
    """Return the most even break into `count` lines, or None where a line would be too long."""
    # costs[k][i]: the least cost of k lines that end at starts[i], and where the last one began
    costs: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        ends: dict[int, tuple[float, int]] = {}
        for begin, (cost, _) in costs[-1].items():
            for end in range(begin + 1, len(starts)):
                length = width(title[starts[begin] : starts[end]])
                if length > room:
                    break
                cost_here = cost + (length - ideal) ** 2
                if title[: starts[end]] == authority:
                    cost_here -= ideal**2  # the organ's name stands on lines of its own
                if end not in ends or cost_here < ends[end][0]:
                    ends[end] = (cost_here, begin)
        costs.append(ends)
    end = len(starts) - 1
    if end not in costs[count]:
        return None
    lines: list[str] = []
    for number in range(count, 0, -1):
        begin = costs[number][end][1]
        lines.append(title[starts[begin] : starts[end]])
        end = begin
    return tuple(reversed(lines))


def _tokens(title: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    for match in _WHOLE.finditer(title):
        tokens += title[position : match.start()]
        tokens.append(match.group())
        position = match.end()
    return tokens + list(title[position:])


def width(text: str) -> float:
    """Return the width of a text in full-width characters; ASCII counts half."""
    return sum(0.55 if character < "\u0100" else 1.0 for character in text)


def _blocks(report: FilledForm) -> Iterator[Block]:
    """Yield the preface, then each part: heading, prose, tables."""
    closing = _closing(report)
    last = max((section.number for section in report.sections), default=0)
    for number in range(max(last, len(report.form.sections)) + 1):
        section = report.section(number)
        tables = _tables(report, number)
        if section is None and not tables:
            continue
        if number > 0:
            title = clean(section.title) if section is not None else ""
            title = title or report.form.sections[number - 1].title
            yield Heading(f"{numeral(number)}、{title}", level=1, number=number)
        paragraphs = [clean(p.text) for p in section.paragraphs] if section is not None else []
        paragraphs = [text for text in paragraphs if text]
        if number == 0:
            paragraphs = _below_title(paragraphs, report)
        while number == last and paragraphs and _bare(paragraphs[-1]) in closing:
            paragraphs.pop()
        for text in paragraphs:
            block = _text(text)
            if number == 0 and isinstance(block, Heading):  # nothing above it to be below of
                block = Text("", head=block.text)
            yield block
        yield from tables


def _below_title(paragraphs: list[str], report: FilledForm) -> list[str]:
    """Return what the preface says below the title.

    A reader leaves in part 0 the title itself and what stood above it: red head, number, the
    navigation of a page. Title and number are printed from their own fields.
    """
    title, number = _bare(report.title), _bare(report.document_number)
    for end in range(len(paragraphs), 0, -1):
        joined = ""
        for paragraph in reversed(paragraphs[:end]):
            joined = _bare(paragraph) + joined
            if title and joined == title:
                return [text for text in paragraphs[end:] if _bare(text) != number]
            if len(joined) > len(title):
                break
    return paragraphs


def _bare(text: str) -> str:
    return "".join(text.split())


def _tables(report: FilledForm, number: int) -> list[PrintedTable]:
    """Return the printed tables of a part without those of which the report has no cell."""
    tables = []
    for table in printed_tables(report.form.id):
        if table.section == number:
            kept = [rows for rows in table.blocks if _present(report, rows.table)]
            if kept:
                tables.append(_only(table, kept))
    return tables


def _present(report: FilledForm, table_id: str) -> bool:
    addresses = report.form.table(table_id).addresses()
    return any(report[address].status is not Status.ABSENT for address in addresses)


def _only(table: PrintedTable, kept: list[Rows]) -> PrintedTable:
    """Return a printed table with only some of its blocks, their rows counted anew."""
    if len(kept) == len(table.blocks):
        return table
    rows: list[tuple[PrintedCell, ...]] = []
    blocks = []
    for block in kept:
        height = block.title_rows + block.header_rows + block.figure_rows
        blocks.append(replace(block, first=len(rows)))
        rows += table.rows[block.first : block.first + height]
    return replace(table, rows=tuple(rows), blocks=tuple(blocks))


def _closing(report: FilledForm) -> frozenset[str]:
    """Return what a reader may have left of the signature in the last part's prose."""
    if report.written_on is None:
        return frozenset()
    return frozenset({_bare(report.authority), chinese_date(report.written_on)} - {""})


def _text(text: str) -> Heading | Text:
    """Return a paragraph as heading, as text behind a （一） heading, or as plain text."""
    if not _SECOND_LEVEL.match(text):
        return Text(text)
    end = _HEAD_ENDS.search(text)
    if end is None:
        return Heading(text, level=2) if len(text) <= _LONGEST_HEAD else Text(text)
    head = text[: end.end()]
    if len(head) > _LONGEST_HEAD:
        return Text(text)
    rest = text[end.end() :]
    return Text(rest, head) if rest else Heading(text, level=2)
