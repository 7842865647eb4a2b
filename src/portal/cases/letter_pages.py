"""How letters stand on pages: their titles, where they stand, the text with its addressee masked."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.errors import GongkaiError
from portal.acts import ready
from portal.cases.desk_masks import name as masked_name
from portal.cases.letters import REPLY, SEVERAL, Composed, kept, of_draft, title_of
from portal.cases.models import Case, CaseLetter, LetterState
from portal.cases.queries import stands_of
from portal.ui.templatetags.ui import day


@dataclass(frozen=True, slots=True)
class Listed:
    """A letter in the list of a request."""

    pk: int
    title: str
    number: str
    standing: str


def listed(case: Case) -> list[Listed]:
    """Return a request's letters, the newest first."""
    found = _letters(case=case.pk)
    for one in found:
        one.case = case
    return [Listed(one.pk, title_of(one), one.number, _standing(one)) for one in found]


@ready.query
def _letters() -> QuerySet[CaseLetter]:
    found = CaseLetter.objects.filter(case=ready.number("case"))
    return found.exclude(state=LetterState.DISCARDED).order_by("-pk")


def _standing(letter: CaseLetter) -> str:
    if letter.state == LetterState.SERVED:
        return _("%(day)s送达，%(how)s") % {
            "day": day(letter.served_on),
            "how": letter.get_service_display(),
        }
    if letter.state == LetterState.DRAFT and letter.kind != REPLY:
        return _("还缺内容，要补齐")
    if letter.state == LetterState.SIGNED:
        return _("等待送达")
    return str(letter.get_state_display())


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as a page shows it."""

    text: str
    heads: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter as a page shows it: its addressee masked, its blanks marked."""

    title: str
    number: str
    addressee: str
    lines: tuple[Line, ...]
    attachments: tuple[str, ...]
    organ: str
    on: date | None
    lacks: tuple[str, ...] = ()
    note: str = ""


def sheet(made: Composed, addressee: str) -> Sheet:
    """Return a letter for a page, with the addressee as it may be shown there."""
    one = made.letter
    lines = tuple(
        Line(
            text,
            heads=one.title == SEVERAL and text[1:2] == "、" and len(text) < 60,
            blank="【待填" in text,
        )
        for text in one.paragraphs
    )
    lacks = tuple(
        dict.fromkeys(f"{r.zh}（{r.citation}）" if r.article else r.zh for r in made.lost)
    )
    return Sheet(
        one.title,
        one.number,
        addressee,
        lines,
        one.attachments,
        one.organ,
        one.date,
        lacks,
        one.note,
    )


def preview(case: Case) -> Sheet | None:
    """Return how the reply that is being worked on reads; None where there is none."""
    at_work = [LetterState.DRAFT, LetterState.SIGNED]
    letter = case.letters.filter(kind=REPLY, state__in=at_work).order_by("-pk").first()
    if letter is None:
        return None
    if letter.text and letter.state != LetterState.DRAFT:
        return sheet(Composed(kept(letter.text)), masked_name(case.applicant))
    try:
        return sheet(of_draft(letter, stands_of(case)), masked_name(case.applicant))
    except GongkaiError:
        return None
