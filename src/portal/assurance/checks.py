"""What a record may not be, however it came."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from portal.assurance.kinds import Field, kinds
from portal.assurance.models import Record
from portal.organs.keeping.checks import bad_day, private_number, too_long

MOST = {"text": 200, "words": 2000}
_MOST_NUMBER = 10_000_000
_SHARES = ("satisfied", "fairly", "dissatisfied")


def fault(record: Record) -> str | None:
    """Return why a record cannot be kept as it is, or None."""
    kind = kinds()[record.kind]
    if not record.title:
        return _("缺少%(name)s。") % {"name": kind.subject}
    wrong = bad_day(record.on, str(kind.on)) or too_long(Record, record, ("title",))
    if wrong:
        return wrong
    if not record.on.year - 1 <= record.year <= record.on.year:
        return _("计入年度应是%(name)s所在的年度或者上一年度。") % {"name": kind.on}
    if set(record.said) - {field.name for field in kind.fields}:
        return _("没有这些登记项。")
    for field in kind.fields:
        if wrong := _field_fault(field, record.said.get(field.name)):
            return wrong
    texts = [value for value in record.said.values() if isinstance(value, str)]
    return _shares_fault(record) or private_number(record.title, *texts)


def _field_fault(field: Field, value: Any) -> str | None:
    if value in (None, ""):
        return _("缺少%(name)s。") % {"name": field.label} if field.required else None
    bad = {"name": field.label}
    match field.type:
        case "number":
            if not isinstance(value, int) or not 0 <= value <= _MOST_NUMBER:
                return _("%(name)s应是整数，不能是负数。") % bad
            if field.required and value == 0:
                return _("%(name)s不能是0。") % bad
        case "decimal":
            number = amount(value)
            if number is None or not 0 <= number <= _MOST_NUMBER:
                return _("%(name)s应是数字，不能是负数。") % bad
        case "choice":
            if value not in field.choices:
                return _("%(name)s没有这一项可选。") % bad
        case "day":
            try:
                return bad_day(date.fromisoformat(value), str(field.label))
            except (TypeError, ValueError):
                return _("%(name)s不是日期。") % bad
        case _:
            if not isinstance(value, str) or len(value) > MOST[field.type]:
                return _("%(name)s超过%(most)s字。") % {**bad, "most": MOST[field.type]}
    return None


def amount(value: Any) -> Decimal | None:
    """Return a decimal as records keep it, as text; None for anything else."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _shares_fault(record: Record) -> str | None:
    """The answers of an evaluation are no more than who took part, or no more than all of it."""
    if record.kind != "evaluation":
        return None
    given = [number for name in _SHARES if (number := amount(record.said.get(name))) is not None]
    if not given:
        return None
    match record.said.get("counted"):
        case "people":
            if any(n != n.to_integral_value() for n in given):
                return _("满意、基本满意、不满意的人数应是整数。")
            if sum(given) > record.said["people"]:
                return _("满意、基本满意、不满意的人数加起来超过参加评议人数。")
        case "percent":
            if sum(given) > Decimal("100.5"):  # each rounded
                return _("满意、基本满意、不满意的百分比加起来超过100。")
        case _:
            return _("请选择满意、基本满意、不满意填的是人数还是百分比。")
    return None
