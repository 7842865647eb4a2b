"""Write src/gongkai/calendar/years/<year>.toml from chinesecalendar (a development dependency).

Run once after a State Council notice and a new release of chinesecalendar:

    python scripts/make_calendar.py            write every year the library knows
    python scripts/make_calendar.py --check    fail where a file differs, write nothing

The notice numbers are not in the library; they stand here and were compared with published copies
of the notices. A number that could not be confirmed (2004-2007) is left out, never invented.
"""

import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from chinese_calendar import constants

YEARS = Path(__file__).resolve().parent.parent / "src" / "gongkai" / "calendar" / "years"

NOTICES = {
    2008: ["国办发明电〔2007〕52号"],
    2009: ["国办发明电〔2008〕42号"],
    2010: ["国办发明电〔2009〕27号"],
    2011: ["国办发明电〔2010〕40号"],
    2012: ["国办发明电〔2011〕45号"],
    2013: ["国办发明电〔2012〕33号"],
    2014: ["国办发明电〔2013〕28号"],
    2015: ["国办发明电〔2014〕28号", "国发明电〔2015〕1号"],
    2016: ["国办发明电〔2015〕18号"],
    2017: ["国办发明电〔2016〕17号"],
    2018: ["国办发明电〔2017〕12号"],
    2019: ["国办发明电〔2018〕15号", "国办发明电〔2019〕3号"],
    2020: ["国办发明电〔2019〕16号", "国办发明电〔2020〕1号"],
    2021: ["国办发明电〔2020〕27号"],
    2022: ["国办发明电〔2021〕11号"],
    2023: ["国办发明电〔2022〕16号"],
    2024: ["国办发明电〔2023〕7号"],
    2025: ["国办发明电〔2024〕12号"],
    2026: ["国办发明电〔2025〕7号"],
}

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}

# Saturday 2005-12-31 was worked in exchange for Tuesday 2006-01-03; the library leaves it out.
MISSING_WORK = {date(2005, 12, 31): "New Year's Day"}


def _dates(days: list[date]) -> str:
    return "[" + ", ".join(day.isoformat() for day in sorted(days)) + "]"


def page(year: int) -> str:
    """Return the TOML text of one year."""
    off: dict[str, list[date]] = defaultdict(list)
    work: dict[str, list[date]] = defaultdict(list)
    for day, name in constants.holidays.items():
        if day.year == year:
            off[name].append(day)
    for day, name in {**constants.workdays, **MISSING_WORK}.items():
        if day.year == year:
            work[name].append(day)
    lines = [f"# {year}年节假日安排。由 scripts/make_calendar.py 生成；off 放假，work 调休上班。"]
    if year in NOTICES:
        lines.append("notices = [" + ", ".join(f'"{notice}"' for notice in NOTICES[year]) + "]")
    for name in sorted({*off, *work}, key=lambda name: min(off[name] + work[name])):
        lines += ["", "[[holiday]]", f'name = "{NAMES[name]}"', f"off = {_dates(off[name])}"]
        if work[name]:
            lines.append(f"work = {_dates(work[name])}")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or only compare them with ``--check``."""
    stale = []
    for year in sorted({day.year for day in constants.holidays}):
        path, text = YEARS / f"{year}.toml", page(year)
        if arguments == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print("differ from the library:", ", ".join(stale))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
