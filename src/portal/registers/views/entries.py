"""The registers of decisions and payments on the desk: the year by months, the entries, each act."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.organs.keeping import queries as kept
from portal.organs.keeping.forms import ActForm, ReasonForm
from portal.organs.keeping.pages import (
    Offered,
    actor,
    carry,
    entry_page,
    make,
    organ_read,
    own_organ,
    words_asked,
    year_asked,
    years,
)
from portal.organs.keeping.policies import may_keep_for
from portal.registers import figures, queries, rules
from portal.registers.acts import counts as count_acts
from portal.registers.acts import entries as acts
from portal.registers.forms import CorrectEntryForm, CorrectMonthForm, EntryForm, MonthForm
from portal.registers.models import Batch, Entry, MonthlyCount, ZeroReport

PAGE = 50
OFFERED = (
    Offered("correct", acts.CorrectEntry, CorrectEntryForm, gettext_lazy("登错的一条注销，改正的另立一条，两条互相注明。"), gettext_lazy("已更正。")),
    Offered("show", acts.ShowEntry, ActForm, gettext_lazy("列入网站上的结果名单；个人姓名只显示姓。"), gettext_lazy("已列入公开的结果。")),
    Offered("hide", acts.HideEntry, ReasonForm, gettext_lazy("立即从网站上的结果名单中撤下，仍计入数量。"), gettext_lazy("已停止公开。")),
    Offered("strike", acts.StrikeEntry, ReasonForm, gettext_lazy("注销后不再计数、不再公开，仍可查到。"), gettext_lazy("已注销。")),
)  # fmt: skip
MONTH_OFFERED = (
    Offered("correct", count_acts.CorrectMonthlyCount, CorrectMonthForm, gettext_lazy("原来的数注销，另立一条，两条都可查到。"), gettext_lazy("已更正。")),
    Offered("strike", count_acts.StrikeMonthlyCount, ReasonForm, gettext_lazy("注销后这个月可以逐件登记或导入。"), gettext_lazy("已注销。")),
)  # fmt: skip


def register_named(code: str) -> rules.Register:
    """Return a register; raises Http404."""
    found = rules.registers().get(code)
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def register(request: HttpRequest, register: str) -> HttpResponse:
    """Show a register's year by months, and its entries; ``?year= ?month= ?q= ?struck=`` narrow."""
    book, organ, year = register_named(register), organ_read(request), year_asked(request)
    months = queries.by_month(organ, register, year)
    found = Entry.objects.filter(organ=organ, register=register)  # `organ_read` asked who reads
    struck = "struck" in request.GET
    found = found.filter(struck_at__isnull=not struck)
    month, words = request.GET.get("month", ""), words_asked(request)
    if words:
        found = found.filter(number__startswith=words)
    elif month.isascii() and month.isdigit() and len(month) == 6:
        found = found.filter(month=int(month))
    else:
        month = ""
        found = found.filter(on__range=(date(year, 1, 1), date(year, 12, 31)))
    page = Paginator(found.order_by("-on", "-pk"), PAGE).get_page(request.GET.get("page"))
    total = sum(m.amount for m in months)
    return render(
        request,
        "registers/desk/register.html",
        {
            "book": book,
            "organ": organ,
            "year": year,
            "years": years(),
            "months": months,
            "count": sum(m.number for m in months),
            "amount": total,
            "wan": figures.in_wan(organ, total),
            "page": page,
            "month": month,
            "q": words,
            "struck": struck,
            "superseded": MonthlyCount.objects.filter(
                organ=organ,
                register=register,
                month__range=(year * 100 + 1, year * 100 + 12),
                struck_at__isnull=False,
            ).order_by("pk"),
            "batches": kept.visible(Batch, actor(request))
            .filter(organ=organ, register=register)
            .order_by("-pk")[:5],
            "said": kept.none_said(ZeroReport, organ, year).get(register),
            "may_keep": may_keep_for(actor(request), organ) is None,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, register: str) -> HttpResponse:
    """Enter one decision or payment."""
    book = register_named(register)
    organ = own_organ(request, may_keep_for)
    back = reverse("register_book", args=[register])
    return make(
        request,
        EntryForm(request.POST or None, organ=organ, register=book),
        acts.EnterEntry,
        given={"register": register},
        title=_("登记%(what)s") % {"what": book.what},
        back=back,
        then=back,
        done=_("已登记。"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_month(request: HttpRequest, register: str) -> HttpResponse:
    """Enter a month's count."""
    book, year = register_named(register), year_asked(request)
    organ = own_organ(request, may_keep_for)
    back = f"{reverse('register_book', args=[register])}?year={year}"
    month = request.GET.get("month", "")
    initial = {"month": month} if month.isascii() and month.isdigit() else {}
    return make(
        request,
        MonthForm(request.POST or None, organ=organ, register=book, year=year, initial=initial),
        count_acts.EnterMonthlyCount,
        given={"register": register},
        title=_("%(title)s：报月报数") % {"title": book.title},
        effect=_("没有逐件登记的月份，可以只报当月的总数。同一个月不能又逐件登记又报月报数。"),
        back=back,
        then=back,
        done=_("已登记月报数。"),
    )


def _entry(request: HttpRequest, pk: int) -> Entry:
    return get_object_or_404(kept.visible(Entry, actor(request)), pk=pk)


@login_required
@require_GET
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry, what it corrects and what corrects it."""
    one = _entry(request, pk)
    offered = [o for o in OFFERED if o.slug != ("show" if one.shown else "hide")]
    if not rules.registers()[one.register].listed:
        offered = [o for o in offered if o.slug not in ("show", "hide")]
    return entry_page(
        request,
        "registers/desk/entry.html",
        one,
        offered,
        book=rules.registers()[one.register],
        page="register_entry",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry an act on an entry out."""
    one = _entry(request, pk)
    return carry(request, one, act, OFFERED, reverse("register_entry", args=[pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def month_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry an act on a monthly count out."""
    one = get_object_or_404(kept.visible(MonthlyCount, actor(request)), pk=pk)
    back = f"{reverse('register_book', args=[one.register])}?year={one.month // 100}"
    return carry(request, one, act, MONTH_OFFERED, back)
