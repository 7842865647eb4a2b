"""The reply: drafted by parts, reviewed, signed by nobody who drafted it, served (arts. 33, 36 to 39)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases import clock as law_clock
from gongkai.cases.events import Kind
from gongkai.errors import CalendarUnknown
from gongkai.law.grounds import grounds
from gongkai.law.outcomes import outcomes
from portal.acts import clock
from portal.acts.act import Refused
from portal.cases import letters, papers, policies, queries, rules
from portal.cases.acts.base import CaseAct
from portal.cases.acts.objections import in_the_way
from portal.cases.acts.registration import next_number
from portal.cases.acts.words import seen
from portal.cases.lifecycle import Office
from portal.cases.models import Case, CaseFile, CaseLetter, LetterState
from portal.ui.language import article, spoken

DISCLOSED = frozenset({"provided", "already_public", "partly_provided"})


_LAPSES = {
    "correction_lapsed": (
        law_clock.CORRECTION_LAPSED,
        gettext_lazy("补正期限还没有届满，不能视为放弃申请（第三十条）。"),
    ),
    "fee_lapsed": (law_clock.FEE_LAPSED, gettext_lazy("缴费期限还没有届满，不能不再处理。")),
}
"""The outcomes that a lapsed period brings: what the clock shows then, and why not before."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is decided on one part of a request.

    outcome  of outcomes.toml; grounds: of grounds.toml, for what is not disclosed
    what     the part it is about; facts: what the letter of this outcome has to say besides
    """

    outcome: str
    grounds: tuple[str, ...] = ()
    what: str = ""
    facts: Mapping[str, str] | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as the letter keeps it."""
        return {
            "outcome": self.outcome,
            "grounds": list(self.grounds),
            "what": seen(self.what),
            "facts": seen(self.facts or {}),
        }


def counted_as(parts: Sequence[Mapping[str, Any]]) -> str:
    """Return the one outcome a request counts as: 区分处理的只计部分公开.

    Several outcomes of which one discloses something are a partial disclosure (art. 37); several that
    disclose nothing count as the first (practice: the form does not say).
    """
    found = list(dict.fromkeys(str(part["outcome"]) for part in parts))
    if len(found) == 1:
        return found[0]
    return "partly_provided" if DISCLOSED & set(found) else found[0]


def ground_of(parts: Sequence[Mapping[str, Any]]) -> str:
    """Return the ground a request counts by: the first of the first part that gave its outcome.

    Empty where no part gave it (practice: the form does not say which of several grounds counts).
    """
    counted = counted_as(parts)
    gave = next((part for part in parts if part["outcome"] == counted), {})
    return str(next(iter(gave.get("grounds", ())), ""))


def wrong_part(case: Case, part: Part, today: date) -> str | None:
    """Return why an outcome cannot be decided as it stands, naming the rule, or None."""
    outcome = outcomes().get(part.outcome)
    if outcome is None or not outcome.ends or part.outcome == "withdrawn":
        return _("请选择办理结果。")
    unknown = set(part.grounds) - set(grounds())
    if unknown:
        return _("不公开的理由不在第十四条至第十六条之内。")
    if outcome.grounds == "required" and not part.grounds:
        return _("不予公开须有第十四条至第十六条的一项理由（第三十六条第（三）项）。")
    if outcome.grounds == "none" and part.grounds:
        return _("“%(outcome)s”不以第十四条至第十六条为理由。") % {"outcome": outcome.zh}
    law = queries.stands_of(case).law
    lapses = _LAPSES.get(part.outcome)
    if lapses is not None:
        try:
            status = law.reading(today=max(today, law.standing.last_on or today)).status
        except CalendarUnknown as error:
            return error.sentence(spoken())
        if status != lapses[0]:
            return str(lapses[1])
    if part.outcome == "still_unclear" and law.standing.corrected_on is None:
        return _("没有补正过的申请，不能以补正后仍不明确答复：请先告知补正（第三十条）。")
    if part.outcome == "excessive":
        return _not_yet_excessive(case, today)
    return None


def _not_yet_excessive(case: Case, today: date) -> str | None:
    """Reasons were asked for, and given or not given in time (art. 35)."""
    asked = case.events.filter(kind=Office.REASONS_ASKED, struck=None).last()
    if asked is None:
        return _("认定申请明显过多之前，应当要求申请人说明理由（第三十五条）。")
    given = case.events.filter(kind=Office.REASONS_GIVEN, struck=None).exists()
    if not given and asked.until is not None and today <= asked.until:
        return _("申请人说明理由的期限到%(until)s，还没有届满（第三十五条）。") % {
            "until": asked.until
        }
    return None


def no_longer_right(case: Case) -> str | None:
    """Return why the drafted reply holds no longer after what came in meanwhile, or None."""
    letter = draft_of(case)
    for part in letter.parts if letter is not None else ():
        wrong = wrong_part(
            case, Part(part["outcome"], tuple(part["grounds"]), part["what"]), clock.today()
        )
        if wrong is not None:
            return _("拟写的答复不再成立，请退回修改：%(why)s") % {"why": wrong}
    if letter is not None and counted_as(letter.parts) in DISCLOSED:
        for file in papers.undecided(case):
            return _("“%(name)s”还没有决定怎样提供：请遮盖其中的内容，或者说明可以整份提供。") % {
                "name": file.name
            }
    if letter is None:
        return None
    return in_the_way(case, letter.parts) or unnamed_ground(case, letter.parts)


def with_grounds(case: Case, parts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts of a reply, a partial disclosure naming what its files were redacted on (art. 37)."""
    made = [dict(part) for part in parts]
    for part in made:
        if part["outcome"] == "partly_provided":
            named = part.get("grounds", [])
            part["grounds"] = list(dict.fromkeys([*named, *papers.withheld_on(case)]))
            break
    return made


def unnamed_ground(case: Case, parts: Sequence[Mapping[str, Any]]) -> str | None:
    """Return why a reply may not provide redacted files without saying on which ground, or None."""
    if counted_as(parts) not in DISCLOSED:
        return None
    named = {ground for part in parts for ground in part.get("grounds", ())}
    for ground in papers.withheld_on(case):
        if ground not in named:
            return _(
                "提供的文件按%(ground)s遮盖了内容，答复没有写这项理由：应当按部分公开答复，说明理由（第三十七条）。"
            ) % {"ground": article(grounds()[ground].article)}
    return None


@dataclass(kw_only=True)
class DraftReply(CaseAct):
    """Draft the reply, part by part, with the files it provides."""

    name = "cases.draft_reply"
    title = gettext_lazy("拟写答复")
    policy = staticmethod(policies.may_handle)
    kind = Office.DRAFTED

    parts: Sequence[Part] = ()
    files: Sequence[papers.Paper] = ()

    def lacking(self) -> str | None:
        """Each part holds by its own rule."""
        if not self.parts:
            return _("请选择办理结果。")
        for part in self.parts:
            wrong = wrong_part(self.case, part, clock.today())
            if wrong is not None:
                return wrong
        return None

    def do(self) -> Case:
        """Keep the draft in place of the one before."""
        case = self.case
        plain = with_grounds(case, [part.plain() for part in self.parts])
        letter = draft_of(case) or CaseLetter(
            case=case, kind=letters.REPLY, made_by=self.by.user_id
        )
        letter.parts = plain
        letter.save()
        self.append(facts={"outcomes": [part["outcome"] for part in plain]})
        for paper in self.files:
            papers.add(case, CaseFile.What.PROVIDED, paper, by=self.by)
        return case


def draft_of(case: Case) -> CaseLetter | None:
    """Return the reply that is being worked on, None where none is."""
    found: CaseLetter | None = (
        case.letters.filter(kind=letters.REPLY, state__in=[LetterState.DRAFT, LetterState.SIGNED])
        .order_by("-pk")
        .first()
    )
    return found


@dataclass(kw_only=True)
class SubmitReply(CaseAct):
    """Send the drafted reply to review."""

    name = "cases.submit_reply"
    title = gettext_lazy("送审")
    policy = staticmethod(policies.may_handle)
    kind = Office.SUBMITTED

    def possible(self) -> str | None:
        """Only what states all that the law requires."""
        not_now = super().possible()
        if not_now:
            return not_now
        letter = draft_of(self.case)
        assert letter is not None  # the table: a draft was written
        return no_longer_right(self.case) or letters.unsignable(letter)

    def do(self) -> Case:
        """Begin a round of review with the organ's steps."""
        case = self.case
        letter = draft_of(case)
        withheld = letter is not None and any(part["grounds"] for part in letter.parts)
        case.steps = rules.steps_for(case.organ, withheld=withheld)
        case.save(update_fields=["steps"])
        self.append(facts={"steps": case.steps})
        return case


@dataclass(kw_only=True)
class PassReply(CaseAct):
    """Pass the step that waits; the last one signs, and gives the letter its number."""

    name = "cases.pass_reply"
    title = gettext_lazy("审核通过")
    policy = staticmethod(policies.may_review)
    kind = Office.PASSED

    opinion: str = ""

    def possible(self) -> str | None:
        """Nothing is signed that lacks what the law requires."""
        not_now = super().possible()
        if not_now:
            return not_now
        letter = draft_of(self.case)
        assert letter is not None
        return no_longer_right(self.case) or letters.unsignable(letter)

    def do(self) -> Case:
        """Append the step; sign at the last."""
        case, step = self.case, self.case.step
        self.append(role=case.steps[step], opinion=self.opinion)
        if step == len(case.steps) - 1:
            letter = draft_of(case)
            assert letter is not None
            letter.number = letter.number or next_number(case.organ, self.day, "公开复")
            letter.state, letter.signed_on = LetterState.SIGNED, self.day
            letter.signed_by = self.by.user_id
            letters.fix(letter)
            letter.save()
        return case


@dataclass(kw_only=True)
class ReturnReply(CaseAct):
    """Send the reply back to be corrected; every step is taken anew afterwards."""

    name = "cases.return_reply"
    title = gettext_lazy("退回修改")
    policy = staticmethod(policies.may_return)
    kind = Office.RETURNED

    opinion: str = ""

    def lacking(self) -> str | None:
        """Somebody who has to correct it must know what."""
        return None if self.opinion.strip() else _("请写明要修改什么。")

    def do(self) -> Case:
        """Append it; a signed letter is a draft again and keeps its number."""
        letter = draft_of(self.case)
        if letter is not None:
            letter.state, letter.signed_on, letter.signed_by = LetterState.DRAFT, None, None
            letter.save()
        self.append(opinion=self.opinion)
        return self.case


@dataclass(kw_only=True)
class ServeReply(CaseAct):
    """Enter how and when the reply was served: that day ends the period.

    Direct and entrusted: the day of the signature; post: the day it was handed to the postal
    enterprise, and no other carrier (国办公开办函〔2016〕235号).
    """

    name = "cases.serve_reply"
    title = gettext_lazy("登记送达")
    policy = staticmethod(policies.may_handle)
    kind = Kind.REPLIED

    service: str = ""
    tracking: str = ""
    files: Sequence[papers.Paper] = ()

    def possible(self) -> str | None:
        """Nothing is served that holds no longer."""
        return super().possible() or no_longer_right(self.case)

    def lacking(self) -> str | None:
        """A way of service; of post its number; not before the signature."""
        if self.service not in CaseLetter.Service.values:
            return _("请选择送达方式：直接、委托或者由邮政企业邮寄。")
        if self.service == CaseLetter.Service.POST and not self.tracking.strip():
            return _("请填写邮政企业的邮件号码；通过快递企业寄出的不是送达。")
        letter = draft_of(self.case)
        if letter is not None and letter.signed_on is not None and self.day < letter.signed_on:
            return _("送达日期不能早于签发日期。")
        return None

    def do(self) -> Case:
        """Append the reply; the request has its outcome."""
        case = self.case
        letter = draft_of(case)
        if letter is None or letter.state != LetterState.SIGNED:
            raise Refused(_("答复还没有签发。"))
        letter.state, letter.served_on = LetterState.SERVED, self.day
        letter.service, letter.tracking = self.service, self.tracking.strip()[:60]
        letter.save()
        case.outcome, case.ground = counted_as(letter.parts), ground_of(letter.parts)
        case.save(update_fields=["outcome", "ground"])
        if case.outcome in DISCLOSED:
            papers.outgoing(case).update(shown=True)
        self.append(
            facts={
                "service": self.service,
                "letter": letter.pk,
                "outcomes": [part["outcome"] for part in letter.parts],
                "grounds": [g for part in letter.parts for g in part["grounds"]],
            }
        )
        for paper in self.files:
            papers.add(case, CaseFile.What.SERVICE, paper, by=self.by)
        return case
