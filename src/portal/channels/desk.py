"""Channels on the desk: the column, and what has to be done about them."""

from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock, ready
from portal.channels import clocks, queries
from portal.channels.models import Channel
from portal.organs.models import Role
from portal.publishing import queries as publishing
from portal.publishing.models import Document
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_panel, add_source
from portal.ui.templatetags.ui import day

_URGENCY = {
    clocks.State.LATE: Urgency.OVERDUE,
    clocks.State.NEVER: Urgency.LATER,
    clocks.State.SOON: Urgency.SOON,
}


def _work(standing: Any) -> list[Todo]:
    """Return the clocks that warn, what should come down, receipts that are missing."""
    if standing is None or standing.organ is None:
        return []
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return []
    organ, today = standing.organ, clock.today()
    todos = [*_first_channel(organ), *_clocks(organ, today)]
    for entry in queries.still_up(organ, today):
        what = {"title": entry.item.title, "channel": entry.channel.name}
        past = entry.item.document is None or entry.item.document.is_public
        words = (
            _("“%(title)s”公示期满（%(channel)s）")
            if past
            else _("“%(title)s”已撤回，仍在%(channel)s")
        )
        url = reverse("channel_entry_end", args=[entry.pk])
        due = entry.until_on if past else today
        todos.append(Todo(Urgency.TODAY, due, words % what, url, _("登记撤下")))
    for one in queries.handovers_unreceived(organ):
        words = _("%(on)s移交%(channel)s的清单尚未签收") % {
            "on": day(one.on),
            "channel": one.channel,
        }
        url = reverse("handover", args=[one.pk])
        todos.append(Todo(Urgency.WAITING, None, words, url, _("登记签收")))
    return todos


@ready.query
def _on_platform() -> QuerySet[Channel]:
    return Channel.objects.filter(organ=ready.number("organ"), automatic=True).order_by()


@ready.query
def _public() -> QuerySet[Document]:
    found = publishing.public().filter(organ=ready.number("organ"))
    return found.select_related(None).only("pk").order_by()


def _first_channel(organ: Any) -> list[Todo]:
    """Return the reminder to enter the organ's platform, once something stands on it."""
    if _on_platform.any(organ=organ.pk) or not _public.any(organ=organ.pk):
        return []
    url = reverse("channel_open") + "?kind=website"
    title = _("本机关在本平台公开的信息还没有按渠道登记")
    return [Todo(Urgency.LATER, None, title, url, _("登记网站"))]


def _clocks(organ: Any, today: Any) -> list[Todo]:
    """Return a line for each channel that warns, and one for all columns."""
    warning = [one for one in clocks.of_organ(organ, today) if one.warns]
    todos = []
    for one in (c for c in warning if isinstance(c.what, Channel)):
        url = reverse("channel", args=[one.what.pk])
        title = _("%(title)s：%(state)s") % {"title": one.title, "state": one.in_words}
        todos.append(Todo(_URGENCY[one.state], one.due_on, title, url, _("发布或说明")))
    columns = [one for one in warning if not one.is_channel]
    if columns:
        first = columns[0]
        title = _("%(n)s个栏目需要更新") % {"n": len(columns)}
        url = reverse("channel_clocks")
        todos.append(Todo(_URGENCY[first.state], first.due_on, title, url, _("查看")))
    return todos


add_entry(Entry(30, gettext_lazy("渠道"), "channels", lambda s: bool(s and s.organ and s.works)))
add_source(_work)


def _beside(document: Document, standing: Any) -> str:
    """Return where a public document went out, for its page on the desk."""
    if not document.is_public:
        return ""
    shown = {"document": document, "entries": queries.entries_of(document)[:6]}
    return render_to_string("channels/desk/document_panel.html", shown)


add_panel("document", _beside)
