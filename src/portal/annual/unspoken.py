"""What nobody entered in an organ's year, and of which nobody said that there was none."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.acts.actor import Actor
from portal.assurance import queries as assurance
from portal.assurance.acts import SayNone
from portal.organs.models import Organ
from portal.registers import queries as registers
from portal.registers.acts.counts import ConfirmZero


def figures(organ: Organ, year: int) -> dict[str, str]:
    """Return the registers whose figures are 0 because nothing was entered, by code."""
    return registers.unsaid(organ, year)


def sentences(organ: Organ, year: int) -> dict[str, str]:
    """Return the kinds of records of which the report can say nothing yet, by code, as it would say none."""
    return {kind.code: str(kind.none) for kind in assurance.unsaid(organ, year)}


def all_of(organ: Organ, year: int) -> dict[str, str]:
    """Return both, by code, each as the statement that there was none."""
    none = {code: _("没有%(name)s") % {"name": t} for code, t in figures(organ, year).items()}
    return none | sentences(organ, year)


def say_none(by: Actor, organ: Organ, year: int, things: Sequence[str]) -> None:
    """Say of each that the year had none, where it is kept; raises Refused."""
    for act, unsaid in ((ConfirmZero, figures), (SayNone, sentences)):
        there = unsaid(organ, year)
        if mine := [code for code in things if code in there]:
            act(by=by, organ=organ, year=year, things=mine).execute()
