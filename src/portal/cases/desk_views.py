"""Requests on the desk: the list by urgency, one request with what can be done, each act's page."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.errors import CalendarUnknown, GongkaiError
from gongkai.law.outcomes import outcomes
from portal.accounts.models import User
from portal.acts import clock, ready
from portal.acts.act import Changed, Forbidden, subject_of
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.acts.pages import about
from portal.cases import desk_fee, letter_pages, papers, policies, provisional, queries
from portal.cases import desk_listing as listing
from portal.cases import desk_masks as masks
from portal.cases import desk_words as say
from portal.cases.acts.asking import Answer
from portal.cases.acts.redaction import OF as REDACTABLE
from portal.cases.channel import CHOICES
from portal.cases.desk_evidence import evidence
from portal.cases.desk_offers import Choices, called, choices
from portal.cases.forms import ActForm
from portal.cases.lifecycle import Stage
from portal.cases.models import Case, CaseEvent, CaseFile, CaseLink
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role
from portal.ui.addresses import url
from portal.ui.desk import panels
from portal.ui.language import said, spoken
from portal.ui.pages import act_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def acting(request: HttpRequest) -> Actor:
    """Return who acts."""
    actor: Actor = request.standing.actor  # type: ignore[attr-defined]
    return actor


def handles(standing: Any) -> bool:
    """Whether somebody does the work of the organ acted for, so that its requests are his to see."""
    if not standing or standing.organ is None:
        return False
    return bool(standing.roles - ADMINISTRATORS - {Role.SUPERVISOR})


def own_organ(request: HttpRequest) -> Organ:
    """Return the organ acted for; raises PermissionDenied for somebody who does not work there."""
    if not handles(request.standing):  # type: ignore[attr-defined]
        raise PermissionDenied(_("您在这里没有办理政府信息公开申请的岗位。"))
    organ: Organ = request.standing.organ  # type: ignore[attr-defined]
    return organ


def seen(request: HttpRequest, pk: int) -> Case:
    """Return a request that this person may see; 404 for any other."""
    one = queries.one_visible(acting(request), pk)
    if one is None:
        raise Http404
    return one


@login_required
@never_cache
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List the organ's requests by urgency; done ones by ``?done=1``; filters narrow."""
    organ, today = own_organ(request), clock.today()
    what = listing.asked(request.GET.dict(), today)
    shown: dict[str, Any] = {
        "organ": organ,
        "asked": what,
        "today": today,
        "year": today.year,
        "may_register": policies.may_register_for(acting(request), organ) is None,
        "may_set_rules": policies.may_set_rules(acting(request), organ) is None,
        "matters": queries.has_matters(organ),
        "inquiries": queries.is_asked(acting(request)),
    }
    if not what.narrowed and not what.done and not listing.anything(organ, today.year):
        return render(request, "cases/desk/none.html", shown)
    groups = []
    if what.done or what.number:
        page = listing.page(organ, what, today)
        groups.append(("", "", len(page.rows), page))
    else:
        for code, title in listing.GROUPS:
            if what.group and code != what.group:
                continue
            of_group = replace(what, group=code, after=what.after if what.group else "")
            size = listing.PAGE if what.group else listing.FIRST
            page = listing.page(organ, of_group, today, size=size)
            if page.rows:
                whole = not page.following and not of_group.after
                of_all = replace(of_group, after="")
                count = len(page.rows) if whole else listing.count(organ, of_all, today)
                groups.append((code, title, count, page))
    rows = [case for *_rest, page in groups for case in page.rows]
    queries.remember_events([case for case in rows if listing.undated(case)])
    known = listing.handlers(organ)
    names = listing.names(rows, known)
    head = Role.HEAD in request.standing.roles  # type: ignore[attr-defined]
    takes = listing.Takes(queries.handling(organ.pk), head) if shown["may_register"] else None
    kept = request.GET.copy()
    kept.pop("after", None)
    narrowed = kept.copy()
    narrowed.pop("group", None)
    return render(
        request,
        "cases/desk/cases.html",
        {
            **shown,
            "groups": [
                {
                    "code": code,
                    "title": title,
                    "count": count,
                    "more": count > listing.MOST,
                    "following": page.following,
                    "rows": [_row(case, names, today, takes) for case in page.rows],
                }
                for code, title, count, page in groups
            ],
            "query": kept.urlencode(),
            "narrowed_query": narrowed.urlencode(),
            "channels": CHOICES,
            "outcomes": [(o.id, said(o)) for o in outcomes().values() if o.ends and what.done],
            "years": range(today.year, max(2008, today.year - 10) - 1, -1),
            "handlers": known,
        },
    )


def _row(
    case: Case, handlers: dict[int, str], today: date, takes: listing.Takes | None
) -> listing.Row:
    free = takes is not None and takes.free(case)
    waits = "" if case.ended_on else say.waits(case)
    return listing.Row(
        url("case", case.pk),
        case.subject if len(case.subject) <= 60 else f"{case.subject[:59]}…",
        case.number,
        str(_CHANNELS[case.channel]),
        masks.name(case.applicant),
        handlers.get(case.handler_id or 0, ""),
        say.outcome_name(case.outcome) if case.ended_on else waits or case.in_words,
        case.waiting_until if waits else None,
        case.ended_on or case.due_on,
        "" if case.ended_on else say.days_left(case.due_on, today),
        provisional.of(case) if listing.undated(case) else None,
        url("case_act", case.pk, "take") if free else "",
        url("case_act", case.pk, "assign") if free and takes and takes.head else "",
    )


_CHANNELS = dict(CHOICES)


@login_required
@never_cache
@require_GET
def workload(request: HttpRequest) -> HttpResponse:
    """Show how many open requests lie with whom."""
    organ = own_organ(request)
    return render(
        request,
        "cases/desk/workload.html",
        {"organ": organ, "loads": listing.workload(organ, clock.today())},
    )


@login_required
@never_cache
@require_GET
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request: where it stands and why, what can be done now, what happened."""
    one, actor, today = seen(request, pk), acting(request), clock.today()
    events = sorted(queries.events_of(one), key=lambda event: (event.on, event.pk))
    files = _files(case=one.pk)
    for file in files:
        file.case = one
    unredacted = any(file.what == CaseFile.What.PROVIDED for file in files)
    status, reasons = clock_of(one)
    found = choices(one, actor, status)
    handler = listing.names([one]).get(one.handler_id or 0, "")
    by_pk = {str(event.pk): event.in_words for event in events}
    return render(
        request,
        "cases/desk/case.html",
        {
            "case": one,
            "subject": subject_of(one),
            "person": subject_of(one.applicant),
            "who": masks.name(one.applicant),
            "particulars": masks.particulars(one.applicant),
            "handler": handler,
            "sentence": say.sentence(one, one.steps, eligible(one)),
            "left": "" if one.ended_on else say.days_left(one.due_on, today),
            "late": bool(one.due_on and one.due_on < today and not one.ended_on),
            "outcome": say.outcome_name(one.outcome),
            "reasons": reasons,
            "status": status,
            **_offers(one, found, actor),
            "not_yet": _not_yet(one, found),
            "refused": [{"title": o.title, "why": why.sentence} for o, why in found.refused],
            "handles": policies.may_handle(actor, one) is None,
            "query_codes": _codes_once(request, pk),
            "looked": _records.any(subject=subject_of(one.applicant)),
            "panels": panels("case", one, request.standing),  # type: ignore[attr-defined]
            "timeline": say.timeline(events, by_pk),
            "files": files,
            "redactable": REDACTABLE,
            "undecided": {file.pk for file in papers.undecided(one)} if unredacted else (),
            "redacts": one.stage in (Stage.HANDLING, Stage.DRAFT)
            and policies.may_handle(actor, one) is None,
            "letters": letter_pages.listed(one),
            "inquiries": queries.inquiries_of(one),
            "evidence": evidence(one, today),
            "links": links_of(one),
            "parts": queries.parts_of(one),
        },
    )


@ready.query
def _files() -> QuerySet[CaseFile]:
    return CaseFile.objects.filter(case=ready.number("case")).order_by("pk")


@ready.query
def _records() -> QuerySet[ActRecord]:
    return ActRecord.objects.filter(subject=ready.word("subject")).only("pk").order_by()


def _not_yet(one: Case, found: Choices) -> str:
    """Return why a drafted reply cannot go into review yet, "" where it can."""
    if one.stage != Stage.DRAFT:
        return ""
    whys = (why for offered, why in found.refused if offered.slug == "submit")
    return next((why.sentence for why in whys if why.status != Forbidden.status), "")


_ASKING = frozenset({"third_party", "organ", "co_maker", "records"})


def _offers(one: Case, found: Choices, actor: Actor) -> dict[str, Any]:
    """Return the main act and the others: where somebody else's answer is awaited, entering it is first."""
    offers = [{"title": o.title, "url": o.url(one)} for o in (found.main, *found.others) if o]
    main = offers.pop(0) if found.main else None
    asked = [each for each in queries.inquiries_of(one) if each.answered_on is None]
    waiting = min(asked, key=lambda each: (each.until or date.max, each.pk), default=None)
    if waiting is None or one.waiting not in _ASKING:
        return {"main": main, "others": offers}
    if Answer(by=actor, target=waiting, on=clock.today()).refusal() is None:
        offers = [main, *offers] if main else offers
        main = {"title": Answer.title, "url": reverse("case_inquiry", args=[waiting.pk])}
    return {"main": main, "others": offers}


def tell_codes(request: HttpRequest, pk: int, codes: dict[str, str]) -> None:
    """Let the page of a request show, once, the query codes of what was just made, by their numbers."""
    if codes:
        request.session["query_code"] = [pk, codes]


def _codes_once(request: HttpRequest, pk: int) -> dict[str, str]:
    """Return the query codes of what was registered just now; they are shown once."""
    made, codes = request.session.get("query_code") or (0, {})
    if made != pk:
        return {}
    del request.session["query_code"]
    return dict(codes)


def clock_of(one: Case) -> tuple[str, tuple[str, ...]]:
    """Return what the law's clock shows of a request, and its reasons, as sentences."""
    try:
        reading = queries.reading(one)
    except CalendarUnknown as unknown:
        meanwhile = provisional.sentence(queries.stands_of(one).law.standing)
        return one.state, (unknown.sentence(spoken()), meanwhile)
    except GongkaiError as error:
        return one.state, (error.sentence(spoken()),)
    return reading.status, tuple(reason.sentence(spoken()) for reason in reading.reasons)


def links_of(one: Case) -> list[tuple[str, Case]]:
    """Return the requests linked with one, from either side."""
    found = _links(case=one.pk)
    there = [(link.get_how_display(), link.other) for link in found if link.case_id == one.pk]
    back = [(link.get_how_display(), link.case) for link in found if link.case_id != one.pk]
    return [*there, *back]


@ready.query
def _links() -> QuerySet[CaseLink]:
    either = Q(case=ready.number("case")) | Q(other=ready.number("case"))
    found = CaseLink.objects.filter(either, ended_at=None)
    return found.select_related("case", "other").order_by("pk")


def eligible(one: Case) -> list[str]:
    """Return who can take the step of review that waits."""
    if one.stage != Stage.REVIEW:
        return []
    now = queries.stands_of(one)
    held = Post.objects.held(clock.today()).filter(organ=one.organ_id, role=one.steps[one.step])
    able = held.exclude(user__in=[u for u in (*now.passed, now.drafter) if u])
    return list(
        User.objects.filter(pk__in=able.values("user"))
        .order_by("name")
        .values_list("name", flat=True)
    )


def last_events(one: Case) -> list[CaseEvent]:
    """Return the newest three entries, for the page of an act."""
    return list(one.events.order_by("-pk")[:3])


@login_required
@never_cache
@form_page
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry one of the acts out, on a page of its own that says what it will do."""
    one = seen(request, pk)
    offered = called(act, one)
    if offered is None or offered.own:
        raise Http404
    by = acting(request)
    refusal = offered.act(by=by, target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    posted = request.method == "POST"
    made: Any = offered.form
    form = made(
        request.POST if posted else None, request.FILES if posted else None, case=one, by=by
    )

    if "look" in request.POST:
        request.method = "GET"  # only to see what it would come to

    def carry_out(form: Any) -> Case:
        carried = offered.act(by=by, target=one, **form.facts())
        try:
            done = carried.execute()
        except Changed:
            form.look_again()
            raise
        tell_codes(request, pk, getattr(carried, "codes", {}))
        return done

    return act_page(
        request,
        form,
        carry_out,
        **about(offered.act, one.number, reverse("case", args=[pk]), words=offered.title),
        effect=offered.effect,
        law=offered.rests_on,
        done=offered.done,
        template="cases/desk/act.html",
        **beside(one),
        **extras(act, one, form),
    )


def beside(one: Case) -> dict[str, Any]:
    """Return what stands beside the form of an act: the request in short, its newest entries."""
    return {
        "case": Case.objects.select_related("applicant", "organ").get(pk=one.pk),
        "who": masks.name(one.applicant),
        "left": "" if one.ended_on else say.days_left(one.due_on, clock.today()),
        "newest": last_events(one),
    }


def extras(slug: str, one: Case, form: ActForm) -> dict[str, Any]:
    """Return what the page of one act shows besides."""
    if slug == "fee":
        return {"fee": desk_fee.shown(one, form)}
    if slug in ("submit", "pass", "serve", "return"):
        return {"preview": letter_pages.preview(one)}
    return {}
