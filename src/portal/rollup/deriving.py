"""What fills the report of a region: the sums of its units, and the frozen versions behind each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gongkai.forms.filled import FilledForm, filled
from gongkai.forms.form import Address
from portal.annual.models import FilingCell, FilingVersion
from portal.organs.models import Organ
from portal.rollup.consolidating import Consolidated, consolidate


@dataclass(frozen=True)
class Summed:
    """The figures of a region's report."""

    total: Consolidated

    @cached_property
    def report(self) -> FilledForm:
        """The sums, without the words of the report."""
        return self.total.report

    @property
    def units(self) -> Mapping[str, FilledForm | None]:
        """Who belongs to the total; who is in it with an empty form, for its figures are added up here."""
        form, year = self.total.form, self.total.year
        return {
            unit.organ.name: filled(form, {}, year=year) if unit.version else None
            for unit in self.total.units
        }

    @cached_property
    def ids(self) -> Mapping[Address, Sequence[str]]:
        """The versions behind each figure that is not 0 (``annual.filingversion:17``)."""
        name = FilingVersion._meta.label_lower
        versions = [unit.version.pk for unit in self.total.counted if unit.version]
        cells = FilingCell.objects.filter(version__in=versions).exclude(value=0).order_by("pk")
        found: dict[str, list[str]] = {}
        for address, version in cells.values_list("address", "version_id"):
            found.setdefault(address, []).append(f"{name}:{version}")
        return {a: tuple(found.get(str(a), ())) for a in self.total.form.addresses}


def derive(organ: Organ, year: int, *, as_at: date | None = None) -> Summed:
    """Add up the accepted reports of a region; `as_at` says nothing here, for what counts is frozen."""
    return Summed(consolidate(organ, year))
