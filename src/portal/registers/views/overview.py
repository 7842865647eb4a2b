"""All registers of an organ in one year: the figures of table two, what is missing, what is zero."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.figures import plain
from gongkai.forms.form import Form, edition_for
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.pages import about
from portal.organs.keeping import queries as kept
from portal.organs.keeping.forms import NoneForm
from portal.organs.keeping.pages import (
    actor,
    organ_read,
    own_organ,
    say_none,
    year_asked,
    years,
)
from portal.organs.keeping.policies import may_keep_for
from portal.organs.models import Organ
from portal.registers import policies, queries, rules
from portal.registers.acts.counts import ConfirmZero
from portal.registers.acts.rules import SetRegisterRules
from portal.registers.figures import table_two
from portal.registers.forms import RulesForm
from portal.registers.models import NormativeKind, RegisterRules, ZeroReport
from portal.ui.pages import act_page


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show a year's figures as table two asks for them, register by register."""
    organ, year = organ_read(request), year_asked(request)
    form = edition_for(year)
    mine = may_keep_for(actor(request), organ) is None and organ == request.standing.organ  # type: ignore[attr-defined]
    unsaid = queries.unsaid(organ, year) if mine else {}
    below = kept.organs(actor(request)).order_by("path")
    return render(
        request,
        "registers/desk/overview.html",
        {
            "organ": organ,
            "organs": below if below.count() > 1 else [],
            "year": year,
            "years": years(),
            "rows": _rows(organ, year, form),
            "form": NoneForm(organ=organ, unsaid=unsaid) if unsaid else None,
            "unentered": queries.unentered(organ).count(),
            "may_set_rules": policies.may_set_rules_for(actor(request), organ) is None,
            "powers": queries.totals(queries.powers_on(organ, clock.today())),
        },
    )


def _rows(organ: Organ, year: int, form: Form) -> list[dict[str, Any]]:
    """Return a line for each register that the year's form asks for."""
    figures = table_two(organ, year)
    nothing = queries.nothing_in(organ, year)
    said = kept.none_said(ZeroReport, organ, year)
    rows: dict[str, dict[str, Any]] = {}
    for address, counted in figures.items():
        register = str(form.table(address.table).row(address.row).counts["register"])
        if address.column in ("previous", "change"):
            continue  # of the list of powers, which has its own page
        row = rows.setdefault(
            register,
            {
                "title": queries.title_of(register),
                "url": _url(register),
                "figures": [],
                "nothing": register in nothing,
                "said": said.get(register) if register in nothing else None,
            },
        )
        row["figures"].append(
            (form.table(address.table).column(address.column).label, plain(counted.value))
        )
    return list(rows.values())


def _url(register: str) -> str:
    if register in NormativeKind:
        return f"{reverse('normatives')}?kind={register}"
    return reverse("register_book", args=[register])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_zero(request: HttpRequest) -> HttpResponse:
    """Say that there was nothing in some registers in a year."""
    organ, year = own_organ(request, may_keep_for), year_asked(request)
    return say_none(
        request,
        ConfirmZero,
        queries.unsaid(organ, year),
        title=_("%(year)s年登记簿：确认本年无") % {"year": year},
        back=f"{reverse('registers')}?year={year}",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_rules(request: HttpRequest) -> HttpResponse:
    """Set how registers are kept where no instrument says it."""
    organ = own_organ(request, policies.may_set_rules_for)
    kept = RegisterRules.objects.filter(organ=organ).first()
    names = SetRegisterRules.ALLOWED
    back = reverse("registers")
    return act_page(
        request,
        RulesForm(
            request.POST or None,
            organ=organ,
            target=kept,
            initial={name: getattr(kept, name) for name in names} if kept else {},
        ),
        lambda form: SetRegisterRules(
            by=actor(request),
            target=kept,
            organ=organ,
            seen=form.cleaned_data.get("seen"),
            **form.facts(),
        ).execute(),
        **about(SetRegisterRules, organ.name, back) | {"refused": Refused},
        effect=_(
            "以下各项文件没有统一规定。不填的，依上级设定；上级也没有设定的，"
            "按通行做法：届满前%(months)s个月评估，印发后%(days)s日内报备案，"
            "收费金额（万元）保留%(decimals)s位小数，失效的不计入“本年废止件数”，"
            "往年已计入办理结果、又被责令重新处理的申请不再计入年度报告。"
        )
        % {
            "months": rules.practice("review_months"),
            "days": rules.practice("filing_days"),
            "decimals": rules.practice("fee_decimals"),
        },
        done=_("已设定。"),
    )
