"""What is kept from view: identity and contacts, papers, letters; each look is recorded."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portal.acts.act import Act, Changed, Refused
from portal.acts.actor import Actor
from portal.acts.pages import about
from portal.cases import desk_masks as masks
from portal.cases import letter_pages, letters, matter_letters, papers, queries
from portal.cases.acts.arrival import EnterArrival, arrivals, awaited
from portal.cases.acts.letters import CompleteLetter, ServeLetter
from portal.cases.acts.matters import content as matter_content
from portal.cases.acts.privacy import TakePaper, UnmaskApplicant
from portal.cases.desk_views import acting, beside, form_page, own_organ, seen
from portal.cases.forms_acts import LookForm
from portal.cases.forms_letters import CompleteForm, ServeLetterForm
from portal.cases.models import Applicant, CaseFile, CaseLetter, LetterState, Matter
from portal.cases.sealing import Unsealable
from portal.ui.pages import act_page

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@login_required
@never_cache
@form_page
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an applicant's identity and contacts once, after the look was recorded."""
    one = seen(request, pk)
    page = about(UnmaskApplicant, one.number, reverse("case", args=[pk]))
    return _look(request, one.applicant, {**page, **beside(one)})


@login_required
@never_cache
@form_page
def matter_unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who brought a matter, after the look was recorded."""
    one = get_object_or_404(Matter.objects.filter(organ=own_organ(request)), pk=pk)
    if one.applicant is None:
        raise Http404
    page = about(UnmaskApplicant, one.number, reverse("matter", args=[pk]))
    return _look(request, one.applicant, page)


def _look(request: HttpRequest, person: Applicant, page: dict[str, Any]) -> HttpResponse:
    by = acting(request)
    refusal = UnmaskApplicant(by=by, target=person).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    form = LookForm(request.POST or None)
    shown: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                UnmaskApplicant(by=by, target=person, **form.cleaned_data).execute()
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                shown = {"name": person.name, "clear": masks.in_the_clear(person)}
                status = 200
    effect = _("身份和联系方式只在这一次打开的页面上显示；谁在什么时候、为什么查看，都会记录。")
    context = {"form": form, "effect": effect, **page, **shown}
    return render(request, "cases/desk/unmask.html", context, status=status)


@login_required
@never_cache
@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a paper of a request to who works for the organ; one record for each."""
    found = CaseFile.objects.filter(case__in=queries.visible(acting(request)), erased_at=None)
    one = get_object_or_404(found.select_related("case__applicant"), pk=pk)
    try:
        data = papers.content(one)
    except (OSError, Unsealable) as error:
        raise Http404 from error
    _taken(request, one.case.applicant, f"file:{one.pk}")
    return _download(data, one.name, "application/octet-stream")


@login_required
@never_cache
@require_POST
def matter_file(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """Give a paper that came with a matter; one record for each."""
    one = get_object_or_404(Matter.objects.filter(organ=own_organ(request)), pk=pk)
    if one.applicant is None:
        raise Http404
    try:
        name, data = matter_content(one, index)
    except (IndexError, OSError, Unsealable) as error:
        raise Http404 from error
    _taken(request, one.applicant, f"matter:{pk}:{index}")
    return _download(data, name, "application/octet-stream")


@login_required
@never_cache
@require_POST
def matter_letter(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Give the letter by which a matter was answered; one record for each."""
    one = get_object_or_404(Matter.objects.filter(organ=own_organ(request)), pk=pk)
    if one.applicant is None or ending not in TYPES or "letter" not in one.facts:
        raise Http404
    data = matter_letters.as_file(one, ending)
    _taken(request, one.applicant, f"matter-letter:{pk}.{ending}")
    return _download(data, f"{one.facts['letter']['title']}.{ending}", TYPES[ending])


def _taken(request: HttpRequest, person: Applicant, paper: str) -> None:
    try:
        TakePaper(by=acting(request), target=person, paper=paper).execute()
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from refused


def _download(data: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _letter(request: HttpRequest, pk: int) -> CaseLetter:
    found = CaseLetter.objects.filter(case__in=queries.visible(acting(request)))
    return get_object_or_404(found.select_related("case__applicant", "case__organ"), pk=pk)


@login_required
@never_cache
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter as it reads, its addressee masked, and what can be done with it."""
    one, by = _letter(request, pk), acting(request)
    offers: list[tuple[str, Act[CaseLetter]]] = [
        ("case_letter_complete", CompleteLetter(by=by, target=one)),
        ("case_letter_serve", ServeLetter(by=by, target=one)),
    ]
    return render(
        request,
        "cases/desk/letter.html",
        {
            "letter": one,
            "title": letters.title_of(one),
            "shown": _sheet(one),
            **_arrived(one, by),
            "ready": bool(one.text) and one.state != LetterState.DRAFT,
            "offers": [
                {"title": act.title, "url": reverse(url, args=[pk])}
                for url, act in offers
                if act.refusal() is None
            ],
            **beside(one.case),
        },
    )


def _arrived(one: CaseLetter, by: Actor) -> dict[str, Any]:
    """Return the day a letter arrived at its addressee, or where to enter it, where the law counts from it."""
    sent = one.case.events.filter(pk=one.facts.get("event") or 0).first()
    if sent is None or one.kind == "consultation_notice":  # the applicant's copy
        return {}
    entered = arrivals(one.case).get(sent.pk)
    day = entered.received_on if entered else sent.received_on
    awaits = day is None and sent in awaited(one.case)
    if awaits and EnterArrival(by=by, target=one.case).refusal() is None:
        return {"enter_arrival": reverse("case_act", args=[one.case_id, "arrived"])}
    return {"arrived_on": day}


def _sheet(one: CaseLetter) -> letter_pages.Sheet | None:
    if one.kind == letters.REPLY and one.state == LetterState.DRAFT:
        return letter_pages.preview(one.case)
    if not one.text:
        return None
    made = letters.kept(one.text)
    person = one.case.applicant
    who = masks.name(person) if one.to_applicant else made.addressee
    return letter_pages.sheet(letters.Composed(made), who)


@login_required
@never_cache
@require_POST
def letter_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Give a letter as PDF or Word; one record for each."""
    one = _letter(request, pk)
    if ending not in TYPES or one.state == LetterState.DRAFT:
        raise Http404
    try:
        data = letters.as_file(one, ending)
    except Refused as refused:
        raise Http404 from refused
    _taken(request, one.case.applicant, f"letter:{one.pk}.{ending}")
    return _download(data, f"{letters.title_of(one)}.{ending}", TYPES[ending])


@login_required
@never_cache
@form_page
def letter_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in what a notice lacks."""
    return _act(request, _letter(request, pk), CompleteLetter, CompleteForm, _("文书已补齐。"))


@login_required
@never_cache
@form_page
def letter_serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the service of a notice."""
    return _act(request, _letter(request, pk), ServeLetter, ServeLetterForm, _("送达已登记。"))


def _act(
    request: HttpRequest, one: CaseLetter, act: type[Act[CaseLetter]], form: Any, done: str
) -> HttpResponse:
    by, posted = acting(request), request.method == "POST"
    refusal = act(by=by, target=one).refusal()
    if refusal is not None and not posted:
        raise PermissionDenied(refusal.sentence)

    def carry_out(form: Any) -> CaseLetter:
        try:
            return act(by=by, target=one, **form.facts()).execute()
        except Changed:
            form.look_again()
            raise

    return act_page(
        request,
        form(request.POST if posted else None, request.FILES if posted else None, letter=one),
        carry_out,
        **about(act, letters.title_of(one), reverse("case_letter", args=[one.pk])),
        effect=_("登记这份文书怎样、何时送达。")
        if act is ServeLetter
        else _("填写后文书重新生成，内容齐全的才能送达。"),
        done=done,
        template="cases/desk/act.html",
        preview=_sheet(one),
        **beside(one.case),
    )
