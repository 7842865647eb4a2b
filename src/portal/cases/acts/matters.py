"""What people ask besides information: make it public, correct it, see to an organ's silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.errors import GongkaiError
from portal.acts import clock
from portal.cases import letters, matter_letters, papers, policies, retention, vault
from portal.cases.acts.registration import check_mark, code_mark, new_code, next_number
from portal.cases.acts.words import Worded
from portal.cases.models import Applicant, ApplicantKind, Case, Matter
from portal.organs.models import Organ
from portal.ui.language import spoken

Kind, Result = Matter.Kind, Matter.Result
SERIES = {Kind.SUGGESTION: "公开建议", Kind.CORRECTION: "信息更正", Kind.REPORT: "投诉举报"}
RESULTS = {
    Kind.SUGGESTION: (Result.PUBLISHED, Result.NOT_PUBLISHED),
    Kind.CORRECTION: (Result.CORRECTED, Result.ACCURATE, Result.PASSED_ON, Result.ADVISED),
    Kind.REPORT: (Result.ORDERED, Result.CRITICISED, Result.UNFOUNDED),
}
"""How a matter of each kind may end (arts. 44, 41, 47)."""

TOLD = {
    "correction": gettext_lazy("更正的内容"),
    "responsible_organ": gettext_lazy("有权更正的机关"),
    "responsible_contact": gettext_lazy("该机关的联系方式"),
}
"""What the answer to a demand to correct tells besides, by its name in the letter."""


def overseer(organ: Organ) -> Organ | None:
    """Return who a report on an organ goes to: the one in charge of it, else the one above (art. 51)."""
    return organ.reports_to or organ.parent


def overseen(organ: Organ) -> QuerySet[Organ]:
    """Return the organs that reports to an organ may be about."""
    found: QuerySet[Organ] = Organ.objects.filter(
        Q(reports_to=organ) | Q(reports_to=None, parent=organ)
    )
    return found.order_by("path")


def place(matter: Matter) -> str:
    """How the files of a matter are bound to it."""
    assert matter.applicant is not None
    return f"matter:{matter.applicant.mark}"


def content(matter: Matter, index: int) -> tuple[str, bytes]:
    """Return the name and the content of one of `facts["files"]`; raises IndexError, Unsealable, OSError."""
    kept = matter.facts.get("files", [])[index]
    return kept["name"], vault.read(kept["path"], kept["sha256"], of=place(matter))


@dataclass(kw_only=True)
class NewMatter(Worded[Matter]):
    """A matter as it comes in.

    organ      the organ it is about; a report goes to who is above it
    applicant  as of a request; may be without a name and contact, but not for a correction
    case       of a report on a request: that request
    source     how it came in: by itself through the internet
    code       the query code, once made; "" where there is nothing to prove oneself with
    """

    model = Matter
    changes_site = False

    organ: Organ
    kind: str
    subject: str
    content: str
    applicant: Mapping[str, str]
    case: Case | None = None
    files: Sequence[papers.Paper] = ()
    token: str = ""
    source: str = Matter.Source.ONLINE
    code: str = field(default="", init=False)

    def lacking(self) -> str | None:
        """It says what it is about; a correction, by whom and on what evidence (art. 41)."""
        if self.kind not in Kind.values:
            return _("请选择要办理的事项。")
        if self.source not in Matter.Source.values:
            return _("请选择来源：来信、来访、电话、网络或者上级转办。")
        if not self.subject.strip() or not self.content.strip():
            return _("请写明事项和具体内容。")
        if (self.applicant.get("kind") or ApplicantKind.PERSON) not in ApplicantKind.values:
            return _("请选择申请人类别。")
        if len(self.subject) > 300 or len(self.content) > 5000:
            return _("事项不超过300字，内容不超过5000字。更多的内容请放在附件里。")
        if self.organ.abolished_on and self.organ.abolished_on <= clock.today():
            return _("%(organ)s已经撤销，请向承接其职责的机关提出。") % {"organ": self.organ.name}
        if self.kind == Kind.REPORT and overseer(self.organ) is None:
            said = _(
                "%(organ)s的上级机关不在本平台，请直接向它的上一级行政机关或者政府信息公开工作主管部门提出（第五十一条）。"
            )
            return said % {"organ": self.organ.name}
        if self.kind == Kind.CORRECTION:
            if not self.applicant.get("name", "").strip():
                return _("要求更正的是与自身相关的信息，请填写姓名或者名称（第四十一条）。")
            if not check_mark(self.applicant):
                return _("请填写联系电话或者证件号码，查询进度时用它的后四位核对。")
        return None

    def on(self) -> date:
        """The day it came in."""
        return clock.today()

    def do(self) -> Matter:
        """Keep it with its number, and its files sealed."""
        kind, on = Kind(self.kind), self.on()
        goes_to = overseer(self.organ) if kind is Kind.REPORT else self.organ
        assert goes_to is not None
        person = Applicant(
            kind=self.applicant.get("kind") or ApplicantKind.PERSON,
            name=self.applicant.get("name", "").strip()[:120],
        )
        person.seal({k: v for k, v in self.applicant.items() if k not in ("kind", "name")})
        person.save()
        check = check_mark(self.applicant)
        self.code = new_code() if check else ""
        matter = Matter(
            organ=goes_to,
            kind=kind,
            source=self.source,
            number=next_number(goes_to, on, SERIES[kind]),
            applicant=person,
            case=self.case,
            against=self.organ if kind is Kind.REPORT else None,
            subject=self.subject.strip(),
            content=self.content.strip(),
            received_on=on,
            code=code_mark(self.code) if self.code else "",
            check_mark=check,
            token=self.token,
        )
        matter.full_clean(exclude=["code", "check_mark", "token"])
        matter.facts = {"files": [self._keep(matter, paper) for paper in self.files]}
        matter.save()
        return matter

    @staticmethod
    def _keep(matter: Matter, paper: papers.Paper) -> dict[str, Any]:
        path, digest = vault.keep(paper.data, of=place(matter))
        return {"name": paper.name, "size": len(paper.data), "path": path, "sha256": digest}


@dataclass(kw_only=True)
class SubmitMatter(NewMatter):
    """Suggest that something be published, ask for a correction of one's own data, report an organ."""

    name = "cases.submit_matter"
    title = gettext_lazy("提交")
    policy = staticmethod(policies.anybody)


@dataclass(kw_only=True)
class RegisterMatter(NewMatter):
    """Enter a matter that came by letter, telephone, at the counter or from above."""

    name = "cases.register_matter"
    title = gettext_lazy("登记建议、更正、举报")
    policy = staticmethod(policies.may_answer_matter)

    source: str = Matter.Source.LETTER
    received_on: date | None = None

    def lacking(self) -> str | None:
        """On a day that can be."""
        if self.on() > clock.today():
            return _("日期不能晚于今天。")
        return super().lacking()

    def on(self) -> date:
        """The day it came in, as it was entered."""
        return self.received_on or clock.today()

    def possible(self) -> str | None:
        """Only who works for the organ that handles it."""
        goes_to = overseer(self.organ) if self.kind == Kind.REPORT else self.organ
        return policies.may_register_for(self.by, goes_to) if goes_to else None


@dataclass(kw_only=True)
class AnswerMatter(Worded[Matter]):
    """Answer a matter: what came of it, and why.

    document  of a suggestion followed, and where it helps: the public document that came of it
    given     what the letter states besides, by `matter_letters.GIVEN`
    """

    name = "cases.answer_matter"
    title = gettext_lazy("答复")
    policy = staticmethod(policies.may_answer_matter)
    model = Matter
    changes_site = False

    result: str = ""
    answer: str = ""
    on: date | None = None
    document: int | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def matter(self) -> Matter:
        """The matter answered."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """Once."""
        return _("已经答复。") if self.matter.answered_on else None

    def lacking(self) -> str | None:
        """One of the results of its kind, in words that tell why, on a day that can be."""
        known = RESULTS[Kind(self.matter.kind)]
        if self.result not in known:
            return _("请选择处理结果：%(known)s。") % {
                "known": "、".join(str(one.label) for one in known)
            }
        if not self.answer.strip():
            return _("请写明答复的内容和理由。")
        if len(self.answer) > 5000:
            return _("答复不超过5000字。")
        on = self.on or clock.today()
        if on < self.matter.received_on or on > clock.today():
            return _("答复日期不能早于收到日期，也不能晚于今天。")
        unsaid = [
            str(TOLD[name])
            for name in matter_letters.GIVEN.get(self.result, ())
            if not self.given.get(name, "").strip()
        ]
        if unsaid:
            return _("请写明%(what)s（第四十一条）。") % {"what": _("、").join(unsaid)}
        try:
            letter = self._letter(letters.UNNUMBERED)
        except GongkaiError as error:
            return error.sentence(spoken())
        return letter.lacks or None if letter is not None else None

    def _letter(self, number: str) -> letters.Composed | None:
        """Return the letter that tells the answer, None where there is nobody to write to."""
        return matter_letters.composed(
            self.matter,
            self.result,
            self.answer,
            self.given,
            on=self.on or clock.today(),
            number=number,
        )

    def do(self) -> Matter:
        """Keep the answer and its letter; whoever asked reads it on the tracking page."""
        matter = self.matter
        matter.result, matter.answer = self.result, self.answer.strip()
        matter.answered_on = self.on or clock.today()
        if self.document is not None:
            matter.facts = {**matter.facts, "document": self.document}
        if self._letter(letters.UNNUMBERED) is not None:
            made = self._letter(letters.next_notice(matter.organ, matter.answered_on))
            assert made is not None
            matter.facts = {**matter.facts, "letter": letters.plain(made.letter)}
        matter.full_clean(exclude=["code", "check_mark", "token"])
        matter.save()
        return matter


@dataclass(kw_only=True)
class EraseMatter(Worded[Matter]):
    """Erase the personal data of an answered matter whose time of keeping is over; its counts stay."""

    name = "cases.erase_matter"
    title = gettext_lazy("清除个人信息")
    policy = staticmethod(policies.system_alone)
    model = Matter
    changes_site = False

    paths: list[str] = field(default_factory=list, init=False)

    def possible(self) -> str | None:
        """Only after the organ's own time of keeping, and nothing keeps it longer."""
        assert self.target is not None
        return retention.keeps_matter(self.target, clock.today())

    def do(self) -> Matter:
        """Take out whatever is about a person; keep what is counted."""
        assert self.target is not None
        self.paths = retention.erase_matter(self.target)
        return self.target

    def after_commit(self, done: Matter) -> None:
        """Destroy the files once it is certain that nothing refers to them."""
        for path in self.paths:
            vault.destroy(path)
