"""Which request or matter a browser has unlocked: by query code and check, for thirty minutes."""

import hmac
from datetime import timedelta
from typing import Literal, TypeVar

from django.http import HttpRequest

from portal.acts import clock
from portal.cases.acts.registration import check_mark, code_mark
from portal.cases.models import Case, Matter

MINUTES = 30
_KEPT = "tracked"
RECEIPTS = ("receipt", "matter")
"""Where a session keeps the receipts of a request and of a matter."""
Which = Literal["case", "matter"]
Found = TypeVar("Found", Case, Matter)


def find(code: str, check: str) -> Case | Matter | None:
    """Return what a query code and a check unlock; None alike for an unknown code and a wrong check."""
    mark, given = code_mark(code), check_mark({"phone": check})
    for model in (Case, Matter):
        found: Case | Matter | None = model._default_manager.filter(code=mark).first()
        if found is not None:
            right = bool(given) and hmac.compare_digest(found.check_mark, given)
            return found if right else None
    hmac.compare_digest(mark, given or mark[::-1])
    return None


def unlock(request: HttpRequest, found: Case | Matter) -> None:
    """Remember it for this browser."""
    which: Which = "case" if isinstance(found, Case) else "matter"
    request.session.cycle_key()
    _remember(request, which, found.pk)


def case(request: HttpRequest) -> Case | None:
    """Return the unlocked request, and let it stay unlocked for as long again."""
    pk = _pk(request, "case")
    return Case.objects.select_related("organ", "applicant").filter(pk=pk).first() if pk else None


def matter(request: HttpRequest) -> Matter | None:
    """Return the unlocked matter, and let it stay unlocked for as long again."""
    pk = _pk(request, "matter")
    rows = Matter.objects.select_related("organ", "against", "applicant")
    return rows.filter(pk=pk).first() if pk else None


def lock(request: HttpRequest) -> None:
    """Forget it, and the receipts this browser holds."""
    for kept in (_KEPT, *RECEIPTS):
        request.session.pop(kept, None)


def _pk(request: HttpRequest, which: Which) -> int | None:
    kept = request.session.get(_KEPT)
    if not isinstance(kept, dict) or kept.get("which") != which:
        return None
    if float(kept["until"]) < clock.now().timestamp():
        del request.session[_KEPT]
        return None
    _remember(request, which, int(kept["pk"]))
    return int(kept["pk"])


def _remember(request: HttpRequest, which: Which, pk: int) -> None:
    until = (clock.now() + timedelta(minutes=MINUTES)).timestamp()
    request.session[_KEPT] = {"which": which, "pk": pk, "until": until}
