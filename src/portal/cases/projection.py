"""The columns of a request that lists need: what its events amount to, written here alone."""

from datetime import date

from gongkai.cases import clock as law_clock
from gongkai.cases.standing import Consultation, Standing
from gongkai.cases.transitions import State
from gongkai.errors import CalendarUnknown
from portal.cases.lifecycle import Stage, Stands
from portal.cases.models import Case, Inquiry
from portal.cases.queries import stands_of

COLUMNS = (
    "state", "stage", "step", "received_on", "due_on", "ended_on", "reopened_on", "waiting",
    "waiting_until",
)  # fmt: skip


def refresh(case: Case, now: Stands | None = None) -> Case:
    """Write into a request's columns what its events amount to, and save them."""
    for name, value in columns(case, now or stands_of(case)).items():
        setattr(case, name, value)
    case.save(update_fields=COLUMNS)
    return case


def columns(case: Case, now: Stands) -> dict[str, object]:
    """Return the columns that a request's events amount to.

    The due date is empty where the calendar of the year it runs into is not yet known.
    """
    law = now.law.standing
    try:
        deadline = law_clock.reply_deadline(law)
        due_on = deadline.due_on if deadline else None
    except CalendarUnknown:
        due_on = None
    waiting, until = _waiting(case, now.stage, law)
    return {
        "state": law.state.value,
        "stage": now.stage.value,
        "step": now.step,
        "received_on": law.received_on,
        "due_on": due_on,
        "ended_on": law.ended_on,
        "reopened_on": law.reopened_on,
        "waiting": waiting,
        "waiting_until": until,
    }


def _silent(case: Case, one: Consultation) -> bool:
    """Whether the office entered that who was asked let the time pass: nobody waits any longer."""
    found = case.inquiries.filter(kind=one.limit, answer=Inquiry.Answer.SILENT)
    return found.filter(asked_on=one.asked_on, whom=one.whom).exists()


def _waiting(case: Case, stage: Stage, law: Standing) -> tuple[str, date | None]:
    """Return whom a request waits for, and until when: what keeps the office from going on."""
    if stage not in (Stage.HANDLING, Stage.DRAFT):
        return "", None
    if law.state is State.WAITING_CONFIRMATION:
        return "confirmation", None
    if law.state is State.WAITING_APPLICANT:
        return "applicant", law.correction_until
    if law.state is State.WAITING_FEE:
        try:
            return "fee", law_clock.fee_due(law)
        except CalendarUnknown:
            return "fee", None
    for one in law.consultations:
        if one.answered_on is None and not _silent(case, one):
            try:
                return one.limit, one.expires_on
            except CalendarUnknown:
                return one.limit, None
    asked = case.inquiries.filter(kind=Inquiry.Kind.RECORDS, answered_on=None).first()
    return ("records", asked.until) if asked else ("", None)
