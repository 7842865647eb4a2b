"""The guide and the grassroots catalogue on the desk, and the guide for everybody."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.law.fields import fields
from gongkai.law.guide import elements
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.pages import about
from portal.duties import lint, policies, queries
from portal.duties.acts.catalogue import ImportCatalogue
from portal.duties.acts.office import DescribeDisclosureOffice
from portal.duties.catalogue import read_items
from portal.duties.desk_views import context, organ_of
from portal.duties.forms import CatalogueForm, OfficeForm
from portal.duties.guide import assemble
from portal.duties.models import DisclosureOffice, NotApplicable
from portal.organs.models import Organ
from portal.organs.policies import may_describe_organ
from portal.organs.queries import successors
from portal.publishing.models import Part
from portal.publishing.queries import public
from portal.ui.pages import act_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _actor(request: HttpRequest) -> Any:
    return request.standing.actor  # type: ignore[attr-defined]


@login_required
@require_GET
def guide_desk(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Show what the guide has and lacks, and repealed wording in what is public."""
    organ = organ_of(request, code)
    guide = assemble(organ)
    lacking = {element.id for element in guide.missing}
    office = guide.office
    rows = [
        (element, element.id in lacking, getattr(office, element.field) if office and element.field else "")
        for element in elements().values()
    ]  # fmt: skip
    return render(
        request,
        "duties/guide_desk.html",
        context(request, organ, "guide")
        | {
            "guide": guide,
            "rows": rows,
            "own_findings": lint.repealed_in_guide(guide),
            "linted": lint.repealed_public(organ),
            "may_describe": may_describe_organ(_actor(request), organ) is None,
        },
    )


@login_required
@form_page
def guide_edit(request: HttpRequest) -> HttpResponse:
    """Fill in the particulars of the disclosure office."""
    organ = organ_of(request)
    why_not = may_describe_organ(_actor(request), organ)
    if why_not:
        raise PermissionDenied(why_not)
    office = queries.office_of(organ)
    form = OfficeForm(
        request.POST or None,
        instance=office or DisclosureOffice(organ=organ),
        initial={"seen": office.version if office else None},
    )

    def describe(form: Any) -> DisclosureOffice:
        return DescribeDisclosureOffice(
            by=_actor(request),
            organ=organ,
            target=queries.office_of(organ) if form.cleaned_data["seen"] is not None else None,
            seen=form.cleaned_data["seen"],
            fields=form.particulars(),
        ).execute()

    return act_page(
        request,
        form,
        describe,
        **about(DescribeDisclosureOffice, organ.name, reverse("guide_desk"))
        | {"button": _("保存")},
        effect=_("保存后公开的指南立即按新的内容显示，并注明更新日期。"),
        done=_("已保存，指南已更新。"),
    )


@login_required
@require_GET
def field_list(request: HttpRequest) -> HttpResponse:
    """Show the pilot fields with the organ's items in each."""
    organ = organ_of(request)
    rows = queries.field_overview(organ)
    return render(
        request,
        "duties/fields.html",
        context(request, organ, "fields")
        | {"rows": rows, "items": sum(r.items for r in rows), "met": sum(r.met for r in rows)},
    )


@login_required
@require_GET
def field(request: HttpRequest, field: str) -> HttpResponse:
    """Show the items of one field."""
    organ = organ_of(request)
    if field not in fields():
        raise Http404
    return render(
        request,
        "duties/field.html",
        context(request, organ, "fields")
        | {
            "field": fields()[field],
            "code": f"field:{field}",
            "items": queries.items_of(organ, field),
            "not_applicable": NotApplicable.objects.filter(
                organ=organ, code=f"field:{field}", ended_at=None
            ).first(),
        },
    )


@login_required
@form_page
def field_import(request: HttpRequest, field: str) -> HttpResponse:
    """Take over a field's catalogue from a file; what is wrong is said row by row."""
    organ = organ_of(request)
    if field not in fields():
        raise Http404
    why_not = policies.may_keep(_actor(request), organ)
    if why_not:
        raise PermissionDenied(why_not)
    posted = request.method == "POST"
    form = CatalogueForm(request.POST if posted else None, request.FILES if posted else None)

    def take_over(form: Any) -> Organ:
        table = form.cleaned_data["table"]
        reading = read_items(table.read(), table.name)
        if reading.problems:
            for problem in reading.problems:
                form.add_error("table", problem)
            raise Refused(_("目录没有导入，原来的事项没有变。请按下面的说明修改文件后再导入。"))
        return ImportCatalogue(
            by=_actor(request), target=organ, field=field, items=reading.items
        ).execute()

    return act_page(
        request,
        form,
        take_over,
        **about(ImportCatalogue, fields()[field].zh, reverse("duty_field", args=[field])),
        effect=_(
            "以这份文件为准：新的事项加入，文件里没有的事项停用，相同的事项保留已对应的信息。"
        ),
        template="duties/import.html",
        done=_("目录已导入。"),
    )


@require_GET
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ's guide to everybody; an abolished organ's leads to who took over."""
    return _guide(request, code, "duties/guide.html")


@require_GET
def guide_print(request: HttpRequest, code: str) -> HttpResponse:
    """Show the guide for printing, without anything around it."""
    return _guide(request, code, "duties/guide_print.html")


def _guide(request: HttpRequest, code: str, template: str) -> HttpResponse:
    organ = get_object_or_404(Organ.objects.select_related("parent", "reports_to"), code=code)
    today = clock.today()
    if organ.abolished_on and organ.abolished_on <= today:
        after = [s.after for s in successors(organ)]
        if len(after) == 1:
            return redirect("site_guide", code=after[0].code, permanent=True)
        raise Http404
    filed = public().filter(organ=organ, column__part=Part.GUIDE).order_by("-published_at", "-pk")
    return render(
        request,
        template,
        {
            "organ": organ,
            "guide": assemble(organ),
            "documents": filed.defer("shown__body")[:20],
            "today": today,
            "address": request.build_absolute_uri(reverse("site_guide", args=[code])),
        },
    )
