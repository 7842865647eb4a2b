"""Tracking: the query code and a check open a request or a matter for half an hour in this browser."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.writers import letter as written
from portal.acts.act import Act, Refused
from portal.cases import letters, matter_letters, papers, sealing
from portal.cases.acts import matters as matter_acts
from portal.cases.acts.applicant import AffirmRequest, ProvePayment
from portal.cases.acts.receipt import SendCorrection, TakeBack
from portal.cases.acts.registration import code_mark
from portal.cases.models import Case, CaseFile, CaseLetter, LetterState, Matter
from portal.cases.public import receipt, remedies, story, unlocked, waiting
from portal.cases.public.forms import SureForm, UnlockForm, WordsForm
from portal.cases.public.pages import APPLICANT, in_words, page, private, too_soon
from portal.publishing.queries import public


@private
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Unlock a request or matter; show the one this browser has unlocked."""
    if request.method == "POST":
        return _unlock(request)
    matter = unlocked.matter(request)
    if matter is not None:
        return _matter(request, matter)
    case = unlocked.case(request)
    if case is not None:
        return _case(request, case)
    return page(request, "unlock.html", None, form=UnlockForm())


def _unlock(request: HttpRequest) -> HttpResponse:
    form = UnlockForm(request.POST)
    seconds, status = too_soon(request)[0], 422
    if form.is_valid():
        code = form.cleaned_data["code"]
        count: Callable[[str, str], int] | None = getattr(request, "count_one", None)
        if count is not None and not seconds:
            seconds = count("code", code_mark(code)[:40])
        found = None if seconds else unlocked.find(code, form.cleaned_data["check"])
        if found is not None:
            unlocked.unlock(request, found)
            return redirect("track")
        if seconds:
            status = 429
            form.add_error(None, in_words(seconds))
        else:
            form.add_error(None, _("没有找到：查询码或者核对的四位不对。请看一看回执上的查询码。"))
    response = page(request, "unlock.html", None, form=form, status=status)
    if status == 429:
        response["Retry-After"] = str(seconds)
    return response


@private
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Lock it again."""
    unlocked.lock(request)
    return redirect("track")


def _case(request: HttpRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    now = story.now(case)
    token = str(uuid.uuid4())
    context: dict[str, Any] = {
        "case": case,
        "now": now,
        "steps": story.steps(case),
        "reasons": story.reasons(now.reading),
        "rule": receipt.told(case)["rule"],
        "files": case.files.filter(shown=True, erased_at=None),
        "letters": [(one, letters.title_of(one)) for one in _letters(case)],
        "reply": remedies.of_reply(case) if case.ended_on else None,
        "silence": remedies.of_silence(case) if now.overdue else None,
        "words": WordsForm(initial={"token": token}),
        "sure": SureForm(),
        "withdrawable": not case.ended_on,
    }
    if now.todo == "pay":
        notice = case.events.filter(kind="fee_notified", struck=None).last()
        context["fee"] = notice.facts if notice else {}
        context["how_to_pay"] = notice.opinion if notice else ""
    return page(request, "case.html", case.organ, status=status, **(context | forms))


def _matter(request: HttpRequest, matter: Matter) -> HttpResponse:
    document = None
    if matter.facts.get("document"):
        document = public().select_related("shown").filter(pk=matter.facts["document"]).first()
    names = [one["name"] for one in matter.facts.get("files", [])]
    return page(
        request,
        "matter.html",
        matter.against or matter.organ,
        matter=matter,
        document=document,
        files=names,
        letter=matter.facts.get("letter"),
    )


Make = Callable[[Case, Any, list[papers.Paper]], Act[Case]]


def _act(
    request: HttpRequest, form_class: type[WordsForm] | type[SureForm], name: str, make: Make
) -> HttpResponse:
    """Carry an act out for the unlocked request; refused, everything typed is still there."""
    case = unlocked.case(request)
    if case is None:
        return redirect("track")
    typed = request.POST.copy()
    token = str(typed.get("token", ""))
    if not waiting.is_token(token):
        token = typed["token"] = str(uuid.uuid4())
    form = form_class(typed, request.FILES)
    seconds, wait = too_soon(request)
    status, valid = 422, form.is_valid()
    try:
        waiting.keep(token, form.held())
        if valid and not seconds:
            make(case, form, waiting.taken(token)).execute()
            waiting.clear(token)
            return redirect("track")
    except Refused as refused:
        form.add_error(None, refused.sentence)
        status = refused.status
    if valid and seconds:
        form.add_error(None, wait)
        status = 429
    return _case(request, case, status=status, held=waiting.listed(token), **{name: form})


@private
@require_POST
def correct(request: HttpRequest) -> HttpResponse:
    """Answer a correction notice, with files."""

    def make(case: Case, form: Any, files: list[papers.Paper]) -> Act[Case]:
        return SendCorrection(
            by=APPLICANT,
            target=case,
            text=form.cleaned_data["text"],
            files=files,
        )

    return _act(request, WordsForm, "words", make)


@private
@require_POST
def pay(request: HttpRequest) -> HttpResponse:
    """Send the proof of a payment."""

    def make(case: Case, form: Any, files: list[papers.Paper]) -> Act[Case]:
        return ProvePayment(
            by=APPLICANT,
            target=case,
            text=form.cleaned_data["text"],
            files=files,
        )

    return _act(request, WordsForm, "words", make)


@private
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the request."""
    return _act(
        request,
        SureForm,
        "sure",
        lambda case, form, _files: TakeBack(
            by=APPLICANT, target=case, why=form.cleaned_data["why"]
        ),
    )


@private
@require_POST
def affirm(request: HttpRequest) -> HttpResponse:
    """Confirm from the applicant's side that the request is his (art. 31 (3))."""
    return _act(
        request,
        WordsForm,
        "words",
        lambda case, _form, _files: AffirmRequest(by=APPLICANT, target=case),
    )


@private
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a file that the applicant may have."""
    case = unlocked.case(request)
    if case is None:
        return redirect("track")
    kept = get_object_or_404(CaseFile, pk=pk, case=case, shown=True, erased_at=None)
    return _download(kept.name, kept.media_type, lambda: papers.content(kept))


def _letters(case: Case) -> QuerySet[CaseLetter]:
    """Return the letters that have gone out, the newest first: notices as sent, the reply once served."""
    out = Q(state=LetterState.SERVED) | Q(state=LetterState.SIGNED) & ~Q(kind=letters.REPLY)
    found: QuerySet[CaseLetter] = case.letters.filter(out, to_applicant=True).order_by("-pk")
    return found


@private
@require_safe
def letter(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Give a letter as PDF or Word."""
    case = unlocked.case(request)
    if case is None:
        return redirect("track")
    kept = get_object_or_404(_letters(case).exclude(text={}), pk=pk)
    kind = "application/pdf" if ending == "pdf" else written.MEDIA_TYPE
    return _download(
        f"{letters.title_of(kept)}.{ending}", kind, lambda: letters.as_file(kept, ending)
    )


@private
@require_safe
def matter_file(request: HttpRequest, index: int) -> HttpResponse:
    """Give back a file sent with a matter."""
    matter = unlocked.matter(request)
    if matter is None:
        return redirect("track")
    if index >= len(matter.facts.get("files", [])):
        raise Http404
    name = matter.facts["files"][index]["name"]
    return _download(name, "", lambda: matter_acts.content(matter, index)[1])


@private
@require_safe
def matter_letter(request: HttpRequest) -> HttpResponse:
    """Give the letter by which the unlocked matter was answered, as PDF."""
    matter = unlocked.matter(request)
    if matter is None:
        return redirect("track")
    if "letter" not in matter.facts:
        raise Http404
    name = f"{matter.facts['letter']['title']}.pdf"
    return _download(name, "application/pdf", lambda: matter_letters.as_file(matter, "pdf"))


def _download(name: str, media_type: str, content: Callable[[], bytes]) -> HttpResponse:
    try:
        data = content()
    except (sealing.Unsealable, OSError) as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=media_type or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Referrer-Policy"] = "no-referrer"
    return response
