"""Print a wild report as a web page with one of many style sheets, as portals and offices do.

A browser or an office program turns the page into paper; what must be read is known of every cell.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.figures import BLANK, number
from tests.gongkai.readers.wild import TITLES, Mark, Sheet, Wild
from tests.gongkai.readers.wild_pages import prose_of, title_of
from tests.gongkai.readers.wild_traits import report

_BASE = """
@page { size: A4; margin: 22mm 20mm }
body { font-family: "Noto Serif CJK SC"; font-size: 12pt; line-height: 1.6 }
h1 { text-align: center; font-size: 18pt }
table { width: 100%; border-collapse: collapse; font-size: 9pt; line-height: 1.3; margin: 6pt 0 }
td, th { padding: 3px; text-align: center; font-weight: normal }
"""
_THIN = "td, th { border: 1px solid #000 }"


@dataclass(frozen=True)
class Style:
    """One way to print: a style sheet, and how the tables are marked up.

    table  attributes of every table; head: the header rows stand in a <thead>
    side   the row labels of table three and the header stand a character a line
    """

    css: str
    table: str = ""
    head: bool = False
    side: bool = False


STYLES: Mapping[str, Style] = {
    "thin lines": Style(_THIN),
    "hairlines": Style("td, th { border: 0.4px solid #000 }"),
    "double lines": Style("table { border-collapse: separate; border-spacing: 2px }" + _THIN),
    "lines as old browsers draw them": Style(
        "table { border-collapse: separate }", table='border="1" cellspacing="2" cellpadding="3"'
    ),
    "no lines": Style(""),
    "no lines, figures to the right": Style("td.value { text-align: right }"),
    "lines under the rows only": Style("td, th { border-bottom: 1px solid #999 }"),
    "grey header, pale lines": Style(
        "td, th { border: 1px solid #ddd } .head { background: #eee }", head=True
    ),
    "striped rows without lines": Style("tr:nth-child(even) td { background: #eef3fa }"),
    "white cells on a black table": Style(
        "table { border-collapse: separate; border-spacing: 1px; background: #000 }"
        "td, th { background: #fff }"
    ),
    "coloured cells with white gaps": Style(
        "table { border-collapse: separate; border-spacing: 2px }"
        "td, th { background: #e6eef8 } .head { background: #b8cce4 }"
    ),
    "white lines on coloured cells": Style(
        "td, th { border: 1px solid #fff; background: #dbe5f1 }"
    ),
    "dotted lines": Style("td, th { border: 1px dotted #000 }"),
    "dashed lines": Style("td, th { border: 1px dashed #555 }"),
    "double-ruled lines": Style("td, th { border: 3px double #000 }"),
    "thick frame, thin inside": Style(_THIN + "table { border: 2.5px solid #000 }"),
    "letters spaced out": Style(_THIN + "body { letter-spacing: 2px }"),
    "small print": Style(_THIN + "table { font-size: 6.5pt } td, th { padding: 1px }"),
    "large print": Style(_THIN + "table { font-size: 12pt } td, th { padding: 1px }"),
    "figures broken in narrow cells": Style(
        _THIN + "table { table-layout: fixed; font-size: 10pt } td, th { padding: 0 6px }"
        "td { word-break: break-all }"
    ),
    "table wider than the paper": Style(_THIN + "table { width: 900px }"),
    "landscape": Style(_THIN + "@page { size: A4 landscape }"),
    "header on every page": Style(_THIN + "td, th { padding: 9px 2px }", head=True),
    "header once, rows broken by the page": Style(_THIN + "td, th { padding: 9px 2px }"),
    "rows kept whole": Style(_THIN + "td, th { padding: 9px 2px } tr { break-inside: avoid }"),
    "labels a character a line": Style(_THIN, side=True),
    "labels in vertical writing": Style(
        _THIN + ".group, .head.leaf { writing-mode: vertical-rl; text-align: center }"
    ),
    "labels lying on their side": Style(
        _THIN + ".group { writing-mode: sideways-rl; text-align: center }"
    ),
    "figures at the right": Style(_THIN + "td.value { text-align: right }"),
    "figures at the bottom left": Style(
        _THIN + "td.value { text-align: left; vertical-align: bottom }"
    ),
    "figures at the top": Style(_THIN + "td { vertical-align: top }"),
    "sans serif, proportional": Style(_THIN + "body { font-family: 'DejaVu Sans', sans-serif }"),
    "kai, monospaced": Style(_THIN + "body { font-family: 'LXGW WenKai Mono' }"),
    "bold, with a shadow": Style(_THIN + "td.value { font-weight: bold; text-shadow: 0 0 1px }"),
    "open at the sides": Style(
        _THIN + "td:first-child, th:first-child { border-left: 0 }"
        "td:last-child, th:last-child { border-right: 0 }"
    ),
    "lines down only": Style("td, th { border: solid #000; border-width: 0 1px }"),
    "two columns of a page": Style(_THIN + "p { columns: 2 }"),
    "round corners": Style(
        "table { border-collapse: separate; border-spacing: 0 }"
        "td, th { border: 1px solid #999; border-radius: 4px }"
    ),
    "a background picture of lines": Style(
        "td, th { background-image: linear-gradient(#000, #000), linear-gradient(#000, #000);"
        "background-size: 100% 1px, 1px 100%; background-repeat: no-repeat }"
        "table { border: 1px solid #000 }"
    ),
    "a watermark": Style(
        _THIN + "body::before { content: '样例县水务局 2023'; position: fixed; top: 40%; left: 5%;"
        "font-size: 60px; color: rgba(0,0,0,.12); transform: rotate(-30deg); z-index: 9 }"
    ),
}


def paper(seed: int, *, edition: str = "") -> Wild:
    """Return a report to be printed: both editions, many digits, blanks and signs for nothing."""
    wild = report(seed, [], edition=edition)
    rng = wild.rng
    if rng.random() < 0.5:
        for address in rng.sample(wild.form.addresses, 40):
            value = rng.choice([rng.randint(1000, 99_999), rng.randint(1_000_000, 9_999_999)])
            wild.expected[address], wild.texts[address] = number(value), str(value)
    if rng.random() < 0.5:
        for address in rng.sample(wild.form.addresses, 5):
            value = Decimal(rng.randint(1, 10**6)) / 100
            wild.expected[address], wild.texts[address] = number(value), str(value)
    sign = rng.choice(["", "/", "—", "-"])
    share = rng.choice([0, 0, 0.1, 0.5, 1])
    for address, figure in list(wild.expected.items()):
        if figure == number(0) and rng.random() < share:
            wild.expected[address], wild.texts[address] = BLANK, sign
    return wild


def styled(wild: Wild, name: str, *, ruled: bool = False) -> str:
    """Return a report as a web page in one of `STYLES`; `ruled` adds the lines of old HTML."""
    style = STYLES[name]
    if ruled:
        style = replace(style, table='border="1" cellspacing="0"')
    parts = [f"<h1>{title_of(wild)}</h1>", *prose_of(wild, 0)]
    for number_, title in enumerate(TITLES, 1):
        parts += [f"<p><b>{title}</b></p>", *prose_of(wild, number_)]
        parts += [_table(wild, s, style) for s in wild.sheets if s.section == number_]
    return (
        f'<html><head><meta charset="utf-8"><title>{title_of(wild)}</title>'
        f"<style>{_BASE}{style.css}</style></head><body>{''.join(parts)}</body></html>"
    )


def plain(paragraph: str) -> str:
    """Return the text of a paragraph in HTML."""
    return html.unescape(re.sub("<[^>]+>", "", paragraph))


def _table(wild: Wild, sheet: Sheet, style: Style) -> str:
    rows = [[_cell(wild, mark, d, r, style) for mark, d, r in row] for row in sheet.anchors()]
    lines = ["<tr>" + "".join(row) + "</tr>" for row in rows]
    head, body = lines[: sheet.head], lines[sheet.head :]
    if style.head and sheet.section != 2:
        lines = ["<thead>", *head, "</thead><tbody>", *body, "</tbody>"]
    return f"<table {style.table}>" + "".join(lines) + "</table>"


def _cell(wild: Wild, mark: Mark, down: int, right: int, style: Style) -> str:
    text = wild.text(mark)
    kind = "value" if mark.address is not None else "head" if mark.role == "column" else mark.role
    if mark.role == "row" and down > 1:
        kind = "group"
    elif kind == "head" and down == 1 == right:
        kind = "head leaf"
    spans = (f' rowspan="{down}"' if down > 1 else "") + (
        f' colspan="{right}"' if right > 1 else ""
    )
    body = html.escape(text).replace("\n", "<br>")
    if style.side and kind in ("group", "head leaf") and len(text) < 20:
        body = "<br>".join(html.escape(c) for c in text if c != "\n")
    return f'<td class="{kind}"{spans}>{body}</td>'
