"""What no kept entry may be, however it came: typed, or a row of a file."""

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

EARLIEST = date(1980, 1, 1)
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
