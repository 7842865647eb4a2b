"""An office's own figures of its requests: how they came, how they ended, how long they took.

Every number is counted from the requests themselves when it is asked for.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.calendar import workdays
from gongkai.cases.events import Channel
from gongkai.errors import CalendarUnknown
from gongkai.law.outcomes import outcomes
from portal.acts import clock
from portal.cases.acts import fees
from portal.cases.models import ApplicantKind, Case
from portal.organs.models import Organ
from portal.ui.language import said

COLUMNS = ("kind", "channel", "topic", "outcome", "received_on", "due_on", "ended_on")


@dataclass(frozen=True, slots=True)
class Table:
    """One way to part the requests: what they are parted by, and how many of each."""

    title: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The requests of an organ in a year.

    received, ended, carried  as the report counts them; open, overdue: as of today
    in_time, late             of what ended in the year with a period: within it or not
    days                      working days from receipt to the end: the middle one, and the most
    fees                      yuan taken by month, January first
    """

    year: int
    received: int
    ended: int
    carried: int
    open: int
    overdue: int
    in_time: int
    late: int
    days: tuple[int, int] | None
    tables: tuple[Table, ...]
    fees: tuple[int, ...]

    @property
    def share_in_time(self) -> str:
        """The share that ended within its period, in per cent; "" where nothing did."""
        whole = self.in_time + self.late
        return f"{100 * self.in_time / whole:.1f}%" if whole else ""

    def lines(self) -> list[tuple[str, str, object]]:
        """Return every figure as a line: table, row, value."""
        found: list[tuple[str, str, object]] = [
            (_("总数"), _("本年新收"), self.received),
            (_("总数"), _("本年办结"), self.ended),
            (_("总数"), _("结转下年"), self.carried),
            (_("时限"), _("按期办结"), self.in_time),
            (_("时限"), _("逾期办结"), self.late),
        ]
        if self.days is not None:
            found.append((_("时限"), _("办理工作日（中位数）"), self.days[0]))
            found.append((_("时限"), _("办理工作日（最长）"), self.days[1]))
        found += [(t.title, label, count) for t in self.tables for label, count in t.rows]
        for month, amount in enumerate(self.fees, 1):
            found.append((_("信息处理费（元）"), _("%(n)s月") % {"n": month}, amount))
        return found


def figures(organ: Organ, year: int) -> Figures:
    """Return the figures of one organ in one year."""
    today = clock.today()
    first, last = date(year, 1, 1), date(year, 12, 31)
    cases = Case.objects.filter(organ=organ)
    within = cases.filter(Q(received_on__range=(first, last)) | Q(ended_on__range=(first, last)))
    rows = list(within.values_list(*COLUMNS))
    received = [r for r in rows if r[4] is not None and r[4].year == year]
    ended = [r for r in rows if r[6] is not None and r[6].year == year and r[4] is not None]
    timed = [r for r in ended if r[5] is not None]
    in_time = sum(1 for r in timed if r[6] <= r[5])
    opened = cases.filter(ended_on=None)
    return Figures(
        year,
        len(received),
        len(ended),
        cases.filter(received_on__lte=last).filter(Q(ended_on=None) | Q(ended_on__gt=last)).count(),
        opened.count(),
        opened.filter(due_on__lt=today, waiting="").count(),
        in_time,
        len(timed) - in_time,
        _days((r[4], r[6]) for r in ended),
        (
            Table(_("提出方式"), _named(Counter(r[1] for r in received), _channels())),
            Table(_("申请人类别"), _named(Counter(r[0] for r in received), _kinds())),
            Table(_("主题"), _most(Counter(r[2] or _("未分类") for r in received))),
            Table(_("办理结果"), _named(Counter(r[3] for r in ended), _outcomes())),
            Table(_("收到的月份"), _months(r[4] for r in received)),
        ),
        tuple(fees.by_month(organ.pk, year)),
    )


def _channels() -> dict[str, str | Promise]:
    return {c.value: c.receipt.name for c in Channel}


def _kinds() -> dict[str, str | Promise]:
    return dict(ApplicantKind.choices)


def _outcomes() -> dict[str, str | Promise]:
    return {o.id: said(o) for o in outcomes().values()}


def _named(counted: Counter[str], names: dict[str, str | Promise]) -> tuple[tuple[str, int], ...]:
    """Return what occurs, in the order in which the law and the form name it."""
    return tuple((str(names[key]), counted[key]) for key in names if counted[key])


def _most(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(counted.most_common(12))


def _months(days: Iterable[date]) -> tuple[tuple[str, int], ...]:
    counted = Counter(day.month for day in days)
    return tuple((_("%(n)s月") % {"n": n}, counted[n]) for n in range(1, 13)) if counted else ()


def _days(spans: Iterable[tuple[date, date]]) -> tuple[int, int] | None:
    """Return the middle and the largest number of working days, None where nothing can be counted."""
    found = []
    for start, end in spans:
        with suppress(CalendarUnknown):
            found.append(workdays.count(start, end))
    return (int(median(found)), max(found)) if found else None
