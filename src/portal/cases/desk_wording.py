"""An organ's own wording of its letters."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.cases.letters import compose
from gongkai.errors import GongkaiError
from gongkai.law.letters import letters as known
from portal.acts.pages import about
from portal.cases import letter_pages, letters
from portal.cases.acts.letters import WordLetter, lost_in
from portal.cases.desk_views import acting, form_page, own_organ
from portal.cases.forms_letters import WordingForm
from portal.cases.models import LetterTemplate
from portal.ui.language import spoken
from portal.ui.pages import act_page


@login_required
@never_cache
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """List every kind of letter, and which the organ words itself."""
    organ = own_organ(request)
    own = set(
        LetterTemplate.objects.filter(organ=organ).exclude(text="").values_list("kind", flat=True)
    )
    rows = [
        {
            "kind": kind,
            "title": form.title,
            "outcome": bool(form.outcome),
            "en": form.en,
            "own": kind in own,
        }
        for kind, form in known().items()
    ]
    return render(
        request,
        "cases/desk/templates.html",
        {
            "organ": organ,
            "groups": [
                (_("办理过程中的文书"), [row for row in rows if not row["outcome"]]),
                (_("各种办理结果的答复"), [row for row in rows if row["outcome"]]),
            ],
            "may_word": WordLetter(by=acting(request), organ=organ).refusal() is None,
        },
    )


@login_required
@never_cache
@form_page
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Change how a kind of letter reads; what would be lost of what the law requires is said."""
    organ, by = own_organ(request), acting(request)
    form_of = known().get(kind)
    if form_of is None:
        raise Http404
    refusal = WordLetter(by=by, organ=organ, kind=kind).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    target = LetterTemplate.objects.filter(organ=organ, kind=kind).first()
    form = WordingForm(request.POST or None, template=target, standard=form_of.text)
    text = str(form["text"].value() or "") or form_of.text
    shown, refused, lost = None, "", []
    try:
        lost = lost_in(kind, text, organ)
        made = compose(kind, letters.example(kind, organ), template=text)
        shown = letter_pages.sheet(letters.Composed(made), made.addressee)
    except GongkaiError as error:
        refused = error.sentence(spoken())
    if "preview" in request.POST:
        request.method = "GET"
    return act_page(
        request,
        form,
        lambda form: WordLetter(
            by=by, organ=organ, kind=kind, target=target, **_facts(form.cleaned_data)
        ).execute(),
        **about(WordLetter, form_of.title, reverse("letter_templates")) | {"button": _("保存")},
        effect=_("改本机关这种文书的写法；必须写明的内容不能少。"),
        done=_("模板已保存。"),
        template="cases/desk/wording.html",
        preview=shown,
        lost=lost,
        refused_text=refused,
        requires=[(one.zh, one.citation if one.article else "") for one in form_of.requires],
    )


def _facts(kept: dict[str, Any]) -> dict[str, Any]:
    return {"text": kept["text"], "seen": kept["seen"]}
