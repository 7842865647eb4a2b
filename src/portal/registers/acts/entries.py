"""Entering single decisions and payments, correcting and striking them, showing their results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.organs.keeping.acts import Keeping, Making, Striking
from portal.organs.keeping.checks import hold
from portal.organs.keeping.struck import strike
from portal.registers import checks, queries, rules
from portal.registers.models import Entry

FIELDS = frozenset(
    {"number", "on", "kind", "party_kind", "party", "item", "amount", "shown", "document"}
)


def _fault(entry: Entry, *, instead_of: Entry | None = None) -> str | None:
    """Return why an entry cannot be made now, beside what speaks against it by itself."""
    hold(entry.organ)
    wrong = checks.entry_fault(entry)
    if wrong:
        return wrong
    entry.month = checks.month_of(entry.on)
    same = queries.live(entry.organ, entry.register)[0].filter(number=entry.number)
    if same.exclude(pk=instead_of.pk if instead_of else 0).exists():
        return _("%(number)s已经登记过。") % {"number": entry.number}
    if entry.document is not None and entry.document.organ_id != entry.organ_id:
        return _("这是别的机关的公开信息。")
    return checks.counted_monthly(entry.organ, entry.register, entry.month)


@dataclass(kw_only=True)
class EnterEntry(Making[Entry]):
    """Enter one decision or payment."""

    name = "registers.enter"
    title = gettext_lazy("登记")

    register: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def lacking(self) -> str | None:
        """It says what its register asks, and the month is not counted as a whole."""
        if self.register not in rules.registers():
            return _("没有这个登记簿。")
        if set(self.fields) - FIELDS:
            return _("没有这些登记项。")
        self._entry = Entry(organ=self.organ, register=self.register, **self.fields)
        return _fault(self._entry)

    def do(self) -> Entry:
        """Save it."""
        self._entry.save()
        return self._entry


@dataclass(kw_only=True)
class CorrectEntry(Keeping[Entry]):
    """Correct an entry: the wrong one is struck, another stands in its place and names it."""

    name = "registers.correct"
    title = gettext_lazy("更正")
    KEPT: ClassVar[tuple[str, ...]] = ("register", "organ", *sorted(FIELDS), "batch")

    fields: Mapping[str, Any] = field(default_factory=dict)

    def lacking(self) -> str | None:
        """It says why, and the new one is right."""
        if not self.reason.strip():
            return _("请写明更正的理由。")
        if set(self.fields) - FIELDS:
            return _("没有这些登记项。")
        kept = {name: getattr(self.entry, name) for name in self.KEPT}
        if all(kept[name] == value for name, value in self.fields.items()):
            return _("没有变化。")
        self._entry = Entry(**(kept | dict(self.fields)), corrects=self.entry)
        return _fault(self._entry, instead_of=self.entry)

    def do(self) -> Entry:
        """Strike the one and save the other."""
        strike(self.entry, _("更正：%(why)s") % {"why": self.reason})
        self._entry.save()
        return self._entry


@dataclass(kw_only=True)
class StrikeEntry(Striking[Entry]):
    """Strike an entry that was made wrongly."""

    name = "registers.strike"
    title = gettext_lazy("注销登记")


@dataclass(kw_only=True)
class ShowEntry(Keeping[Entry]):
    """Put an entry in the public list of results, or take it out (art. 20 (5), (6))."""

    name = "registers.show"
    title = gettext_lazy("公开结果")

    shown: bool = True

    def possible(self) -> str | None:
        """Only registers whose results are public have a list."""
        if not rules.registers()[self.entry.register].listed:
            return _("这个登记簿没有对外公开的名单。")
        return super().possible()

    def lacking(self) -> str | None:
        """What leaves the list leaves for a reason."""
        if self.entry.shown == self.shown:
            return _("没有变化。")
        return None if self.shown or self.reason.strip() else _("请写明不再公开的理由。")

    def do(self) -> Entry:
        """Mark it."""
        self.entry.shown = self.shown
        self.entry.save(update_fields=["shown"])
        return self.entry


@dataclass(kw_only=True)
class HideEntry(ShowEntry):
    """Take an entry out of the public list of results."""

    name = "registers.hide"
    title = gettext_lazy("停止公开结果")

    shown: bool = False
