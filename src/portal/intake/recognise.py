"""Whose report it is: the organ that a report names, among those this portal knows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from gongkai.checks.organ import level_of_name
from gongkai.consolidation.plan import key
from portal.organs.models import Level, Organ, OrganState

_KNOWN = frozenset(Level.values)


class Units:
    """Every organ by the names it has or had; made once for many reports."""

    def __init__(self) -> None:
        self._organs = {organ.pk: organ for organ in Organ.objects.all()}
        self._named: dict[str, set[int]] = defaultdict(set)
        self._dated: dict[tuple[str, int], list[tuple[date | None, date | None]]] = {}
        for organ in self._organs.values():
            self._named[key(organ.name)].add(organ.pk)
        for pk, name, since, until in OrganState.objects.values_list(
            "organ", "name", "from_on", "to_on"
        ):
            self._named[key(name)].add(pk)
            self._dated.setdefault((key(name), pk), []).append((since, until))

    def find(self, authority: str, year: int | None, office: Organ | None) -> Organ | None:
        """Return the organ that calls itself `authority`, None where none or several do.

        A place may stand before the name (威县七级镇人民政府 for 七级镇人民政府). Of several, the one that
        bore the name at the end of the year wins, then the one below the office that asks.
        """
        wanted = key(authority)
        if not wanted:
            return None
        pks: Iterable[int] = self._named.get(wanted, ())
        if not pks:
            ends = [n for n in self._named if len(n) > 2 and wanted.endswith(n)]
            longest = max(ends, key=len, default="")
            pks = self._named.get(longest, ())
            wanted = longest
        found = [self._organs[pk] for pk in pks]
        for narrower in (self._then(found, wanted, year), _below(found, office)):
            found = narrower or found
        return found[0] if len(found) == 1 else None

    def _then(self, organs: list[Organ], name: str, year: int | None) -> list[Organ]:
        if year is None or not 1 <= year <= 9999:
            return organs
        last = date(year, 12, 31)
        return [
            organ
            for organ in organs
            if any(
                (since is None or since <= last) and (until is None or until > last)
                for since, until in self._dated.get((name, organ.pk), ())
            )
        ]


def _below(organs: list[Organ], office: Organ | None) -> list[Organ]:
    return [o for o in organs if office is not None and o.path.startswith(office.path)]


def unit_key(unit: Organ | None, name: str, *, file: int | None = None) -> str:
    """Return by what two reports are known to be on the same organ; one without a name is alone."""
    if unit is not None:
        return f"={unit.pk}"
    return key(name)[:120] or f"?{file}"


def level(unit: Organ | None, name: str) -> str:
    """Return where an organ stands; of one the portal does not know what its name tells, or ""."""
    if unit is not None:
        return unit.level
    found = level_of_name(name)  # 市 and 局 tell no level
    return found if found in _KNOWN else ""
