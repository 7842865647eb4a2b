"""Files that go out: redacted with a proof, whole with a reason, taken back where that was a mistake."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.grounds import grounds
from gongkai.redaction.proof import encode
from portal.cases import papers, policies
from portal.cases.acts.base import CaseAct
from portal.cases.acts.reply import draft_of, with_grounds
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Case, CaseFile
from portal.ui.language import article

if TYPE_CHECKING:
    from gongkai.redaction.redact import Redacted  # starts slowly, and no act makes one

OF = frozenset({CaseFile.What.PROVIDED, CaseFile.What.MATERIAL, CaseFile.What.OTHER})
"""What may be redacted: what the office gives or got, never what the applicant sent in."""


@dataclass(kw_only=True)
class KeepRedacted(CaseAct):
    """Keep a file from which words were taken out, made and proven before.

    file  the original; made: what the library made of it, with a proof that holds
    """

    name = "cases.redact"
    title = gettext_lazy("遮盖")
    policy = staticmethod(policies.may_handle)
    kind = Office.NOTED

    file: CaseFile
    made: "Redacted | None" = None

    def possible(self) -> str | None:
        """Before the reply is in review; of a file that may go out."""
        if self.case.stage not in (Stage.HANDLING, Stage.DRAFT):
            return _("答复送审后不能再遮盖文件，请先退回。")
        if self.file.what not in OF or self.file.case_id != self.case.pk:
            return _("只能遮盖要提供的信息和调取的材料。")
        return super().possible()

    def lacking(self) -> str | None:
        """With a proof that is of this very file."""
        if self.made is None or self.made.proof.original != self.file.sha256:
            return _("文件在您查看之后换过了，请重新选择。")
        return None

    def do(self) -> Case:
        """Keep it beside the original, with the proof; the history says how much, never what."""
        assert self.made is not None
        name = self.file.name.rpartition(".")[0] or self.file.name
        paper = papers.Paper(f"{name}（已遮盖）.pdf", self.made.pdf, "application/pdf")
        on = Counter(mark.ground for mark in self.made.marks if mark.ground)
        proof: dict[str, Any] = json.loads(encode(self.made.proof))
        papers.add(
            self.case,
            CaseFile.What.REDACTED,
            paper,
            by=self.by,
            made_from=self.file,
            facts={"proof": proof, "grounds": sorted(on)},
        )
        named = _("，").join(
            _("%(article)s%(n)d处")
            % {"article": article(grounds()[ground].article), "n": on[ground]}
            for ground in sorted(on)
        )
        said = _("遮盖%(n)d处（%(named)s），证明成立。")
        said %= {"n": len(self.made.marks), "named": named}
        self.append(opinion=said, facts={"redacted": self.file.pk, "grounds": dict(on)})
        letter = draft_of(self.case)
        if letter is not None:
            letter.parts = with_grounds(self.case, letter.parts)
            letter.save(update_fields=["parts"])
        return self.case


@dataclass(kw_only=True)
class ProvideWhole(CaseAct):
    """Say that a file goes out as it is, and why nothing in it has to be taken out."""

    name = "cases.provide_whole"
    title = gettext_lazy("整份提供")
    policy = staticmethod(policies.may_handle)
    kind = Office.NOTED

    file: CaseFile
    why: str = ""

    def possible(self) -> str | None:
        """Before the reply is in review; of a file that is to be provided and not redacted."""
        if self.case.stage not in (Stage.HANDLING, Stage.DRAFT):
            return _("答复送审后不能再决定怎样提供文件，请先退回。")
        if self.file.case_id != self.case.pk or self.file not in papers.undecided(self.case):
            return _("这个文件不用再决定怎样提供。")
        return super().possible()

    def lacking(self) -> str | None:
        """With a reason: somebody looked at it."""
        return None if self.why.strip() else _("请写明为什么可以整份提供，例如：没有个人信息。")

    def do(self) -> Case:
        """Keep the reason with the file."""
        file = CaseFile.objects.select_for_update().get(pk=self.file.pk)
        file.facts = {**file.facts, "whole": self.why.strip()}
        file.save(update_fields=["facts"])
        self.append(opinion=self.why.strip(), facts={"whole": file.pk})
        return self.case


@dataclass(kw_only=True)
class TakeBackFile(CaseAct):
    """Take back a file that was provided by mistake; its sealed copy stays with the request."""

    name = "cases.take_back_file"
    title = gettext_lazy("收回")
    policy = staticmethod(policies.may_handle)
    kind = Office.NOTED

    file: CaseFile
    why: str = ""

    def possible(self) -> str | None:
        """At any time, of a file that the applicant can have now."""
        now = CaseFile.objects.filter(pk=self.file.pk, case=self.case.pk, erased_at=None).first()
        if now is None or not now.shown:
            return _("申请人现在不能下载这个文件，不用收回。")
        return super().possible()

    def lacking(self) -> str | None:
        """With the reason."""
        return None if self.why.strip() else _("请写明为什么收回，例如：附错了文件。")

    def do(self) -> Case:
        """Show it no more, and keep who took it back and why."""
        file = CaseFile.objects.select_for_update().get(pk=self.file.pk)
        file.shown = False
        file.facts = {**file.facts, papers.TAKEN_BACK: self.day.isoformat()}
        file.save(update_fields=["shown", "facts"])
        said = _("收回已提供的“%(name)s”：%(why)s") % {"name": file.name, "why": self.why.strip()}
        self.append(opinion=said, facts={papers.TAKEN_BACK: file.pk})
        return self.case
