"""Linking a document to others, and ending a link."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.acts.pages import about
from portal.publishing import policies, queries
from portal.publishing.acts.links import EndLink, LinkDocuments
from portal.publishing.desk_views import actor_of, seen
from portal.publishing.forms import LinkForm, ReasonForm
from portal.publishing.models import Document, DocumentLink
from portal.publishing.search import asking, index, text
from portal.ui.pages import act_page

MOST = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Find another document by its words or number (``?q=``) and say how the two stand."""
    one, actor = seen(request, pk), actor_of(request)
    why_not = policies.may_link(actor, one)
    if why_not:
        raise PermissionDenied(why_not)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = _found(request, one, asked) if asked else []
    form = LinkForm(request.POST or None, found=found)

    def carry_out(form: LinkForm) -> Document:
        kind, _sep, back = form.cleaned_data["relation"].partition("-")
        ends = [one, form.cleaned_data["other"]]
        source, other = reversed(ends) if back else ends
        return LinkDocuments(by=actor, target=source, other=other, kind=kind).execute()

    return act_page(
        request,
        form,
        carry_out,
        **about(LinkDocuments, str(one), reverse("document", args=[pk])),
        done=_("已关联。"),
        template="publishing/desk/links.html",
        document=one,
        asked=asked,
        found=found,
    )


def _found(request: HttpRequest, one: Document, asked: str) -> list[Document]:
    """Return what the organ has and what is public anywhere, by words, 文号 or index number."""
    own = queries.search(
        queries.visible(actor_of(request)), state="", column="", genre="", words=asked
    )
    try:
        hits = asking.places(text.asked(asked), limit=MOST)
    except index.Outdated:  # the organ's own are found all the same
        hits = ()
    near = list(own.exclude(pk=one.pk).exclude(state="discarded").order_by("-pk")[:MOST])
    public = queries.public().filter(Q(pk__in=list(hits))).exclude(pk=one.pk)
    known = {document.pk for document in near}
    return [*near, *(document for document in public if document.pk not in known)][:MOST]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link."""
    link = get_object_or_404(DocumentLink.objects.select_related("source", "target"), pk=pk)
    source = seen(request, link.source_id)
    why_not = policies.may_link(actor_of(request), source)
    if why_not:
        raise PermissionDenied(why_not)
    return act_page(
        request,
        ReasonForm(request.POST or None),
        lambda form: EndLink(
            by=actor_of(request), target=source, link=pk, reason=form.cleaned_data["reason"]
        ).execute(),
        **about(EndLink, f"{source} — {link.target}", reverse("document", args=[link.source_id])),
        done=_("已解除。"),
    )
