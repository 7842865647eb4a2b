"""Documents on the desk."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.lifecycle import State
from portal.publishing.models import Document
from portal.publishing.queries import visible, waiting_for
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_source


def _work(standing: Any) -> list[Todo]:
    """Return the documents that wait for this person: a step, a correction, the publication."""
    if standing is None or standing.organ is None:
        return []
    waiting = [
        (one, _("审查")) for one in waiting_for(standing.actor, standing.organ, standing.roles)
    ]
    own = visible(standing.actor).filter(organ=standing.organ)
    if "handler" in standing.roles:
        waiting += [(one, _("公开")) for one in own.filter(state=State.SIGNED)]
        waiting += [
            (one, _("修改后再送审"))
            for one in own.filter(state=State.DRAFT, events__kind="returned").distinct()
        ]
    return [_todo(one, step) for one, step in waiting]


def _todo(one: Document, step: str) -> Todo:
    return Todo(Urgency.LATER, None, str(one), reverse("document", args=[one.pk]), step)


add_entry(
    Entry(10, gettext_lazy("公开信息"), "documents", lambda s: bool(s and s.organ and s.works))
)
add_source(_work)
