"""What acts on kept entries share: making one for an organ, striking one, saying that there was none."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from gongkai.errors import UnknownEdition
from gongkai.forms.form import edition_for
from portal.acts import clock
from portal.acts.act import Act, Forbidden, Refused
from portal.organs.keeping import policies
from portal.organs.keeping.checks import hold
from portal.organs.keeping.struck import SaidNone, Struck, strike
from portal.organs.models import Organ

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Struck)
N = TypeVar("N", bound=SaidNone)


@dataclass(kw_only=True)
class Making(Act[M]):
    """An act that makes an entry for an organ."""

    policy = staticmethod(policies.may_keep)

    organ: Organ

    def refusal(self) -> Refused | None:
        """Only who works there enters."""
        forbidden = policies.may_keep_for(self.by, self.organ)
        return Forbidden(forbidden) if forbidden else super().refusal()


@dataclass(kw_only=True)
class Keeping(Act[S]):
    """An act on an entry that stands."""

    policy = staticmethod(policies.may_keep)

    @property
    def entry(self) -> S:
        """The entry acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """What was struck stays as it is."""
        return _("这一条已经注销。") if self.entry.struck_at else None


@dataclass(kw_only=True)
class Striking(Keeping[S]):
    """Strike an entry that was made wrongly: it counts nowhere any more, and stays to be read."""

    def lacking(self) -> str | None:
        """It says why."""
        return None if self.reason.strip() else _("请写明注销的理由。")

    def do(self) -> S:
        """Mark it."""
        return strike(self.entry, self.reason)


@dataclass(kw_only=True)
class SayingNone(Making[N]):
    """Say that a year had none of some things, up to today or to the year's end.

    kept  where it is kept
    """

    kept: ClassVar[type[SaidNone]]

    year: int
    things: Sequence[str]

    def asked(self) -> Mapping[str, str]:
        """Return the things the year's report asks for, by code, with their titles."""
        raise NotImplementedError

    def held(self) -> Container[str]:
        """Return the codes of what the organ's year has."""
        raise NotImplementedError

    def lacking(self) -> str | None:
        """Each of them is asked for in that year, and there is none."""
        if not self.things:
            return _("请选择本年没有的事项。")
        if self.year > clock.today().year:
            return _("%(year)s年还没有开始。") % {"year": self.year}
        try:
            edition_for(self.year)
        except UnknownEdition as error:
            return str(error)
        asked = self.asked()
        if set(self.things) - set(asked):
            return _("%(year)s年度报告不问这一项。") % {"year": self.year}
        hold(self.organ)
        held = self.held()
        there = "、".join(asked[code] for code in self.things if code in held)
        if there:
            return _("%(year)s年已登记%(names)s，不是没有。") % {"year": self.year, "names": there}
        return None

    def do(self) -> N:
        """Save who said so, and up to which day it speaks."""
        said: N = type(self).kept._default_manager.create(  # type: ignore[assignment]
            organ=self.organ,
            year=self.year,
            things=list(self.things),
            up_to=min(clock.today(), date(self.year, 12, 31)),
            who=self.by.name,
        )
        return said
