"""Disputes on the desk: the column, what has to be done by when, and where they show beside others."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock, ready
from portal.acts.act import subject_of
from portal.cases.models import Case
from portal.cases.queries import working
from portal.disputes import clocks, policies, queries
from portal.disputes.models import Dispute
from portal.organs import open_work
from portal.organs.models import Post, Role
from portal.publishing.models import Document
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_panel, add_source

FEW_DAYS = timedelta(days=7)
MOST = 60  # open disputes of one organ that the list of work looks at


def _work(standing: Any) -> list[Todo]:
    """Return what the organ's open disputes ask of its handlers and its head."""
    if standing is None or standing.organ is None:
        return []
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return []
    today, head = clock.today(), Role.HEAD in standing.roles
    found = _open(head, organ=standing.organ.pk, user=standing.actor.user_id, most=MOST)
    if found:
        prefetch_related_objects(found, queries.EVENTS)
    return [todo for one in found for todo in _of(one, today)]


@ready.query
def _open(head: bool) -> QuerySet[Dispute]:
    """Return the open disputes: for the head all, for a handler his own and those of nobody."""
    found = queries.open_disputes(ready.number("organ"))
    mine = Q(handler_id=ready.number("user")) | Q(handler_id=None)
    return found if head else found.filter(mine)


def _of(one: Dispute, today: date) -> Iterator[Todo]:
    running = clocks.running(one)
    for each in running:
        title = _("%(number)s：%(what)s") % {"number": one.number, "what": each.title}
        page = reverse("dispute", args=[one.pk])
        if each.ours:
            url = reverse("dispute_act", args=[one.pk, each.slug]) if each.slug else page
            step = _("办理") if each.slug else _("查看")
            yield Todo(_urgency(each.due_on, today), each.due_on, title, url, step)
        elif each.slug == "end-review":
            url = reverse("dispute_act", args=[one.pk, each.slug])
            yield Todo(Urgency.WAITING, None, title, url, _("登记"))
        elif each.due_on is not None and each.due_on < today and each.slug == "decide":
            yield Todo(Urgency.WAITING, each.due_on, title, page, _("问一问结果"))
    over = [
        c for c in running if not (c.slug in ("sue", "appeal") and c.due_on and c.due_on < today)
    ]
    if not over and running:
        title = _("%(number)s：起诉、上诉期限已过") % {"number": one.number}
        url = reverse("dispute_act", args=[one.pk, "close"])
        yield Todo(Urgency.LATER, None, title, url, _("结案"))


def _urgency(due: date | None, today: date) -> Urgency:
    if due is None:
        return Urgency.TODAY
    if due < today:
        return Urgency.OVERDUE
    if due == today:
        return Urgency.TODAY
    return Urgency.SOON if due - today <= FEW_DAYS else Urgency.LATER


@ready.query
def _about_case() -> QuerySet[Dispute]:
    found = Dispute.objects.filter(case=ready.number("case"))
    return found.select_related("organ", "case__applicant", "party", "document")


def _beside_case(case: Case, standing: Any) -> str:
    """Return the disputes about a request, for its page on the desk."""
    return _panel(
        [one for one in _about_case(case=case.pk) if one.organ_id in working(standing.actor)],
        policies.may_work_for(standing.actor, case.organ) is None and bool(case.received_on),
        f"case={case.pk}",
    )


def _beside_document(document: Document, standing: Any) -> str:
    """Return the disputes about a publication, for its page on the desk; nothing where there are none."""
    found = queries.visible(standing.actor).filter(document=document)
    works = policies.may_work_for(standing.actor, document.organ) is None
    if not document.is_public and not found.exists():
        return ""
    return _panel(found, works, f"document={document.pk}")


def _panel(found: Any, may_open: bool, asked: str) -> str:
    listed = list(found[:10])
    if not listed and not may_open:
        return ""
    shown = {"disputes": listed, "may_open": may_open, "asked": asked}
    return render_to_string("disputes/panel.html", shown)


def _of_post(post: Post) -> Iterator[open_work.Work]:
    """Yield the open disputes of the post: the handler's own, for the head all."""
    if post.role not in (Role.HANDLER, Role.HEAD):
        return
    found = queries.open_disputes(post.organ)
    if post.role == Role.HANDLER:
        found = found.filter(handler_id=post.user_id)
    for one in found:
        url = reverse("dispute", args=[one.pk])
        yield open_work.Work(subject_of(one), one.number, url, one.stage_in_words)


add_entry(
    Entry(16, gettext_lazy("复议诉讼"), "disputes", lambda s: bool(s and s.organ and s.works))
)
add_source(_work)
add_panel("case", _beside_case)
add_panel("document", _beside_document)
open_work.add_source(_of_post)
