"""Striking an entry: what it brought about counts no longer either; nothing is deleted."""

from datetime import date

from django.utils.translation import gettext as _

from gongkai.cases.events import ANSWERED, ASKED, Channel, Kind
from gongkai.errors import GongkaiError
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.cases import letters, papers, projection
from portal.cases.acts import arrival
from portal.cases.acts.base import wrong_day
from portal.cases.acts.registration import fingerprint
from portal.cases.acts.reply import counted_as, draft_of, ground_of
from portal.cases.lifecycle import Office, Stage, Stands, stands
from portal.cases.models import (
    Case,
    CaseEvent,
    CaseLetter,
    CaseLink,
    Inquiry,
    LetterState,
)
from portal.cases.queries import happened
from portal.ui.language import spoken

NEVER: frozenset[Kind | Office] = frozenset(
    {
        *(Kind.ARRIVED, Office.STRUCK, Office.SPLIT, Office.JOINED, Office.CHANGED),
        *(Office.ASSIGNED, Office.RECOMPUTED, Office.ERASED),
    }
)
"""What cannot be undone by striking it: another act puts it right."""
_ASKING = frozenset({*ASKED, Office.RECORDS_ASKED})
_ANSWERING = frozenset({*ANSWERED, Office.RECORDS_GIVEN, Office.NOTED})


def strike(case: Case, struck: CaseEvent, by: Actor, *, why: str, on: date) -> CaseEvent:
    """Strike an event entered by mistake, where what is left still holds; raises Refused."""
    wrong = wrong_day(case, Office.STRUCK, on)
    if wrong is not None:
        raise Refused(wrong)
    event = CaseEvent.objects.create(
        case=case,
        kind=Office.STRUCK,
        on=on,
        opinion=why,
        facts={"struck": struck.pk, "kind": struck.kind},
        user_id=by.user_id,
        who=by.name[:80],
    )
    struck.struck = event
    struck.save(update_fields=["struck"])
    try:
        now = stands(Channel(case.channel), happened(case.events.order_by("pk")))
    except GongkaiError as error:
        words = _("作废这条记录后，其余的经过不再成立：%(why)s")
        raise Refused(words % {"why": error.sentence(spoken())}) from error
    except ValueError as error:
        raise Refused(_("作废这条记录后，其余的经过不再成立。请先作废其后的记录。")) from error
    _inquiry(case, struck)
    _letters(case, struck, now)
    _rest(case, struck, now)
    projection.refresh(case, now)
    return event


def _inquiry(case: Case, struck: CaseEvent) -> None:
    """An answer struck is awaited again; what was never asked waits for no answer."""
    found = Inquiry.objects.filter(pk=struck.facts.get("inquiry") or 0, case=case).first()
    if found is None:
        return
    if struck.what in _ANSWERING:
        found.answered_on, found.answer, found.reasons = None, "", ""
    elif struck.what in _ASKING:
        found.answered_on = struck.on
    elif struck.what is Office.LETTER_ARRIVED:
        arrival.follow(found)
        return
    found.version += 1
    found.save()


def _letters(case: Case, struck: CaseEvent, now: Stands) -> None:
    """The letters it sent are void; the reply stands where its own steps stand."""
    case.letters.filter(facts__event=struck.pk).update(state=LetterState.DISCARDED)
    if struck.what is Kind.REPLIED:
        letter = CaseLetter.objects.get(pk=struck.facts["letter"])
        letter.state, letter.served_on = LetterState.SIGNED, None
        letter.service = letter.tracking = ""
        letter.save()
        papers.outgoing(case).update(shown=False)
    reply = draft_of(case)
    if reply is None or now.stage is Stage.SIGNED:
        return
    if now.stage is Stage.HANDLING:
        reply.state = LetterState.DISCARDED
    else:
        reply.state, reply.signed_on, reply.signed_by = LetterState.DRAFT, None, None
    reply.save()


def _rest(case: Case, struck: CaseEvent, now: Stands) -> None:
    """A link ends; a correction no longer says what is asked; the outcome is that of what is left."""
    if struck.what is Office.LINKED:
        link = CaseLink.objects.filter(
            case=case, other__organ=case.organ_id, other__number=struck.whom, ended_at=None
        )
        link.update(ended_at=clock.now())
    if struck.what is Kind.CORRECTED:
        case.fingerprint = fingerprint(case.subject, case.content)
    case.outcome = case.ground = ""
    if now.stage in (Stage.ENDED, Stage.CLOSED):
        served = case.letters.filter(kind=letters.REPLY, state=LetterState.SERVED)
        last = served.order_by("pk").last()
        case.outcome = counted_as(last.parts) if last else "withdrawn"
        case.ground = ground_of(last.parts) if last else ""
    case.save(update_fields=["outcome", "ground", "fingerprint"])
