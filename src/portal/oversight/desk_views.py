"""The wall of annual reports on the supervising office's desk."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.checks.check import catalogue
from portal.acts import clock
from portal.acts.act import Refused
from portal.annual.desk_views import FIRST
from portal.annual.models import Scope
from portal.annual.models.filing import STAGES
from portal.organs.models import Organ, Role
from portal.oversight.acts import RemindUnits, SetTimetable
from portal.oversight.forms import RemindForm, TimetableForm
from portal.oversight.models import Tier, Timetable
from portal.oversight.queries import SORTS, Row, Wall, wall
from portal.ui.language import spoken
from portal.ui.pages import act_page
from portal.ui.spreadsheets import csv_file

PAGE = 50
FILTERS: Mapping[str, Any] = {
    "late": gettext_lazy("逾期"),
    "unbegun": gettext_lazy("未开始"),
    **{stage.value: word for stage, word in STAGES.items()},
    "errors": gettext_lazy("有误"),
    "alike": gettext_lazy("内容雷同"),
}
ORDERS: Mapping[str, tuple[Any, Callable[[Row], Any]]] = {
    "": (gettext_lazy("按机关"), lambda row: 0),
    "left": (gettext_lazy("期限近的在前"), lambda row: (row.published, row.left)),
    "findings": (
        gettext_lazy("问题多的在前"),
        lambda row: -(row.judged.errors * 1000 + row.judged.warnings) if row.judged else 0,
    ),
    "alike": (gettext_lazy("最相似的在前"), lambda row: -row.alike),
}


def _organ(request: HttpRequest) -> Organ:
    standing = request.standing  # type: ignore[attr-defined]
    if standing.organ is None or Role.SUPERVISOR not in standing.roles:
        raise PermissionDenied(_("您在这里没有督办的岗位。"))
    organ: Organ = standing.organ
    return organ


def _year(year: int | None) -> int:
    last = clock.today().year - 1
    year = last if year is None else year
    if not FIRST <= year <= last + 1:
        raise Http404
    return year


@login_required
@require_GET
def everything(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the wall of a year: counts, filters, a page of rows."""
    organ, year = _organ(request), _year(year)
    found = wall(organ, year, today=clock.today())
    chosen, order, rule = (request.GET.get(name, "") for name in ("show", "order", "rule"))
    rows = _chosen(found, chosen, rule)
    if order in ORDERS and order:
        rows = sorted(rows, key=ORDERS[order][1])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    asked = {k: v for k, v in (("show", chosen), ("order", order), ("rule", rule)) if v}
    return render(
        request,
        "oversight/wall.html",
        {
            "organ": organ,
            "year": year,
            "years": range(clock.today().year - 1, FIRST - 1, -1),
            "wall": found,
            "page": page,
            "rows": [(row, _left(row)) for row in page.object_list],
            "filters": [
                (key, word, found.numbers[key], key == chosen) for key, word in FILTERS.items()
            ],
            "orders": [(key, word, key == order) for key, (word, _key) in ORDERS.items()],
            "rules": [
                (code, catalogue()[code].title[spoken()], units, number, code == rule)
                for code, units, number in found.by_rule
                if code in catalogue()
            ],
            "asked": urlencode(asked),
            "chosen": chosen,
            "order": order,
            "rule": rule,
        },
    )


def _chosen(found: Wall, chosen: str, rule: str) -> list[Row]:
    rows = list(found.rows)
    if chosen in SORTS:
        rows = [row for row in rows if SORTS[chosen](row)]
    if rule:
        rows = [row for row in rows if row.judged and rule in row.judged.codes]
    return rows


def _left(row: Row) -> str:
    """Say how many days a report still has, or how many it is late."""
    if row.published:
        return ""
    if row.late and row.left >= 0 and row.due.submit_on:
        days = (row.due.publish_on - row.due.submit_on).days - row.left
        return ngettext("报送逾期%(n)s天", "报送逾期%(n)s天", days) % {"n": days}
    if row.left < 0:
        return ngettext("逾期%(n)s天", "逾期%(n)s天", -row.left) % {"n": -row.left}
    return ngettext("还有%(n)s天", "还有%(n)s天", row.left) % {"n": row.left}


@login_required
@require_GET
def export(request: HttpRequest, year: int) -> HttpResponse:
    """Give the wall as CSV."""
    organ, year = _organ(request), _year(year)
    rows = wall(organ, year, today=clock.today()).rows
    return csv_file(f"{year}年报督办.csv", [_HEADS, *map(_line, rows)])


_HEADS = (
    *("机关", "范围", "状态", "公布期限", "逾期", "有误", "请核实"),
    *("与上年相似", "与他单位相似", "相似的单位", "催报次数"),
)


def _line(row: Row) -> list[object]:
    one = row.judged
    return [
        row.organ.name,
        Scope(row.scope).label,
        STAGES[row.stage] if row.stage else _("未开始"),
        row.due.publish_on.isoformat(),
        "是" if row.late else "",
        *((one.errors, one.warnings, one.like_last, one.like_other) if one else [""] * 4),
        one.like_whom.name if one and one.like_whom else "",
        row.reminders,
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, year: int) -> HttpResponse:
    """Remind the units that were ticked, or with ``all`` every one that the filter shows."""
    organ, year = _organ(request), _year(year)
    keys, found = set(request.GET.getlist("unit")), wall(organ, year, today=clock.today())
    rows = [row for row in _chosen(found, request.GET.get("show", ""), "") if not row.published]
    if "all" not in request.GET:
        rows = [row for row in rows if row.key in keys]

    def carry_out(form: RemindForm) -> Organ:
        return RemindUnits(
            by=request.standing.actor,  # type: ignore[attr-defined]
            organ=organ,
            year=year,
            rows=rows,
            words=form.cleaned_data["words"],
        ).execute()

    return act_page(
        request,
        RemindForm(request.POST or None),
        carry_out,
        title=RemindUnits.title,
        button=_("催报"),
        effect=_("催报%(n)s份报告：单位的工作台会显示，记录留存。") % {"n": len(rows)},
        done=_("已催报。"),
        then=reverse("oversight_year", args=[year]),
        back=reverse("oversight_year", args=[year]),
        refused=Refused,
        template="oversight/remind.html",
        rows=rows,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: HttpRequest, year: int) -> HttpResponse:
    """Set by when the units send and publish."""
    organ, year = _organ(request), _year(year)
    form = TimetableForm(request.POST or None, initial={"tier": request.GET.get("tier", "")})
    return act_page(
        request,
        form,
        lambda form: SetTimetable(
            by=request.standing.actor,  # type: ignore[attr-defined]
            organ=organ,
            year=year,
            **form.cleaned_data,
        ).execute(),
        title=SetTimetable.title,
        button=_("保存安排"),
        effect=_("本机关主管的各单位按这个时间报送和公布；不能晚于条例第四十九条的期限。"),
        done=_("已保存。"),
        then=reverse("oversight_timetable", args=[year]),
        back=reverse("oversight_year", args=[year]),
        refused=Refused,
        template="oversight/timetable.html",
        set_days=Timetable.objects.filter(organ=organ, year=year).order_by("tier"),
        year=year,
        tiers=Tier.choices,
    )
