"""Who belongs to the total: a dated list of units, and which report is whose.

The list is a CSV with the columns ``name`` and, where known, ``level``, ``parent``, ``since``,
``until`` (ISO dates) and ``aka`` (other names, separated by ``;``). A unit belongs to the total of
a year if it existed on 31 December of that year (practice: no instrument says otherwise).
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.characters import simplified
from gongkai.errors import InputError
from gongkai.forms.filled import FilledForm

# What an organ may leave out of its name or add to it without becoming another one.
_ENDINGS = re.compile(r"(人民政府办公室|人民政府|党政综合办公室|党政办公室|党政办)$")


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of the list; `until` is the first day on which it no longer exists."""

    name: str
    level: str = ""
    parent: str = ""
    since: date | None = None
    until: date | None = None
    aka: tuple[str, ...] = ()

    def belongs(self, year: int) -> bool:
        """Whether the unit counts in the total of that year."""
        last_day = date(year, 12, 31)
        begun = self.since is None or self.since <= last_day
        return begun and (self.until is None or self.until > last_day)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the unit may call itself by."""
        return (self.name, *self.aka)


@dataclass(frozen=True)
class Plan:
    """The units of one total, in the order of the list."""

    members: tuple[Member, ...]

    def children(self, year: int, *, parent: str = "") -> tuple[Member, ...]:
        """Return the units that count for `year` under `parent` (all that count where "")."""
        return tuple(
            m
            for m in self.members
            if m.belongs(year) and (not parent or not m.parent or _same(m.parent, parent))
        )


@dataclass(frozen=True)
class Roll:
    """Whose report is whose.

    reports   unit -> its report, in the order of the list
    missing   units of the list without a report
    doubled   unit -> the sources that all claim to be its report; none of them is counted
    strangers sources whose authority is not in the list
    """

    reports: Mapping[str, FilledForm]
    missing: tuple[str, ...] = ()
    doubled: Mapping[str, tuple[str, ...]] | None = None
    strangers: tuple[str, ...] = ()


def read_plan(data: bytes, *, name: str = "") -> Plan:
    """Return the list of units written as CSV; raises InputError naming the line that is wrong."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("consolidation.list_encoding", name=name)
    rows = csv.DictReader(io.StringIO(text))
    if "name" not in (rows.fieldnames or ()):
        raise InputError("consolidation.list_without_name", name=name)
    members: list[Member] = []
    seen: set[str] = set()
    for row in rows:
        unit = (row["name"] or "").strip()
        if not unit:
            continue
        if key(unit) in seen:
            raise InputError("consolidation.list_repeats", name=name, line=rows.line_num, unit=unit)
        seen.add(key(unit))
        members.append(_member(unit, row, name=name, line=rows.line_num))
    if not members:
        raise InputError("consolidation.list_empty", name=name)
    return Plan(tuple(members))


def plan_of(reports: Iterable[FilledForm]) -> Plan:
    """Return a plan of exactly the units that have a report: then none can be missing."""
    names = dict.fromkeys(report.authority for report in reports if report.authority)
    return Plan(tuple(Member(name) for name in names))


def call_roll(members: Sequence[Member], reports: Sequence[tuple[str, FilledForm]]) -> Roll:
    """Match (source, report) pairs to the units by the authority each report names."""
    by_unit: dict[str, list[tuple[str, FilledForm]]] = {m.name: [] for m in members}
    strangers: list[str] = []
    for source, report in reports:
        owner = _owner(members, report.authority)
        if owner is None:
            strangers.append(source)
        else:
            by_unit[owner.name].append((source, report))
    return Roll(
        reports={unit: own[0][1] for unit, own in by_unit.items() if len(own) == 1},
        missing=tuple(unit for unit, own in by_unit.items() if not own),
        doubled={u: tuple(s for s, _ in own) for u, own in by_unit.items() if len(own) > 1},
        strangers=tuple(strangers),
    )


def key(name: str) -> str:
    """Return a name as it is compared: no spaces, no width, no old characters, no 人民政府 at its end."""
    compact = simplified(name)
    return _ENDINGS.sub("", compact) or compact


def _same(one: str, other: str) -> bool:
    return key(one) == key(other)


def _owner(members: Sequence[Member], authority: str) -> Member | None:
    """Return the unit that calls itself `authority`; a county's name may stand before its own."""
    wanted = key(authority)
    if not wanted:
        return None
    exact = [m for m in members if any(key(n) == wanted for n in m.names)]
    if not exact:
        exact = [m for m in members if any(wanted.endswith(key(n)) for n in m.names)]
        longest = max((len(key(m.name)) for m in exact), default=0)
        exact = [m for m in exact if len(key(m.name)) == longest]
    return exact[0] if len(exact) == 1 else None


def _member(unit: str, row: Mapping[str, str | None], *, name: str, line: int) -> Member:
    def text(column: str) -> str:
        return (row.get(column) or "").strip()

    def day(column: str) -> date | None:
        written = text(column)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            raise InputError(
                "consolidation.list_bad_date", name=name, line=line, text=written
            ) from None

    return Member(
        name=unit,
        level=text("level"),
        parent=text("parent"),
        since=day("since"),
        until=day("until"),
        aka=tuple(a.strip() for a in text("aka").split(";") if a.strip()),
    )
