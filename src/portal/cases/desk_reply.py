"""Drafting the reply: part by part, with the letter as it will read beside it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongkai.errors import GongkaiError
from portal.acts.act import Changed
from portal.acts.pages import about
from portal.cases import desk_masks as masks
from portal.cases import letter_pages, letters, queries
from portal.cases.acts.reply import DraftReply, draft_of
from portal.cases.desk_views import acting, beside, form_page, seen
from portal.cases.forms_reply import ReplyForm
from portal.cases.models import Case
from portal.ui.language import spoken
from portal.ui.pages import act_page


@login_required
@never_cache
@form_page
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the reply; ``preview`` shows how it would read and keeps nothing."""
    one, by = seen(request, pk), acting(request)
    refusal = DraftReply(by=by, target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    draft = draft_of(one)
    posted = request.method == "POST"
    form = ReplyForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        case=one,
        by=by,
        parts=draft.parts if draft else [],
    )
    shown: dict[str, Any] = {**beside(one), "preview": _preview(one, form, posted)}
    changes = {"preview", "more", "choose"} & set(request.POST)
    if changes:
        form.rebuild(more="more" in changes)
    page = about(DraftReply, one.number, reverse("case", args=[pk]))
    page |= {
        "button": _("保存答复"),
        "template": "cases/desk/reply.html",
        "done": _("答复已拟写。"),
    }
    page["effect"] = _(
        "按部分写明办理结果、依据和理由；几部分结果不同的，写成一份答复，按部分公开计数。"
    )
    if changes:
        request.method = "GET"  # nothing is sent yet: the page is only shown anew
        return act_page(request, form, lambda _form: one, **page, **shown)

    def carry_out(form: Any) -> Case:
        try:
            return DraftReply(by=by, target=one, **form.facts()).execute()
        except Changed:
            form.look_again()
            raise

    return act_page(request, form, carry_out, **page, **shown)


def _preview(one: Case, form: ReplyForm, posted: bool) -> letter_pages.Sheet | None:
    """Return how the parts on the form would read; None while no outcome is chosen."""
    parts = [part.plain() for part in form.typed()] if posted else form.drafted
    parts = [part for part in parts if part["outcome"]]
    if not parts:
        return None
    try:
        made = letters.reply(one, parts, queries.stands_of(one))
    except GongkaiError as error:
        form.preview_refused = error.sentence(spoken())
        return None
    return letter_pages.sheet(made, masks.name(one.applicant))
