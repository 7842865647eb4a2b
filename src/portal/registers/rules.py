"""What registers there are, what a list of powers is divided into, and what is practice, as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gongkai.forms.counts import registered
from gongkai.forms.form import Form, edition_for


@dataclass(frozen=True, slots=True)
class Register:
    """One register of single decisions or payments.

    number, date, kind  what it calls its number, its day and its kind
    money               it keeps amounts; party: it names whom it concerns
    listed              the public finds its results; shown: a new entry is among them
    """

    code: str
    title: str
    what: str
    article: str
    unit: str
    number: str
    date: str
    kind: str
    money: bool = False
    party: bool = False
    listed: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class PowerKind:
    """One type of a list of powers; `register` keeps the decisions made under it."""

    code: str
    title: str
    register: str
    aka: tuple[str, ...] = ()


@cache
def data() -> Mapping[str, Any]:
    """Return the data of ``registers.toml``."""
    text = resources.files("portal.registers").joinpath("registers.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def registers() -> Mapping[str, Register]:
    """Return every register of decisions and payments by its code."""
    return MappingProxyType({k: Register(code=k, **v) for k, v in data()["registers"].items()})


@cache
def powers() -> Mapping[str, PowerKind]:
    """Return every type of a list of powers by its code."""
    return MappingProxyType(
        {
            k: PowerKind(k, v["title"], v["register"], tuple(v.get("aka", ())))
            for k, v in data()["powers"].items()
        }
    )


def practice(name: str) -> Any:
    """Return what is done by practice where nobody has set otherwise; raises KeyError."""
    return data()["practice"][name]


def asked_in(year: int) -> list[Register]:
    """Return the registers that the form of a year asks for (2019 and 2021 differ).

    Raises UnknownEdition before 2019.
    """
    return of_form(edition_for(year))


def of_form(form: Form) -> list[Register]:
    """Return the registers that count in an edition of the form, in its order."""
    named = dict.fromkeys(register for _address, register, _measure in registered(form))
    return [registers()[code] for code in named if code in registers()]
