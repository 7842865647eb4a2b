"""The list of requests by real urgency: groups of the open ones, the done ones, workload; paged by key.

Every question here begins with the organ and runs along an index of `Case`; nothing counts the table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy

from gongkai.calendar import workdays
from gongkai.cases.events import Channel
from gongkai.errors import CalendarUnknown
from gongkai.law.outcomes import outcomes
from portal.accounts.models import User
from portal.acts import clock
from portal.cases.models import Case
from portal.organs.models import Organ

PAGE = 50
FIRST = 15  # of each group on the page of all
MOST = 1000  # beyond it a group is "1000+"
SOON = 5  # working days

GROUPS: tuple[tuple[str, Any], ...] = (
    ("overdue", gettext_lazy("已逾期")),
    ("today", gettext_lazy("今天到期")),
    ("soon", gettext_lazy("5个工作日内到期")),
    ("later", gettext_lazy("以后到期")),
    ("waiting", gettext_lazy("等待他人")),
    ("undated", gettext_lazy("期限待定")),
)
WAITING = {
    "confirmation": gettext_lazy("等待与申请人确认收到"),
    "applicant": gettext_lazy("等待申请人补正"),
    "fee": gettext_lazy("等待申请人缴费"),
    "third_party": gettext_lazy("等待第三方意见"),
    "organ": gettext_lazy("等待其他机关意见"),
    "co_maker": gettext_lazy("等待共同制作机关意见"),
    "records": gettext_lazy("等待内部单位材料"),
}


def soon(today: date) -> date:
    """Return the last of the next five working days; a week where the calendar is not yet known."""
    try:
        return workdays.add(today, SOON)
    except CalendarUnknown:
        return today + timedelta(days=7)


def in_group(found: QuerySet[Case], group: str, today: date) -> QuerySet[Case]:
    """Return the open requests of a group, in the order of their days."""
    waits, free = ~Q(waiting=""), Q(waiting="")
    asked = {
        "overdue": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "soon": free & Q(due_on__gt=today, due_on__lte=soon(today)),
        "later": free & Q(due_on__gt=soon(today)),
        "waiting": waits & (Q(due_on=None) | Q(due_on__gt=today)),
        "undated": free & Q(due_on=None),
    }[group]
    return found.filter(asked)


def capped(found: QuerySet[Case]) -> int:
    """Count up to `MOST` and one: the database stops there."""
    return found.order_by()[: MOST + 1].count()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: the open ones, or with `done` those that ended in a year."""

    done: bool = False
    group: str = ""
    handler: int | None = None
    channel: str = ""
    outcome: str = ""
    year: int | None = None
    number: str = ""
    words: str = ""
    after: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows."""
        return bool(self.handler or self.channel or self.outcome or self.number or self.words)


def asked(got: Mapping[str, str], today: date) -> Asked:
    """Return what an address asks; nonsense asks nothing."""

    def number_in(name: str) -> int | None:
        text = got.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    done = got.get("done", "") == "1"
    year = number_in("year")
    return Asked(
        done=done,
        group=got.get("group", "") if got.get("group", "") in dict(GROUPS) else "",
        handler=number_in("handler"),
        channel=got.get("channel", "") if got.get("channel", "") in set(Channel) else "",
        outcome=got.get("outcome", "") if got.get("outcome", "") in outcomes() else "",
        year=year if year and 2008 <= year <= today.year else (today.year if done else None),
        number=got.get("number", "").replace("\0", "").strip()[:60],
        words=got.get("q", "").replace("\0", "").strip()[:100],
        after=_key(got.get("after", "")),
    )  # fmt: skip


def _key(text: str) -> str:
    """Return a key of a page as `page` gave it, "" for what cannot be one."""
    on, _dot, pk = text.rpartition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return ""
    try:
        return f"{date.fromisoformat(on)}.{pk}" if on else pk
    except ValueError:
        return ""


def found(organ: Organ, what: Asked) -> QuerySet[Case]:
    """Return the organ's requests that match, in no order."""
    cases: QuerySet[Case] = Case.objects.filter(organ=organ).select_related("applicant")
    if what.number:
        return cases.filter(_numbered(what))
    if what.done:
        assert what.year is not None
        cases = cases.filter(
            ended_on__gte=date(what.year, 1, 1), ended_on__lte=date(what.year, 12, 31)
        )
    else:
        cases = cases.filter(ended_on=None)
        if what.year:
            cases = cases.filter(arrived_on__year=what.year)
    if what.handler:
        cases = cases.filter(handler_id=what.handler)
    if what.channel:
        cases = cases.filter(channel=what.channel)
    if what.outcome:
        cases = cases.filter(outcome=what.outcome)
    for word in what.words.split()[:5]:
        cases = cases.filter(subject__icontains=word)
    return cases


def _numbered(what: Asked) -> Q:
    """Return the exact number asked for; digits alone are of the year asked, or this one."""
    text = what.number.replace("[", "〔").replace("]", "〕").replace("(", "〔").replace(")", "〕")
    text = re.sub(r"\s+", "", text)
    if text.isascii() and text.isdigit():
        year = what.year or clock.today().year
        return Q(number=f"公开申请〔{year}〕{int(text)}号")
    return Q(number=text) | Q(number=f"公开申请{text}")


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key after which the next begin."""

    rows: list[Case]
    following: str = ""


def page(cases: QuerySet[Case], what: Asked, *, size: int = PAGE) -> Page:
    """Return the rows after a key: open ones by their due day, done ones the newest first."""
    on, _dot, pk = what.after.rpartition(".")
    if what.done:
        ordered = cases.order_by("-ended_on", "-pk")
        if on and pk:
            ordered = ordered.filter(Q(ended_on__lt=on) | Q(ended_on=on, pk__lt=int(pk)))
    elif what.group in ("waiting", "undated"):
        ordered = cases.order_by("pk")
        if pk:
            ordered = ordered.filter(pk__gt=int(pk))
    else:
        ordered = cases.order_by(F("due_on").asc(nulls_last=True), "pk")
        if what.group:
            ordered = cases.order_by("due_on", "pk")
        if on and pk:
            ordered = ordered.filter(due_on__gte=on).exclude(due_on=on, pk__lte=int(pk))
    rows = list(ordered[: size + 1])
    if len(rows) <= size:
        return Page(rows)
    last = rows[size - 1]
    key = last.ended_on if what.done else last.due_on
    by_number = not what.done and what.group in ("waiting", "undated")
    return Page(rows[:size], str(last.pk) if by_number or key is None else f"{key}.{last.pk}")


@dataclass(frozen=True, slots=True)
class Load:
    """How much lies with one person, how much of it is overdue."""

    user: User | None
    open: int
    overdue: int


def workload(organ: Organ, today: date) -> list[Load]:
    """Return the open requests of each person, the most loaded first; None: of nobody."""
    rows = list(
        Case.objects.filter(organ=organ, ended_on=None)
        .values("handler_id")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
        .order_by("-open", "handler_id")
    )
    people = User.objects.in_bulk([row["handler_id"] for row in rows if row["handler_id"]])
    return [Load(people.get(r["handler_id"]), r["open"], r["overdue"]) for r in rows]


def names(cases: list[Case]) -> dict[int, str]:
    """Return the names of those who handle some requests, in one query."""
    wanted = {case.handler_id for case in cases if case.handler_id}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    case: Case
    who: str
    handler: str = ""
    left: str = ""
    waits: str = field(default="")


def anything(organ: Organ, year: int) -> bool:
    """Whether the organ has an open request, or received one in a year."""
    own = Case.objects.filter(organ=organ)
    if own.filter(ended_on=None).exists():
        return True
    return own.filter(
        received_on__gte=date(year, 1, 1), received_on__lte=date(year, 12, 31)
    ).exists()
