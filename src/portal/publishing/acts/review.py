"""The steps of the review: passing one, and sending a document back."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing import files, policies
from portal.publishing.acts.base import DocumentAct
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Document
from portal.publishing.personal import undecided
from portal.publishing.queries import personal_data, standing


@dataclass(kw_only=True)
class PassStep(DocumentAct):
    """Pass the step that waits; the last one signs."""

    name = "publishing.pass_step"
    title = gettext_lazy("审查通过")
    policy = staticmethod(policies.may_review)
    event = Event.PASSED

    opinion: str = ""

    def possible(self) -> str | None:
        """The last step signs only what holds no personal data that nobody has decided on."""
        not_now = super().possible()
        if not_now:
            return not_now
        version, last = self.document.working, len(self.document.steps) - 1
        if version is not None and self.document.step == last:
            left = undecided(version)
            if left:
                return _("还有%(count)d处个人信息没有处理：%(first)s。请逐处遮盖或说明理由。") % {
                    "count": len(left),
                    "first": left[0].words,
                }
            for file in files.unjustified(self.document):
                return _(
                    "“%(name)s”里还有没有遮盖的个人信息，公开后任何人都能下载。请移除这个文件、换成处理后的文件，或说明保留的理由。"
                ) % {"name": file.name}
        return None

    def do(self) -> Document:
        """Append the event with the opinion; the last one says what was decided on personal data."""
        step = standing(self.document).step
        facts: dict[str, Any] = {}
        if step == len(self.document.steps) - 1:
            facts = personal_data(self.document)
        return self.append(role=self.document.steps[step], opinion=self.opinion, **facts)


@dataclass(kw_only=True)
class ReturnDocument(DocumentAct):
    """Send a document back to be corrected; every step is taken anew afterwards."""

    name = "publishing.return"
    title = gettext_lazy("退回修改")
    policy = staticmethod(policies.may_return)
    event = Event.RETURNED

    opinion: str = ""

    def lacking(self) -> str | None:
        """Somebody who has to correct it must know what."""
        return None if self.opinion.strip() else _("请写明要修改什么。")

    def do(self) -> Document:
        """Append the event with the opinion."""
        now = standing(self.document)
        role = self.document.steps[now.step] if now.state is State.REVIEW else ""
        self.document.publish_at = None
        return self.append(role=role, opinion=self.opinion)
