"""The supervising office reminds a unit of its report."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from portal.annual import policies
from portal.annual.acts.base import FilingAct
from portal.annual.lifecycle import Event
from portal.annual.models import Filing


@dataclass(kw_only=True)
class RemindUnit(FilingAct):
    """Remind the unit of a report that is not published yet."""

    name = "annual.remind"
    title = gettext_lazy("催报")
    policy = staticmethod(policies.may_remind)
    event = Event.REMINDED

    words: str = ""

    def do(self) -> Filing:
        """Append the reminder; the unit's desk shows it."""
        self.append(self.words)
        return self.filing
