"""An office's own figures of its requests: how they came, how they ended, how long they took.

Every number is counted from the requests themselves, anew as soon as one of the organ's changed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.calendar import workdays
from gongkai.errors import CalendarUnknown
from gongkai.law.outcomes import outcomes
from portal.acts import clock
from portal.acts.kept import until_touched
from portal.cases import statistics
from portal.cases.acts import fees
from portal.cases.channel import CHOICES
from portal.cases.models import ApplicantKind, Case
from portal.organs.models import Organ
from portal.ui.language import said


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


@until_touched(statistics.touched)
def figures(organ: Organ, year: int) -> Figures:
    """Return the figures of one organ in one year."""
    counted = statistics.counts(organ, year)
    cases = Case.objects.filter(organ=organ)
    received = cases.filter(received_on__year=year)
    ended = cases.filter(ended_on__year=year).exclude(received_on=None)
    opened = cases.filter(ended_on=None)
    days = ended.values_list("received_on", "ended_on", "due_on").annotate(n=Count("pk"))
    spans = list(days.order_by())
    timed = sum(n for _start, _end, due, n in spans if due is not None)
    in_time = sum(n for _start, end, due, n in spans if due is not None and end <= due)
    return Figures(
        year,
        counted.received,
        counted.ended,
        counted.carried,
        opened.count(),
        opened.filter(due_on__lt=clock.today(), waiting="").count(),
        in_time,
        timed - in_time,
        _days(spans),
        (
            Table(_("提出方式"), _named(counted.by_channel, dict(CHOICES))),
            Table(_("申请人类别"), _named(counted.by_kind, _kinds())),
            Table(_("主题"), _most(statistics.tally(received, "topic"))),
            Table(_("办理结果"), _named(counted.by_outcome, _outcomes())),
            Table(_("收到的月份"), _months(statistics.tally(received, "received_on"))),
        ),
        tuple(fees.by_month(organ.pk, year)),
    )


def _kinds() -> dict[str, str | Promise]:
    return dict(ApplicantKind.choices)


def _outcomes() -> dict[str, str | Promise]:
    return {o.id: said(o) for o in outcomes().values()}


def _named(
    counted: Mapping[str, int], names: dict[str, str | Promise]
) -> tuple[tuple[str, int], ...]:
    """Return what occurs, in the order in which the law and the form name it."""
    return tuple((str(names[key]), counted[key]) for key in names if counted.get(key))


def _most(counted: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    most = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:12]
    return tuple((topic or _("未分类"), count) for topic, count in most)


def _months(counted: Mapping[date, int]) -> tuple[tuple[str, int], ...]:
    if not counted:
        return ()
    months: Counter[int] = Counter()
    for on, number in counted.items():
        months[on.month] += number
    return tuple((_("%(n)s月") % {"n": n}, months[n]) for n in range(1, 13))


def _days(spans: Iterable[tuple[date, date, date | None, int]]) -> tuple[int, int] | None:
    """Return the middle and the largest number of working days, None where nothing can be counted."""
    found: Counter[int] = Counter()
    for start, end, _due, number in spans:
        with suppress(CalendarUnknown):
            found[workdays.count(start, end)] += number
    if not found:
        return None
    ordered = sorted(found)
    middle, passed = (found.total() + 1) // 2, 0
    for days in ordered:
        passed += found[days]
        if passed >= middle:
            return days, ordered[-1]
    raise AssertionError("the middle lies within")
