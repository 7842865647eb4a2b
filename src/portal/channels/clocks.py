"""Which channels and columns are updated in time (国办秘函〔2019〕19号: two weeks; locally stricter).

Nothing overdue is stored: the last publication and the day decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.acts import ready
from portal.channels.kinds import kinds
from portal.channels.models import Channel, ChannelEntry, Silence
from portal.organs.models import Organ
from portal.publishing import queries as publishing
from portal.publishing.models import Column

SOON = 3
"""So many days before the last day a warning is given (practice)."""


class State(IntEnum):
    """How a clock stands, worst first."""

    LATE = 0
    NEVER = 1
    SOON = 2
    RUNNING = 3
    EXPLAINED = 4


@dataclass(frozen=True, slots=True)
class Clock:
    """How a channel or a column stands on a day.

    days     how many days it may stay without a publication
    last     the day of the last one, or None
    since    the days since then, or None
    due_on   the last day for the next one; None where nothing was ever published and no day of
             opening is known
    """

    organ: Organ
    what: Channel | Column
    days: int
    last: date | None
    on: date
    due_on: date | None
    silence: Silence | None

    @property
    def title(self) -> str:
        """The channel's or column's name with what it is."""
        if isinstance(self.what, Channel):
            return f"{self.what.what.title}“{self.what.name}”"
        return str(_("栏目“%(title)s”") % {"title": self.what.title})

    @property
    def is_channel(self) -> bool:
        """Whether it is a channel's clock and not a column's."""
        return isinstance(self.what, Channel)

    @property
    def since(self) -> int | None:
        """The days since the last publication."""
        return None if self.last is None else (self.on - self.last).days

    @property
    def left(self) -> int | None:
        """The days left, negative where the last day has passed."""
        return None if self.due_on is None else (self.due_on - self.on).days

    @property
    def state(self) -> State:
        """How it stands."""
        if self.silence is not None:
            return State.EXPLAINED
        if self.left is not None and self.left < 0 and self.last is not None:
            return State.LATE
        if self.last is None and (self.left is None or self.left < 0):
            return State.NEVER
        return State.SOON if self.left is not None and self.left <= SOON else State.RUNNING

    @property
    def warns(self) -> bool:
        """Whether something has to be done."""
        return self.state in (State.LATE, State.NEVER, State.SOON)

    @property
    def in_words(self) -> str:
        """How it stands, as a person would say it."""
        state, left = self.state, self.left
        if self.silence is not None:
            return _("停更说明：%(why)s") % {"why": self.silence.reason}
        if state is State.NEVER:
            return _("从未更新")
        if state is State.LATE:
            return _("已超%(n)s天") % {"n": -(left or 0)}
        if left == 0:
            return _("今天到期")
        never = _("从未更新，") if self.last is None else ""
        if state is State.SOON or never:
            return never + _("还剩%(n)s天") % {"n": left}
        return _("正常")


def of_organs(organs: Iterable[Organ], on: date) -> list[Clock]:
    """Return every clock of some organs on a day, worst first."""
    by_pk = {organ.pk: organ for organ in organs}
    if len(by_pk) == 1:  # as every desk asks
        (one,) = by_pk
        quiet, clocked = _quiet_of_one(organ=one, on=on), _clocked_of_one(organ=one, on=on)
    else:
        of = Q(organ__in=by_pk)
        quiet, clocked = list(_quiet(of, on)), list(_clocked(of, on))
    silences = {(s.organ_id, s.channel_id, s.column_id): s for s in quiet}
    clocks = [*_channels(by_pk, clocked, on, silences), *_columns(by_pk, on, silences)]
    return sorted(clocks, key=lambda c: (c.state, c.due_on or date.min, c.organ.path, c.title))


def of_organ(organ: Organ, on: date) -> list[Clock]:
    """Return an organ's clocks on a day, worst first."""
    return of_organs([organ], on)


_Silences = dict[tuple[int, int | None, int | None], Silence]


def _quiet(of: Q, on: date) -> QuerySet[Silence]:
    """Return the explanations that hold on a day."""
    found = Silence.objects.filter(of, from_on__lte=on, until_on__gte=on)
    return found.order_by("pk")


def _clocked(of: Q, on: date) -> Any:
    """Return the open channels that have a clock, with the day of the last publication."""
    clocked = [code for code, kind in kinds().items() if kind.update_days]
    newest = ChannelEntry.objects.filter(channel=OuterRef("pk"), struck_at=None, on__lte=on)
    return (
        Channel.objects.filter(of)
        .filter(Q(kind__in=clocked) | Q(update_days__isnull=False))
        .open(on)
        .annotate(last=Subquery(newest.order_by("-on").values("on")[:1]))
    )


_quiet_of_one = ready.query(lambda: _quiet(Q(organ=ready.number("organ")), ready.day("on")))
_clocked_of_one: Any = ready.query(
    lambda: _clocked(Q(organ=ready.number("organ")), ready.day("on"))
)


def _channels(
    organs: dict[int, Organ], found: Iterable[Any], on: date, silences: _Silences
) -> list[Clock]:
    return [
        Clock(
            organs[channel.organ_id],
            channel,
            channel.days,
            channel.last,
            on,
            _due(channel.last or channel.opened_on, channel.days),
            silences.get((channel.organ_id, channel.pk, None)),
        )
        for channel in found
        if channel.days is not None and channel.what.keeps == "log"
    ]


def _columns(organs: dict[int, Organ], on: date, silences: _Silences) -> list[Clock]:
    columns = _clocked_columns(organs)
    wanted = {column.pk for some in columns.values() for column in some}
    last = {
        (organ, column): timezone.localdate(at)
        for organ, column, at in publishing.public()
        .filter(organ__in=organs, column__in=wanted)
        .order_by()
        .values_list("organ", "column")
        .annotate(last=Max("published_at"))
        if at is not None
    }
    return [
        Clock(
            organ,
            column,
            column.update_days,
            last.get((organ.pk, column.pk)),
            on,
            _due(last.get((organ.pk, column.pk)), column.update_days),
            silences.get((organ.pk, None, column.pk)),
        )
        for organ in organs.values()
        for column in columns[organ.pk]
        if column.update_days
    ]


def _clocked_columns(organs: dict[int, Organ]) -> dict[int, list[Column]]:
    """Return the columns with a clock that each organ has; shared ones are asked once a level."""
    shared: dict[str, list[Column]] = {}
    for organ in organs.values():
        if organ.level not in shared:
            common = publishing.columns_for(organ)
            shared[organ.level] = [c for c in common if c.update_days and c.organ_id is None]
    columns = {organ.pk: list(shared[organ.level]) for organ in organs.values()}
    for own in publishing.all_columns().values():
        if own.organ_id in columns and own.update_days and own.closed_on is None:
            columns[own.organ_id].append(own)
    return columns


def _due(last: date | None, days: int) -> date | None:
    return None if last is None else last + timedelta(days=days)
