"""Reminding units of their reports, many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act
from portal.annual.acts.base import append
from portal.annual.lifecycle import Event, Stage, may_happen
from portal.annual.models import Filing
from portal.organs.models import Organ
from portal.oversight import policies
from portal.oversight.models import Reminder
from portal.oversight.queries import Row

LONGEST = 1_000


@dataclass(kw_only=True)
class RemindUnits(Act[Organ]):
    """Remind units of the reports they owe: what they began gets an event, what not a reminder."""

    name = "oversight.remind"
    title = gettext_lazy("催报")
    policy = staticmethod(policies.may_supervise)
    changes_site = False

    organ: Organ
    year: int
    rows: Sequence[Row] = ()
    words: str = ""

    def possible(self) -> str | None:
        """Only below one's own office."""
        return policies.may_supervise(self.by, self.organ)

    def lacking(self) -> str | None:
        """Somebody to remind, of what is not published, in words that are not too long."""
        if not self.rows:
            return _("请选择要催报的单位。")
        if any(row.published for row in self.rows):
            return _("已公布的报告不需要催报。")
        if any(not row.organ.path.startswith(self.organ.path) for row in self.rows):
            return _("只能催报本机关主管的单位。")
        if len(self.words) > LONGEST:
            return _("内容超过%(most)s字。") % {"most": LONGEST}
        return None

    def do(self) -> Organ:
        """Append to each filing, and keep what has none."""
        begun = Filing.objects.in_bulk([row.filing for row in self.rows if row.filing])
        for row in self.rows:
            filing = begun.get(row.filing or 0)
            if filing is not None and may_happen(Stage(filing.stage), Event.REMINDED):
                append(filing, Event.REMINDED, self.by, words=self.words)
            elif filing is None:
                Reminder.objects.create(
                    organ=row.organ,
                    year=self.year,
                    scope=row.scope,
                    words=self.words.strip(),
                    user_id=self.by.user_id,
                    who=self.by.name[:150],
                )
        return self.organ

    def facts(self, of: Organ) -> Mapping[str, Any]:
        """Keep who was reminded of what."""
        return {"year": self.year, "reports": [row.key for row in self.rows], "words": self.words}
