"""Requests on the desk: the menu, and what has to be done about them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.cases import queries
from portal.cases.desk_listing import soon
from portal.cases.desk_views import handles
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Case, Inquiry, Matter
from portal.cases.policies import may_review
from portal.organs.models import Post, Role
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
            *_matters(standing, today),
        ]
    if Role.HEAD in standing.roles:
        todos += _extensions(standing)
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
    return Todo(urgency, due_on, _title(case), reverse("case", args=[case.pk]), step)


def _own(standing: Any) -> Any:
    """The open requests that are a person's: the head's all; a handler's own, and those of nobody.

    Nobody's is also what stands under the name of somebody who handles for the organ no longer.
    """
    found = queries.open_cases(standing.organ)
    if Role.HEAD in standing.roles:
        return found
    held = Post.objects.held(clock.today()).filter(
        organ=standing.organ, role__in=[Role.HANDLER, Role.HEAD]
    )
    others = held.exclude(user=standing.actor.user_id).values("user")
    return found.exclude(handler_id__in=others, handler_id__isnull=False)


def _due(standing: Any, today: date) -> Iterator[Todo]:
    last = soon(today)
    near = _own(standing).filter(due_on__lte=last).exclude(stage=Stage.REVIEW)
    for one in near.order_by("due_on", "pk")[:MOST]:
        urgency = (
            Urgency.OVERDUE if one.due_on < today
            else Urgency.TODAY if one.due_on == today
            else Urgency.SOON
        )  # fmt: skip
        yield _todo(one, _STEPS.get(one.stage, one.in_words), urgency, one.due_on)
    new = _own(standing).filter(waiting="confirmation")
    for one in new.order_by("pk")[:MOST]:
        step = _("与申请人确认收到，%(day)s到达") % {"day": day(one.arrived_on)}
        yield _todo(one, step, Urgency.TODAY)


_STEPS = {
    Stage.HANDLING: gettext_lazy("办理、拟写答复"),
    Stage.DRAFT: gettext_lazy("写完送审"),
    Stage.SIGNED: gettext_lazy("送达答复"),
}


def _lapsed(standing: Any, today: date) -> Iterator[Todo]:
    """What others let pass: a correction, a fee, a third party's time."""
    gone = _own(standing).filter(waiting_until__lt=today)
    steps = {
        "applicant": _("补正期限已过：答复不再处理"),
        "fee": _("缴费期限已过：答复不再处理"),
        "third_party": _("第三方逾期未答复：决定是否公开"),
        "co_maker": _("逾期未答复视为同意：登记"),
        "organ": _("逾期未答复：登记并办理"),
        "records": _("材料逾期未交：催办"),
    }
    for one in gone.filter(waiting__in=list(steps)).order_by("waiting_until", "pk")[:MOST]:
        yield _todo(one, steps[one.waiting], Urgency.TODAY, one.waiting_until)
    signed = _own(standing).filter(stage=Stage.SIGNED, due_on__gt=soon(today))
    for one in signed.order_by("due_on")[:MOST]:
        yield _todo(one, _("送达答复"), Urgency.LATER, one.due_on)


def _reviews(standing: Any) -> Iterator[Todo]:
    waiting = queries.visible(standing.actor).filter(organ=standing.organ, stage=Stage.REVIEW)
    for one in waiting.order_by("-pk")[: 2 * MOST]:
        if one.steps[one.step] in standing.roles and may_review(standing.actor, one) is None:
            step = _("办理“%(role)s”") % {"role": Role(one.steps[one.step]).label}
            late = one.due_on is not None and one.due_on < clock.today()
            yield _todo(one, step, Urgency.OVERDUE if late else Urgency.TODAY, one.due_on)


def _answers(standing: Any, today: date) -> Iterator[Todo]:
    """What other organs' requests ask of mine."""
    asked = queries.asked_of(standing.actor).filter(organ=standing.organ, answered_on=None)
    for one in asked.order_by("until", "pk")[:MOST]:
        late = one.until is not None and one.until < today
        yield Todo(
            Urgency.OVERDUE if late else Urgency.SOON,
            one.until,
            _("%(organ)s征求意见（%(day)s发来）")
            % {"organ": one.case.organ.name, "day": day(one.asked_on)},
            reverse("case_inquiry", args=[one.pk]),
            _("答复"),
        )


def _asked(standing: Any, today: date) -> Iterator[Todo]:
    """What mine asks of others, and waits for."""
    asked = Inquiry.objects.filter(
        case__organ=standing.organ, case__ended_on=None, answered_on=None, until__gte=today
    )
    if Role.HEAD not in standing.roles:
        asked = asked.filter(case__handler_id=standing.actor.user_id)
    for one in asked.select_related("case").order_by("until")[:MOST]:
        step = _("等%(kind)s答复") % {"kind": one.get_kind_display()}
        yield _todo(one.case, step, Urgency.WAITING, one.until)


def _matters(standing: Any, today: date) -> Iterator[Todo]:
    for one in Matter.objects.filter(organ=standing.organ, answered_on=None).order_by("pk")[:MOST]:
        yield Todo(
            Urgency.SOON,
            None,
            _("%(number)s：%(kind)s") % {"number": one.number, "kind": one.get_kind_display()},
            reverse("matter", args=[one.pk]),
            _("答复"),
        )


def _extensions(standing: Any) -> list[Todo]:
    """What waits for the head's consent."""
    open_now = queries.open_cases(standing.organ).filter(
        due_on__gte=clock.today(), events__kind=Office.EXTENSION_ASKED, events__struck=None
    )
    asked = open_now.exclude(events__kind="extended").distinct()[:MOST]
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
