"""Setting up, renaming, moving, merging, splitting and abolishing organs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Refused, snapshot
from portal.acts.actor import Actor
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
            raise Refused(_("不能这样修改：%(names)s。") % {"names": _("、").join(other)})
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


@dataclass(kw_only=True)
class MergeOrgans(Act[Organ]):
    """Merge organs into one that exists; those below them follow it.

    Each organ that ends has its own record (`AbolishOrgan`), each that moves too (`ChangeOrgan`).
    """

    name = "organs.merge"
    title = gettext_lazy("合并机关")
    policy = staticmethod(policies.may_shape_organs)

    on: date
    merged: tuple[Organ, ...] = ()
    basis: str = ""

    def lacking(self) -> str | None:
        """Something is merged, and not with itself."""
        if not self.merged:
            return _("请选择并入的机关。")
        if self.target in self.merged:
            return _("机关不能并入它自己。")
        return None

    def do(self) -> Organ:
        """Move what stands below the merged organs, then end them."""
        assert self.target is not None
        for one in self.merged:
            _move_below(one, self.target, self.on, self.basis, self.by)
            AbolishOrgan(
                by=self.by,
                target=one,
                on=self.on,
                why=Succession.Why.MERGED,
                successors=(self.target,),
                basis=self.basis,
            ).execute()
        return Organ.objects.get(pk=self.target.pk)

    def facts(self, of: Organ) -> Mapping[str, Any]:
        """Keep who went into it beside the organ's own columns."""
        return snapshot(of) | {
            "merged": list(
                Succession.objects.filter(after=of, why=Succession.Why.MERGED)
                .order_by("pk")
                .values_list("before_id", flat=True)
            )
        }


def _move_below(old: Organ, new: Organ, on: date, basis: str, by: Actor) -> None:
    """Bring the organs that stand below or report to one that ends under its successor."""
    for name in ("parent_id", "reports_to_id"):
        for child in Organ.objects.existing(on).filter(**{name: old.pk}).exclude(pk=new.pk):
            ChangeOrgan(by=by, target=child, on=on, fields={name: new.pk}, basis=basis).execute()


@dataclass(kw_only=True)
class SplitOrgan(Act[Organ]):
    """Split an organ into others, new ones among them; it ends, its pages lead to all of them.

    new       what each new organ is called and its address: (code, name)
    existing  organs that take over a part
    """

    name = "organs.split"
    title = gettext_lazy("分立机关")
    policy = staticmethod(policies.may_shape_organs)

    on: date
    new: tuple[tuple[str, str], ...] = ()
    existing: tuple[Organ, ...] = ()
    basis: str = ""

    def lacking(self) -> str | None:
        """A split leads to two organs at the least."""
        if len(self.new) + len(self.existing) < 2:
            return _("分立后至少要有两个机关。")
        return None

    def do(self) -> Organ:
        """Set the new organs up as what the old one was, then end the old one."""
        assert self.target is not None
        same = {
            name: getattr(self.target, name) for name in ("level", "kind", "parent", "reports_to")
        }
        made = [
            EstablishOrgan(
                by=self.by,
                code=code,
                fields={**same, "name": name, "short_name": name[:40], "founded_on": self.on},
                basis=self.basis,
            ).execute()
            for code, name in self.new
        ]
        return AbolishOrgan(
            by=self.by,
            target=self.target,
            on=self.on,
            why=Succession.Why.SPLIT,
            successors=(*made, *self.existing),
            basis=self.basis,
        ).execute()
