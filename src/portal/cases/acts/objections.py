"""What a third party objects to is not disclosed over its head: overridden, or set aside with reasons (art. 32)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.cases import policies
from portal.cases.acts.base import CaseAct
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Case, Inquiry
from portal.cases.queries import inquiries_of

GIVES = frozenset({"provided", "partly_provided"})
"""The outcomes by which an applicant gets what he asked for, whole or in part."""


class Aside(models.TextChoices):
    """Why an objection does not stand in the way of what is disclosed (arts. 15, 32)."""

    APART = "apart", gettext_lazy("公开的部分不涉及这个第三方")
    AGREED = "agreed", gettext_lazy("公开的部分这个第三方已经同意")
    UNFOUNDED = "unfounded", gettext_lazy("这个第三方没有提出合理的理由")


def standing(case: Case) -> list[Inquiry]:
    """Return the objections over which nobody has decided yet.

    The head's decision to disclose holds for what was objected to before it; that an objection is set
    aside holds for the reply as it was drafted then.
    """
    objected = [
        one
        for one in inquiries_of(case)
        if one.kind == Inquiry.Kind.THIRD_PARTY
        and one.answer in (Inquiry.Answer.OBJECTS, Inquiry.Answer.PARTLY)
        and one.answered_on is not None
    ]
    if not objected:
        return []
    events = case.events.filter(struck=None)
    decided = list(events.filter(kind=Office.OVERRIDDEN).values_list("whom", "on"))
    drafted = events.filter(kind=Office.DRAFTED).aggregate(last=models.Max("pk"))["last"] or 0
    aside = events.filter(kind=Office.NOTED, pk__gt=drafted, facts__has_key="objection")
    done = {facts["objection"] for facts in aside.values_list("facts", flat=True)}
    return [
        one
        for one in objected
        if one.pk not in done
        and not any(whom == one.whom and on >= (one.answered_on or on) for whom, on in decided)
    ]


def in_the_way(case: Case, parts: Sequence[Mapping[str, Any]]) -> str | None:
    """Return why a reply may not disclose what it does, naming the rule and the way out, or None."""
    if not any(part["outcome"] in GIVES for part in parts):
        return None
    for one in standing(case):
        return _(
            "“%(whom)s”不同意公开，不能就这样公开（第三十二条）：请由负责人决定公开并书面告知第三方，"
            "或者说明公开的部分为什么不受其意见影响。"
        ) % {"whom": one.whom}
    return None


@dataclass(kw_only=True)
class SetObjectionAside(CaseAct):
    """State on the drafted reply why what it discloses is not what a third party may keep back.

    objection  the inquiry that was answered so; how: one of `Aside`; why: the reasons, for review
    """

    name = "cases.set_objection_aside"
    title = gettext_lazy("说明公开不受第三方意见影响")
    policy = staticmethod(policies.may_handle)
    kind = Office.NOTED

    objection: int = 0
    how: str = ""
    why: str = ""

    def possible(self) -> str | None:
        """Of a drafted reply, before its review: whoever reviews it reads the reasons."""
        if self.case.stage != Stage.DRAFT:
            return _("只能对拟写好、还没有送审的答复说明；已经送审的，请先退回。")
        if not standing(self.case):
            return _("没有第三方不同意公开，不用说明。")
        return super().possible()

    def lacking(self) -> str | None:
        """An objection that stands, a ground, and reasons of one's own."""
        if self.objection not in {one.pk for one in standing(self.case)}:
            return _("没有这个第三方不同意公开的意见。")
        if self.how not in Aside.values:
            return _("请选择为什么不受第三方意见影响。")
        if not self.why.strip():
            return _("请写明理由：公开哪些内容，为什么不受第三方意见影响（第三十二条）。")
        return None

    def do(self) -> Case:
        """Append it to the history."""
        one = self.case.inquiries.get(pk=self.objection)
        said = f"{Aside(self.how).label}：{self.why.strip()}"
        self.append(whom=one.whom, opinion=said, facts={"objection": one.pk, "aside": self.how})
        return self.case
