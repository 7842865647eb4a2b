"""Monthly counts, and saying that there was nothing."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.organs.keeping.acts import Keeping, Making, SayingNone, Striking
from portal.organs.keeping.checks import hold
from portal.organs.keeping.struck import strike
from portal.registers import checks, queries, rules
from portal.registers.models import MonthlyCount, ZeroReport


def _bad_count(count: int, amount: int | None, source: str, *, money: bool) -> str | None:
    if not 0 <= count < 2**31:
        return _("数量应是不小于0的整数。")
    if money and (amount is None or not 0 <= amount <= 10**15):
        return _("请填写当月金额（元），不能是负数。")
    return None if source.strip() else _("请写明数据来源。")


@dataclass(kw_only=True)
class EnterMonthlyCount(Making[MonthlyCount]):
    """Enter how many there were in a month that nobody enters one by one."""

    name = "registers.count_month"
    title = gettext_lazy("报月报数")

    register: str
    month: int = 0
    count: int = 0
    amount: int | None = None
    source: str = ""

    def lacking(self) -> str | None:
        """The month has begun, has no single entries and no count yet."""
        if self.register not in rules.registers():
            return _("没有这个登记簿。")
        hold(self.organ)
        month = checks.month_of(clock.today())
        if not (198001 <= self.month <= month and 1 <= self.month % 100 <= 12):
            return _("月份应是已经开始的月份。")
        if queries.live(self.organ, self.register)[1].filter(month=self.month).exists():
            return _("%(month)s已有月报数。数字不对的，请用“更正月报数”。") % {
                "month": checks.month_name(self.month)
            }
        return checks.entered_singly(self.organ, self.register, self.month) or _bad_count(
            self.count, self.amount, self.source, money=rules.registers()[self.register].money
        )

    def do(self) -> MonthlyCount:
        """Save it."""
        return MonthlyCount.objects.create(
            organ=self.organ,
            register=self.register,
            month=self.month,
            count=self.count,
            amount=self.amount,
            source=self.source.strip()[:200],
        )


@dataclass(kw_only=True)
class CorrectMonthlyCount(Keeping[MonthlyCount]):
    """Correct a monthly count by a further one, with the reason."""

    name = "registers.correct_month"
    title = gettext_lazy("更正月报数")

    count: int = 0
    amount: int | None = None
    source: str = ""

    def lacking(self) -> str | None:
        """It says why, and something else than before."""
        if not self.reason.strip():
            return _("请写明更正的理由。")
        if (self.count, self.amount) == (self.entry.count, self.entry.amount):
            return _("没有变化。")
        money = rules.registers()[self.entry.register].money
        return _bad_count(self.count, self.amount, self.source, money=money)

    def do(self) -> MonthlyCount:
        """Strike the one and save the other."""
        old = strike(self.entry, _("更正：%(why)s") % {"why": self.reason})
        return MonthlyCount.objects.create(
            organ=old.organ,
            register=old.register,
            month=old.month,
            count=self.count,
            amount=self.amount,
            source=self.source.strip()[:200],
            corrects=old,
        )


@dataclass(kw_only=True)
class StrikeMonthlyCount(Striking[MonthlyCount]):
    """Strike a monthly count, so that its month can be entered one by one."""

    name = "registers.strike_month"
    title = gettext_lazy("注销月报数")


@dataclass(kw_only=True)
class ConfirmZero(SayingNone[ZeroReport]):
    """Say that there was nothing in some registers in a year."""

    name = "registers.confirm_zero"
    title = gettext_lazy("确认本年无")
    kept = ZeroReport

    def asked(self) -> Mapping[str, str]:
        """Return the registers that the year's form asks for."""
        return queries.asked_in(self.year)

    def held(self) -> Container[str]:
        """Return the registers that hold something."""
        return set(self.asked()) - queries.nothing_in(self.organ, self.year)
