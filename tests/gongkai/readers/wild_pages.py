"""Print a wild report as a web page or as the text that copying and converting make of it."""

import html
import random
import unicodedata
from collections.abc import Callable

from tests.gongkai.readers.wild import TITLES, Sheet, Wild

_PREFACE = (
    "根据《中华人民共和国政府信息公开条例》规定，现公布样例县水务局{year}年政府信息公开工作年度报告。"
    "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
)
_PROSE = {
    1: "{year}年，我局主动公开政府信息132条，其中政策文件12条，工作动态120条。",
    5: "公开内容还不够丰富，下一步将充实重点领域信息。",
    6: "{year}年未收取信息处理费。",
}


def title_of(wild: Wild) -> str:
    """Return the report's title."""
    return f"样例县水务局{wild.year}年政府信息公开工作年度报告"


def prose_of(wild: Wild, part: int) -> list[str]:
    """Return the paragraphs of a part (0: before part one) as HTML."""
    text = _PREFACE if part == 0 else _PROSE.get(part)
    return [f"<p>{text.format(year=wild.year)}</p>"] if text else []


def page(wild: Wild) -> str:
    """Return the report as a web page, written as one of many kinds of editors writes it."""
    rng = wild.rng
    cell = rng.choice(_CELLS)
    heading = rng.choice(
        ["<p><strong>{}</strong></p>", "<h2>{}</h2>", "<p>{}</p>", "<div>{}</div>"]
    )
    parts = [
        f"<h1>{title_of(wild)}</h1>",
        f"<p>{_PREFACE.format(year=wild.year)}</p>",
        *wild.before,
    ]
    for number, title in enumerate(TITLES, 1):
        parts.append(heading.format(title))
        if number in _PROSE:
            parts.append(f"<p>{_PROSE[number].format(year=wild.year)}</p>")
        parts += [_table(wild, s, cell) for s in wild.sheets if s.section == number]
    if wild.repeat:
        parts += ["<p>附件：数据表</p>", *(_table(wild, s, cell) for s in wild.sheets)]
    body = "".join(parts)
    layout = rng.random()
    if layout < 0.3:
        links = '<td><a href="/">首页</a></td>'
        body = f'<table width="100%"><tr>{links}</tr><tr><td>{body}</td></tr></table>'
    elif layout < 0.4:
        body = f"<table><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def _table(wild: Wild, sheet: Sheet, cell: Callable[[str, random.Random], str]) -> str:
    out = ['<table border="1" cellspacing="0" width="100%"><tbody>']
    rows = sheet.anchors()
    odd = wild.rng.choice([m for row in rows for m, _, _ in row if m.role == "column"] or [None])
    for row in rows:
        out.append("<tr>")
        for mark, down, right in row:
            if mark is odd and wild.bad_spans:
                right = max(1, right + wild.rng.choice([-1, 1]))
            spans = (f' rowspan="{down}"' if down > 1 else "") + (
                f' colspan="{right}"' if right > 1 else ""
            )
            out.append(f"<td{spans}>{cell(wild.text(mark), wild.rng)}</td>")
        out.append("</tr>")
    return "".join([*out, "</tbody></table>"])


def _plain(text: str, rng: random.Random) -> str:
    return html.escape(text).replace("\n", "<br>")


def _word(text: str, rng: random.Random) -> str:
    body = _plain(text, rng)
    return f'<p class="MsoNormal" align="center"><span lang="EN-US">{body}<o:p></o:p></span></p>'


def _padded(text: str, rng: random.Random) -> str:
    return rng.choice(["", "&nbsp;"]) + _plain(text, rng) + rng.choice(["", " ", "&nbsp; "])


def _in_lines(text: str, rng: random.Random) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))


_CELLS = (_plain, _word, _padded, _in_lines)


# --- as text ---------------------------------------------------------------------------------


def text(wild: Wild, shape: str) -> str:
    """Return the report as text in one of `SHAPES`."""
    lines = [title_of(wild), "", _PREFACE.format(year=wild.year), ""]
    for number, title in enumerate(TITLES, 1):
        lines += [title, ""]
        if number in _PROSE:
            lines += [_PROSE[number].format(year=wild.year), ""]
        for sheet in wild.sheets:
            if sheet.section == number:
                lines += SHAPES[shape](wild, sheet)
    return "\n".join(lines) + "\n"


def _tabs(wild: Wild, sheet: Sheet) -> list[str]:
    """Cells parted by tabs, as copying from a browser gives them."""
    rows = [[_flat(wild.text(mark)) for mark, _, _ in row] for row in sheet.anchors()]
    return ["\t".join(row) for row in rows if row]


def _full_tabs(wild: Wild, sheet: Sheet) -> list[str]:
    """Cells parted by tabs, an empty one for every place a span covers."""
    rows, seen = [], set()
    for row in sheet.rows:
        cells = []
        for mark in row:
            cells.append("" if id(mark) in seen else _flat(wild.text(mark)))
            seen.add(id(mark))
        rows.append("\t".join(cells))
    return rows


def _one_a_line(wild: Wild, sheet: Sheet) -> list[str]:
    """One cell a line, empty cells lost."""
    texts = [_flat(wild.text(mark)) for row in sheet.anchors() for mark, _, _ in row]
    return [t for t in texts if t.strip()]


def _lines_in_cells(wild: Wild, sheet: Sheet) -> list[str]:
    """One line of a cell a line, empty cells lost."""
    return [
        line.strip()
        for row in sheet.anchors()
        for mark, _, _ in row
        for line in _wrapped(wild.text(mark), 8)
        if line.strip()
    ]


def _raw(wild: Wild, sheet: Sheet) -> list[str]:
    """As pdftotext -raw: a row's cells on one line, long labels over several."""
    lines = []
    for row in sheet.anchors():
        words: list[str] = []
        for mark, _, _ in row:
            *above, last = _wrapped(wild.text(mark), 12)
            lines += [w for w in above if w.strip()]
            words.append(last)
        line = " ".join(w for w in words if w.strip())
        if line:
            lines.append(line)
    return lines


def _aligned(wild: Wild, sheet: Sheet) -> list[str]:
    """As pdftotext -layout: columns kept by spaces, wrapped labels above and below their values."""
    width = [max(10 if c < sheet.width - 7 else 6, 90 // sheet.width) for c in range(sheet.width)]
    starts = [sum(width[:c]) for c in range(sheet.width + 1)]
    out = []
    for r, row in enumerate(sheet.anchors()):
        cells = []
        for mark, _, right in row:
            c = next(i for i, m in enumerate(sheet.rows[r]) if m is mark)
            room = (starts[min(c + right, sheet.width)] - starts[c]) // 2 - 1
            cells.append((starts[c], _wrapped(wild.text(mark), max(room, 2))))
        tall = max((len(lines) for _, lines in cells), default=0)
        for n in range(tall):
            line = ""
            for start, lines in cells:
                at = n - (tall - len(lines)) // 2
                if 0 <= at < len(lines) and lines[at].strip():
                    line += " " * max(start - _columns(line), 2 if line else 0) + lines[at]
            if line.strip():
                out.append(line)
        if wild.rng.random() < 0.05:
            out += ["", f"                — {wild.rng.randint(2, 9)} —", "\f"]
    return out


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _flat(text: str) -> str:
    return text.replace("\n", "")


def _wrapped(text: str, width: int) -> list[str]:
    """Break words after `width` characters; a figure is never broken."""
    lines = []
    for line in text.split("\n"):
        broken = len(line) > width and not any(c.isdigit() for c in line[-8:])
        lines += [line[i : i + width] for i in range(0, len(line), width)] if broken else [line]
    return lines


SHAPES: dict[str, Callable[[Wild, Sheet], list[str]]] = {
    "tabs": _tabs,
    "full_tabs": _full_tabs,
    "one_a_line": _one_a_line,
    "lines_in_cells": _lines_in_cells,
    "raw": _raw,
    "aligned": _aligned,
}
