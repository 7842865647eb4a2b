"""What an entry must say before it is kept, however it came: typed, or a row of a file."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai import privacy
from gongkai.characters import half_width
from portal.acts import clock
from portal.acts.act import Refused
from portal.organs.models import Organ
from portal.registers import queries, rules
from portal.registers.models import Entry, Party, PowerItem

EARLIEST = date(1980, 1, 1)
_PARTIES = frozenset(Party.values)
_MOST_FEN = 10**15  # ten trillion yuan: beyond any organ's year
_NUMBERS = re.compile(r"(?:[0-9０-９][ \-－]?){11}")
_PRIVATE = {
    privacy.Kind.ID_NUMBER: gettext_lazy("身份证号"),
    privacy.Kind.BANK_CARD: gettext_lazy("银行卡号"),
    privacy.Kind.MOBILE: gettext_lazy("手机号"),
}


def private_number(*texts: str) -> str | None:
    """Return why a text may not be kept: it holds an ID, bank card or mobile number; else None.

    A register needs none of them, and what is not kept cannot be published.
    """
    for text in texts:
        if _NUMBERS.search(text):
            for found in privacy.find(half_width(text)):
                if found.kind in _PRIVATE and found.certainty is not privacy.Certainty.REVIEW:
                    return _("“%(masked)s”像是%(kind)s，登记簿不登记这类号码，请删去。") % {
                        "masked": privacy.mask(found),
                        "kind": _PRIVATE[found.kind],
                    }
    return None


def bad_day(day: date | None, name: str, today: date | None = None) -> str | None:
    """Return what is wrong with a day on which something was done; None where nothing is."""
    if day is None:
        return _("缺少%(name)s。") % {"name": name}
    if day < EARLIEST:
        return _("%(name)s%(day)s太早，请核对年份。") % {"name": name, "day": day}
    if day > (today or clock.today()):
        return _("%(name)s%(day)s还没有到。") % {"name": name, "day": day}
    return None


def too_long(model: type[Model], one: Any, names: Sequence[str]) -> str | None:
    """Return which text is longer than its column, as a sentence, or None."""
    for name in names:
        field: Any = model._meta.get_field(name)
        if len(getattr(one, name)) > field.max_length:
            return _("%(name)s超过%(most)s字。") % {
                "name": field.verbose_name,
                "most": field.max_length,
            }
    return None


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


def hold(organ: Organ) -> None:
    """Let nobody else enter in an organ's registers until this transaction ends."""
    Organ.objects.select_for_update().get(pk=organ.pk)


def save(entry: Any, **clean: Any) -> None:
    """Save after every rule of the model; raises Refused with all sentences that speak against it."""
    try:
        entry.full_clean(**clean)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    entry.save()
