"""Many organs from one file: read, shown, entered."""

import csv
import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import tables
from portal.organs import importing, policies
from portal.organs.forms import ConfirmForm, ImportForm
from portal.organs.views import actor, allow

SHOWN = 200
COLUMNS = tuple(titles[0] for titles in importing.COLUMNS.values())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Read a file and show what it would bring; nothing is entered yet."""
    allow(policies.may_shape_organs(actor(request), None))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            content = given["file"].read(importing.MOST_BYTES + 1)
            plan = importing.plan(content, on=given["on"])
        except tables.BadTable as error:
            form.add_error("file", error.sentence)
        else:
            confirm = {"rows": _as_csv(content), "on": given["on"], "basis": given["basis"]}
            return _shown(request, plan, ConfirmForm(initial=confirm))
    status = 422 if form.errors else 200
    context = {"form": form, "columns": COLUMNS, "needed": ("代码", "名称", "层级")}
    return render(request, "organs/import.html", context, status=status)


def _shown(request: HttpRequest, plan: importing.Plan, confirm: ConfirmForm) -> HttpResponse:
    return render(
        request,
        "organs/import_preview.html",
        {
            "new": plan.new[:SHOWN],
            "changed": plan.changed[:SHOWN],
            "refused": plan.refused[:SHOWN],
            "counts": {
                "new": len(plan.new),
                "changed": len(plan.changed),
                "same": plan.same,
                "refused": len(plan.refused),
            },
            "anything": bool(plan.new or plan.changed),
            "most": SHOWN,
            "form": confirm,
        },
    )


@login_required
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Enter what was shown, less what somebody entered meanwhile."""
    allow(policies.may_shape_organs(actor(request), None))
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有收到要导入的内容，请重新上传文件。"))
        return redirect("organs_import")
    given = form.cleaned_data
    try:
        plan = importing.plan(given["rows"].encode(), on=given["on"])
    except tables.BadTable as error:
        messages.error(request, error.sentence)
        return redirect("organs_import")
    made, changed, refused = importing.carry_out(
        plan, by=actor(request), on=given["on"], basis=given["basis"]
    )
    messages.success(
        request,
        _("已设立%(made)s个、变更%(changed)s个机关，%(refused)s行没有导入。")
        % {"made": made, "changed": changed, "refused": len(refused)},
    )
    for line in refused[:20]:
        messages.warning(
            request,
            _("第%(row)s行 %(name)s：%(why)s")
            % {"row": line.number, "name": line.name, "why": line.refused},
        )
    return redirect("organs")


def _as_csv(content: bytes) -> str:
    """Return a file's known columns as CSV, so that the page can send them back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    table = importing.read(content)
    writer.writerow([importing.COLUMNS[name][0] for name in table.columns])
    line = 1
    for number, row in table.rows:
        for _gap in range(number - line - 1):
            out.write("\n")  # rows keep the numbers they have in the file
        line = max(number, line + 1)
        writer.writerow([table.cell(row, name) for name in table.columns])
    return out.getvalue()


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Give the empty file to fill in."""
    allow(policies.may_shape_organs(actor(request), None))
    answer = HttpResponse(
        "\ufeff" + ",".join(COLUMNS) + "\r\n", content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="organs.csv"'
    return answer
