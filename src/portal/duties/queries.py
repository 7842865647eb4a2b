"""What pages and other apps ask of duties: what is public, what is missing, who handles disclosure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.law.duties import Duty, duties, duties_of
from gongkai.law.fields import fields
from portal.acts import clock, ready
from portal.acts.public_version import while_unchanged
from portal.duties.models import (
    PARTICULARS,
    Assignment,
    CatalogueItem,
    DisclosureOffice,
    NotApplicable,
)
from portal.organs.models import Kind, Level, Organ
from portal.publishing.models import Column, Document
from portal.publishing.queries import public
from portal.ui.language import said


class State(StrEnum):
    """Where an organ stands with one of its duties."""

    PUBLISHED = "published"
    STALE = "stale"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The state in words."""
        return str(_LABELS[self])


_LABELS = {
    State.PUBLISHED: _("已公开"),
    State.STALE: _("今年未更新"),
    State.MISSING: _("缺"),
    State.NOT_APPLICABLE: _("不适用"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One duty of one organ.

    count    public documents behind it, each counted once
    newest   the day the last of them was published
    columns  where they are published
    reason   why it does not apply
    """

    duty: Duty
    state: State
    count: int = 0
    newest: date | None = None
    columns: tuple[Column, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """An organ's duties with how many are met."""

    organ: Organ
    rows: tuple[Standing, ...]

    def having(self, state: State) -> list[Standing]:
        """Return the duties in one state."""
        return [row for row in self.rows if row.state is state]

    @property
    def missing(self) -> list[Standing]:
        """Those with nothing public."""
        return self.having(State.MISSING)

    @property
    def stale(self) -> list[Standing]:
        """Those with nothing new this year though they are renewed yearly."""
        return self.having(State.STALE)

    @property
    def not_applicable(self) -> list[Standing]:
        """Those that do not apply."""
        return self.having(State.NOT_APPLICABLE)

    @property
    def met(self) -> int:
        """How many are public and up to date."""
        return len(self.having(State.PUBLISHED))

    @property
    def applicable(self) -> int:
        """How many apply."""
        return len(self.rows) - len(self.not_applicable)

    @property
    def percent(self) -> int:
        """The part that is met, rounded down: 100 only where nothing is left."""
        return self.met * 100 // self.applicable if self.applicable else 100


def duties_for(organ: Organ) -> tuple[Duty, ...]:
    """Return what articles 20 and 21 ask of an organ.

    A government owes what its level owes, its departments what departments of that level owe. A
    派出机关 is taken like the government of its level (practice: the Regulation does not name it).
    """
    if organ.kind in (Kind.GOVERNMENT, Kind.BRANCH):
        if organ.level == Level.STATE:
            return tuple(d for d in duties_of("department", under="state") if d.code[:2] == "20")
        return duties_of(organ.level)
    return duties_of("department", under=organ.level)


def is_known(organ: Organ, code: str) -> bool:
    """Whether a code names a duty of the organ, a pilot field, or an item of its catalogue."""
    kind, _colon, rest = code.partition(":")
    if not rest:
        return code in {duty.code for duty in duties_for(organ)}
    if kind == "field":
        return rest in fields()
    return kind == "item" and _item(organ, rest) is not None


def _item(organ: Organ, number: str) -> CatalogueItem | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return CatalogueItem.objects.filter(organ=organ, pk=int(number), ended_at=None).first()


def documents_of(organ: Organ, code: str) -> QuerySet[Document]:
    """Return the public documents behind a duty or an item, by their column or one by one."""
    carriers = [c.pk for c in _columns([organ.pk]) if code in c.duties]
    named = Assignment.objects.filter(code=code, ended_at=None, document__organ=organ)
    behind = Q(column__in=carriers) | Q(pk__in=named.values("document"))
    return public().filter(behind, organ=organ).order_by("-published_at", "-pk")


def columns_carrying(organ: Organ, code: str) -> list[Column]:
    """Return the columns of an organ's platform that carry a duty."""
    return [
        c
        for c in _columns([organ.pk])
        if code in c.duties and (c.organ_id == organ.pk or _fits(organ.level, c))
    ]


def _columns(organs: Sequence[int]) -> list[Column]:
    return list(
        Column.objects.filter(Q(organ=None) | Q(organ__in=organs), closed_on=None).order_by(
            "order", "code"
        )
    )


Tally = tuple[int, date | None]


def _tallies(organs: Sequence[int], columns: Mapping[int, Column]) -> dict[tuple[int, str], Tally]:
    """Return count and newest day of what is public for each organ and code, in two queries."""
    rows = public().filter(organ__in=organs).order_by()
    zone = timezone.get_current_timezone()  # asked once: thousands of rows follow
    found: dict[tuple[int, str], Tally] = {}

    def add(organ: int, code: str, count: int, at: datetime | None) -> None:
        before, last = found.get((organ, code), (0, None))
        newest = at.astimezone(zone).date() if at is not None else None
        days = [day for day in (last, newest) if day is not None]
        found[organ, code] = (before + count, max(days, default=None))

    grouped = rows.values_list("organ_id", "column_id").annotate(Count("pk"), Max("published_at"))
    for organ, column, count, at in grouped:
        for code in columns[column].duties if column in columns else ():
            add(organ, code, count, at)
    named = (
        Assignment.objects.filter(
            ended_at=None, document__organ__in=organs, document__is_public=True
        )
        .order_by()
        .values_list("document__organ_id", "document__column_id", "code")
        .annotate(Count("pk"), Max("document__published_at"))
    )
    for organ, column, code, count, at in named:
        if column not in columns or code not in columns[column].duties:
            add(organ, code, count, at)
    return found


def overviews(organs: Iterable[Organ]) -> list[Overview]:
    """Return every organ's duties with their state, whatever their number, in four queries."""
    asked = list(organs)
    numbers = [organ.pk for organ in asked]
    columns = {column.pk: column for column in _columns(numbers)}
    tallies = _tallies(numbers, columns)
    not_applicable = {
        (one.organ_id, one.code): one.reason
        for one in NotApplicable.objects.filter(organ__in=numbers, ended_at=None)
    }
    year = clock.today().year
    owed = {key: duties_for(one) for one in asked for key in [(one.kind, one.level)]}
    shared = {
        level: _carriers(c for c in columns.values() if c.organ_id is None and _fits(level, c))
        for level in {one.level for one in asked}
    }
    own: dict[int, list[Column]] = {}
    for column in columns.values():
        if column.organ_id is not None:
            own.setdefault(column.organ_id, []).append(column)

    def stands(organ: Organ, where: Mapping[str, tuple[Column, ...]], duty: Duty) -> Standing:
        count, newest = tallies.get((organ.pk, duty.code), (0, None))
        reason = not_applicable.get((organ.pk, duty.code), "")
        if count:
            old = duty.renewed and newest is not None and newest.year < year
            state = State.STALE if old else State.PUBLISHED
        else:
            state = State.NOT_APPLICABLE if reason else State.MISSING
        return Standing(duty, state, count, newest, where.get(duty.code, ()), reason)

    found = []
    for organ in asked:
        where = shared[organ.level]
        if organ.pk in own:
            where = _carriers([c for each in where.values() for c in each] + own[organ.pk])
        rows = (stands(organ, where, duty) for duty in owed[organ.kind, organ.level])
        found.append(Overview(organ, tuple(rows)))
    return found


def _carriers(columns: Iterable[Column]) -> dict[str, tuple[Column, ...]]:
    """Return the columns that carry each duty, each once."""
    found: dict[str, tuple[Column, ...]] = {}
    for column in dict.fromkeys(columns):
        for code in column.duties:
            found[code] = (*found.get(code, ()), column)
    return found


def _fits(level: str, column: Column) -> bool:
    return not column.levels or level in column.levels


def overview(organ: Organ) -> Overview:
    """Return an organ's duties with their state."""
    return overviews([organ])[0]


@while_unchanged
def empty_columns(organ: Organ) -> set[int]:
    """Return the columns whose duties all do not apply to the organ: its platform may leave them out."""
    owed = {duty.code for duty in duties_for(organ)}
    gone = set(
        NotApplicable.objects.filter(organ=organ, ended_at=None).values_list("code", flat=True)
    )
    return {c.pk for c in _columns([organ.pk]) if c.duties and not (set(c.duties) & owed) - gone}


def title_of(code: str) -> str:
    """Return what a code stands for, in words; "" for none."""
    kind, _colon, rest = code.partition(":")
    if not rest:
        return said(duties()[code]) if code in duties() else ""
    if kind == "field":
        return fields()[rest].zh if rest in fields() else ""
    item = CatalogueItem.objects.filter(pk=rest).first() if rest.isdigit() else None
    return str(item) if item else ""


def choices_for(organ: Organ) -> list[tuple[str, str]]:
    """Return what a document of an organ can be said to fulfil: its duties, then its items."""
    items = CatalogueItem.objects.filter(organ=organ, ended_at=None)
    return [(duty.code, f"{duty.code} {said(duty)}") for duty in duties_for(organ)] + [
        (item.code, f"{fields()[item.field].zh}：{item.second}") for item in items
    ]


def assignments_of(document: Document) -> list[Assignment]:
    """Return what a document is said to fulfil, beside what its column says."""
    return list(Assignment.objects.filter(document=document, ended_at=None).order_by("code"))


@dataclass(frozen=True, slots=True)
class FieldStanding:
    """A pilot field of an organ: how many items its catalogue has, how many have something public."""

    code: str
    title: str
    items: int
    met: int
    reason: str = ""


def field_overview(organ: Organ) -> list[FieldStanding]:
    """Return every pilot field with the organ's items in it."""
    met = set(
        Assignment.objects.filter(
            ended_at=None, code__startswith="item:", document__organ=organ, document__is_public=True
        ).values_list("code", flat=True)
    )
    items: dict[str, list[str]] = {}
    for pk, field in CatalogueItem.objects.filter(organ=organ, ended_at=None).values_list(
        "pk", "field"
    ):
        items.setdefault(field, []).append(f"item:{pk}")
    gone = dict(
        NotApplicable.objects.filter(
            organ=organ, ended_at=None, code__startswith="field:"
        ).values_list("code", "reason")
    )
    return [
        FieldStanding(
            code,
            one.zh,
            len(items.get(code, ())),
            sum(item in met for item in items.get(code, ())),
            gone.get(f"field:{code}", ""),
        )
        for code, one in fields().items()
    ]


def items_of(organ: Organ, field: str) -> list[tuple[CatalogueItem, int]]:
    """Return the items of a field with how many public documents each has."""
    counts = dict(
        Assignment.objects.filter(
            ended_at=None, code__startswith="item:", document__organ=organ, document__is_public=True
        )
        .order_by()
        .values_list("code")
        .annotate(Count("pk"))
    )
    found = CatalogueItem.objects.filter(organ=organ, field=field, ended_at=None)
    return [(one, counts.get(one.code, 0)) for one in found]


def office_of(organ: Organ) -> DisclosureOffice | None:
    """Return the particulars of an organ's disclosure office, None before any were written down."""
    found: list[DisclosureOffice] = ready.objects(
        "office",
        lambda: DisclosureOffice.objects.filter(organ=ready.number("organ")),
        {"organ": organ.pk},
        1,
    )
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the foot and the head of every page say of an organ; "" for what is not written down."""

    name: str
    office: str = ""
    address: str = ""
    postal_code: str = ""
    hours: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    complaints: str = ""
    review_body: str = ""
    site_id: str = ""
    icp: str = ""
    police_record: str = ""
    changed_on: date | None = None


@while_unchanged
def particulars(organ: Organ) -> Particulars:
    """Return an organ's particulars for the site's foot and `<meta>` tags (SiteIDCode), in one query."""
    office = office_of(organ)
    if office is None:
        return Particulars(organ.name)
    shown = set(PARTICULARS) & set(Particulars.__slots__)
    return Particulars(
        organ.name, changed_on=office.changed_on, **{name: getattr(office, name) for name in shown}
    )
