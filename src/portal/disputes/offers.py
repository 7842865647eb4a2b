"""The acts on a dispute as its page offers them: in one sentence what each does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongkai.cases.disputes import Stage
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.disputes import clocks
from portal.disputes import forms as f
from portal.disputes.acts import keeping, opening, steps
from portal.disputes.models import Dispute


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on a dispute: its part of the address, its form, what it does, what is said afterwards."""

    slug: str
    act: type[Act[Dispute]]
    form: type[f.ActForm]
    effect: str | Promise
    done: str | Promise

    @property
    def title(self) -> str | Promise:
        """The words on the button (a template would call the class itself)."""
        return self.act.title

    def url(self, dispute: Dispute) -> str:
        """Return the address of its page."""
        return reverse("dispute_act", args=[dispute.pk, self.slug])


OFFERED = (
    Offered("notify", steps.ReceiveCopy, f.CopyForm, gettext_lazy("答复（答辩）的期限自收到副本之日起计算。"), gettext_lazy("收到的日期已登记，期限开始计算。")),
    Offered("answer", steps.SubmitAnswer, f.AnswerForm, gettext_lazy("登记书面答复（答辩状）和证据已经提交；可以先用“整理证据材料”合成一份。"), gettext_lazy("已登记。")),
    Offered("hearing", steps.SetHearing, f.HearingForm, gettext_lazy("登记听证、开庭的日期，到期前在待办里提醒。"), gettext_lazy("已登记。")),
    Offered("decide", steps.Decide, f.DecideForm, gettext_lazy("登记决定、裁判的结果：年度报告按它计数；责令重新答复的，申请随即重新办理。"), gettext_lazy("决定、裁判已登记。")),
    Offered("sue", steps.Sue, f.SueForm, gettext_lazy("登记复议后（或者复议期满后）的起诉，计入“复议后起诉”。"), gettext_lazy("起诉已登记。")),
    Offered("end-review", steps.EndReview, f.EndReviewForm, gettext_lazy("起诉时还没有决定的复议，登记它后来怎样结束：作出决定、终止审理或者其他。登记后，年度报告第四部分不再把这件复议计为“尚未审结”；诉讼不受影响。"), gettext_lazy("复议怎样结束已登记。")),
    Offered("appeal", steps.Appeal, f.AppealForm, gettext_lazy("登记上诉：一审裁判不再计为结果，二审裁判后再计。"), gettext_lazy("上诉已登记。")),
    Offered("carry-out", keeping.CarryOut, f.CarryOutForm, gettext_lazy("登记决定、裁判要求办理的事已经办完；重新答复送达后自动视为办完。"), gettext_lazy("已登记。")),
    Offered("close", keeping.CloseDispute, f.CloseForm, gettext_lazy("结案后不再提醒；以后又起诉、上诉的，仍可登记。"), gettext_lazy("已结案。")),
    Offered("cost", keeping.RecordCost, f.CostForm, gettext_lazy("登记本案花费，供年底汇总。"), gettext_lazy("费用已登记。")),
    Offered("lesson", keeping.LearnLesson, f.TextForm, gettext_lazy("写下以后应当怎样做，同类申请办理时可以参考。"), gettext_lazy("已登记。")),
    Offered("note", keeping.AddNote, f.NoteForm, gettext_lazy("写一条备注，或者添加材料。"), gettext_lazy("已记下。")),
    Offered("assign", keeping.AssignDispute, f.AssignForm, gettext_lazy("交给本机关的另一名经办人员。"), gettext_lazy("已交办。")),
    Offered("link", opening.LinkDispute, f.LinkForm, gettext_lazy("关联后，两边的页面都能看到；关联了申请的，材料归入申请的案卷。"), gettext_lazy("已关联。")),
    Offered("strike", keeping.StrikeDisputeEntry, f.StrikeForm, gettext_lazy("登记错了的一条作废：它仍留在经过里，不再计算。"), gettext_lazy("已作废。")),
)  # fmt: skip
BY_SLUG: Mapping[str, Offered] = {one.slug: one for one in OFFERED}

_NEXT: Mapping[Stage, tuple[str, ...]] = {
    Stage.IN_REVIEW: ("decide",),
    Stage.FIRST_INSTANCE: ("decide",),
    Stage.SECOND_INSTANCE: ("decide",),
    Stage.REVIEWED: ("close", "sue"),
    Stage.JUDGED: ("close", "appeal"),
    Stage.CLOSED: ("close",),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody can do with a dispute now: the main act, the others, and why not the rest."""

    main: Offered | None
    others: tuple[Offered, ...]
    refused: tuple[tuple[Offered, Refused], ...]


def choices(dispute: Dispute, actor: Actor) -> Choices:
    """Ask every act whether it may happen now; first what the organ's own clock asks for."""
    asked: list[tuple[Offered, Refused | None]] = [
        (one, _built(one, dispute, actor).refusal()) for one in OFFERED
    ]
    possible = {one.slug: one for one, refusal in asked if refusal is None}
    order = [c.slug for c in clocks.running(dispute) if c.ours and c.slug]
    if dispute.closed_on is None:
        order += _NEXT.get(Stage(dispute.stage), ())
    main = next((possible[slug] for slug in order if slug in possible), None)
    others = tuple(one for one in possible.values() if one is not main)
    refused = tuple((one, why) for one, why in asked if why is not None)
    return Choices(main, others, refused)


def _built(one: Offered, dispute: Dispute, actor: Actor, **facts: Any) -> Act[Dispute]:
    return one.act(by=actor, target=dispute, **facts)
