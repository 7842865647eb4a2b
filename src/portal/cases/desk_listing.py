"""The list of requests by real urgency: groups of the open ones, the done ones, workload; paged by key.

Every question here begins with the organ and runs along an index of `Case`; nothing counts the table.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy

from gongkai.calendar import workdays
from gongkai.cases.events import Channel
from gongkai.errors import CalendarUnknown
from gongkai.law.outcomes import outcomes
from portal.accounts.models import User
from portal.acts import clock, ready
from portal.cases.models import Case
from portal.organs.models import Organ, Post, Role

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: the open ones, or with `done` those that ended in a year.

    handler  by whom; 0: those that nobody was given
    """

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
        of_whom = self.handler is not None
        return bool(of_whom or self.channel or self.outcome or self.number or self.words)

    @property
    def by_number(self) -> bool:
        """Whether the rows stand by their number, having no day to stand by."""
        return not self.done and self.group in ("waiting", "undated")


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


_SHOWN = (
    *("organ", "number", "subject", "channel", "stage", "outcome", "handler_id", "due_on"),
    *("ended_on", "waiting", "waiting_until"),
    *("applicant__name", "applicant__kind", "applicant__erased_at"),
)
"""What a line of the list shows; what was asked in full, and what is sealed, is not read for it."""

_SLOTS: Mapping[str, Any] = {
    **{name: ready.number(name) for name in ("organ", "handler", "pk")},
    **{name: ready.word(name) for name in ("channel", "outcome")},
    **{name: ready.day(name) for name in ("today", "soon", "first", "last", "on")},
}


def _values(organ: Organ, what: Asked, today: date) -> dict[str, Any]:
    """Return what is asked, by the names of the slots."""
    on, _dot, pk = what.after.rpartition(".")
    year = what.year or today.year
    return {
        "organ": organ.pk,
        "handler": what.handler,
        "channel": what.channel,
        "outcome": what.outcome,
        "today": today,
        "soon": soon(today),
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
        "on": date.fromisoformat(on) if on else None,
        "pk": int(pk) if pk else None,
    }


def _shape(what: Asked) -> Asked | None:
    """Return what is alike in all askings of one text; None where words or a number are looked for."""
    if what.number or what.words:
        return None
    on, _dot, pk = what.after.rpartition(".")
    return replace(
        what,
        handler=what.handler and 1,
        channel="1" if what.channel else "",
        outcome="1" if what.outcome else "",
        year=1 if what.year else None,
        after=("1.1" if on else "1") if pk else "",
    )


def _matching(what: Asked, v: Mapping[str, Any]) -> QuerySet[Case]:
    """Return the organ's requests that match, in no order; `v` has the values, or their slots."""
    cases: QuerySet[Case] = Case.objects.filter(organ=v["organ"])
    if what.number:
        return cases.filter(_numbered(what))
    if what.done:
        cases = cases.filter(ended_on__gte=v["first"], ended_on__lte=v["last"])
    else:
        cases = cases.filter(ended_on=None)
        if what.year:
            cases = cases.filter(arrived_on__gte=v["first"], arrived_on__lte=v["last"])
        if what.group:
            cases = cases.filter(_in_group(what.group, v))
    if what.handler:
        cases = cases.filter(handler_id=v["handler"])
    elif what.handler == 0:
        cases = cases.filter(handler_id=None)
    if what.channel:
        cases = cases.filter(channel=v["channel"])
    if what.outcome:
        cases = cases.filter(outcome=v["outcome"])
    for word in what.words.split()[:5]:
        cases = cases.filter(subject__icontains=word)
    return cases


def _in_group(group: str, v: Mapping[str, Any]) -> Q:
    """Return what makes an open request one of a group."""
    waits, free, today, last = ~Q(waiting=""), Q(waiting=""), v["today"], v["soon"]
    return {
        "overdue": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "soon": free & Q(due_on__gt=today, due_on__lte=last),
        "later": free & Q(due_on__gt=last),
        "waiting": waits & (Q(due_on=None) | Q(due_on__gt=today)),
        "undated": free & Q(due_on=None),
    }[group]


def count(organ: Organ, what: Asked, today: date) -> int:
    """Count up to `MOST` and one: the database stops there."""
    values, shape = _values(organ, what, today), _shape(what)

    def made(v: Mapping[str, Any]) -> QuerySet[Any]:
        return _matching(what, v).order_by().values_list("pk")

    if shape is None:
        return made(values)[: MOST + 1].count()
    return len(ready.tuples(("count", shape), lambda: made(_SLOTS), values, MOST + 1))


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


def page(organ: Organ, what: Asked, today: date, *, size: int = PAGE) -> Page:
    """Return the rows after a key: open ones by their due day, done ones the newest first."""
    values, shape = _values(organ, what, today), _shape(what)
    if shape is None:
        rows = list(_ordered(what, values)[: size + 1])
    else:
        rows = ready.objects(("page", shape), lambda: _ordered(what, _SLOTS), values, size + 1)
    if len(rows) <= size:
        return Page(rows)
    last = rows[size - 1]
    key = last.ended_on if what.done else last.due_on
    return Page(rows[:size], str(last.pk) if what.by_number or key is None else f"{key}.{last.pk}")


def _ordered(what: Asked, v: Mapping[str, Any]) -> QuerySet[Case]:
    """Return the requests that match after a key, in their order."""
    cases = _matching(what, v).select_related("applicant").only(*_SHOWN)
    on, _dot, pk = what.after.rpartition(".")
    if what.done:
        ordered = cases.order_by("-ended_on", "-pk")
        if on and pk:
            ordered = ordered.filter(Q(ended_on__lt=v["on"]) | Q(ended_on=v["on"], pk__lt=v["pk"]))
    elif what.by_number:
        ordered = cases.order_by("pk")
        if pk:
            ordered = ordered.filter(pk__gt=v["pk"])
    else:
        ordered = cases.order_by(F("due_on").asc(nulls_last=True), "pk")
        if what.group:
            ordered = cases.order_by("due_on", "pk")
        if on and pk:
            ordered = ordered.filter(due_on__gte=v["on"]).exclude(due_on=v["on"], pk__lte=v["pk"])
    return ordered


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


def names(cases: list[Case], known: Iterable[tuple[int, str]] = ()) -> dict[int, str]:
    """Return the names of those who handle some requests; only who is not `known` is asked for."""
    found = dict(known)
    wanted = {case.handler_id for case in cases if case.handler_id} - found.keys()
    if wanted:
        found |= dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list, in words: whose it is, where it stands, until when; its days as they are.

    meanwhile   the last day by Monday to Friday alone, while its year's holidays are not published
    take, give  where to take it on, or to give it to somebody, while nobody handles it
    """

    url: str
    subject: str
    number: str
    channel: str
    who: str
    handler: str
    step: str
    until: date | None
    day: date | None
    left: str
    meanwhile: date | None = None
    take: str = ""
    give: str = ""


@dataclass(frozen=True, slots=True)
class Takes:
    """Who handles requests of an organ today, and whether the head looks, who gives them away."""

    here: set[int]
    head: bool

    def free(self, case: Case) -> bool:
        """Whether an open request waits for somebody who handles it."""
        return case.ended_on is None and case.handler_id not in self.here


def undated(case: Case) -> bool:
    """Whether a period runs whose last day is not known yet."""
    runs = case.waiting not in ("confirmation", "applicant", "fee")
    return case.ended_on is None and case.due_on is None and runs


def anything(organ: Organ, year: int) -> bool:
    """Whether the organ has an open request, or received one in a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return _open.any(organ=organ.pk) or _received.any(organ=organ.pk, first=first, last=last)


@ready.query
def _open() -> QuerySet[Case]:
    return Case.objects.filter(organ=_SLOTS["organ"], ended_on=None).only("pk").order_by()


@ready.query
def _received() -> QuerySet[Case]:
    found = Case.objects.filter(organ=_SLOTS["organ"])
    received = found.filter(received_on__gte=_SLOTS["first"], received_on__lte=_SLOTS["last"])
    return received.only("pk").order_by()


def handlers(organ: Organ) -> list[tuple[int, str]]:
    """Return who handles for an organ, or once did, by name."""
    return [(user, name) for user, name in _handlers.rows(organ=organ.pk)]


@ready.query
def _handlers() -> QuerySet[Any]:
    held = Post.objects.filter(organ=_SLOTS["organ"], role__in=[Role.HANDLER, Role.HEAD])
    return held.values_list("user_id", "user__name").distinct().order_by("user__name")
