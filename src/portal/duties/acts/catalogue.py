"""Taking over a field's catalogue of items as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.fields import fields
from portal.acts import clock
from portal.acts.act import Act
from portal.duties import policies
from portal.duties.models import CatalogueItem
from portal.organs.models import Organ


def _key(item: Mapping[str, Any]) -> tuple[str, str, str]:
    return item["first"], item["second"], item["content"]


@dataclass(kw_only=True)
class ImportCatalogue(Act[Organ]):
    """Replace an organ's catalogue of one field by a new one; an item that stays keeps its documents.

    items  rows as `portal.duties.catalogue.read_items` gives them
    """

    name = "duties.import_catalogue"
    title = gettext_lazy("导入目录")
    policy = staticmethod(policies.may_keep)

    field: str
    items: Sequence[Mapping[str, str]]

    @property
    def organ(self) -> Organ:
        """The organ whose catalogue it is."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """The field is one of the pilot fields."""
        return None if self.field in fields() else _("没有这个领域。")

    def lacking(self) -> str | None:
        """There is something to take over, each item once."""
        if not self.items:
            return _("表里没有事项。")
        if len({_key(item) for item in self.items}) != len(self.items):
            return _("表里有重复的事项。")
        return None

    def do(self) -> Organ:
        """End the items that are gone, bring the others up to date, add the new ones."""
        present = CatalogueItem.objects.filter(organ=self.organ, field=self.field, ended_at=None)
        there = {(one.first, one.second, one.content): one for one in present}
        wanted = {_key(item) for item in self.items}
        gone = [one.pk for key, one in there.items() if key not in wanted]
        present.filter(pk__in=gone).update(ended_at=clock.now())
        new: list[CatalogueItem] = []
        for order, item in enumerate(self.items, start=1):
            one = there.get(_key(item)) or CatalogueItem(organ=self.organ, field=self.field)
            for name, value in item.items():
                setattr(one, name, value)
            one.order = order
            if one.pk is None:
                new.append(one)
            else:
                one.save()
        CatalogueItem.objects.bulk_create(new)
        self._told = {"added": len(new), "kept": len(self.items) - len(new), "ended": len(gone)}
        return self.organ

    def facts(self, of: Organ) -> Mapping[str, Any]:
        """Keep the field and how many items came, stayed and went."""
        return {"field": self.field} | getattr(self, "_told", {})
