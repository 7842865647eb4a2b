"""Registers before the public: normative documents with their validity, results, the list of powers."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai import privacy
from portal.acts import clock
from portal.organs.keeping.pages import words_asked
from portal.organs.models import Organ
from portal.registers import queries, rules
from portal.registers.models import NormativeKind, Party, PowerItem
from portal.registers.views.importing import csv_answer

PAGE = 20
_VALIDITY = {
    "force": gettext_lazy("有效"),
    "ended": gettext_lazy("废止、失效"),
    "waiting": gettext_lazy("尚未施行"),
}


def _organ(code: str) -> Organ:
    return get_object_or_404(Organ, code=code)


def masked(party: str, kind: str) -> str:
    """Return a party's name as the public reads it: of a person the family name alone (art. 15)."""
    if not party or kind == Party.ORGANISATION:
        return party
    found = privacy.Finding(privacy.Kind.NAME, 0, len(party), party, privacy.Certainty.CERTAIN)
    return privacy.mask(found)


def _page(request: HttpRequest, found: Any) -> Any:
    return Paginator(found, PAGE).get_page(request.GET.get("page"))


@require_GET
def index(request: HttpRequest, code: str) -> HttpResponse:
    """Show which registers an organ keeps before the public, with how much is in each."""
    organ, today = _organ(code), clock.today()
    listed = [
        (book, queries.shown(organ, book.code).count())
        for book in rules.registers().values()
        if book.listed
    ]
    return render(
        request,
        "registers/site/index.html",
        {
            "organ": organ,
            "normative": queries.disclosed(organ).count(),
            "powers": queries.powers_on(organ, today).count(),
            "listed": listed,
        },
    )


@require_GET
def normative(request: HttpRequest, code: str) -> HttpResponseBase:
    """List an organ's normative documents, each with its validity in words; ``?state= ?kind= ?q=``."""
    organ, today = _organ(code), clock.today()
    found = queries.disclosed(organ)
    state, kind = (request.GET.get(name, "") for name in ("state", "kind"))
    words = words_asked(request)
    if kind in NormativeKind:
        found = found.filter(kind=kind)
    if state == "force":
        found = found.in_force(today)
    elif state == "ended":
        found = found.filter(Q(ended_on__lte=today) | Q(expires_on__lt=today))
    elif state == "waiting":
        found = found.filter(effective_on__gt=today, ended_on=None)
    if words:
        found = found.filter(Q(title__contains=words) | Q(number__contains=words))
    found = found.select_related("document").order_by("-issued_on", "-pk")
    if "csv" in request.GET:
        return csv_answer(f"{organ.code}-normative", _normative_rows(found))
    return render(
        request,
        "registers/site/normative.html",
        {
            "organ": organ,
            "page": _page(request, found),
            "state": state,
            "states": _VALIDITY.items(),
            "kind": kind,
            "kinds": NormativeKind.choices,
            "q": words,
        },
    )


def _normative_rows(found: Any) -> Iterator[list[Any]]:
    yield [
        _("名称"), _("文号"), _("统一编号"), _("类别"), _("制发日期"), _("施行日期"), _("有效期至"),
        _("有效性"),
    ]  # fmt: skip
    for one in found.iterator(chunk_size=2000):
        yield [
            one.title, one.number, one.unified_number, one.get_kind_display(), one.issued_on,
            one.effective_on or "", one.expires_on or "", one.validity,
        ]  # fmt: skip


@require_GET
def results(request: HttpRequest, code: str, register: str) -> HttpResponse:
    """List the results of a register that are public (art. 20 (5), (6)); persons by family name."""
    organ, book = _organ(code), rules.registers().get(register)
    if book is None or not book.listed:
        raise Http404
    words = words_asked(request)
    found = queries.shown(organ, register)
    if words:
        found = found.filter(Q(number__startswith=words) | Q(item__contains=words))
    found = found.select_related("document").order_by("-on", "-pk")
    page = _page(request, found)
    rows = [(one, masked(one.party, one.party_kind)) for one in page]
    return render(
        request,
        "registers/site/results.html",
        {"organ": organ, "book": book, "page": page, "rows": rows, "q": words},
    )


@require_GET
def powers(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show an organ's list of powers, totals by type, ``?kind= ?q=``; ``?csv`` gives it as a file."""
    organ = _organ(code)
    now = queries.powers_on(organ, clock.today())
    totals = queries.totals(now)
    kind, words = request.GET.get("kind", ""), words_asked(request)
    found = now.filter(kind=kind) if kind in rules.powers() else now
    if words:
        found = found.filter(Q(name__contains=words) | Q(code__startswith=words))
    found = queries.in_order(found)
    if "csv" in request.GET:
        return csv_answer(f"{organ.code}-powers", _power_rows(found))
    return render(
        request,
        "registers/site/powers.html",
        {
            "organ": organ,
            "page": _page(request, found),
            "totals": totals,
            "total": sum(n for _kind, n in totals),
            "kind": kind,
            "q": words,
        },
    )


def _power_rows(found: Any) -> Iterator[list[Any]]:
    yield [_("事项编码"), _("类型"), _("事项名称"), _("设定依据"), _("责任单位"), _("纳入日期")]
    item: PowerItem
    for item in found.iterator(chunk_size=2000):
        yield [item.code, item.get_kind_display(), item.name, item.basis, item.unit, item.from_on]
