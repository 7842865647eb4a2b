"""Many organs from one file: what is new, what changes, what cannot be taken and why, row by row.

Rows may come in any order. A file that was taken in once brings nothing the second time. What was
entered wrongly is corrected; what changes by a decision needs the day and the basis of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.characters import half_width
from portal import tables
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.organs.acts.lifecycle import ChangeOrgan, CorrectOrgan, EstablishOrgan
from portal.organs.models import Kind, Level, Organ

COLUMNS = {
    "code": ("代码", "网址代码"),
    "name": ("名称", "机关名称"),
    "short_name": ("简称",),
    "credit_code": ("统一社会信用代码",),
    "division_code": ("行政区划代码",),
    "level": ("层级",),
    "kind": ("类别",),
    "parent": ("上级代码",),
    "reports_to": ("主管代码",),
    "founded_on": ("设立日期",),
}
"""What the columns of a file may be called; the first of each as the template has it."""
MOST_BYTES = 5 << 20
MOST_ROWS = 20_000
NEEDED = ("code", "name", "level")
DECIDED = ("name", "level", "kind", "parent", "reports_to")
"""What changes by a decision, with a day; the rest is corrected."""
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(slots=True)
class Line:
    """One row: what it says, and what would become of it."""

    number: int
    code: str
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    organ: Organ | None = None
    changes: list[str] = field(default_factory=list)
    refused: str = ""

    @property
    def new(self) -> bool:
        """Whether the row sets an organ up."""
        return self.organ is None and not self.refused

    @property
    def same(self) -> bool:
        """Whether the row says what is known."""
        return self.organ is not None and not self.changes and not self.refused


@dataclass(slots=True)
class Plan:
    """What a file would bring."""

    lines: list[Line]

    @property
    def new(self) -> list[Line]:
        """Organs to be set up, each after those above it."""
        return [line for line in self.lines if line.new]

    @property
    def changed(self) -> list[Line]:
        """Organs whose particulars differ."""
        return [line for line in self.lines if line.changes and not line.refused]

    @property
    def same(self) -> int:
        """How many rows bring nothing."""
        return sum(line.same for line in self.lines)

    @property
    def refused(self) -> list[Line]:
        """Rows that cannot be taken, in the file's order."""
        return sorted((line for line in self.lines if line.refused), key=lambda one: one.number)


def read(content: bytes) -> tables.Table:
    """Return a file's rows; raises tables.BadTable."""
    return tables.read(content, COLUMNS, needed=NEEDED, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)


def plan(content: bytes, *, on: date | None = None) -> Plan:
    """Return what a file would bring, parents before children; raises tables.BadTable.

    on  the day from which decided changes hold; without it rows that ask for one are refused
    """
    known = {organ.code: organ for organ in Organ.objects.select_related("parent", "reports_to")}
    lines: dict[str, Line] = {}
    doubled: list[Line] = []
    table = read(content)
    for number, cells in table.rows:
        line = _line(number, cells, table)
        if line.code in lines:
            line.refused = _("代码“%(code)s”在第%(row)s行已出现过。") % {
                "code": line.code,
                "row": lines[line.code].number,
            }
            doubled.append(line)
        else:
            lines[line.code] = line
    _credit_codes_once(lines.values(), known)
    ordered = _parents_first(lines, known)
    for line in ordered:
        line.organ = known.get(line.code)
        if line.organ is not None and not line.refused:
            _compare(line, line.organ, on)
    return Plan([*ordered, *doubled])


def _line(number: int, cells: Sequence[str], table: tables.Table) -> Line:
    row = {name: half_width(table.cell(cells, name))[:500] for name in table.columns}
    line = Line(number, row.get("code", ""), row.get("name", ""))
    fault = table.fault(cells)
    if fault is not None:
        line.code, line.refused = "", fault
        return line
    try:
        line.values = _values(row)
    except ValueError as error:
        line.refused = str(error)
    return line


def _values(row: dict[str, str]) -> dict[str, Any]:
    """Return a row's columns as an organ has them; raises ValueError with a sentence."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", row.get("code", "")):
        raise ValueError(_("代码应为字母、数字、连字符，不超过40个字符。"))
    if not row.get("name"):
        raise ValueError(_("没有名称。"))
    values: dict[str, Any] = {
        "name": row["name"],
        "short_name": row.get("short_name") or row["name"][:40],
        "level": _choice(Level, row.get("level", ""), _("层级")),
        "kind": _choice(Kind, row.get("kind", "") or Kind.GOVERNMENT.value, _("类别")),
    }
    for name in ("credit_code", "division_code", "parent", "reports_to"):
        if name in row:
            values[name] = row[name].upper() if name == "credit_code" else row[name]
    if "founded_on" in row:
        values["founded_on"] = _day(row["founded_on"])
    sample = Organ(
        code=row["code"], path="-", **{k: v for k, v in values.items() if k not in _ORGANS}
    )
    try:
        sample.clean_fields(exclude=["path", "parent", "reports_to"])
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    return values


_ORGANS = ("parent", "reports_to")


def _choice(kind: Any, text: str, what: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):  # files are Chinese, whoever brings them
        words = {str(label): str(value) for value, label in kind.choices}
    if text in words or text in words.values():
        return words.get(text, text)
    allowed = "、".join(words)
    raise ValueError(
        _("%(what)s“%(text)s”不认识，应为：%(allowed)s。")
        % {"what": what, "text": text, "allowed": allowed}
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise ValueError(_("设立日期“%(text)s”不是日期，应如 2011-03-01。") % {"text": text})


def _credit_codes_once(lines: Iterable[Line], known: dict[str, Organ]) -> None:
    owner = {organ.credit_code: code for code, organ in known.items() if organ.credit_code}
    for line in lines:
        credit = line.values.get("credit_code")
        if credit and owner.setdefault(credit, line.code) != line.code:
            line.refused = line.refused or _("统一社会信用代码与“%(code)s”的相同。") % {
                "code": owner[credit]
            }


def _parents_first(lines: dict[str, Line], known: dict[str, Organ]) -> list[Line]:
    """Return the lines so that each follows the organs it names; refuse those that never can."""
    done: list[Line] = []
    settled: set[str] = set()
    waiting = list(lines.values())
    while waiting:
        later = []
        for line in waiting:
            missing = _missing(line, lines, known, settled)
            if missing is None:
                later.append(line)
                continue
            line.refused = line.refused or missing
            settled.add(line.code)
            done.append(line)
        if len(later) == len(waiting):
            for line in later:
                line.refused = line.refused or _("上级、主管代码互相指向，成了一个圈。")
            return [*done, *later]
        waiting = later
    return done


def _missing(
    line: Line, lines: dict[str, Line], known: dict[str, Organ], settled: set[str]
) -> str | None:
    """Return "" where all organs above are there, a sentence where one cannot be, None for later."""
    for name in _ORGANS:
        code = line.values.get(name)
        if not code or (code in known and code not in lines):
            continue
        if code not in lines:
            return _("没有代码为“%(code)s”的机关。") % {"code": code}
        if lines[code].refused and code not in known:
            return _("它的上级或主管“%(code)s”没有被接受。") % {"code": code}
        if code not in settled:
            return None
    return ""


def _compare(line: Line, organ: Organ, on: date | None) -> None:
    names = {field.name: str(field.verbose_name) for field in Organ._meta.concrete_fields}
    now: dict[str, Any] = {
        "parent": organ.parent.code if organ.parent else "",
        "reports_to": organ.reports_to.code if organ.reports_to else "",
    }
    differing = [n for n, value in line.values.items() if now.get(n, getattr(organ, n)) != value]
    line.changes = [names[name] for name in differing]
    if differing and organ.abolished_on is not None:
        line.refused = _("该机关已撤销，不再变更。")
    elif on is None and set(differing) & set(DECIDED):
        line.refused = _("与现有的不同：%(names)s。请写明自何日起变更。") % {
            "names": _("、").join(names[name] for name in differing if name in DECIDED)
        }


def carry_out(
    found: Plan, *, by: Actor, on: date | None = None, basis: str = ""
) -> tuple[int, int, list[Line]]:
    """Enter what can be entered: organs set up, organs changed, and the rows refused.

    One transaction, one record for each organ; a row that an act refuses takes nothing else along.
    """
    made, changed = 0, 0
    with transaction.atomic():
        for line in found.lines:
            if line.refused or line.same:
                continue
            try:
                if line.new:
                    _establish(line, by, basis)
                    made += 1
                else:
                    _change(line, by, on, basis)
                    changed += 1
            except Refused as refusal:
                line.refused = refusal.sentence
    return made, changed, found.refused


def _named(values: dict[str, Any]) -> dict[str, Organ | None]:
    asked = {name: values[name] for name in _ORGANS if name in values}
    found = {o.code: o for o in Organ.objects.filter(code__in=[c for c in asked.values() if c])}
    for code in asked.values():
        if code and code not in found:
            raise Refused(_("它的上级或主管“%(code)s”没有被接受。") % {"code": code})
    return {name: found.get(code) for name, code in asked.items()}


def _establish(line: Line, by: Actor, basis: str) -> None:
    fields = line.values | _named(line.values)
    EstablishOrgan(by=by, code=line.code, fields=fields, basis=basis).execute()


def _change(line: Line, by: Actor, on: date | None, basis: str) -> None:
    assert line.organ is not None
    values = {**line.values}
    for name, organ in _named(values).items():
        del values[name]
        values[f"{name}_id"] = organ.pk if organ else None
    differing = {n: v for n, v in values.items() if getattr(line.organ, n) != v}
    decided = {n: v for n, v in differing.items() if n.removesuffix("_id") in DECIDED}
    corrected = {n: v for n, v in differing.items() if n not in decided}
    with transaction.atomic():
        if corrected:
            CorrectOrgan(by=by, target=line.organ, fields=corrected).execute()
        if decided and on is not None:
            ChangeOrgan(by=by, target=line.organ, on=on, fields=decided, basis=basis).execute()
