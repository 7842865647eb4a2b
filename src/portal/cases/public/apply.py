"""Applying for information without an account: the form, a look before sending, the sending."""

import uuid
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from portal.acts.act import Refused
from portal.cases.acts.registration import Apply, same_form, twice
from portal.cases.models import Case
from portal.cases.public import forecast, published, receipt, waiting
from portal.cases.public.forms import ApplyForm
from portal.cases.public.pages import APPLICANT, existing, page, private, too_soon
from portal.organs.models import Organ
from portal.publishing import queries


@private
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form; what is typed comes back to be looked at, then is sent.

    step  check: show what will be sent; edit: back to the form; drop-N: take a file out; send
    """
    organ = existing(code)
    if request.method != "POST":
        return _form(request, organ, ApplyForm(initial={"token": str(uuid.uuid4())}))
    token = request.POST.get("token", "")
    if not waiting.is_token(token):
        token = str(uuid.uuid4())
    known = same_form(token)
    if known is not None:
        return _sent(request, known)
    step = request.POST.get("step", "check")
    typed = request.POST.copy()
    typed["token"] = token
    if step.startswith("drop-") and step[5:].isdigit():
        waiting.drop(token, int(step[5:][:4]))
        return _form(request, organ, ApplyForm(initial=_initial(typed)))
    if "found" in request.POST:
        return _found(request, organ, token, request.POST["found"])
    if step == "edit":
        return _form(request, organ, ApplyForm(initial=_initial(typed)))
    filled = ApplyForm(typed, request.FILES)
    return _take(request, organ, filled, token, step)


def _take(
    request: HttpRequest, organ: Organ, filled: ApplyForm, token: str, step: str
) -> HttpResponse:
    valid = filled.is_valid()
    try:
        waiting.keep(token, filled.held())
    except Refused as refused:
        filled.add_error("attached", refused.sentence)
        valid = False
    if not valid:
        return _form(request, organ, filled, status=422)
    seconds, wait = too_soon(request)
    if seconds:
        filled.add_error(None, wait)
        response = _form(request, organ, filled, status=429)
        response["Retry-After"] = str(seconds)
        return response
    if step != "send":
        return _preview(request, organ, filled, token)
    return _send(request, organ, filled, token)


def _send(request: HttpRequest, organ: Organ, filled: ApplyForm, token: str) -> HttpResponse:
    known = twice(organ, filled.applicant, filled.asked)
    if known is not None:
        waiting.clear(token)
        return _sent(request, known)
    act = Apply(
        by=APPLICANT,
        organ=organ,
        applicant=filled.applicant,
        asked=filled.asked,
        files=waiting.taken(token),
        token=token,
    )
    try:
        case = act.execute()
    except IntegrityError:  # the same form at the same moment: the other one was first
        known = same_form(token)
        if known is None:
            raise
        return _sent(request, known)
    except Refused as refused:
        filled.add_error(None, refused.sentence)
        return _form(request, organ, filled, status=refused.status)
    waiting.clear(token)
    receipt.remember(request, case, act.code)
    return redirect("apply_receipt")


def _sent(request: HttpRequest, case: Case) -> HttpResponse:
    """Lead to the receipt: the code is there for the browser that sent it, and for no other."""
    receipt.remember(request, case)
    return redirect("apply_receipt")


def _form(
    request: HttpRequest, organ: Organ, form: ApplyForm, *, status: int = 200
) -> HttpResponse:
    token = str(form["token"].value() or "")
    held = waiting.listed(token) if waiting.is_token(token) else []
    return page(request, "form.html", organ, form=form, held=held, status=status)


def _preview(request: HttpRequest, organ: Organ, filled: ApplyForm, token: str) -> HttpResponse:
    """Show what will be sent and what can be known before; the visit gets a session for its receipt."""
    request.session.setdefault("applying", 1)
    asked = filled.asked
    return page(
        request,
        "preview.html",
        organ,
        form=filled,
        hidden=[
            filled[name].as_hidden()
            for name in filled.fields
            if name not in ("website", "attached")
        ],
        told=_told(filled),
        held=waiting.listed(token),
        answers=published.answers(asked["subject"], asked["document_number"], organ),
        fee=forecast.fee(organ, filled.applicant),
        due=forecast.due(),
        several=forecast.several("\n".join((asked["subject"], asked["content"]))),
    )


def _told(filled: ApplyForm) -> list[tuple[str, str]]:
    """Return what will be sent, label and words; what was left empty is left out."""
    told = []
    for name, one in filled.fields.items():
        value = filled.cleaned_data.get(name)
        if name in ("website", "token", "attached") or not value:
            continue
        choices = dict(getattr(one, "choices", ()))
        told.append((str(one.label), str(choices.get(value, value))))
    return told


def _found(request: HttpRequest, organ: Organ, token: str, number: str) -> HttpResponse:
    """End happily: it is already published, and nothing was sent."""
    document = None
    if number.isascii() and number.isdigit() and len(number) < 18:
        document = queries.public().select_related("shown").filter(pk=int(number)).first()
    waiting.clear(token)
    return page(request, "found.html", organ, document=document)


def _initial(typed: Any) -> dict[str, str]:
    return {name: typed.get(name, "").replace("\x00", "")[:6000] for name in ApplyForm.base_fields}
