"""The last day for a reply while the holidays of its year are not published: never stored, always said."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.calendar import workdays
from gongkai.cases import clock as law_clock
from gongkai.cases.standing import Standing
from gongkai.errors import CalendarUnknown
from portal.cases import queries
from portal.cases.models import Case
from portal.ui.templatetags.ui import day

MARK = gettext_lazy("（暂按周一至周五为工作日推算，节假日安排公布后以重新计算的为准。）")


def known(law: Standing) -> bool:
    """Whether the last day for the reply is known, or no period runs."""
    try:
        law_clock.reply_deadline(law)
    except CalendarUnknown:
        return False
    return True


def of(case: Case) -> date | None:
    """Return `last_day` of a request."""
    return last_day(queries.stands_of(case).law.standing)


def last_day(law: Standing) -> date | None:
    """Return the last day for the reply, in years not yet published by Monday to Friday alone."""
    with workdays.assumed():
        deadline = law_clock.reply_deadline(law)
    return deadline.due_on if deadline else None


def sentence(law: Standing) -> str:
    """Say which day that is, and that it is provisional; "" while no period runs."""
    last = last_day(law)
    if last is None:
        return ""
    said = _(
        "暂按周一至周五为工作日推算为%(day)s，只供参考：节假日安排公布、装入后重新计算，"
        "可能提前或者推后几天，以重新计算的为准。"
    )
    return said % {"day": day(last)}
