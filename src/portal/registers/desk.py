"""Registers on the desk: what waits to be entered, reviewed, filed."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock, ready
from portal.organs.keeping.desk import ask_for_last_year
from portal.organs.models import Role
from portal.publishing.models import LinkKind
from portal.registers import queries
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_source

FEW_DAYS = timedelta(days=7)
MONTH = timedelta(days=31)


def _by(due: date, today: date, *, soon: timedelta = FEW_DAYS) -> Urgency:
    """Return where in the list of work something with a day belongs."""
    if due < today:
        return Urgency.OVERDUE
    if due == today:
        return Urgency.TODAY
    return Urgency.SOON if due - today <= soon else Urgency.LATER


_unentered = ready.query(lambda: queries.unentered(ready.number("organ")))
_being_entered = ready.query(lambda: queries.being_entered(ready.number("organ")))
_to_file = ready.query(lambda: queries.to_file(ready.number("organ")))


def _work(standing: Any) -> list[Todo]:
    """Return what the organ's handlers and its head have to do in the registers."""
    if standing is None or standing.organ is None:
        return []
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return []
    organ, today = standing.organ, clock.today()
    todos = [
        Todo(
            Urgency.LATER,
            None,
            _("已公开，待登记为规范性文件：%(title)s") % {"title": one},
            reverse("normative_from", args=[one.pk]),
            _("登记"),
        )
        for one in _unentered(organ=organ.pk, most=50)
    ]
    for batch in _being_entered(organ=organ.pk):
        todos.append(
            Todo(
                Urgency.WAITING,
                None,
                _("正在登记“%(name)s”：已办%(done)s行，共%(rows)s行")
                % {"name": batch, "done": batch.dealt_with, "rows": batch.rows},
                reverse("register_batch", args=[batch.pk]),
                _("看进度"),
            )
        )
    for entry in queries.to_review(organ, today):
        left = (entry.expires_on - today).days  # type: ignore[operator]
        todos.append(
            Todo(
                _by(entry.expires_on, today, soon=MONTH),  # type: ignore[arg-type]
                entry.expires_on,
                _("有效期还剩%(left)s天，待评估：%(title)s") % {"left": left, "title": entry},
                reverse("normative", args=[entry.pk]),
                _("评估"),
            )
        )
    days = queries.setting(organ, "filing_days")
    for entry in _to_file(organ=organ.pk, most=50):
        due = entry.issued_on + timedelta(days=days)
        todos.append(
            Todo(
                _by(due, today),
                due,
                _("待报送备案：%(title)s") % {"title": entry},
                reverse("normative_act", args=[entry.pk, "file"]),
                _("报送备案"),
            )
        )
    for entry, link in queries.touched_by_links(organ):
        act, step = ("repeal", _("登记废止")) if link.kind == LinkKind.REPEALS else (
            "amend", _("登记修改")
        )  # fmt: skip
        todos.append(
            Todo(
                Urgency.LATER,
                None,
                _("《%(source)s》已公开，涉及《%(title)s》")
                % {"source": link.source, "title": entry},
                f"{reverse('normative_act', args=[entry.pk, act])}?by={link.source_id}",
                step,
            )
        )
    return todos


add_entry(Entry(20, gettext_lazy("登记簿"), "registers", lambda s: bool(s and s.organ and s.works)))
add_source(_work)
ask_for_last_year(lambda organ, year: queries.unsaid(organ, year).values(), "registers")
