"""Requests on the desk: the menu, and what has to be done about them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Kind
from portal.acts import clock, ready
from portal.acts.ready import number
from portal.cases import provisional, queries
from portal.cases.desk_listing import soon
from portal.cases.desk_views import handles
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Case, CaseEvent, Inquiry, Matter
from portal.cases.policies import may_review
from portal.organs.models import Post, Role
from portal.ui.addresses import url
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_source
from portal.ui.templatetags.ui import day

MOST = 30  # of one kind: nobody does more in a day


def _work(standing: Any) -> list[Todo]:
    """Return the requests that wait for this person, the most urgent first."""
    if not handles(standing):
        return []
    today = clock.today()
    todos = [*_reviews(standing)]
    if standing.roles & {Role.HANDLER, Role.HEAD}:
        todos += [
            *_due(standing, today),
            *_lapsed(standing, today),
            *_answers(standing, today),
            *_asked(standing, today),
            *_matters(standing),
        ]
    if Role.HEAD in standing.roles:
        todos += _extensions(standing, today)
    return todos


def _supervised(standing: Any) -> list[Todo]:
    """Return what a supervising office has to see to: requests below it that are overdue."""
    if not standing.organ or Role.SUPERVISOR not in standing.roles:
        return []
    open_now = queries.outlines(standing.actor).filter(ended_on=None)
    late = open_now.filter(due_on__lt=clock.today()).order_by()[:1001].count()
    if not late:
        return []
    said = _("所督办的机关有%(n)s件申请逾期没有办结") % {"n": late}
    return [Todo(Urgency.TODAY, None, said, reverse("case_outlines"), _("查看、催办"))]


def _title(case: Case) -> str:
    """A request's number and what it is about; never who asks."""
    return _("%(number)s：%(subject)s") % {"number": case.number, "subject": case.subject[:40]}


def _todo(case: Case, step: str, urgency: Urgency, due_on: date | None = None) -> Todo:
    return Todo(urgency, due_on, _title(case), url("case", case.pk), step)


_SHOWN = (
    *("number", "subject", "stage", "step", "steps", "arrived_on", "due_on"),
    *("channel", "waiting", "waiting_until"),
)
"""What a line of the list of work needs of a request."""


def _open(head: bool) -> QuerySet[Case]:
    """The open requests that are a person's: the head's all; a handler's own, and those of nobody.

    Nobody's is also what stands under the name of somebody who handles for the organ no longer.
    """
    found = Case.objects.filter(organ=number("organ"), ended_on=None).only(*_SHOWN)
    if head:
        return found
    held = Post.objects.held(ready.day("today")).filter(
        organ=number("organ"), role__in=[Role.HANDLER, Role.HEAD]
    )
    others = held.exclude(user=number("user")).values("user")
    return found.exclude(handler_id__in=others, handler_id__isnull=False)


@ready.query
def _near(head: bool) -> QuerySet[Case]:
    near = _open(head).filter(due_on__lte=ready.day("last"), stage__in=list(_STEPS))
    return near.order_by("due_on", "pk")


@ready.query
def _unconfirmed(head: bool) -> QuerySet[Case]:
    # No period runs before the receipt is confirmed (art. 31): these stand together in the index.
    return _open(head).filter(due_on=None, waiting="confirmation").order_by("pk")


@ready.query
def _undated(head: bool) -> QuerySet[Case]:
    # A period runs, and the holidays of the year it ends in are not published.
    return _open(head).filter(due_on=None, waiting="", stage__in=list(_STEPS)).order_by("pk")


@ready.query
def _gone(head: bool) -> QuerySet[Case]:
    gone = _open(head).filter(waiting_until__lt=ready.day("today"), waiting__in=list(_LAPSED))
    return gone.order_by("waiting_until", "pk")


@ready.query
def _signed(head: bool) -> QuerySet[Case]:
    signed = _open(head).filter(stage=Stage.SIGNED, due_on__gt=ready.day("last"))
    return signed.order_by("due_on", "pk")


@ready.query
def _in_review() -> QuerySet[Case]:
    found = Case.objects.filter(organ=number("organ"), stage=Stage.REVIEW)
    return found.only(*_SHOWN, "channel", "organ").order_by("-pk")


@ready.query
def _asked_of_us() -> QuerySet[Inquiry]:
    found = Inquiry.objects.filter(organ=number("organ"), answered_on=None)
    named = found.select_related("case__organ").only("until", "asked_on", "case__organ__name")
    return named.order_by("until", "pk")


@ready.query
def _asked_by_us(head: bool) -> QuerySet[Inquiry]:
    asked = Inquiry.objects.filter(
        case__organ=number("organ"),
        case__ended_on=None,
        answered_on=None,
        until__gte=ready.day("today"),
    )
    if not head:
        asked = asked.filter(case__handler_id=number("user"))
    shown = ("kind", "until", "case__number", "case__subject")
    return asked.select_related("case").only(*shown).order_by("until", "pk")


@ready.query
def _unanswered() -> QuerySet[Matter]:
    found = Matter.objects.filter(organ=number("organ"), answered_on=None)
    return found.only("number", "kind").order_by("pk")


@ready.query
def _proposed() -> QuerySet[Case]:
    asked = CaseEvent.objects.filter(case=OuterRef("pk"), struck=None)
    return (
        _open(head=True)
        .filter(Exists(asked.filter(kind=Office.EXTENSION_ASKED)), due_on__gte=ready.day("today"))
        .exclude(Exists(asked.filter(kind=Kind.EXTENDED)))
        .order_by("due_on", "pk")
    )


def _whose(standing: Any, today: date) -> dict[str, Any]:
    """Whose requests they are, as the queries above ask it."""
    return {"organ": standing.organ.pk, "user": standing.actor.user_id, "today": today}


def _due(standing: Any, today: date) -> Iterator[Todo]:
    head, whose = Role.HEAD in standing.roles, _whose(standing, today)
    for one in _near(head, most=MOST, last=soon(today), **whose):
        assert one.due_on is not None
        urgency = (
            Urgency.OVERDUE if one.due_on < today
            else Urgency.TODAY if one.due_on == today
            else Urgency.SOON
        )  # fmt: skip
        yield _todo(one, str(_STEPS.get(Stage(one.stage), one.in_words)), urgency, one.due_on)
    undated = _undated(head, most=MOST, **whose)
    queries.remember_events(undated)
    for one in undated:
        meanwhile = provisional.of(one)
        if meanwhile is not None and meanwhile <= soon(today):
            urgency = Urgency.SOON if meanwhile > today else Urgency.TODAY
            yield _todo(one, _("期限待定，先办理：节假日安排公布后重新计算"), urgency, meanwhile)
    for one in _unconfirmed(head, most=MOST, **whose):
        step = _("与申请人确认收到，%(day)s到达") % {"day": day(one.arrived_on)}
        yield _todo(one, step, Urgency.TODAY)


_STEPS = {
    Stage.HANDLING: gettext_lazy("办理、拟写答复"),
    Stage.DRAFT: gettext_lazy("写完送审"),
    Stage.SIGNED: gettext_lazy("送达答复"),
}
_LAPSED = {
    "applicant": gettext_lazy("补正期限已过：答复不再处理"),
    "fee": gettext_lazy("缴费期限已过：答复不再处理"),
    "third_party": gettext_lazy("第三方逾期未答复：决定是否公开"),
    "co_maker": gettext_lazy("逾期未答复视为同意：登记"),
    "organ": gettext_lazy("逾期未答复：登记并办理"),
    "records": gettext_lazy("材料逾期未交：催办"),
}


def _lapsed(standing: Any, today: date) -> Iterator[Todo]:
    """What others let pass: a correction, a fee, a third party's time."""
    head, whose = Role.HEAD in standing.roles, _whose(standing, today)
    for one in _gone(head, most=MOST, **whose):
        yield _todo(one, str(_LAPSED[one.waiting]), Urgency.TODAY, one.waiting_until)
    for one in _signed(head, most=MOST, last=soon(today), **whose):
        yield _todo(one, _("送达答复"), Urgency.LATER, one.due_on)


def _reviews(standing: Any) -> Iterator[Todo]:
    found = _in_review(organ=standing.organ.pk, most=2 * MOST)
    mine = [one for one in found if one.steps[one.step] in standing.roles]
    queries.remember_events(mine)
    for one in mine:
        one.organ = standing.organ
        if may_review(standing.actor, one) is None:
            step = _("办理“%(role)s”") % {"role": Role(one.steps[one.step]).label}
            late = one.due_on is not None and one.due_on < clock.today()
            yield _todo(one, step, Urgency.OVERDUE if late else Urgency.TODAY, one.due_on)


def _answers(standing: Any, today: date) -> Iterator[Todo]:
    """What other organs' requests ask of mine."""
    for one in _asked_of_us(organ=standing.organ.pk, most=MOST):
        late = one.until is not None and one.until < today
        yield Todo(
            Urgency.OVERDUE if late else Urgency.SOON,
            one.until,
            _("%(organ)s征求意见（%(day)s发来）")
            % {"organ": one.case.organ.name, "day": day(one.asked_on)},
            url("case_inquiry", one.pk),
            _("答复"),
        )


def _asked(standing: Any, today: date) -> Iterator[Todo]:
    """What mine asks of others, and waits for."""
    head = Role.HEAD in standing.roles
    for one in _asked_by_us(head, most=MOST, **_whose(standing, today)):
        step = _("等%(kind)s答复") % {"kind": one.get_kind_display()}
        yield _todo(one.case, step, Urgency.WAITING, one.until)


def _matters(standing: Any) -> Iterator[Todo]:
    for one in _unanswered(organ=standing.organ.pk, most=MOST):
        yield Todo(
            Urgency.SOON,
            None,
            _("%(number)s：%(kind)s") % {"number": one.number, "kind": one.get_kind_display()},
            url("matter", one.pk),
            _("答复"),
        )


def _extensions(standing: Any, today: date) -> list[Todo]:
    """What waits for the head's consent."""
    asked = _proposed(organ=standing.organ.pk, today=today, most=MOST)
    return [_todo(one, _("决定是否延长"), Urgency.TODAY, one.due_on) for one in asked]


add_entry(Entry(15, gettext_lazy("依申请公开"), "cases", handles))
add_entry(
    Entry(
        16,
        gettext_lazy("依申请公开督办"),
        "case_outlines",
        lambda s: bool(s and s.organ and Role.SUPERVISOR in s.roles),
    )
)
add_source(_work)
add_source(_supervised)
