"""The pilot fields and the columns of the grassroots catalogue (国办发〔2019〕54号), ``fields.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from gongkai.law import entries
from gongkai.law.entries import Basis


@dataclass(frozen=True, slots=True)
class PilotField:
    """One of the 26 pilot fields; a practice entry's name has not been compared."""

    code: str
    zh: str
    source: str
    basis: Basis
    aka: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueColumn:
    """One column of a catalogue.

    choices   the ticks it is parted into; () for free text
    required  an item without it is wrong
    repeats   an empty cell means the one above (merged cells)
    """

    code: str
    zh: str
    aka: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool = False
    repeats: bool = False


@cache
def fields() -> Mapping[str, PilotField]:
    """Return the pilot fields by code; raises DataError for one without a source."""
    found = {}
    for key, entry in entries.sourced("fields", entries.read("fields")["field"]).items():
        found[key] = PilotField(code=key, **{**entry, "aka": tuple(entry.get("aka", ()))})
    return MappingProxyType(found)


@cache
def catalogue_columns() -> Mapping[str, CatalogueColumn]:
    """Return the columns of a catalogue by code, in order."""
    found = {}
    for key, entry in entries.read("fields")["column"].items():
        lists = {name: tuple(entry.get(name, ())) for name in ("aka", "choices")}
        found[key] = CatalogueColumn(code=key, **{**entry, **lists})
    return MappingProxyType(found)
