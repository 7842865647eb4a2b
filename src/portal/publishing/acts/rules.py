"""How an organ's documents are numbered."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from portal.acts.act import Act
from portal.acts.actor import Actor
from portal.organs.models import Organ
from portal.publishing import policies
from portal.publishing.index_numbers import bad_pattern, too_long
from portal.publishing.models import PublishingRules


def _may_set(actor: Actor, rules: PublishingRules | None) -> str | None:
    """The organ's head; the act itself asks for its organ."""
    return None if rules is None else policies.may_arrange(actor, rules.organ)


@dataclass(kw_only=True)
class SetPublishingRules(Act[PublishingRules]):
    """Set the rule of an organ's index numbers, for itself and those below that set none.

    It counts from the next number on: a number given never changes and is never given again.

    index_pattern  see `index_numbers.FIELDS`; empty: as the organ above, or the practice
    """

    name = "publishing.set_rules"
    title = gettext_lazy("设置索引号规则")
    policy = staticmethod(_may_set)

    organ: Organ
    index_pattern: str = ""

    def possible(self) -> str | None:
        """The organ's head sets its rules."""
        return policies.may_arrange(self.by, self.organ)

    def lacking(self) -> str | None:
        """The rule makes numbers that differ and are short enough."""
        if not self.index_pattern:
            return None
        return bad_pattern(self.index_pattern) or too_long(self.organ, self.index_pattern)

    def do(self) -> PublishingRules:
        """Save the rule."""
        rules, _made = PublishingRules.objects.update_or_create(
            organ=self.organ, defaults={"index_pattern": self.index_pattern}
        )
        return rules
