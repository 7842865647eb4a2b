"""Documents on the desk: the menu, the list of work, and where a document stands in a sentence."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.acts import clock, ready
from portal.organs.models import Role
from portal.publishing import policies, queries
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Attribute, Document, DocumentEvent
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


# What one's post at an organ shows of its documents; `_work` has seen that he holds one. Only titles
# are read: a document's body is not wanted here.
_SHOWN = (
    *("organ", "state", "step", "steps", "alone", "is_public", "publish_at", "reassess_on"),
    "working__title",
)


def _own(**which: Any) -> QuerySet[Document]:
    found = Document.objects.filter(organ=ready.number("organ"), **which)
    return found.select_related("working").only(*_SHOWN).order_by("pk")


def _with(kind: Event, **which: Any) -> Exists:
    return Exists(DocumentEvent.objects.filter(document=OuterRef("pk"), kind=kind, **which))


@ready.query
def _in_review() -> QuerySet[Document]:
    return _own(state=State.REVIEW)


@ready.query
def _returned() -> QuerySet[Document]:
    return _own(state=State.DRAFT).filter(_with(Event.RETURNED))


@ready.query
def _drafted() -> QuerySet[Document]:
    by_me = _with(Event.DRAFTED, user_id=ready.number("user"))
    return _own(state=State.DRAFT).filter(by_me, ~_with(Event.RETURNED))


@ready.query
def _sent() -> QuerySet[Document]:
    return _own(state=State.REVIEW, working__made_by=ready.number("user"))


@ready.query
def _signed() -> QuerySet[Document]:
    return _own(state=State.SIGNED, attribute=Attribute.OPEN)


@ready.query
def _late() -> QuerySet[Document]:
    late = _own(state=State.SCHEDULED, publish_at__lt=ready.moment("before"))
    return late.order_by("publish_at")


@ready.query
def _uninterpreted() -> QuerySet[Document]:
    found = queries.without_interpretation(ready.number("organ"), ready.moment("since"))
    return found.select_related(None).select_related("working").only(*_SHOWN)


@ready.query
def _reassessed() -> QuerySet[Document]:
    return queries.to_reassess(ready.number("organ"), ready.day("by")).only(*_SHOWN)


def _steps(standing: Any) -> Iterator[Todo]:
    for one in _in_review(organ=standing.organ.pk):
        role = Role(one.steps[one.step])
        if role not in standing.roles:
            continue
        one.organ = standing.organ
        if policies.may_review(standing.actor, one) is None:
            yield _todo(one, _("办理“%(role)s”") % {"role": role.label})


def _drafts(standing: Any) -> Iterator[Todo]:
    """What was returned, what is drafted, and what of the handler's waits for others."""
    if Role.HANDLER not in standing.roles:
        return
    organ, user = standing.organ.pk, standing.actor.user_id
    for one in _returned(organ=organ, most=MOST):
        yield _todo(one, _("修改后再送审"))
    for one in _drafted(organ=organ, user=user, most=MOST):
        yield _todo(one, _("写完送审"))
    for one in _sent(organ=organ, user=user, most=MOST):
        yield _todo(one, one.in_words, urgency=Urgency.WAITING)


def _publications(standing: Any) -> Iterator[Todo]:
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return
    organ = standing.organ.pk
    for one in _signed(organ=organ, most=MOST):
        yield _todo(one, pgettext("act", "公开"))
    for one in _late(organ=organ, before=clock.now() - LATE, most=MOST):
        assert one.publish_at is not None
        yield _todo(
            one,
            _("到时没有公开，请立即公开"),
            urgency=Urgency.OVERDUE,
            due_on=localtime(one.publish_at).date(),
        )
    since = clock.now() - queries.INTERPRET_WITHIN
    for one in _uninterpreted(organ=organ, since=since, most=MOST):
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
    by = clock.today() + queries.REASSESS_AHEAD
    for one in _reassessed(organ=standing.organ.pk, by=by, most=MOST):
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
