"""Records behind a figure as a page lists them: number, day, what happened, and where to read more."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.counting.place import Place
from gongkai.counting.requests import Request, as_at
from gongkai.counting.tally import Tally
from gongkai.forms.form import edition_for
from gongkai.law.outcomes import outcomes
from portal.acts.actor import Actor
from portal.cases import counting_feed
from portal.cases import queries as cases
from portal.disputes import queries as disputes
from portal.organs.models import Organ
from portal.registers.models import in_yuan
from portal.ui.language import said, spoken


@dataclass(frozen=True, slots=True)
class Row:
    """One record: what it is called, what happened and when, and its page where one may read it.

    subject  what it is about, for those who work at the organ alone
    why      the sentence that says what of it does not count
    """

    record: str
    number: str
    words: str
    subject: str = ""
    url: str = ""
    why: str = ""


_REGISTERS: Mapping[str, tuple[str, str]] = {
    "registers.entry": ("on", "register_entry"),
    "registers.monthlycount": ("", ""),
    "registers.normativeentry": ("issued_on", "normative"),
    "registers.poweritem": ("from_on", "register_power"),
}
"""Of each kind of entry: its day, and the page that shows it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads which organ's records, as they stood at the close of a day.

    reads   works at the organ: sees what a record is about, and its page
    tally   where the records count, where a year was counted
    """

    actor: Actor
    organ: Organ
    close: date
    reads: bool
    tally: Tally | None = None

    def place(self, record: str) -> Place:
        """Return where a record counts."""
        return (self.tally.place(record) if self.tally else None) or Place()

    def why(self, record: str) -> str:
        """Say what of a record does not count, "" where there is nothing to say."""
        reason = self.place(record).reason
        return reason.sentence(spoken()) if reason else ""


def rows(reader: Reader, records: Iterable[str]) -> list[Row]:
    """Return the rows of some records, in their order; what somebody may not see is left out."""
    wanted = list(records)
    by_kind: dict[str, list[int]] = {}
    for record in wanted:
        kind, _sign, pk = record.partition(":")
        by_kind.setdefault(kind, []).append(int(pk))
    found: dict[str, Row] = {}
    for kind, pks in by_kind.items():
        make = _MAKE.get(kind, _entries)
        found |= {row.record: row for row in make(reader, kind, pks)}
    return [found[record] for record in wanted if record in found]


def _cases(reader: Reader, kind: str, pks: list[int]) -> Iterator[Row]:
    seen = cases.visible(reader.actor) if reader.reads else cases.outlines(reader.actor)
    told = {one.id: one for one in counting_feed.some(reader.organ, pks)}
    for case in seen.filter(organ=reader.organ, pk__in=pks):
        record = f"{kind}:{case.pk}"
        yield Row(
            record,
            case.number,
            _request_in_words(told[record], case.arrived_on, reader.close),
            case.subject if reader.reads else "",
            reverse("case", args=[case.pk]) if reader.reads else "",
            reader.why(record),
        )


def _request_in_words(request: Request, arrived: date, close: date) -> str:
    """Say what happened to a request by the close of a day, span by span."""
    parts = []
    for span in as_at(request.spans, close):
        if span.received_on is None:
            parts.append(_("%(on)s到达，没有确认收到") % {"on": arrived})
        elif parts:
            parts.append(_("%(on)s责令重新答复") % {"on": span.received_on})
        else:
            parts.append(_("%(on)s收到") % {"on": span.received_on})
        if span.ended_on is not None:
            known = outcomes().get(span.outcome)
            words = {"on": span.ended_on, "outcome": said(known) if known else _("没有登记结果")}
            parts.append(_("%(on)s办结：%(outcome)s") % words)
    return _("，").join(parts) or _("%(on)s到达") % {"on": arrived}


def _disputes(reader: Reader, kind: str, pks: list[int]) -> Iterator[Row]:
    seen = disputes.visible(reader.actor) if reader.reads else disputes.outlines(reader.actor)
    for one in seen.filter(organ=reader.organ, pk__in=pks):
        record = f"{kind}:{one.pk}"
        form = edition_for(reader.close.year)
        cells = [form.label(address) for address in reader.place(record).addresses]
        yield Row(
            record,
            one.number,
            _("%(on)s提起") % {"on": one.opened_on} + "".join(_("，") + cell for cell in cells),
            one.subject if reader.reads else "",
            reverse("dispute", args=[one.pk]) if reader.reads else "",
            reader.why(record),
        )


def _entries(reader: Reader, kind: str, pks: list[int]) -> Iterator[Row]:
    day, page = _REGISTERS[kind]
    model: type[Any] = apps.get_model(kind)
    for one in model._base_manager.filter(organ=reader.organ, pk__in=pks):
        told = [str(getattr(one, day))] if day else []
        if (number := getattr(one, "count", None)) is not None:
            told.append(_("件数%(n)s") % {"n": number})
        if (amount := getattr(one, "amount", None)) is not None:
            told.append(_("%(yuan)s元") % {"yuan": in_yuan(amount)})
        yield Row(
            f"{kind}:{one.pk}",
            str(one),
            _("，").join(told),
            "",
            reverse(page, args=[one.pk]) if page and reader.reads else "",
        )


_MAKE: Mapping[str, Callable[..., Iterator[Row]]] = {
    "cases.case": _cases,
    "disputes.dispute": _disputes,
}


def organ_of(record: str) -> Organ | None:
    """Return whose record it is, None where there is none of that name."""
    kind, _sign, pk = record.partition(":")
    if kind not in (*_MAKE, *_REGISTERS) or not pk.isdecimal() or len(pk) > 18:
        return None
    one = apps.get_model(kind)._base_manager.filter(pk=int(pk)).select_related("organ").first()
    return one.organ if one is not None else None
