"""Giving a post, ending it, and handing it over with its open work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.acts.act import Act, Refused, snapshot
from portal.organs import policies
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role
from portal.organs.open_work import open_work, take_over


@dataclass(kw_only=True)
class GivePost(Act[Post]):
    """Put a person into a role at an organ."""

    name = "organs.give_post"
    title = gettext_lazy("授予岗位")
    policy = staticmethod(policies.may_give_posts)

    organ: Organ
    user: User
    role: Role
    on: date

    def possible(self) -> str | None:
        """The three administrators stay apart; a post is held once; the organ exists."""
        if self.organ.abolished_on and self.organ.abolished_on <= self.on:
            return _("该机关当时已经撤销。")
        if not self.user.is_active:
            return _("该账号已停用。")
        held = Post.objects.filter(user=self.user).filter(Q(to_on=None) | Q(to_on__gt=self.on))
        if held.filter(organ=self.organ, role=self.role).exists():
            return _("%(name)s已在这个岗位上。") % {"name": self.user.name}
        roles = {Role(role) for role in held.values_list("role", flat=True)}
        if self.role in ADMINISTRATORS and roles - {self.role}:
            return _("系统、安全、审计管理员应各由专人担任，不兼任其他岗位。")
        if self.role not in ADMINISTRATORS and roles & ADMINISTRATORS:
            return _("系统、安全、审计管理员不兼任业务岗位。")
        return None

    def do(self) -> Post:
        """Save the post."""
        return Post.objects.create(
            organ=self.organ, user=self.user, role=self.role, from_on=self.on
        )


@dataclass(kw_only=True)
class EndPost(Act[Post]):
    """End a post on a day."""

    name = "organs.end_post"
    title = gettext_lazy("收回岗位")
    policy = staticmethod(policies.may_give_posts)

    on: date

    def do(self) -> Post:
        """Give the post its last day."""
        assert self.target is not None
        if self.target.to_on is not None:
            raise Refused(_("这个岗位已于%(on)s结束。") % {"on": self.target.to_on})
        if self.on < self.target.from_on:
            raise Refused(_("结束日期早于开始日期。"))
        self.target.to_on = self.on
        self.target.save(update_fields=["to_on"])
        return self.target


@dataclass(kw_only=True)
class HandOverPost(Act[Post]):
    """Pass a post from one person to another on a day, with what is open in it.

    A right belongs to the post: who holds it finds its open work among his own, and what stands under
    the name of the one before is given to him. What was done stays the work of the one who did it.
    """

    name = "organs.hand_over_post"
    title = gettext_lazy("移交岗位")
    policy = staticmethod(policies.may_give_posts)

    to: User | None = None
    on: date

    def possible(self) -> str | None:
        """Only a post somebody still holds."""
        assert self.target is not None
        return None if self.target.to_on is None else _("这个岗位已经结束。")

    def lacking(self) -> str | None:
        """To somebody else."""
        assert self.target is not None
        if self.to is None or self.to.pk == self.target.user_id:
            return _("请选择接任的人，不能移交给本人。")
        return None

    def do(self) -> Post:
        """End the one's post and begin the other's, on the same day."""
        assert self.target is not None
        assert self.to is not None
        EndPost(by=self.by, target=self.target, on=self.on, reason=self.reason).execute()
        organ, role = self.target.organ, Role(self.target.role)
        GivePost(by=self.by, organ=organ, user=self.to, role=role, on=self.on).execute()
        take_over(self.target, self.to, self.by)
        return Post.objects.get(pk=self.target.pk)

    def facts(self, of: Post) -> Mapping[str, Any]:
        """Keep to whom the post went, and what was open in it."""
        open_now = [work.subject for work in open_work(of)] if of.to_on is None else []
        return snapshot(of) | {"to": self.to.pk if self.to else None, "open_work": open_now}
