"""Setting the days by which reports are sent and published."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.limits import limit
from portal.acts.act import Act
from portal.organs.models import Organ
from portal.oversight import policies
from portal.oversight.models import Tier, Timetable


@dataclass(kw_only=True)
class SetTimetable(Act[Timetable]):
    """Say by when the units of one tier send and publish their reports; without days the law alone counts."""

    name = "oversight.set_timetable"
    title = gettext_lazy("安排年报时间")
    policy = staticmethod(policies.may_set_days)
    changes_site = False

    organ: Organ
    year: int
    tier: str
    submit_on: date | None = None
    publish_on: date | None = None

    def possible(self) -> str | None:
        """Only for the units below one's own office."""
        return policies.may_supervise(self.by, self.organ)

    def lacking(self) -> str | None:
        """Days of the year after, in their order, and none later than art. 49 allows."""
        if self.tier not in Tier.values:
            return _("请选择单位。")
        days = [day for day in (self.submit_on, self.publish_on) if day]
        if any(day.year != self.year + 1 for day in days):
            return _("%(year)s年度的报告在%(next)s年报送和公布。") % {
                "year": self.year,
                "next": self.year + 1,
            }
        if self.submit_on and self.publish_on and self.publish_on < self.submit_on:
            return _("公布截止日期不能早于报送截止日期。")
        name = "department" if self.tier == Tier.DEPARTMENT else "government"
        month_day = limit(f"annual_report_{name}").month_day
        assert month_day is not None
        last = date(self.year + 1, *month_day)
        if any(day > last for day in days):
            return _("《政府信息公开条例》第四十九条规定的期限是%(last)s，不能更晚。") % {
                "last": last.isoformat()
            }
        return None

    def do(self) -> Timetable:
        """Write the days."""
        made, _new = Timetable.objects.get_or_create(
            organ=self.organ, year=self.year, tier=self.tier
        )
        made.submit_on, made.publish_on = self.submit_on, self.publish_on
        made.save()
        return made
