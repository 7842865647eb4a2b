"""Letters: completing one that lacks something, entering its service, an organ's own wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.letters import compose, missing
from gongkai.errors import GongkaiError
from gongkai.law.letters import letters as known
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.cases import letters, papers, policies
from portal.cases.acts.words import Worded
from portal.cases.models import Case, CaseFile, CaseLetter, LetterState, LetterTemplate
from portal.cases.queries import stands_of
from portal.organs.models import Organ
from portal.ui.language import spoken


def may_write(actor: Actor, letter: CaseLetter | None) -> str | None:
    """Who handles the request writes its letters."""
    return None if letter is None else policies.may_handle(actor, letter.case)


def may_word(actor: Actor, template: LetterTemplate | None) -> str | None:
    """The head of the disclosure office decides how the organ's letters read."""
    return None if template is None else policies.may_head(actor, Case(organ=template.organ))


@dataclass(kw_only=True)
class _LetterAct(Worded[CaseLetter]):
    """An act on a letter of a request."""

    model = CaseLetter
    changes_site: ClassVar[bool] = False

    @property
    def letter(self) -> CaseLetter:
        """The letter."""
        assert self.target is not None
        return self.target

    def facts(self, of: CaseLetter) -> dict[str, Any]:
        """Return what the record keeps: never what the letter says, nor to whom."""
        return {
            "case": of.case_id,
            "kind": of.kind,
            "number": of.number,
            "state": of.state,
            "served_on": of.served_on.isoformat() if of.served_on else None,
            "service": of.service,
        }


@dataclass(kw_only=True)
class CompleteLetter(_LetterAct):
    """Say what a notice still lacks, or say it better, before it goes out."""

    name = "cases.complete_letter"
    title = gettext_lazy("补齐文书")
    policy = staticmethod(may_write)

    given: Mapping[str, Any] = field(default_factory=dict)

    def possible(self) -> str | None:
        """Not the reply, which is drafted; not what was served."""
        if self.letter.kind == letters.REPLY:
            return _("答复在“拟写答复”里修改。")
        if self.letter.state not in (LetterState.DRAFT, LetterState.SIGNED):
            return _("文书已经送达，不能再改。")
        return None

    def do(self) -> CaseLetter:
        """Compose it anew."""
        one = self.letter
        one.facts = {**one.facts, **{n: letters.stored(v) for n, v in self.given.items()}}
        letters.settle(one, stands_of(one.case))
        one.save()
        return one


@dataclass(kw_only=True)
class ServeLetter(_LetterAct):
    """Enter how and when a notice was served."""

    name = "cases.serve_letter"
    title = gettext_lazy("登记文书送达")
    policy = staticmethod(may_write)

    on: date | None = None
    service: str = ""
    tracking: str = ""
    files: Sequence[papers.Paper] = ()

    def possible(self) -> str | None:
        """A complete notice, once; the reply is served by its own act."""
        if self.letter.kind == letters.REPLY:
            return _("答复的送达用“登记送达”登记。")
        if self.letter.state == LetterState.DRAFT:
            return _("文书还缺内容，先补齐。")
        return None if self.letter.state == LetterState.SIGNED else _("已经登记过送达。")

    def lacking(self) -> str | None:
        """A way of service; of post its number; a day that can be."""
        if self.service not in CaseLetter.Service.values:
            return _("请选择送达方式：直接、委托或者由邮政企业邮寄。")
        if self.service == CaseLetter.Service.POST and not self.tracking.strip():
            return _("请填写邮政企业的邮件号码；通过快递企业寄出的不是送达。")
        day, signed = self.on or clock.today(), self.letter.signed_on
        if day > clock.today():
            return _("日期不能晚于今天。")
        if signed is not None and day < signed:
            return _("送达日期不能早于文书日期。")
        return None

    def do(self) -> CaseLetter:
        """Write it down, with its proof."""
        one = self.letter
        one.state, one.served_on = LetterState.SERVED, self.on or clock.today()
        one.service, one.tracking = self.service, self.tracking.strip()[:60]
        one.save()
        for paper in self.files:
            papers.add(one.case, CaseFile.What.SERVICE, paper, by=self.by)
        return one


def lost_in(kind: str, text: str, organ: Organ) -> list[str]:
    """Return the required statements that an organ's own text of a letter would lose.

    The text is filled with every fact there is, so that only what the wording itself leaves out is
    lost; raises GongkaiError for a text that cannot be filled.
    """
    told = letters.example(kind, organ)
    before = {one.id for one in missing(compose(kind, told))}
    after = missing(compose(kind, told, template=text))
    return [
        f"{one.zh}（{one.citation}）" if one.article else one.zh
        for one in after
        if one.id not in before
    ]


@dataclass(kw_only=True)
class WordLetter(Worded[LetterTemplate]):
    """Set an organ's own wording of a kind of letter, inside what the law requires; "" restores the standard."""

    name = "cases.word_letter"
    title = gettext_lazy("修改文书模板")
    policy = staticmethod(may_word)
    model = LetterTemplate
    changes_site: ClassVar[bool] = False

    organ: Organ
    kind: str = ""
    text: str = ""

    def possible(self) -> str | None:
        """By the head of the organ."""
        return policies.may_head(self.by, Case(organ=self.organ))

    def lacking(self) -> str | None:
        """A kind that is known, and nothing lost that must stand in it."""
        if self.kind not in known():
            return _("没有这种文书。")
        if len(self.text) > 20_000:
            return _("正文不超过20000字。")
        if not self.text.strip():
            return None
        try:
            lost = lost_in(self.kind, self.text, self.organ)
        except GongkaiError as error:
            return error.sentence(spoken())
        return (
            _("这样改会缺少必须写明的内容：%(what)s。") % {"what": "；".join(lost)}
            if lost
            else None
        )

    def do(self) -> LetterTemplate:
        """Keep the text."""
        found = self.target
        if found is None:
            if LetterTemplate.objects.filter(organ=self.organ, kind=self.kind).exists():
                raise Refused(_("在您查看之后，别人已作了修改。请看过新的内容再办。"))
            found = LetterTemplate(organ=self.organ, kind=self.kind)
        found.text = self.text.strip().replace("\r\n", "\n")
        found.save()
        return found
