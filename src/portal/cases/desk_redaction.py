"""Redacting a file that is to be provided: its pages with what is suggested, the clerk's choice, the proof."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from gongkai.errors import GongkaiError
from gongkai.law.grounds import grounds
from gongkai.redaction import redact as redaction
from gongkai.redaction.marks import Mark, Page, Pages
from portal.acts.act import Refused
from portal.acts.pages import about
from portal.cases import papers, queries
from portal.cases.acts.redaction import KeepRedacted, ProvideWhole
from portal.cases.desk_views import acting, beside, form_page
from portal.cases.forms import words
from portal.cases.models import Case, CaseFile
from portal.cases.sealing import Unsealable
from portal.ui.language import article, said, spoken
from portal.ui.pages import act_page

MOST_PAGES = 60
MOST_MARKS = 2000


class RedactForm(forms.Form):
    """Which suggestions are taken out, which further words, on which ground."""

    marks = forms.MultipleChoiceField(
        label=gettext_lazy("建议遮盖的内容"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = words(
        gettext_lazy("还要遮盖的文字"),
        rows=3,
        required=False,
        help_text=gettext_lazy("一行一条，文件里每一处都会遮盖。"),
    )
    ground = forms.ChoiceField(label=gettext_lazy("还要遮盖的文字的依据"))
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, pages: Pages, suggested: Sequence[Mark], **kwargs: Any) -> None:
        kinds = [(str(n), f"{n + 1}. {mark.text}") for n, mark in enumerate(suggested)]
        chosen = [str(n) for n, _mark in enumerate(suggested)]
        kwargs["initial"] = {"marks": chosen, "ground": "15", "source": pages.source}
        super().__init__(*args, **kwargs)
        self.pages, self.suggested = pages, suggested
        self.fields["marks"].choices = kinds  # type: ignore[attr-defined]
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{said(one)}（{article(one.article)}）") for one in grounds().values()
        ]

    def clean(self) -> dict[str, Any]:
        """Return the marks; raises ValidationError for words that stand nowhere."""
        kept = super().clean() or self.cleaned_data
        found = [self.suggested[int(n)] for n in kept.get("marks", ())]
        for line in str(kept.get("text", "")).splitlines():
            if line.strip():
                try:
                    found += redaction.occurrences(
                        self.pages, line, ground=kept.get("ground", "15")
                    )
                except GongkaiError as error:
                    self.add_error("text", error.sentence(spoken()))
        if not found and not self.errors:
            raise forms.ValidationError(_("没有选择要遮盖的内容。"))
        kept["found"] = list(dict.fromkeys(found))[:MOST_MARKS]
        return kept


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of a page as a drawing shows it."""

    text: str
    left: float
    base: float
    size: float
    wide: float


@dataclass(frozen=True, slots=True)
class Blocked:
    """A suggested block on a page, with its number in the list."""

    number: int
    left: float
    top: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is drawn: its text where it stands, and what is suggested."""

    number: int
    width: float
    height: float
    lines: tuple[Drawn, ...]
    blocks: tuple[Blocked, ...]
    picture: bool


def shown(page: Page, marks: Sequence[Mark]) -> Shown:
    """Return a page as it is drawn."""
    lines = tuple(
        Drawn(
            line.text,
            line.boxes[0].left,
            line.boxes[0].bottom - 0.18 * (line.boxes[0].bottom - line.boxes[0].top),
            max(line.boxes[0].bottom - line.boxes[0].top, 1.0),
            max(line.boxes[-1].right - line.boxes[0].left, 1.0),
        )
        for line in page.lines
        if line.text.strip() and line.boxes and not line.turn
    )
    blocks = tuple(
        Blocked(n + 1, p.box.left, p.box.top, p.box.right - p.box.left, p.box.bottom - p.box.top)
        for n, mark in enumerate(marks)
        for p in mark.places
        if p.page == page.number
    )
    return Shown(page.number, page.width, page.height, lines, blocks, page.is_picture)


@login_required
@never_cache
@form_page
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a file with what is suggested, and take out what the clerk chose."""
    by = acting(request)
    found = CaseFile.objects.filter(case__in=queries.visible(by), erased_at=None)
    file = get_object_or_404(found.select_related("case__applicant", "case__organ"), pk=pk)
    one = file.case
    refusal = KeepRedacted(by=by, target=one, file=file).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    pages, suggested, wrong = _opened(file)
    form = RedactForm(request.POST or None, pages=pages, suggested=suggested)

    def carry_out(form: Any) -> Case:
        if wrong:
            raise Refused(wrong)
        if form.cleaned_data["source"] not in ("", pages.source):
            raise Refused(_("文件在您查看之后换过了，请重新选择。"))
        try:
            made = redaction.redact(pages, form.cleaned_data["found"])
        except GongkaiError as error:
            raise Refused(error.sentence(spoken())) from error
        return KeepRedacted(by=by, target=one, file=file, made=made).execute()

    return act_page(
        request,
        form,
        carry_out,
        **about(KeepRedacted, file.name, reverse("case", args=[one.pk])),
        effect=_(
            "选中的内容从文件里真正去掉：页面重新做成图片，再用两种程序在新文件里查找，查不到才保存，并附上证明。原件留在案卷里，不对外提供。"
        ),
        done=_("已遮盖，证明成立。"),
        template="cases/desk/redact.html",
        wrong=wrong,
        shown=[shown(page, suggested) for page in pages.pages[:MOST_PAGES]],
        more=max(0, len(pages.pages) - MOST_PAGES),
        pictures=[page.number for page in pages.pages if page.is_picture],
        **beside(one),
    )


@login_required
@never_cache
@form_page
def as_it_is(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a file goes out whole; what was found in it stands beside."""
    by = acting(request)
    found = CaseFile.objects.filter(case__in=queries.visible(by), erased_at=None)
    file = get_object_or_404(found.select_related("case__applicant", "case__organ"), pk=pk)
    one = file.case
    refusal = ProvideWhole(by=by, target=one, file=file).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    _pages, suggested, wrong = _opened(file)
    effect = wrong or (
        _("文件里发现%(n)d处个人信息，例如“%(first)s”。整份提供前请确认依法可以公开。")
        % {"n": len(suggested), "first": suggested[0].text}
        if suggested
        else _("没有发现个人信息；图片上的文字查不到，请逐页看过。")
    )
    return act_page(
        request,
        WholeForm(request.POST or None),
        lambda form: ProvideWhole(by=by, target=one, file=file, **form.cleaned_data).execute(),
        **about(ProvideWhole, file.name, reverse("case", args=[one.pk])),
        effect=effect,
        done=_("已记录。"),
        **beside(one),
    )


class WholeForm(forms.Form):
    """Why nothing has to be taken out."""

    why = words(gettext_lazy("为什么可以整份提供"), required=True, most=500)


def _opened(file: CaseFile) -> tuple[Pages, Sequence[Mark], str]:
    """Return a file's pages and suggestions, or why it cannot be opened."""
    try:
        pages = redaction.find(papers.content(file), file.name)
        suggested = redaction.suggest(pages)
    except (OSError, Unsealable) as error:
        raise Http404 from error
    except GongkaiError as error:
        return Pages(file.name, file.sha256, b"", ()), (), error.sentence(spoken())
    return pages, [replace(mark, ground=mark.ground or "15") for mark in suggested], ""
