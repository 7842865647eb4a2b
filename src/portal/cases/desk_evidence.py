"""What the register shows about repeated and many requests: counts and dates, never a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.acts import ready
from portal.cases import desk_words as say
from portal.cases import queries
from portal.cases.models import Case
from portal.ui.templatetags.ui import day

MOST = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact of the register with the requests it rests on."""

    words: str
    cases: tuple[tuple[Case, str], ...] = ()


def evidence(case: Case, today: date) -> list[Evidence]:
    """Return what the register shows of other requests beside this one."""
    return [*_same_content(case), *_same_applicant(case, today), *_letter(case)]


# A request in general, whose columns are asked for when its page is.
_ANY: Any = SimpleNamespace(
    organ=ready.number("organ"),
    organ_id=ready.number("organ"),
    pk=ready.number("pk"),
    fingerprint=ready.word("fingerprint"),
    applicant=SimpleNamespace(same=ready.word("same")),
)


def _listed(found: QuerySet[Case]) -> QuerySet[Case]:
    shown = ("number", "arrived_on", "outcome", "applicant__same")
    return found.select_related("applicant").only(*shown).order_by("-pk")


_of_same_content = ready.query(lambda: _listed(queries.same_content(_ANY)))
_of_same_applicant = ready.query(lambda: _listed(queries.same_applicant(_ANY, ready.day("since"))))


def _told(cases: list[Case]) -> tuple[tuple[Case, str], ...]:
    return tuple(
        (
            one,
            _("%(day)s到达，%(how)s")
            % {
                "day": day(one.arrived_on),
                "how": say.outcome_name(one.outcome) or _("办理中"),
            },
        )
        for one in cases
    )


def _same_content(case: Case) -> Iterator[Evidence]:
    asked = {"organ": case.organ_id, "fingerprint": case.fingerprint, "pk": case.pk}
    found = _of_same_content(**asked, most=MOST + 1) if case.fingerprint else []
    if not found:
        return
    same = case.applicant.same
    own = sum(bool(same) and one.applicant.same == same for one in found)
    words = _("内容相同的另有%(n)s件，其中同一申请人%(own)s件。") % {
        "n": _many(len(found)),
        "own": own,
    }
    yield Evidence(words, _told(found[:MOST]))


def _same_applicant(case: Case, today: date) -> Iterator[Evidence]:
    since = date(case.arrived_on.year, 1, 1)
    same = case.applicant.same
    asked = {"organ": case.organ_id, "same": same, "since": since, "pk": case.pk}
    listed = _of_same_applicant(**asked, most=MOST + 1) if same else []
    if not listed:
        return
    month = sum(one.arrived_on.month == case.arrived_on.month for one in listed)
    words = _("同一申请人%(year)d年以来另有%(n)s件申请，其中与本件同月%(month)s件。") % {
        "year": since.year,
        "n": _many(len(listed)),
        "month": month,
    }
    yield Evidence(words, _told(listed[:MOST]))


def _letter(case: Case) -> Iterator[Evidence]:
    first = case.letter or case
    parts = queries.parts_of(first)[: MOST + 1]
    others = [one for one in (first, *parts) if one.pk != case.pk]
    if parts and others:
        words = _("同一份申请书拆分的另有%(n)s件。") % {"n": _many(len(others))}
        yield Evidence(words, _told(others[:MOST]))


def _many(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count)
