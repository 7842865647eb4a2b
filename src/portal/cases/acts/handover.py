"""Giving a request to who takes a post over."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.acts import clock
from portal.acts.actor import Actor
from portal.cases.acts.base import CaseAct
from portal.cases.lifecycle import Office
from portal.cases.models import Case
from portal.organs.models import Post, Role
from portal.organs.policies import may_give_posts


def may_hand_over(actor: Actor, case: Case | None) -> str | None:
    """Who gives posts hands over what stands in them."""
    return may_give_posts(actor, None)


@dataclass(kw_only=True)
class TakeOverCase(CaseAct):
    """Give a request to the new holder of its handler's post; part of handing the post over."""

    name = "cases.take_over"
    title = gettext_lazy("随岗位移交")
    policy = staticmethod(may_hand_over)
    kind = Office.ASSIGNED

    to: User

    def do(self) -> Case:
        """Append it."""
        self.case.handler_id = self.to.pk
        self.case.save(update_fields=["handler_id"])
        self.append(whom=self.to.name[:120])
        return self.case


def of_post(post: Post, to: User, by: Actor) -> None:
    """Give every open request of a post's former holder to its new one.

    Where he still handles for the organ in another post, or the new one does not yet, they stay: the
    list shows what nobody handles any longer to everybody.
    """
    held = Post.objects.held(clock.today()).filter(
        organ=post.organ_id, role__in=[Role.HANDLER, Role.HEAD]
    )
    if post.role not in (Role.HANDLER, Role.HEAD) or held.filter(user=post.user_id).exists():
        return
    if not held.filter(user=to.pk).exists():
        return
    open_now = Case.objects.filter(organ=post.organ_id, handler_id=post.user_id, ended_on=None)
    for case in open_now.order_by("pk"):
        TakeOverCase(by=by, target=case, to=to).execute()
