"""Writing a report on the desk: its texts beside the tables, the findings and what may be named."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.characters import numeral
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import edition_for
from portal.acts.act import Changed, Refused
from portal.annual import drafting, findings, prose
from portal.annual import due as dues
from portal.annual.acts import SaveTexts
from portal.annual.acts.writing import nothing_happened
from portal.annual.filing_forms import TextsForm
from portal.annual.filing_views import METHODS, actor_of, remarks, seen, tables
from portal.annual.models import Filing
from portal.publishing.comparison import words_changed

KEPT = "annual_kept"
"""The session's key for the filing whose texts were saved just now: the browser may forget its copy."""


@login_required
@require_http_methods(METHODS)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the texts beside the tables, the findings and what may be named."""
    one = seen(request, pk)
    refusal = SaveTexts(by=actor_of(request), target=one).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    titles = _titles(one)
    form = TextsForm(request.POST if request.method == "POST" else None, filing=one, titles=titles)
    conflict, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            texts = form.texts()
            if take := request.POST.get("take", ""):
                texts = _taken(take, texts, drafting.working(one))
            try:
                SaveTexts(
                    by=actor_of(request), target=one, texts=texts, base=form.cleaned_data["base"]
                ).execute()
            except Changed as changed:
                one = seen(request, pk)
                conflict = _conflict(one, texts, titles)
                typed = request.POST.copy()
                typed["base"] = str(one.edits)
                form = TextsForm(typed, filing=one, titles=titles)
                form.is_valid()
                form.add_error(None, changed.sentence)
                status = changed.status
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("已保存。"))
                request.session[KEPT] = str(pk)
                after = "annual_submit" if "then" in request.POST else "annual_write"
                return redirect(after, pk)
    kept = request.session.get(KEPT) == str(pk)
    if kept:
        del request.session[KEPT]
    return render(request, "annual/write.html", _written(one, form, conflict, kept), status=status)


def _written(one: Filing, form: TextsForm, conflict: Any, kept: bool) -> dict[str, Any]:
    now, before = drafting.working(one), drafting.previous(one)
    shown = tables(one, now.report, now)
    parts = [
        {
            "number": part,
            "field": form[f"part_{part}"],
            "table": shown.get(part, ""),
            "preview": _preview(one.texts.get(str(part), ()), now.facts),
            "suggestions": [
                {"id": s.id, "text": prose.Spoken(now.facts).put(text)}
                for s, text in prose.suggest(now.facts)
                if s.section == part and text not in one.texts.get(str(part), ())
            ],
            "measures": _measures(before) if part == 5 else [],
        }
        for part in range(7)
    ]
    told = findings.told(now, peers=findings.peers_of(one))
    return {
        "filing": one,
        "form": form,
        "parts": parts,
        "last_year": one.year - 1,
        "named": now.facts.listed(),
        "told": told,
        "unopened": [
            (now.report.form.label(o.address), o) for o in drafting.unopened(now.report, before)
        ],
        "adjustments": _adjustments(now),
        "remarks": [r for r in remarks(one) if r["remark"].settled_at is None],
        "conflict": conflict,
        "kept": kept,
        "zero": not any(one.texts.values()) and nothing_happened(now.facts),
        "draft": f"annual-{one.pk}",
        "due": dues.of(one),
    }


def _titles(one: Filing) -> dict[int, str]:
    parts = edition_for(one.year).sections
    return {0: _("前言（可不写）")} | {p.number: f"{numeral(p.number)}、{p.title}" for p in parts}


def _preview(paragraphs: Any, facts: prose.Facts) -> list[str]:
    """Return the paragraphs that hold chips as they will read."""
    spoken = prose.Spoken(facts)
    return [spoken.put(text) for text in paragraphs if prose.CHIP.search(text)]


def _measures(before: FilledForm | None) -> list[str]:
    part = before.section(5) if before else None
    return list(prose.measures([p.text for p in part.paragraphs]))[:12] if part else []


def _adjustments(now: drafting.Working) -> list[dict[str, Any]]:
    return [
        {
            "one": one,
            "label": now.report.form.label(address),
            "derived": now.derived[address],
            "after": now.report[address],
        }
        for address, some in now.adjusted.items()
        for one in some
    ]


def _taken(take: str, texts: dict[str, list[str]], now: drafting.Working) -> dict[str, list[str]]:
    """Return the texts with the suggestion, or last year's measure, that somebody took."""
    for one, text in prose.suggest(now.facts):
        if take in (one.id, f"part-{one.section}"):
            texts[str(one.section)] = [*texts[str(one.section)], text]
    if take.startswith("measure-"):
        measures = _measures(drafting.previous(now.filing))
        number = take.removeprefix("measure-")
        if number.isascii() and number.isdigit() and int(number) < len(measures):
            said = prose.answer_to(now.filing.year - 1, measures[int(number)])
            texts["5"] = [*texts["5"], said]
    return texts


def _conflict(one: Filing, texts: dict[str, list[str]], titles: dict[int, str]) -> list[Any]:
    """Return, for each part that differs, what became of the other's words in one's own."""
    found = []
    for part, title in titles.items():
        theirs = "\n".join(one.texts.get(str(part), ()))
        mine = "\n".join(texts.get(str(part), ()))
        if theirs != mine:
            found.append({"title": title, "pieces": words_changed(theirs, mine)})
    return found
