"""What else waits among the work, each a row of its own.

A reminder by hand, until something was done with the request; a letter that was composed, by an act
or by the clock, until its service is entered or it was answered: what was not sent has no effect.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.cases.events import Kind
from portal.cases import letters, queries
from portal.cases.lifecycle import Office
from portal.cases.models import CaseEvent, CaseLetter, LetterState, Reminder
from portal.organs.models import Role
from portal.ui.desk import Todo, Urgency, add_source

MOST = 20
_ANSWERS: dict[str, str] = {
    Kind.CORRECTION_ASKED: Kind.CORRECTED,
    Kind.FEE_NOTIFIED: Kind.FEE_PAID,
    Kind.THIRD_PARTY_ASKED: Kind.THIRD_PARTY_ANSWERED,
    Kind.ORGAN_ASKED: Kind.ORGAN_ANSWERED,
    Kind.CO_MAKER_ASKED: Kind.CO_MAKER_ANSWERED,
    Office.REASONS_ASKED: Office.REASONS_GIVEN,
}
"""By what each letter that asks for something is answered."""
_NOTHING_DONE = (Office.NOTED, Office.RECOMPUTED)


def _work(standing: Any) -> list[Todo]:
    """Return what the head or a supervising office urged, for the handler and the head."""
    if standing is None or standing.organ is None:
        return []
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return []
    whose = Q(case__organ=standing.organ, case__ended_on=None)
    if Role.HEAD not in standing.roles:
        whose &= Q(case__handler_id=standing.actor.user_id) | Q(case__handler_id=None)
    return [*_urged(whose), *_to_send(whose)]


def _to_send(whose: Q) -> list[Todo]:
    waiting = CaseLetter.objects.filter(whose, state__in=[LetterState.DRAFT, LetterState.SIGNED])
    waiting = waiting.exclude(kind=letters.REPLY).select_related("case").order_by("pk")
    found = list(waiting[: 2 * MOST])
    queries.remember_events(one.case for one in found)
    open_now = [one for one in found if not _answered(one)]
    return [_row(one, complete=one.state == LetterState.SIGNED) for one in open_now[:MOST]]


def _answered(letter: CaseLetter) -> bool:
    """Whether who was written to has answered, so that it reached him."""
    events = [one for one in queries.events_of(letter.case) if one.struck_id is None]
    sent = next((one for one in events if one.pk == letter.facts.get("event")), None)
    return sent is not None and any(
        one.kind == _ANSWERS.get(sent.kind) and one.whom == sent.whom and one.pk > sent.pk
        for one in events
    )


def _row(one: CaseLetter, *, complete: bool) -> Todo:
    said = {"number": one.case.number, "title": letters.title_of(one)}
    title = _("%(number)s：%(title)s还没有送达") if complete else _("%(number)s：%(title)s还缺内容")
    step = _("寄送并登记") if complete else _("补齐")
    return Todo(Urgency.TODAY, None, title % said, reverse("case_letter", args=[one.pk]), step)


def _urged(whose: Q) -> list[Todo]:
    done = CaseEvent.objects.filter(case=OuterRef("case"), at__gt=OuterRef("sent_at"), struck=None)
    nothing_done = ~Exists(done.exclude(kind__in=_NOTHING_DONE))
    sent = Reminder.objects.filter(whose, nothing_done, why="by_hand")
    last = {one.case_id: one for one in sent.select_related("case").order_by("pk")}
    return [
        Todo(
            Urgency.TODAY,
            one.due_on,
            _("%(number)s：被催办") % {"number": one.case.number},
            reverse("case", args=[one.case_id]),
            _("办理"),
        )
        for one in list(last.values())[:MOST]
    ]


add_source(_work)
