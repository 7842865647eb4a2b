"""What the page of the fee notice shows before it is sent: the amount and how it comes about."""

from dataclasses import dataclass
from typing import Any

from gongkai.errors import InputError
from portal.cases.acts.fees import charge_for, ordinal
from portal.cases.models import Case
from portal.ui.language import spoken


@dataclass(frozen=True, slots=True)
class Shown:
    """The fee as the form stands; `wrong` says why it cannot be told."""

    ordinal: int
    by_item: int
    amount: int | None = None
    working: tuple[str, ...] = ()
    wrong: str = ""


def shown(case: Case, form: Any) -> Shown:
    """Return the forecast, and the fee for what was typed."""
    number = ordinal(case)
    by_item = charge_for(case, "items", number).amount
    tariff, typed = form["tariff"].value(), str(form["number"].value() or "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 8):
        return Shown(number, by_item)
    try:
        charge = charge_for(case, str(tariff), int(typed))
    except InputError as error:
        return Shown(number, by_item, wrong=error.sentence(spoken()))
    return Shown(number, by_item, charge.amount, tuple(charge.working))
