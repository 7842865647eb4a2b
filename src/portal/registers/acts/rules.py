"""Saying how an organ, and those below it, keep their registers where no instrument says it."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Forbidden, Refused
from portal.organs.models import Organ
from portal.registers import checks, policies
from portal.registers.models import RegisterRules

_SPECS = {"", "02d", "03d", "04d", "05d", "06d"}


def bad_pattern(pattern: str) -> str | None:
    """Return what is wrong with a rule for numbers, or None."""
    try:
        parts = [(name, spec) for _text, name, spec, _c in string.Formatter().parse(pattern)]
    except ValueError:
        return _("编号规则里的花括号没有成对。")
    names = [(name, spec or "") for name, spec in parts if name is not None]
    for name, spec in names:
        if name not in ("organ", "year", "serial") or spec not in (
            _SPECS if name == "serial" else {""}
        ):
            return _("编号规则里只能用 {organ}、{year}、{serial}，序号可写作 {serial:03d}。")
    if [name for name, _spec in names].count("serial") != 1:
        return _("编号规则里应有且只有一个 {serial}。")
    return None


@dataclass(kw_only=True)
class SetRegisterRules(Act[RegisterRules]):
    """Set how registers are kept; what is left empty follows the organ above, or the practice."""

    name = "registers.set_rules"
    title = gettext_lazy("设定登记规则")
    policy = staticmethod(policies.may_set_rules)
    ALLOWED: ClassVar[frozenset[str]] = frozenset(
        {"number_pattern", "review_months", "filing_days", "fee_decimals", "lapsed_as_repealed"}
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
        pattern = self.fields.get("number_pattern", "")
        return bad_pattern(pattern) if pattern else None

    def do(self) -> RegisterRules:
        """Save them."""
        kept = RegisterRules.objects.filter(organ=self.organ).first()
        one = kept or RegisterRules(organ=self.organ)
        for name, value in self.fields.items():
            setattr(one, name, value)
        checks.save(one)
        return one
