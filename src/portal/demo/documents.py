"""What the example county publishes: the texts of `documents.toml` with their places filled in."""

import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from gongkai.calendar.workdays import is_workday, next_workday
from gongkai.errors import CalendarUnknown

YEARS = 3
_VILLAGES = [
    "杨柳",
    "青石",
    "白沙",
    "红星",
    "双桥",
    "大坪",
    "新塘",
    "石门",
    "龙泉",
    "金田",
    "桃源",
    "柏树",
    "望江",
    "高峰",
    "和平",
    "花园",
]
_SUBJECTS = ("户外广告", "城区停车", "农村供水", "物业服务", "集贸市场", "建筑垃圾")


@dataclass(frozen=True, slots=True)
class Written:
    """One document of the example county: when it was made and published, and all it says.

    family  which text it is made of; about  the document it interprets, as (family, organ's code)
    """

    family: str
    organ: str
    genre: str
    column: str
    formed_on: date
    published_at: datetime
    content: dict[str, Any]
    about: tuple[str, str] | None = None


@cache
def _texts() -> list[dict[str, Any]]:
    path = Path(__file__).parent / "documents.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["documents"]
    return found


def written(organs: list[dict[str, Any]], until: date) -> list[Written]:
    """Return everything the organs published in the last years up to a day, in order.

    organs  as `organs.toml` has them, each with its `group`; the same day gives the same documents
    """
    first = until.year - YEARS + 1
    found: list[Written] = []
    for number, organ in enumerate(organs):
        for text in _texts():
            if _publishes(organ, text):
                found += _of(organ, number, text, first, until)
    return _numbered(sorted(found, key=lambda one: (one.published_at, one.organ, one.family)))


def _numbered(found: list[Written]) -> list[Written]:
    """Give each series of an organ its numbers, one after another in a year."""
    last: dict[str, int] = {}
    for one in found:
        if series := one.content.get("number"):
            key = series.format(year=one.formed_on.year, number="")
            last[key] = last.get(key, 0) + 1
            number = series.format(year=one.formed_on.year, number=last[key])
            one.content["number"] = number
    return found


def _publishes(organ: Mapping[str, Any], text: Mapping[str, Any]) -> bool:
    who = text["who"]
    return who in ("all", organ["group"]) or who in organ.get("fields", ())


def _of(
    organ: Mapping[str, Any], number: int, text: Mapping[str, Any], first: int, until: date
) -> Iterator[Written]:
    years = [first + text["only"]] if "only" in text else range(first, until.year + 1)
    serial = 0
    for year in [first] if text.get("once") else years:
        for place, month in enumerate(text["months"], 1):
            told = text.get("interprets", text["id"])
            chance = Random(f"{organ['code']}/{told}/{year}/{month}")
            formed = _workday(date(year, month, 1) + timedelta(days=chance.randrange(2, 20)))
            on = _workday(formed + timedelta(days=chance.randrange(1, 9)))
            if told != text["id"]:  # explained when it is known
                formed, on = on, _workday(on + timedelta(days=2))
            if on >= until:
                return
            serial += 1
            values = _values(organ, number, year, month, place, serial, chance)
            yield Written(
                text["id"],
                organ["code"],
                text["genre"],
                text["column"],
                formed,
                timezone.make_aware(
                    datetime.combine(on, time(9 + chance.randrange(8), chance.randrange(60)))
                ),
                _content(organ, text, formed, values),
                (text["interprets"], organ["code"]) if "interprets" in text else None,
            )


def _values(
    organ: Mapping[str, Any],
    number: int,
    year: int,
    month: int,
    place: int,
    serial: int,
    chance: Random,
) -> dict[str, object]:
    villages = Random(organ["code"]).sample(_VILLAGES, 3)
    small = {f"n{i}": chance.randrange(2, 60) for i in range(1, 13)}
    n3, n5 = chance.randrange(300, 900), chance.randrange(100, 700)
    return {
        **small,
        "n1": n3 + n5,
        "n2": n3 + n5 - chance.randrange(5, 40),
        "n3": n3,
        "n4": n3 - chance.randrange(5, 40),
        "n5": n5,
        "n6": n5 - chance.randrange(5, 40),
        "organ": organ["name"],
        "short": short(organ),
        "year": year,
        "before": year - 1,
        "month": month,
        "quarter": "一二三四"[(month - 1) // 3],
        "half": "上半年" if month <= 6 else "下半年",
        "serial": place,
        "town": "例河乡",
        "subject": _SUBJECTS[(serial - 1) % len(_SUBJECTS)],
        "village1": f"{villages[0]}村",
        "village2": f"{villages[1]}村",
        "village3": f"{villages[2]}村",
    }


def short(organ: Mapping[str, Any]) -> str:
    """Return what people call an organ."""
    name: str = organ["name"]
    return re.sub(r"(人民政府|办事处)$", "", name.replace("人民政府办公室", "政府办"))


def _content(
    organ: Mapping[str, Any], text: Mapping[str, Any], formed: date, values: Mapping[str, object]
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "title": text["title"].format(**values),
        "issuer": organ["name"],
        "formed_on": formed,
        "topic": text["topic"],
        "keywords": text.get("keywords", ""),
        "summary": text["summary"],
        "source": organ["name"],
    }
    if "series" in text:
        content["number"] = f"{_mark(organ)}{text['series']}〔{{year}}〕{{number}}号"
    if "years" in text:
        start = formed + timedelta(days=30)
        content["effective_on"] = start
        content["expires_on"] = start.replace(year=start.year + text["years"], day=1)
    content["body"] = body(text["body"].format(**values), organ["name"], formed)
    return content


def _mark(organ: Mapping[str, Any]) -> str:
    """Return the organ's mark in document numbers (机关代字)."""
    name = short(organ).removeprefix("例江县").removeprefix("例")
    if organ["group"] == "departments":
        return f"例{name[:1] or '江'}"
    return f"例{name[:1] or '江'}{'街' if name.endswith('街道') else ''}政"


def body(text: str, signed: str, on: date) -> str:
    """Return a text as HTML: ``# `` headings, ``| a | b |`` rows, paragraphs, the signature."""
    parts: list[str] = []
    rows: list[str] = []
    for line in [*text.strip().splitlines(), ""]:
        if line.startswith("|"):
            cell = "td" if rows else "th"
            cells = (html.escape(one.strip()) for one in line.strip("|").split("|"))
            rows.append("<tr>" + "".join(f"<{cell}>{one}</{cell}>" for one in cells) + "</tr>")
            continue
        if rows:
            parts.append(f"<table>{''.join(rows)}</table>")
            rows = []
        if line.startswith("# "):
            parts.append(f"<h2>{html.escape(line[2:])}</h2>")
        elif line:
            kind = "" if line.endswith("：") and len(line) < 30 else ' class="indent"'
            parts.append(f"<p{kind}>{html.escape(line)}</p>")
    parts.append(f'<p class="right">{html.escape(signed)}</p>')
    parts.append(f'<p class="right">{on.year}年{on.month}月{on.day}日</p>')
    return "".join(parts)


def _workday(day: date) -> date:
    """Return the day itself or the next one on which offices work."""
    try:
        return day if is_workday(day) else next_workday(day)
    except CalendarUnknown:
        return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
