"""What the applicant can do against a decision, or against silence: where, and until when."""

from dataclasses import dataclass
from datetime import date

from gongkai.calendar import workdays
from gongkai.cases.remedies import NO_REPLY, Remedies, remedies
from gongkai.errors import GongkaiError
from gongkai.law.outcomes import outcomes
from portal.acts import clock
from portal.cases.acts.reply import counted_as
from portal.cases.letters import REPLY
from portal.cases.models import Case, CaseLetter, LetterState
from portal.cases.review_bodies import body_of, level_of


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply as it was served, and the remedies against it.

    provisional  their last days are by Monday to Friday alone: the holidays are not published
    """

    letter: CaseLetter
    served_on: date | None
    against: Remedies | None
    provisional: bool = False


def of_reply(case: Case) -> Reply | None:
    """Return the served reply with its remedies; None before there is one."""
    rows = case.letters.filter(kind=REPLY, state=LetterState.SERVED, to_applicant=True)
    letter = rows.order_by("pk").last()
    if letter is None:
        return None
    act = counted_as(letter.parts) if letter.parts else case.outcome
    if act not in outcomes():
        return Reply(letter, letter.served_on, None)
    grounds = [ground for part in letter.parts for ground in part.get("grounds", ())]
    on = letter.signed_on or letter.served_on
    told = _told(case, act, on, letter.served_on, grounds)
    if told is None or not _unknown(told):
        return Reply(letter, letter.served_on, told)
    with workdays.assumed():
        told = _told(case, act, on, letter.served_on, grounds)
    return Reply(letter, letter.served_on, told, provisional=True)


def _unknown(told: Remedies) -> bool:
    return any(one.code == "cases.remedy_no_calendar" for way in told.ways for one in way.reasons)


def of_silence(case: Case) -> Remedies | None:
    """Return the remedies against an organ that let the period pass (art. 51)."""
    return _told(case, NO_REPLY, clock.today(), None, [])


def _told(
    case: Case, act: str, on: date | None, served_on: date | None, grounds: list[str]
) -> Remedies | None:
    try:
        return remedies(
            act,
            on=on or clock.today(),
            level=level_of(case.organ),
            body=body_of(case.organ),
            grounds=grounds,
            served_on=served_on,
        )
    except GongkaiError:
        return None
