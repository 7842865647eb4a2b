"""Explaining why a channel or a column is not updated."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act
from portal.channels import policies
from portal.channels.models import Channel, Silence
from portal.organs.models import Organ
from portal.publishing.models import Column

LONGEST = timedelta(days=366)
"""An explanation is renewed at least once a year (practice)."""


@dataclass(kw_only=True)
class ExplainSilence(Act[Silence]):
    """Say why a channel or a column need not be updated until a day; its clock rests so long."""

    name = "channels.explain"
    title = gettext_lazy("停更说明")
    policy = staticmethod(policies.asked_by_possible)

    organ: Organ
    channel: Channel | None = None
    column: Column | None = None
    until_on: date | None = None

    def possible(self) -> str | None:
        """Ask whether this person works for the organ, and whether it is the organ's own."""
        other = self.channel is not None and self.channel.organ_id != self.organ.pk
        if other or (self.column and self.column.organ_id not in (None, self.organ.pk)):
            return _("这是别的机关的渠道或栏目。")
        return policies.may_work_for(self.by, self.organ)

    def lacking(self) -> str | None:
        """One of the two; a reason; a day ahead, within a year."""
        today = clock.today()
        if (self.channel is None) == (self.column is None):
            return _("请选择一个渠道或栏目。")
        if not self.reason.strip():
            return _("请写明停更或不适用的原因。")
        if self.until_on is None or not today <= self.until_on <= today + LONGEST:
            return _("说明的截止日期应在今天之后、一年以内。")
        return None

    def do(self) -> Silence:
        """Save it beside the earlier ones."""
        assert self.until_on is not None
        return Silence.objects.create(
            organ=self.organ,
            channel=self.channel,
            column=self.column,
            reason=self.reason.strip()[:300],
            from_on=clock.today(),
            until_on=self.until_on,
        )
