"""Reminding of the days of a dispute: hearings, defences, what was ordered (by the clock)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act
from portal.cases.reminders import addressees, deliver
from portal.disputes import policies
from portal.disputes.models import Dispute, DisputeReminder


@dataclass(kw_only=True)
class RemindDispute(Act[Dispute]):
    """Remind of a day of a dispute: the handler first, then the head, then the supervising office.

    why, due_on, step  what for, by when, how far up: each once
    """

    name = "disputes.remind"
    title = gettext_lazy("提醒复议诉讼的期日")
    policy = staticmethod(policies.system_alone)
    model = Dispute
    changes_site = False

    why: str
    due_on: date
    step: int = 0

    def lacking(self) -> str | None:
        """Once for each day and step."""
        assert self.target is not None
        sent = self.target.reminders.filter(why=self.why, due_on=self.due_on, step=self.step)
        return _("已经提醒过。") if sent.exists() else None

    def do(self) -> Dispute:
        """Keep the reminder; it is sent once this is certain."""
        assert self.target is not None
        to = addressees(self.target, self.step)
        self.reminder = DisputeReminder.objects.create(
            dispute=self.target,
            why=self.why,
            due_on=self.due_on,
            step=self.step,
            to="、".join(user.name for user in to)[:200],
        )
        return self.target

    def after_commit(self, done: Dispute) -> None:
        """Send it by every way the operator has set up."""
        deliver(done, self.reminder, addressees(done, self.step), "")

    def facts(self, of: Dispute) -> dict[str, Any]:
        """Return what the record keeps."""
        return {"why": self.why, "due_on": self.due_on.isoformat(), "step": self.step}
