"""Duties on the desk: the menu, and what has to be published soon."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.duties import clock, guide, policies
from portal.duties.clock import Pace
from portal.duties.panel import panel
from portal.duties.queries import office_of
from portal.organs.models import Role
from portal.publishing.models import Document
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_panel, add_source

_URGENCY = {Pace.OVERDUE: Urgency.OVERDUE, Pace.SOON: Urgency.SOON}


def _work(standing: Any) -> list[Todo]:
    """Return what this organ must publish soon or has failed to, and what its guide lacks."""
    if standing is None or standing.organ is None:
        return []
    todos = []
    if standing.roles & {Role.HANDLER, Role.HEAD}:
        for document, told in clock.waiting(standing.organ):
            if told.pace in _URGENCY and told.due_on is not None:
                urgency = _URGENCY[told.pace]
                if told.pace is Pace.SOON and told.distance == 0:
                    urgency = Urgency.TODAY
                title = _("按期公开：%(title)s") % {"title": document}
                url = reverse("document", args=[document.pk])
                todos.append(Todo(urgency, told.due_on, title, url, _("办理")))
    if Role.HEAD in standing.roles:
        missing = guide.missing(standing.organ, office_of(standing.organ))
        if missing:
            title = _("政府信息公开指南还缺%(n)d项内容") % {"n": len(missing)}
            todos.append(Todo(Urgency.LATER, None, title, reverse("guide_desk"), _("补齐")))
    return todos


add_entry(Entry(40, gettext_lazy("公开事项"), "duties", lambda s: bool(s and s.organ and s.works)))
add_source(_work)


def _beside(document: Document, standing: Any) -> str:
    """Return the clock of art. 26 and the duties a document fulfils, for its page on the desk."""
    may_keep = policies.may_keep(standing.actor, document.organ) is None
    shown = {"panel": panel(document), "may_keep": may_keep}
    return render_to_string("duties/document_panel.html", shown)


add_panel("document", _beside)
