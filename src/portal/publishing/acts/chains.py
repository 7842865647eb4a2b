"""How an organ's documents are reviewed before they are published."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act
from portal.acts.actor import Actor
from portal.organs.models import Organ, Role
from portal.publishing import policies
from portal.publishing.models import Genre, ReviewChain

STEPS = (Role.HEAD, Role.REVIEWER, Role.SECRECY, Role.SIGNER)
"""The posts that can take a step; which and in what order is practice, beside two that must be."""


def _may_set(actor: Actor, chain: ReviewChain | None) -> str | None:
    """The organ's head; the act that makes a chain asks for its organ."""
    return None if chain is None else policies.may_arrange(actor, chain.organ)


@dataclass(kw_only=True)
class SetReviewChain(Act[ReviewChain]):
    """Say which steps the documents of an organ pass, all of them or those of one kind.

    What is already in review keeps the steps it began with. Secrecy is always reviewed (art. 17),
    and the last step signs.
    """

    name = "publishing.set_review_chain"
    title = gettext_lazy("设置审查流程")
    policy = staticmethod(_may_set)

    organ: Organ
    genre: str = ""
    steps: tuple[str, ...] = ()
    alone: bool = False

    def possible(self) -> str | None:
        """The organ's head sets its chains."""
        return policies.may_arrange(self.by, self.organ)

    def lacking(self) -> str | None:
        """Each step once, secrecy among them, the signature at the end."""
        if self.genre and self.genre not in Genre.values:
            return _("没有这个类别。")
        if any(step not in STEPS for step in self.steps):
            return _("审查步骤只能由审核、保密审查、签发岗位或工作机构负责人办理。")
        if len(set(self.steps)) < len(self.steps):
            return _("同一岗位只能办理一步。")
        if Role.SECRECY not in self.steps:
            return _("必须有保密审查这一步（条例第十七条）。")
        if self.steps[-1] != Role.SIGNER:
            return _("最后一步必须是签发。")
        return None

    def do(self) -> ReviewChain:
        """Save the chain, which counts for what is handed in from now on."""
        chain, _made = ReviewChain.objects.update_or_create(
            organ=self.organ,
            genre=self.genre,
            defaults={"steps": [str(s) for s in self.steps], "alone": self.alone},
        )
        return chain
