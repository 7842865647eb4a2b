"""Monthly counts, and saying that there was nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.errors import UnknownEdition
from portal.acts import clock
from portal.organs.keeping.acts import Keeping, Making, Striking
from portal.organs.keeping.checks import hold
from portal.organs.keeping.struck import strike
from portal.registers import checks, queries, rules
from portal.registers.models import MonthlyCount, NormativeKind, ZeroReport


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
class ConfirmZero(Making[ZeroReport]):
    """Say that there was nothing in some registers in a year, up to today or to the year's end."""

    name = "registers.confirm_zero"
    title = gettext_lazy("零报告")

    year: int
    registers: Sequence[str]

    def lacking(self) -> str | None:
        """Each of them is asked for in that year, and holds nothing."""
        if not self.registers:
            return _("请选择要确认为零的登记簿。")
        if self.year > clock.today().year:
            return _("%(year)s年还没有开始。") % {"year": self.year}
        try:
            asked = {r.code for r in rules.asked_in(self.year)} | set(NormativeKind.values)
        except UnknownEdition as error:
            return str(error)
        if set(self.registers) - asked:
            return _("这一年的年度报告不问这个登记簿。")
        hold(self.organ)
        zero = queries.nothing_in(self.organ, self.year)
        wrong = [register for register in self.registers if register not in zero]
        if wrong:
            names = "、".join(queries.title_of(register) for register in wrong)
            return _("%(names)s在%(year)s年已有登记，不是零。") % {
                "names": names,
                "year": self.year,
            }
        return None

    def do(self) -> ZeroReport:
        """Save who said so, and up to which day it speaks."""
        return ZeroReport.objects.create(
            organ=self.organ,
            year=self.year,
            registers=list(self.registers),
            up_to=ZeroReport.speaks_up_to(self.year),
            who=self.by.name,
        )
