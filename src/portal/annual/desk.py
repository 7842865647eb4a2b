"""Annual reports in the desk's menu, and what is to be done about them."""

from collections.abc import Container
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.annual import due as dues
from portal.annual import policies, queries
from portal.annual.lifecycle import WRITING, Event, Stage
from portal.annual.models import AnnualReport, Filing, Scope
from portal.cases.models import Case
from portal.organs.models import Kind, Organ, Role
from portal.organs.queries import children_on
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_panel, add_source

SOON = timedelta(days=15)
NEXT = {
    Stage.DRAFTING: gettext_lazy("填写并报送"),
    Stage.RETURNED: gettext_lazy("按意见修改，重新报送"),
    Stage.ACCEPTED: gettext_lazy("公布"),
    Stage.SUBMITTED: gettext_lazy("等待主管部门审核"),
}
MOST = 50
"""As many reports waiting for judgement as the list of work names; the wall shows all."""

add_entry(
    Entry(50, gettext_lazy("年度报告"), "annual_desk", lambda s: bool(s and s.organ and s.works))
)


def work(standing: Any) -> list[Todo]:
    """List the organ's own reports that are not published, and those that wait to be judged."""
    if standing.organ is None or not standing.works:
        return []
    found: list[Todo] = []
    seen = queries.filings(standing.actor)
    own = seen.filter(organ=standing.organ).exclude(stage=Stage.PUBLISHED)
    if policies.may_write_for(standing.actor, standing.organ) is None:
        found += _not_begun(standing.organ)
        found += [_own(one, standing.roles) for one in own]
    elif Role.SIGNER in standing.roles:
        found += [_own(one, standing.roles) for one in own if _waits_for_sender(one)]
    if Role.SUPERVISOR in standing.roles:
        waiting = seen.filter(stage=Stage.SUBMITTED).order_by("submitted_at")[:MOST]
        found += [_to_judge(one) for one in waiting if one.organ_id != standing.organ.pk]
    return found


def _not_begun(organ: Organ) -> list[Todo]:
    """Until July, ask for the reports on last year that nobody has begun nor put into the archive."""
    today, year = clock.today(), clock.today().year - 1
    close = date(year, 12, 31)
    if today.month > 6 or (organ.founded_on and organ.founded_on > close):
        return []
    owed = [Scope.OWN]
    if organ.kind == Kind.GOVERNMENT and children_on(organ, close, reporting=True):
        owed.append(Scope.REGION)
    for model in (Filing, AnnualReport):
        known = model._default_manager.filter(organ=organ, year=year)
        there = set(known.values_list("scope", flat=True))
        owed = [scope for scope in owed if scope not in there]
    return [_to_begin(Filing(organ=organ, year=year, scope=scope)) for scope in owed]


def _to_begin(filing: Filing) -> Todo:
    due = dues.of(filing).upcoming(None)
    urgency = Urgency.SOON if due - clock.today() <= SOON else Urgency.LATER
    return Todo(
        Urgency.OVERDUE if due < clock.today() else urgency,
        due,
        str(filing),
        f"{reverse('annual_start', args=[filing.year])}?scope={filing.scope}",
        _("开始填报"),
    )


def _waits_for_sender(filing: Filing) -> bool:
    return filing.stage in WRITING and any(filing.texts.values())


def _own(filing: Filing, roles: Container[str]) -> Todo:
    stage = Stage(filing.stage)
    due = dues.of(filing).upcoming(stage)
    urgency = Urgency.SOON if due - clock.today() <= SOON else Urgency.LATER
    if stage is Stage.SUBMITTED:
        urgency = Urgency.WAITING
    elif due < clock.today() and filing.published_at is None:
        urgency = Urgency.OVERDUE
    elif stage is Stage.RETURNED or filing.events.filter(kind=Event.REMINDED).exists():
        urgency = Urgency.TODAY
    page, step = "annual_write" if stage in WRITING else "annual_filing", str(NEXT[stage])
    if Role.HANDLER not in roles and _waits_for_sender(filing):
        page, step = "annual_submit", _("核对、报送")  # another writes it
    return Todo(urgency, due, str(filing), reverse(page, args=[filing.pk]), step)


def _to_judge(filing: Filing) -> Todo:
    due = dues.of(filing).publish_on
    address = reverse("annual_review", args=[filing.pk])
    return Todo(Urgency.SOON, due, str(filing), address, _("审核报送的报告"))


def _beside_case(case: Case, _standing: Any) -> str:
    """Return the way from a request to where it counts, or why it does not."""
    address = reverse("annual_record", args=[f"cases.case:{case.pk}"])
    return format_html('<a href="{}">{}</a>', address, _("计入年度报告"))


add_source(work)
add_panel("case", _beside_case)
