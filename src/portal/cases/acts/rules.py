"""Setting an organ's rules for requests, and its own wording of letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Refused
from portal.cases import policies
from portal.cases.models import CaseRules
from portal.organs.models import Organ, Role

STEPS = (Role.REVIEWER, Role.SECRECY, Role.HEAD, Role.SIGNER)


@dataclass(kw_only=True)
class SetRules(Act[CaseRules]):
    """Say how an organ's replies are reviewed and how long personal data is kept."""

    name = "cases.set_rules"
    title = gettext_lazy("设置办理规则")
    policy = staticmethod(policies.anybody)
    model = CaseRules
    changes_site = False

    organ: Organ
    keep_years: int | None = None
    steps: Sequence[str] = ()
    alone: bool = False

    def possible(self) -> str | None:
        """The head of the disclosure office sets them."""
        return policies.may_set_rules(self.by, self.organ)

    def lacking(self) -> str | None:
        """Known steps, none twice, the last one signs."""
        steps = list(self.steps)
        if set(steps) - set(STEPS) or len(set(steps)) != len(steps):
            return _("审核步骤应从审核、保密审查、工作机构负责人、签发中选择，不能重复。")
        if steps and steps[-1] != Role.SIGNER:
            return _("最后一步应为签发。")
        return None

    def do(self) -> CaseRules:
        """Keep them."""
        rules, _made = CaseRules.objects.get_or_create(organ=self.organ)
        rules.keep_years, rules.steps, rules.alone = self.keep_years, list(self.steps), self.alone
        try:
            rules.full_clean()
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        rules.save()
        return rules

    def facts(self, of: CaseRules) -> dict[str, Any]:
        """Return what the record keeps."""
        return {"keep_years": of.keep_years, "steps": of.steps, "alone": of.alone}
