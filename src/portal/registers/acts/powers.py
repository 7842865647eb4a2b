"""The list of powers: adding an item, changing it by decision, taking it off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.organs.keeping.acts import Keeping, Making, Striking
from portal.organs.keeping.checks import bad_day, hold
from portal.registers import checks
from portal.registers.models import PowerEvent, PowerItem

FIELDS = frozenset({"code", "kind", "name", "basis", "unit", "from_on"})


@dataclass(kw_only=True)
class AddPower(Making[PowerItem]):
    """Add an item to the list."""

    name = "registers.add_power"
    title = gettext_lazy("增加事项")

    fields: Mapping[str, Any] = field(default_factory=dict)
    ground: str = ""

    def lacking(self) -> str | None:
        """It says what a list of powers says of an item; its code is its own."""
        if set(self.fields) - FIELDS:
            return _("没有这些登记项。")
        hold(self.organ)
        self._item = PowerItem(organ=self.organ, **self.fields)
        taken = PowerItem.objects.filter(
            organ=self.organ, code=self._item.code, struck_at=None
        ).exists()
        return checks.power_fault(self._item) or (
            _("事项编码%(code)s已经登记过。") % {"code": self._item.code} if taken else None
        )

    def do(self) -> PowerItem:
        """Save it with its first event."""
        self._item.save()
        return append(self._item, "added", self._item.from_on, self.by.name, self.ground)


@dataclass(kw_only=True)
class ChangePower(Keeping[PowerItem]):
    """An item was changed by a decision, from a day on; what it said before stays in the event."""

    name = "registers.change_power"
    title = gettext_lazy("变更事项")

    on: date | None = None
    ground: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    def possible(self) -> str | None:
        """What was taken off changes no more."""
        return super().possible() or (_("这个事项已经取消。") if self.entry.to_on else None)

    def lacking(self) -> str | None:
        """It has a day, a ground, and changes something."""
        if set(self.fields) - (FIELDS - {"code", "from_on"}):
            return _("没有这些登记项。")
        if not self.ground.strip():
            return _("请写明变更的依据。")
        wrong = bad_day(self.on, _("变更日期"))
        if wrong:
            return wrong
        self._changed = {
            name: [getattr(self.entry, name), value]
            for name, value in self.fields.items()
            if getattr(self.entry, name) != value
        }
        for name, (_old, new) in self._changed.items():
            setattr(self.entry, name, new)
        return checks.power_fault(self.entry) if self._changed else _("没有变化。")

    def do(self) -> PowerItem:
        """Save it and append what changed."""
        assert self.on is not None
        self.entry.save()
        return append(
            self.entry, "changed", self.on, self.by.name, self.ground, changed=self._changed
        )


@dataclass(kw_only=True)
class EndPower(Keeping[PowerItem]):
    """An item was taken off the list, from a day on."""

    name = "registers.end_power"
    title = gettext_lazy("取消事项")

    on: date | None = None
    ground: str = ""

    def possible(self) -> str | None:
        """It ends once."""
        return super().possible() or (_("这个事项已经取消。") if self.entry.to_on else None)

    def lacking(self) -> str | None:
        """It has a day after its beginning, and a ground."""
        if self.on is None:
            return _("请填写取消日期。")
        if self.on < self.entry.from_on:
            return _("取消日期早于纳入日期%(day)s。") % {"day": self.entry.from_on}
        return None if self.ground.strip() else _("请写明取消的依据。")

    def do(self) -> PowerItem:
        """Set the end."""
        assert self.on is not None
        self.entry.to_on = self.on
        self.entry.save()
        return append(self.entry, "ended", self.on, self.by.name, self.ground)


@dataclass(kw_only=True)
class StrikePower(Striking[PowerItem]):
    """Strike an item that was entered wrongly."""

    name = "registers.strike_power"
    title = gettext_lazy("注销登记")


def append(
    item: PowerItem, what: str, on: date, who: str, ground: str = "", **facts: Any
) -> PowerItem:
    """Append an event to an item."""
    PowerEvent.objects.create(
        item=item, on=on, what=what, basis=ground.strip()[:300], facts=facts, who=who
    )
    return item
