"""How long personal data of requests and matters is kept, and what is taken out when the time is over."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from portal.acts import clock
from portal.cases import rules
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Applicant, Case, Matter

_COUNTED = frozenset(
    {
        *("amount", "receipt", "tariff", "number", "working", "steps", "outcomes", "grounds"),
        *("service", "letter", "inquiry", "answer", "struck", "kind", "into", "how", "said"),
        *("event", "arrival"),
    }
)
"""What of an event's facts is counted or leads to another entry; the rest may be about a person."""


_HOLDING: list[Callable[[Case], str | None]] = []


def hold(reason: Callable[[Case], str | None]) -> None:
    """Add what keeps a request beyond its time: another app's reason as a sentence, None for none."""
    _HOLDING.append(reason)


def held(case: Case) -> str | None:
    """Return why a request is kept beyond its time, None where nothing keeps it."""
    return next((sentence for reason in _HOLDING if (sentence := reason(case))), None)


def kept_until(case: Case) -> date | None:
    """Return the day from which a request's personal data is erased, None where nothing is."""
    archived = case.events.filter(kind=Office.ARCHIVED, struck=None).order_by("pk").last()
    return rules.kept_until(case.organ, archived.on) if archived is not None else None


def over(today: date) -> Iterator[Case]:
    """Yield the archived requests whose time of keeping is over."""
    found = Case.objects.filter(
        stage=Stage.ARCHIVED, applicant__erased_at=None, ended_on__lt=date(today.year - 1, 1, 1)
    )
    for case in found.select_related("organ", "applicant").order_by("pk").iterator(500):
        until = kept_until(case)
        if until is not None and until <= today and held(case) is None:
            yield case


def erase(case: Case) -> list[str]:
    """Take personal data out of a request; return the paths of files to destroy afterwards."""
    now = clock.now()
    person = Applicant.objects.select_for_update().get(pk=case.applicant_id)
    person.erase()
    case.applicant = person
    case.subject, case.content, case.document_number, case.period = "—", "", "", ""
    case.code = case.check_mark = case.fingerprint = case.token = ""
    case.save()
    case.events.update(whom="", opinion="")
    for event in case.events.exclude(facts={}):
        event.facts = {name: value for name, value in event.facts.items() if name in _COUNTED}
        event.save(update_fields=["facts"])
    case.inquiries.update(whom="—", question="", reasons="", sealed_contact="")
    case.letters.update(facts={}, text={}, addressee="", tracking="")
    for letter in case.letters.all():
        letter.parts = [{**part, "what": "", "facts": {}} for part in letter.parts]
        letter.save(update_fields=["parts"])
    paths = list(case.files.filter(erased_at=None).values_list("path", flat=True))
    case.files.update(erased_at=now, name="—", facts={}, shown=False)
    return paths


def keeps_matter(matter: Matter, today: date) -> str | None:
    """Return why a matter's personal data is still kept, as a sentence, None where its time is over.

    The time runs from the answer; what keeps the request it is about keeps the matter too.
    """
    if matter.answered_on is None:
        return _("还没有答复。")
    until = rules.kept_until(matter.organ, matter.answered_on)
    if until is None:
        return _("本机关没有设定保管年数，不清除。")
    if today < until:
        return _("保管到%(until)s，还没有期满。") % {"until": until}
    if matter.applicant is not None and matter.applicant.erased_at is not None:
        return _("申请人的信息已经清除。")
    return held(matter.case) if matter.case is not None else None


def matters_over(today: date) -> Iterator[Matter]:
    """Yield the answered matters whose time of keeping is over."""
    found = Matter.objects.filter(answered_on__lt=date(today.year, 1, 1), applicant__erased_at=None)
    found = found.select_related("organ", "applicant", "case").order_by("pk")
    for matter in found.iterator(500):
        if keeps_matter(matter, today) is None:
            yield matter


def erase_matter(matter: Matter) -> list[str]:
    """Take personal data out of a matter; return the paths of files to destroy afterwards."""
    if matter.applicant_id is not None:
        person = Applicant.objects.select_for_update().get(pk=matter.applicant_id)
        person.erase()
        matter.applicant = person
    matter.subject, matter.content, matter.answer = "—", "—", ""
    matter.code = matter.check_mark = matter.token = ""
    paths = [one["path"] for one in matter.facts.get("files", [])]
    kept = matter.facts.get("document")
    matter.facts = {"document": kept} if kept else {}
    matter.save()
    return paths
