"""Saying how an organ, and those below it, keep their registers where no instrument says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.counting.requests import Reopened
from portal.acts.act import Act, Forbidden, Refused
from portal.organs.keeping.checks import save
from portal.organs.models import Organ
from portal.publishing.index_numbers import bad_pattern
from portal.registers import policies
from portal.registers.models import RegisterRules

NUMBERED_BY = ("organ", "year", "serial")
"""What a rule for unified numbers may hold."""


@dataclass(kw_only=True)
class SetRegisterRules(Act[RegisterRules]):
    """Set how registers are kept; what is left empty follows the organ above, or the practice."""

    name = "registers.set_rules"
    title = gettext_lazy("设定登记规则")
    policy = staticmethod(policies.may_set_rules)
    ALLOWED: ClassVar[frozenset[str]] = frozenset(
        {
            "number_pattern",
            "review_months",
            "filing_days",
            "fee_decimals",
            "lapsed_as_repealed",
            "reopened_counts",
        }
    )

    organ: Organ
    fields: Mapping[str, Any] = field(default_factory=dict)

    def refusal(self) -> Refused | None:
        """Only the head or the supervising office."""
        forbidden = policies.may_set_rules_for(self.by, self.organ)
        return Forbidden(forbidden) if forbidden else super().refusal()

    def lacking(self) -> str | None:
        """The numbers stay within reason."""
        if set(self.fields) - self.ALLOWED:
            return _("没有这些规则。")
        for name, most in (("review_months", 36), ("filing_days", 365), ("fee_decimals", 6)):
            value = self.fields.get(name)
            if value is not None and not 0 <= value <= most:
                return _("应在0到%(most)s之间。") % {"most": most}
        if self.fields.get("reopened_counts", "") not in ("", *Reopened):
            return _("没有这种计数办法。")
        pattern = self.fields.get("number_pattern", "")
        return bad_pattern(pattern, NUMBERED_BY) if pattern else None

    def do(self) -> RegisterRules:
        """Save them."""
        kept = RegisterRules.objects.filter(organ=self.organ).first()
        one = kept or RegisterRules(organ=self.organ)
        for name, value in self.fields.items():
            setattr(one, name, value)
        save(one)
        return one
