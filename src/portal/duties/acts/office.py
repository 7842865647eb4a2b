"""Describing the disclosure office, from which the guide is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.duties import policies
from portal.duties.models import PARTICULARS, DisclosureOffice
from portal.organs.models import Organ
from portal.organs.policies import may_describe_organ


@dataclass(kw_only=True)
class DescribeDisclosureOffice(Act[DisclosureOffice]):
    """Write down or change the particulars of the disclosure office; the guide follows at once.

    organ   whose office, where nothing was written down before (`target` is None)
    fields  some or all of `PARTICULARS`
    """

    name = "duties.describe_office"
    title = gettext_lazy("填写指南内容")
    policy = staticmethod(policies.may_describe)

    organ: Organ
    fields: Mapping[str, Any]

    def possible(self) -> str | None:
        """Only who keeps the organ's particulars writes them, and there is one office."""
        forbidden = may_describe_organ(self.by, self.organ)
        if forbidden:
            return forbidden
        if self.target is None:
            if DisclosureOffice.objects.filter(organ=self.organ).exists():
                return _("指南内容已由别人填写。请看过新的内容再办。")
        elif self.target.organ_id != self.organ.pk:
            return _("这是别的机关的工作机构。")
        return None

    def do(self) -> DisclosureOffice:
        """Save the particulars with the day of the change (art. 12: the guide is kept up to date)."""
        other = sorted(set(self.fields) - set(PARTICULARS))
        if other:
            raise Refused(_("没有这些内容项：%(names)s。") % {"names": "、".join(other)})
        office = self.target or DisclosureOffice(organ=self.organ)
        for name, value in self.fields.items():
            setattr(office, name, value)
        if office.fax and office.without_fax:
            raise Refused(_("填写了传真号码，就不能再勾选“没有传真”。"))
        office.changed_on = clock.today()
        try:
            office.full_clean()
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        office.save()
        return office
