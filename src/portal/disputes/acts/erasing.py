"""The end of keeping: personal data goes out of a dispute, its counts stay."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.cases import vault
from portal.disputes import policies, retention
from portal.disputes.acts.base import DisputeAct
from portal.disputes.lifecycle import Office
from portal.disputes.models import Dispute


@dataclass(kw_only=True)
class EraseDispute(DisputeAct):
    """Erase the personal data of a closed dispute whose time of keeping is over."""

    name = "disputes.erase"
    title = gettext_lazy("清除个人信息")
    policy = staticmethod(policies.system_alone)
    kinds = (Office.ERASED,)

    paths: list[str] = field(default_factory=list, init=False)

    def possible(self) -> str | None:
        """Only what is closed, and kept long enough."""
        if not retention.is_over(self.dispute, clock.today()):
            return _("没有结案，或者还没有保管期满。")
        return super().possible()

    def do(self) -> Dispute:
        """Take out whatever is about a person; keep what is counted."""
        self.append()
        self.paths = retention.erase(self.dispute)
        return self.dispute

    def after_commit(self, done: Dispute) -> None:
        """Destroy the files."""
        for path in self.paths:
            vault.destroy(path)
