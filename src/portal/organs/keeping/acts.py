"""What acts on kept entries share: making one for an organ, striking one."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.acts.act import Act, Forbidden, Refused
from portal.organs.keeping import policies
from portal.organs.keeping.struck import Struck, strike
from portal.organs.models import Organ

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Struck)


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
