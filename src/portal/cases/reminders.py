"""Who is reminded of what, when, and by which way it reaches him.

The ways are named in the settings (REMINDER_SENDERS), each a function of (case, reminder, people,
words); e-mail is one of them. Disputes remind by the same ways: `case` is then the dispute, and the
reminder says in words what for. A letter names the number and the day, never a person.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gongkai.calendar import workdays
from gongkai.errors import CalendarUnknown
from portal.accounts.models import User
from portal.acts import clock
from portal.cases.models import Case
from portal.organs.models import Post, Role

SOON = 5  # working days before the last one (practice)
UPWARDS = ((0, 1), (1, 3), (2, 5))
"""How far up an overdue request is told, from which working day after the last on (practice)."""

WHY = {
    "due_soon": _("即将到期"),
    "overdue": _("已超过答复期限"),
    "confirmation": _("还没有与申请人确认收到"),
    "applicant": _("申请人补正期限已过"),
    "fee": _("申请人缴费期限已过"),
    "third_party": _("第三方答复期限已过"),
    "co_maker": _("共同制作机关答复期限已过"),
    "organ": _("其他机关答复期限已过"),
    "records": _("调取材料的期限已过"),
    "by_hand": _("催办"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due: of which request, why, of which day, how far up."""

    case: Case
    why: str
    due_on: date
    step: int


def due(today: date) -> Iterator[Due]:
    """Yield the reminders that are due and not yet sent."""
    for case in Case.objects.filter(ended_on=None).select_related("organ").iterator(500):
        for one in _of(case, today):
            if not case.reminders.filter(why=one.why, due_on=one.due_on, step=one.step).exists():
                yield one


def _of(case: Case, today: date) -> Iterator[Due]:
    if case.due_on is not None and not case.waiting:
        yield from _of_reply(case, case.due_on, today)
    if case.waiting == "confirmation":
        if case.arrived_on < today:
            yield Due(case, "confirmation", case.arrived_on, 0)
    elif case.waiting and case.waiting_until is not None and case.waiting_until < today:
        yield Due(case, case.waiting, case.waiting_until, 0)


def _of_reply(case: Case, last: date, today: date) -> Iterator[Due]:
    try:
        if today <= last:
            if workdays.count(today, last) <= SOON:
                yield Due(case, "due_soon", last, 0)
            return
        late = workdays.count(last, today)
    except CalendarUnknown:
        return
    for step, days in UPWARDS:
        if late >= days:
            yield Due(case, "overdue", last, step)


class About(Protocol):
    """What people are reminded of: a request or a dispute."""

    organ: Any
    organ_id: Any
    number: Any
    handler_id: Any


class Sent(Protocol):
    """A reminder as the senders know it."""

    why: Any
    due_on: Any


def addressees(case: About, step: int) -> list[User]:
    """Return who is told: the handler (or all handlers), then the head, then who supervises."""
    held = Post.objects.held(clock.today()).filter(user__is_active=True).select_related("user")
    if step == 0:
        mine = held.filter(organ=case.organ_id, role__in=[Role.HANDLER, Role.HEAD])
        posts = list(mine.filter(user=case.handler_id)) if case.handler_id else []
        posts = posts or list(mine.filter(role=Role.HANDLER))
    elif step == 1:
        posts = list(held.filter(organ=case.organ_id, role=Role.HEAD))
    else:
        above = case.organ.lineage
        posts = list(held.filter(organ__path__in=above, role=Role.SUPERVISOR))
    return list({post.user_id: post.user for post in posts}.values())


Sender = Callable[[About, Sent, Sequence[User], str], None]


def in_words(reminder: Sent) -> str:
    """Return what a reminder is for, in words."""
    return str(WHY.get(reminder.why, reminder.why))


def deliver(case: About, reminder: Sent, to: Sequence[User], words: str) -> None:
    """Send a reminder by every way the operator has set up; one that fails stops no other."""
    for name in settings.REMINDER_SENDERS:
        sender: Sender = import_string(name)
        try:
            sender(case, reminder, to, words)
        except OSError:
            logging.getLogger(__name__).warning("reminder not sent by %s", name, exc_info=True)


def by_email(case: About, reminder: Sent, to: Sequence[User], words: str) -> None:
    """Send a reminder by e-mail to those who have an address; raises OSError."""
    addresses = [user.email for user in to if user.email]
    if not addresses:
        return
    with translation.override(settings.LANGUAGE_CODE):
        told = {"case": case, "reminder": reminder, "why": in_words(reminder), "words": words}
        text = render_to_string("cases/mail/reminder.txt", told)
        subject = f"{in_words(reminder)}：{case.number}"
    send_mail(subject, text, None, addresses)
