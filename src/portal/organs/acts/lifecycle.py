"""Setting up, renaming, moving, merging, splitting and abolishing organs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Refused, snapshot
from portal.organs import policies, tree
from portal.organs.models import Organ, Succession


def _save(organ: Organ) -> None:
    """Save after every rule of the model; raises Refused with all sentences that speak against it."""
    try:
        organ.full_clean(exclude=["path"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    organ.save()


@dataclass(kw_only=True)
class EstablishOrgan(Act[Organ]):
    """Set an organ up."""

    name = "organs.establish"
    title = gettext_lazy("设立机关")
    policy = staticmethod(policies.may_shape_organs)

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""

    def do(self) -> Organ:
        """Save the organ, its place in the tree and its first state."""
        organ = Organ(code=self.code, path=f"new-{self.code}", **self.fields)
        _save(organ)
        tree.place(organ)
        tree.begin(organ, organ.founded_on, self.basis)
        return organ


@dataclass(kw_only=True)
class CorrectOrgan(Act[Organ]):
    """Correct particulars that were entered wrongly; what changed by decision has its own acts."""

    name = "organs.correct"
    title = gettext_lazy("更正机关信息")
    policy = staticmethod(policies.may_describe_organ)
    ALLOWED: ClassVar[frozenset[str]] = frozenset(
        {"short_name", "credit_code", "division_code", "founded_on", "order"}
    )

    fields: Mapping[str, Any]

    def do(self) -> Organ:
        """Save the corrected particulars, also in the state of today."""
        assert self.target is not None
        other = sorted(set(self.fields) - self.ALLOWED)
        if other:
            raise Refused(_("不能这样修改：%(names)s。") % {"names": "、".join(other)})
        for name, value in self.fields.items():
            setattr(self.target, name, value)
        _save(self.target)
        self.target.states.filter(to_on=None).update(short_name=self.target.short_name)
        return self.target


@dataclass(kw_only=True)
class ChangeOrgan(Act[Organ]):
    """Rename, move or regrade an organ from a day on; what it was stays known."""

    name = "organs.change"
    title = gettext_lazy("变更机关")
    policy = staticmethod(policies.may_shape_organs)

    on: date
    fields: Mapping[str, Any]
    basis: str = ""

    def do(self) -> Organ:
        """End the present state and begin the new one."""
        assert self.target is not None
        tree.change(self.target, self.on, self.basis, **self.fields)
        if "parent_id" in self.fields:
            tree.move(self.target)
        return self.target


@dataclass(kw_only=True)
class AbolishOrgan(Act[Organ]):
    """Abolish an organ; its pages lead to those who took over its duties.

    successors  the organs that take over; several where it is split
    """

    name = "organs.abolish"
    title = gettext_lazy("撤销机关")
    policy = staticmethod(policies.may_shape_organs)

    on: date
    why: Succession.Why
    successors: tuple[Organ, ...] = ()
    basis: str = ""

    def possible(self) -> str | None:
        """Duties need somebody to take them over (国办公开办函〔2019〕14号)."""
        if not self.successors:
            return _("请写明由哪个机关承接其职责。")
        if self.target in self.successors:
            return _("机关不能由它自己承接。")
        if any(one.abolished_on and one.abolished_on <= self.on for one in self.successors):
            return _("承接职责的机关当时已经撤销。")
        return None

    def do(self) -> Organ:
        """End the organ, its posts and its state; name its successors."""
        assert self.target is not None
        tree.close(self.target, self.on)
        for one in self.successors:
            Succession.objects.create(
                before=self.target, after=one, on=self.on, why=self.why, basis=self.basis
            )
        return self.target

    def facts(self, of: Organ) -> Mapping[str, Any]:
        """Keep the successors beside the organ's own columns."""
        return snapshot(of) | {
            "successors": list(of.successions.order_by("pk").values_list("after_id", flat=True))
        }
