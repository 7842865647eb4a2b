"""What an entry must say before it is kept, however it came: typed, or a row of a file."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.organs.keeping.checks import EARLIEST, bad_day, private_number, too_long
from portal.organs.models import Organ
from portal.registers import queries, rules
from portal.registers.models import Entry, Party, PowerItem

_PARTIES = frozenset(Party.values)
_MOST_FEN = 10**15  # ten trillion yuan: beyond any organ's year


def entry_fault(entry: Any, today: date | None = None) -> str | None:
    """Return why an entry, or a row that is to be one, cannot be kept as it is; or None."""
    register = rules.registers()[entry.register]
    if not entry.number:
        return _("缺少%(name)s。") % {"name": register.number}
    wrong = bad_day(entry.on, register.date, today) or too_long(
        Entry, entry, ("number", "kind", "party", "item")
    )
    if wrong:
        return wrong
    if register.money and entry.amount is None:
        return _("缺少金额。")
    if entry.amount is not None and not 0 <= entry.amount <= _MOST_FEN:
        return _("金额不能是负数，也不能超过10万亿元。")
    if register.party and entry.party and entry.party_kind not in _PARTIES:
        return _("请注明相对人是个人还是单位。")
    if entry.shown and not register.listed:
        return _("这个登记簿没有对外公开的名单。")
    return private_number(entry.number, entry.kind, entry.party, entry.item)


def power_fault(item: Any) -> str | None:
    """Return why an item of a list of powers cannot be kept as it is, or None."""
    if not item.code:
        return _("缺少事项编码。")
    if not item.name:
        return _("缺少事项名称。")
    if item.kind not in rules.powers():
        kinds = "、".join(kind.title for kind in rules.powers().values())
        return _("没有这个类型。可以填：%(kinds)s。") % {"kinds": kinds}
    if item.from_on is None:
        return _("缺少纳入日期。")
    if item.from_on < EARLIEST:
        return _("纳入日期%(day)s太早，请核对年份。") % {"day": item.from_on}
    return too_long(PowerItem, item, ("code", "name", "basis", "unit")) or private_number(
        item.name, item.basis, item.unit
    )


def month_of(day: date) -> int:
    """Return the month of a day as counts keep it: 202603."""
    return day.year * 100 + day.month


def month_name(month: int) -> str:
    """Return a month in words."""
    return _("%(year)s年%(month)s月") % {"year": month // 100, "month": month % 100}


def counted_monthly(organ: Organ, register: str, month: int) -> str | None:
    """Return why no single entry can be made in a month: it has a monthly count. None if it has not."""
    count = queries.live(organ, register)[1].filter(month=month).first()
    if count is None:
        return None
    return _(
        "%(month)s已有月报数%(count)s，不能再逐件登记，否则会重复计算。请先注销这个月的月报数。"
    ) % {"month": month_name(month), "count": count.count}


def entered_singly(organ: Organ, register: str, month: int) -> str | None:
    """Return why no monthly count can be made: the month has single entries. None if it has none."""
    single = queries.live(organ, register)[0].filter(month=month).count()
    if not single:
        return None
    return _("%(month)s已逐件登记%(n)s，不能再报月报数，否则会重复计算。") % {
        "month": month_name(month),
        "n": f"{single}{rules.registers()[register].unit}",
    }
