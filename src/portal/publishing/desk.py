"""Documents on the desk: the menu, the list of work, and where a document stands in a sentence."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.acts import clock
from portal.organs.models import Role
from portal.publishing import policies, queries
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Attribute, Document
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_source

STATES = (
    ("open", gettext_lazy("没有办完的")),
    (State.DRAFT, gettext_lazy("起草中")),
    (State.REVIEW, gettext_lazy("审查中")),
    (State.SIGNED, gettext_lazy("已签发")),
    (State.SCHEDULED, gettext_lazy("已定时公开")),
    (State.PUBLISHED, gettext_lazy("已公开")),
    (State.WITHDRAWN, gettext_lazy("已撤回")),
    (State.DISCARDED, gettext_lazy("已作废")),
)
"""The states as the list of documents narrows by them."""

LATE = timedelta(minutes=15)
"""After how long a timed publication that did not happen is somebody's work."""
MOST = 50  # of one kind in the list of work: nobody does more in a day


def sentence(one: Document, steps: list[queries.Step]) -> str:
    """Say in a sentence where a document stands and who has to do what."""
    if one.state == State.REVIEW:
        step = next(s for s in steps if s.waits)
        words = _("审查第%(number)d步“%(role)s”（共%(count)d步）") % {
            "number": step.number,
            "role": step.role.label,
            "count": len(steps),
        }
        if step.eligible:
            return _("%(step)s，等%(who)s办理。") % {
                "step": words,
                "who": _("、").join(step.eligible),
            }
        if step.people:
            return _(
                "%(step)s没有人能办：%(who)s已起草或办理过这份文件，需要另一个人担任这一岗位。"
            ) % {
                "step": words,
                "who": _("、").join(step.people),
            }
        return _("%(step)s没有人能办：本机关还没有人担任这一岗位。") % {"step": words}
    if one.state == State.DRAFT:
        last = one.events.exclude(kind=Event.EDITED).order_by("pk").last()
        if last and last.kind == Event.RETURNED:
            return _("%(who)s退回，修改后重新送审。意见：%(opinion)s") % {
                "who": last.who,
                "opinion": last.opinion,
            }
        if one.is_public:
            return _("正在更正；网站上仍是原来的版本。")
        return _("正在起草，还没有送审。")
    if one.state == State.SIGNED:
        if one.attribute != Attribute.OPEN:
            return _("已签发，确定为“%(attribute)s”，不在网站公开。") % {
                "attribute": one.get_attribute_display()
            }
        return _("已签发，可以公开。")
    if one.state == State.SCHEDULED:
        return _("定于%(at)s自动公开。") % {"at": _moment(one.publish_at)}
    if one.state == State.PUBLISHED:
        return _("%(at)s起公开，索引号%(number)s。") % {
            "at": _moment(one.published_at),
            "number": one.index_number,
        }
    if one.state == State.WITHDRAWN:
        return _("%(at)s撤回：%(why)s") % {
            "at": _moment(one.withdrawn_at),
            "why": one.withdrawal_ground,
        }
    return _("草稿已经作废。")


def _moment(at: Any) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _work(standing: Any) -> list[Todo]:
    """Return the documents that wait for this person, and those of his that wait for others."""
    if standing is None or standing.organ is None:
        return []
    return [
        *_steps(standing),
        *_drafts(standing),
        *_publications(standing),
        *_reassessments(standing),
    ]


def _todo(
    one: Document, step: str, *, urgency: Urgency = Urgency.LATER, due_on: date | None = None
) -> Todo:
    return Todo(urgency, due_on, str(one), reverse("document", args=[one.pk]), step)


def _steps(standing: Any) -> Iterator[Todo]:
    for one in queries.waiting_for(standing.actor, standing.organ, standing.roles):
        if policies.may_review(standing.actor, one) is None:
            role = Role(one.steps[one.step])
            yield _todo(one, _("办理“%(role)s”") % {"role": role.label})


def _drafts(standing: Any) -> Iterator[Todo]:
    """What was returned, what is drafted, and what of the handler's waits for others."""
    if Role.HANDLER not in standing.roles:
        return
    own = queries.visible(standing.actor).filter(organ=standing.organ)
    returned = own.filter(state=State.DRAFT, events__kind=Event.RETURNED).distinct()
    for one in returned.order_by("pk")[:MOST]:
        yield _todo(one, _("修改后再送审"))
    drafts = own.filter(state=State.DRAFT).exclude(events__kind=Event.RETURNED)
    for one in drafts.filter(events__kind=Event.DRAFTED, events__user_id=standing.actor.user_id)[
        :MOST
    ]:
        yield _todo(one, _("写完送审"))
    sent = own.filter(state=State.REVIEW, working__made_by=standing.actor.user_id)
    for one in sent.order_by("pk")[:MOST]:
        yield _todo(one, one.in_words, urgency=Urgency.WAITING)


def _publications(standing: Any) -> Iterator[Todo]:
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return
    own = queries.visible(standing.actor).filter(organ=standing.organ)
    for one in own.filter(state=State.SIGNED, attribute=Attribute.OPEN).order_by("pk")[:MOST]:
        yield _todo(one, pgettext("act", "公开"))
    late = own.filter(state=State.SCHEDULED, publish_at__lt=clock.now() - LATE)
    for one in late.order_by("publish_at")[:MOST]:
        assert one.publish_at is not None
        yield _todo(
            one,
            _("到时没有公开，请立即公开"),
            urgency=Urgency.OVERDUE,
            due_on=localtime(one.publish_at).date(),
        )
    for one in queries.without_interpretation(standing.organ)[:MOST]:
        yield Todo(
            Urgency.LATER,
            None,
            str(one),
            reverse("document_interpret", args=[one.pk]),
            _("起草解读（与文件同步发布）"),
        )


def _reassessments(standing: Any) -> Iterator[Todo]:
    if not standing.roles & {Role.HEAD, Role.SIGNER}:
        return
    for one in queries.to_reassess(standing.organ)[:MOST]:
        due = one.reassess_on
        assert due is not None
        late = due < clock.today()
        yield Todo(
            Urgency.OVERDUE if late else Urgency.SOON,
            due,
            str(one),
            reverse("document_act", args=[one.pk, "reassess"]),
            _("复核能否公开"),
        )


def _arranges(standing: Any) -> bool:
    return bool(standing and standing.organ and Role.HEAD in standing.roles)


add_entry(
    Entry(
        10,
        pgettext_lazy("menu", "公开信息"),
        "documents",
        lambda s: bool(s and s.organ and s.works),
    )
)
add_entry(Entry(72, gettext_lazy("栏目"), "columns", _arranges))
add_entry(Entry(73, gettext_lazy("审查流程"), "chains", _arranges))
add_entry(Entry(74, gettext_lazy("索引号规则"), "numbers", _arranges))
add_source(_work)
