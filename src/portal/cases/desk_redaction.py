"""Redacting a file that is to be provided: its pages with what is suggested, the clerk's choice, the proof."""

from base64 import b64encode
from collections import Counter
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
from gongkai.redaction.marks import PERSONAL, Box, Mark, Page, Pages
from portal.acts.act import Act, Refused
from portal.acts.pages import about
from portal.cases import papers, queries
from portal.cases.acts.redaction import KeepRedacted, ProvideWhole, TakeBackFile
from portal.cases.desk_views import acting, beside, form_page
from portal.cases.forms import words
from portal.cases.forms_redaction import ASKS, RedactForm, answered
from portal.cases.models import Case, CaseFile
from portal.cases.sealing import Unsealable
from portal.ui.language import article, spoken
from portal.ui.pages import act_page

PAGES = 20
"""How many pages are shown at a time."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """A block on a page: of a suggestion, with its number in the list, or of an area drawn (0)."""

    number: int
    left: float
    top: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is shown: its picture, and what is to be taken out."""

    page: Page
    picture: str
    blocks: tuple[Blocked, ...]

    @property
    def text(self) -> str:
        """What stands on the page, for whoever cannot see the picture."""
        return "\n".join(line.text for line in self.page.lines if line.text.strip())


@dataclass(frozen=True, slots=True)
class Result:
    """What a redaction comes to before it is kept: its counts by ground, its proof in sentences."""

    grounds: tuple[tuple[str, int], ...]
    sentences: tuple[str, ...]


def _shown(
    pdf: bytes, pages: Sequence[Page], marks: Sequence[Mark], areas: Sequence[tuple[int, Box]]
) -> list[Shown]:
    placed = [(n, p.page, p.box) for n, mark in enumerate(marks, 1) for p in mark.places]
    placed += [(0, page, box) for page, box in areas]
    return [
        Shown(
            page,
            "data:image/jpeg;base64," + b64encode(picture).decode(),
            tuple(
                Blocked(n, box.left, box.top, box.right - box.left, box.bottom - box.top)
                for n, number, box in placed
                if number == page.number
            ),
        )
        for page, picture in zip(pages, redaction.pictures(pdf, pages), strict=True)
    ]


def _file(request: HttpRequest, pk: int) -> CaseFile:
    found = CaseFile.objects.filter(case__in=queries.visible(acting(request)), erased_at=None)
    return get_object_or_404(found.select_related("case__applicant", "case__organ"), pk=pk)


def _allowed(act: Act[Case], request: HttpRequest) -> None:
    refusal = act.refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)


@login_required
@never_cache
@form_page
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a file with what is suggested, then the result, and take out what the clerk chose."""
    by, file = acting(request), _file(request, pk)
    one = file.case
    refusal = KeepRedacted(by=by, target=one, file=file).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    pages, suggested, wrong = _opened(file)
    posted = request.method == "POST"
    asks = {name for name in ASKS if name in request.POST} if posted else set()
    form = RedactForm(answered(request.POST) if posted else None, pages=pages, suggested=suggested)
    made: redaction.Redacted | None = None
    if asks:
        request.method = "GET"  # nothing is kept yet: the page is only shown anew
        if "preview" not in asks:
            form.quiet()
        elif form.is_valid() and not wrong:
            try:
                made = _made(form, pages)
            except Refused as refused:
                form.add_error(None, refused.sentence)

    def carry_out(form: Any) -> Case:
        if wrong:
            raise Refused(wrong)
        return KeepRedacted(by=by, target=one, file=file, made=_made(form, pages)).execute()

    first = _first(request, pages)
    window = pages.pages[first : first + PAGES]
    try:
        if made is not None:
            drawn = _shown(made.pdf, window, (), ())
        else:
            drawn = _shown(pages.pdf, window, suggested, form.boxes())
    except GongkaiError as error:
        drawn, wrong = [], wrong or error.sentence(spoken())
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
        shown=drawn,
        first=first + 1,
        last=first + len(window),
        count=len(pages.pages),
        before=max(1, first + 1 - PAGES) if first else 0,
        after=first + PAGES + 1 if first + PAGES < len(pages.pages) else 0,
        pictures=[page.number for page in pages.pages if page.is_picture],
        result=_result(made) if made is not None else None,
        personal=PERSONAL,
        **beside(one),
    )


def _made(form: RedactForm, pages: Pages) -> redaction.Redacted:
    """Return the redacted file with a proof that holds; raises Refused."""
    told = form.cleaned_data
    if told["source"] not in ("", pages.source):
        raise Refused(_("文件在您查看之后换过了，请重新选择。"))
    try:
        return redaction.redact(pages, told["found"], keep_elsewhere=told["keep"])
    except GongkaiError as error:
        raise Refused(error.sentence(spoken())) from error


def _result(made: redaction.Redacted) -> Result:
    counted = Counter(mark.ground for mark in made.marks)
    named = tuple((article(grounds()[one].article), n) for one, n in counted.items())
    return Result(named, made.proof.sentences(spoken()))


def _first(request: HttpRequest, pages: Pages) -> int:
    """Return which page is the first shown, counted from 0."""
    asked = request.POST.get("turn") or request.POST.get("first") or ""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    return min(max(number, 1), max(len(pages.pages), 1)) - 1


@login_required
@never_cache
@form_page
def as_it_is(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a file goes out whole; what was found in it stands beside."""
    by, file = acting(request), _file(request, pk)
    one = file.case
    _allowed(ProvideWhole(by=by, target=one, file=file), request)
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


@login_required
@never_cache
@form_page
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a file that was provided by mistake: at once the applicant cannot have it any more."""
    by, file = acting(request), _file(request, pk)
    one = file.case
    _allowed(TakeBackFile(by=by, target=one, file=file), request)
    return act_page(
        request,
        TakeBackForm(request.POST or None),
        lambda form: TakeBackFile(by=by, target=one, file=file, **form.cleaned_data).execute(),
        **about(TakeBackFile, file.name, reverse("case", args=[one.pk])),
        effect=_(
            "申请人立即不能再下载这个文件，查询页写明哪一天收回了文件，不写原因；案卷里的一份封存不动。已经下载、寄出的收不回来，请另行处理。"
        ),
        done=_("已收回，申请人不能再下载。"),
        **beside(one),
    )


class TakeBackForm(forms.Form):
    """Why a file is taken back."""

    why = words(gettext_lazy("为什么收回"), required=True, most=500)


def _opened(file: CaseFile) -> tuple[Pages, Sequence[Mark], str]:
    """Return a file's pages and suggestions, or why it cannot be opened."""
    try:
        pages = redaction.find(papers.content(file), file.name)
        suggested = redaction.suggest(pages)
    except (OSError, Unsealable) as error:
        raise Http404 from error
    except GongkaiError as error:
        return Pages(file.name, file.sha256, b"", ()), (), error.sentence(spoken())
    return pages, [replace(mark, ground=mark.ground or PERSONAL) for mark in suggested], ""
