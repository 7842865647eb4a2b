"""Confirming or correcting a figure; what was read stays beside what was said."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.figures import Status
from portal.acts.act import Act
from portal.intake import feed, policies
from portal.intake.models import MOST, Cell, Confirmation

DECIMALS = 6


@dataclass(kw_only=True)
class ConfirmCell(Act[Cell]):
    """Say what stands in a cell of the original: the number as read, another one, or nothing at all.

    status  number, blank, absent or unreadable; value: of a number
    """

    name = "intake.confirm"
    title = gettext_lazy("确认这个数")
    policy = staticmethod(policies.may_work)
    changes_site = False

    status: str
    value: Decimal | None = None

    @property
    def cell(self) -> Cell:
        """The cell acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """One of a report that was set aside stays as it is."""
        if self.cell.report.set_aside_at is not None:
            return _("这份报告已搁置。")
        return None

    def lacking(self) -> str | None:
        """A number that a report can have, or one of the other three values."""
        if self.status not in list(Status):
            return _("请选择原件这一格写的是什么。")
        if (self.status == Status.NUMBER) != (self.value is not None):
            return _("请填写数字；原件这一格没有数字的，请选择“空白”等。")
        if self.value is not None:
            exponent = self.value.as_tuple().exponent
            if not self.value.is_finite() or abs(self.value) >= MOST:
                return _("这个数太大，不像是报告里的数。")
            if isinstance(exponent, int) and exponent < -DECIMALS:
                return _("小数最多%(most)d位。") % {"most": DECIMALS}
        return None

    def do(self) -> Cell:
        """Add what was said; the cell counts as the last person said."""
        cell = self.cell
        Confirmation.objects.create(
            cell=cell,
            status=self.status,
            value=self.value,
            note=self.reason.strip()[:300],
            who=self.by.name[:80],
            user_id=self.by.user_id,
        )
        cell.confirmed_status, cell.confirmed_value = self.status, self.value
        cell.save()
        feed.weigh(cell.report)
        feed.follows(cell.report)
        return cell
