"""The acts on a request as its page offers them: in one sentence what each does and by which article."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongkai.cases import clock as law_clock
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.cases import forms_acts as f
from portal.cases import forms_keeping as k
from portal.cases import forms_objections as o
from portal.cases import queries
from portal.cases.acts.arrival import EnterArrival, awaited
from portal.cases.acts.asking import Ask, AskReasons, OverrideObjection, ReceiveReasons
from portal.cases.acts.correcting import ChangeRegistration
from portal.cases.acts.fees import NotifyFee, RecordPayment
from portal.cases.acts.keeping import (
    ArchiveCase,
    AssignCase,
    CloseCase,
    JoinCases,
    LinkCases,
    Note,
    ReopenCase,
    SplitCase,
    StrikeEntry,
    TakeCase,
)
from portal.cases.acts.objections import SetObjectionAside, standing
from portal.cases.acts.period import DelayReply, ExtendDeadline, ProposeExtension
from portal.cases.acts.receipt import (
    AskCorrection,
    ConfirmReceipt,
    ReceiveCorrection,
    WithdrawRequest,
)
from portal.cases.acts.reply import DraftReply, PassReply, ReturnReply, ServeReply, SubmitReply
from portal.cases.forms import SeenForm
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Case, Inquiry
from portal.organs.models import Role
from portal.ui.language import article


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on a request: its form, what it does, and the article it rests on.

    own   it has a page of its own kind under this name of an address
    words what the act is called here, where it is not its title
    when  whether there is anything for it in a request at all, beside what the tables say
    """

    slug: str
    act: type[Act[Case]]
    form: type[forms.Form]
    effect: str | Promise
    done: str | Promise
    law: str = ""
    own: str = ""
    words: str | Promise = ""
    when: Callable[[Case], bool] | None = None

    @property
    def title(self) -> str | Promise:
        """The words on the button (a template would call the class itself)."""
        return self.words or self.act.title

    @property
    def rests_on(self) -> str:
        """The article in the language of the page."""
        return article(f"条例{self.law}") if self.law else ""

    def url(self, case: Case) -> str:
        """Return the address of its page."""
        if self.own:
            return reverse(self.own, args=[case.pk])
        return reverse("case_act", args=[case.pk, self.slug])


def _asked_reasons(case: Case) -> bool:
    return _happened(case, Office.REASONS_ASKED)


def _gave_reasons(case: Case) -> bool:
    return _happened(case, Office.REASONS_GIVEN)


def _happened(case: Case, kind: Office) -> bool:
    return any(one.kind == kind and one.struck_id is None for one in queries.events_of(case))


def _objected(case: Case) -> bool:
    asked = (one for one in queries.inquiries_of(case) if one.kind == Inquiry.Kind.THIRD_PARTY)
    return any(one.answer in ("objects", "partly", "silent") for one in asked)


def _free(case: Case) -> bool:
    return case.handler_id is None or case.handler_id not in queries.handling(case.organ_id)


OFFERED = (
    Offered("take", TakeCase, SeenForm, gettext_lazy("这件申请由您承办：列入您的待办，到期提醒您。"), gettext_lazy("已由您承办。"), when=_free),
    Offered("confirm", ConfirmReceipt, f.ConfirmForm, gettext_lazy("与申请人确认之日就是收到申请之日，20个工作日从次日起算。"), gettext_lazy("已确认收到，期限开始计算。"), "第三十一条"),
    Offered("correct", AskCorrection, f.CorrectionForm, gettext_lazy("一次告知全部要补正的事项，收到申请之日起7个工作日内发出；等待补正期间不计算答复期限。"), gettext_lazy("补正告知书已登记，等待申请人补正。"), "第三十条"),
    Offered("corrected", ReceiveCorrection, f.CorrectedForm, gettext_lazy("答复期限自收到补正之日起重新计算。"), gettext_lazy("补正已登记，期限重新计算。"), "第三十条"),
    Offered("ask", Ask, f.AskForm, gettext_lazy("书面征求第三方、其他机关、共同制作机关的意见，所需时间不计算在答复期限内；向内部单位调取材料不停止计算。"), gettext_lazy("已发出，等待答复。"), "第三十二条至第三十四条"),
    Offered("arrived", EnterArrival, k.ArrivalForm, gettext_lazy("征求意见书、收费通知以对方收到之日起算期限；登记后，对方的答复、缴费期限和不计算的时间随之改变。"), gettext_lazy("送到的日期已登记。"), "第三十二条至第三十四条", when=lambda case: bool(awaited(case))),
    Offered("override", OverrideObjection, f.OverrideForm, gettext_lazy("不公开可能对公共利益造成重大影响的，决定公开，并把决定公开的内容和理由书面告知第三方。"), gettext_lazy("决定已登记。"), "第三十二条", when=_objected),
    Offered("aside", SetObjectionAside, o.AsideForm, gettext_lazy("第三方不同意公开，而答复要公开的部分不涉及它、它已经同意，或者它没有提出合理理由的，写明理由，随答复一并审核。答复重新拟写的，要重新说明。"), gettext_lazy("理由已登记，可以送审。"), "第三十二条", when=lambda case: bool(standing(case))),
    Offered("reasons", AskReasons, f.AskReasonsForm, gettext_lazy("申请数量、频次明显超过合理范围的，要求说明理由；答复期限照常计算。"), gettext_lazy("已登记，等待申请人说明。"), "第三十五条"),
    Offered("reasons-given", ReceiveReasons, f.ReasonsForm, gettext_lazy("登记申请人说明的理由：理由合理的可以告知延迟答复，不合理的告知不予处理。"), gettext_lazy("理由已登记。"), "第三十五条", when=_asked_reasons),
    Offered("propose", ProposeExtension, f.ExtensionForm, gettext_lazy("提请政府信息公开工作机构负责人同意延长；同意之前期限不变。"), gettext_lazy("已提请，等负责人决定。"), "第三十三条"),
    Offered("extend", ExtendDeadline, f.ExtensionForm, gettext_lazy("延长最多20个工作日，只能一次，在原期限届满前告知申请人。"), gettext_lazy("已延长，告知书已登记。"), "第三十三条"),
    Offered("delay", DelayReply, f.DelayForm, gettext_lazy("申请理由合理、但无法按期答复的，确定延迟答复的合理期限并告知申请人。"), gettext_lazy("延迟答复的期限已登记。"), "第三十五条", when=_gave_reasons),
    Offered("fee", NotifyFee, f.FeeForm, gettext_lazy("通知申请人缴纳信息处理费；答复期限自完成缴费次日起重新计算，逾期不缴视为放弃申请。"), gettext_lazy("收费通知已登记，等待缴费。"), "第四十二条"),
    Offered("paid", RecordPayment, f.PaymentForm, gettext_lazy("登记缴费和财政票据；答复期限自缴费完成次日起重新计算。"), gettext_lazy("缴费已登记，期限重新计算。"), "第四十二条"),
    Offered("draft", DraftReply, forms.Form, gettext_lazy("按部分选择办理结果，写明依据和理由。"), gettext_lazy("答复已拟写。"), "第三十六条", own="case_reply"),
    Offered("submit", SubmitReply, f.DayForm, gettext_lazy("送审后不能再改，直到退回；缺少法定内容的答复不能送审。"), gettext_lazy("已送审。")),
    Offered("pass", PassReply, f.OpinionForm, gettext_lazy("通过后转到下一步；最后一步即为签发，同时编文号。拟写的人不能审核自己的答复。"), gettext_lazy("已通过。")),
    Offered("return", ReturnReply, f.ReturnForm, gettext_lazy("退回拟稿人修改；修改后各步重新办理。"), gettext_lazy("已退回。")),
    Offered("serve", ServeReply, f.ServeForm, gettext_lazy("登记怎样、何时送达：直接、委托送达以签收之日，邮寄以交邮之日为答复之日，期限到此为止。"), gettext_lazy("送达已登记，申请已办结。"), "第三十三条"),
    Offered("close", CloseCase, f.DayForm, gettext_lazy("办结后结案，案卷可以整理归档。"), gettext_lazy("已结案。")),
    Offered("archive", ArchiveCase, f.DayForm, gettext_lazy("案卷归档后不能再添加、更正；复议、诉讼要求重新答复时可以重新打开。"), gettext_lazy("已归档。")),
    Offered("reopen", ReopenCase, k.ReopenForm, gettext_lazy("复议决定、判决责令重新答复的，申请重新打开，期限按决定、判决。"), gettext_lazy("申请已重新打开。")),
    Offered("assign", AssignCase, k.AssignForm, gettext_lazy("交给本机关的另一名经办人员，待办事项随之转过去。"), gettext_lazy("已交办。")),
    Offered("note", Note, k.NoteForm, gettext_lazy("写一条备注，或者往案卷里添加材料；不影响期限。"), gettext_lazy("已记下。")),
    Offered("change", ChangeRegistration, k.ChangeForm, gettext_lazy("更正登记的内容、到达日期、提出方式；原来的留在经过里，其后的日期逐一重新核对，答复期限随之改变，申请人能看到说明。"), gettext_lazy("登记已更正。")),
    Offered("link", LinkCases, k.LinkForm, gettext_lazy("与本机关的另一件申请关联起来，两边都能看到。"), gettext_lazy("已关联。")),
    Offered("split", SplitCase, k.SplitForm, gettext_lazy("一件申请书里要几样信息的，拆成几件分别办理、分别计数（一事一申请），收到日期不变。"), gettext_lazy("已拆分。")),
    Offered("join", JoinCases, k.JoinForm, gettext_lazy("同一申请人的两件申请一并答复，仍分别计数。"), gettext_lazy("已并案。")),
    Offered("withdraw", WithdrawRequest, f.WhyForm, gettext_lazy("申请人撤回申请的，登记后终止办理，不能恢复。"), gettext_lazy("撤回已登记。")),
    Offered("strike", StrikeEntry, k.StrikeForm, gettext_lazy("登记错了的一条作废：它仍留在经过里，不再计算。"), gettext_lazy("已作废。")),
)  # fmt: skip
BY_SLUG: Mapping[str, Offered] = {offered.slug: offered for offered in OFFERED}

_SIGN = Offered("pass", PassReply, f.OpinionForm, gettext_lazy("签发后编文号，不能再改，等待送达。拟写的人不能签发自己的答复。"), gettext_lazy("已签发，等待送达。"), words=gettext_lazy("签发"))  # fmt: skip


def called(slug: str, case: Case) -> Offered | None:
    """Return an act as it is called in a request now: its last step of review is the signing."""
    last = case.stage == Stage.REVIEW and case.steps[case.step] == Role.SIGNER
    return _SIGN if slug == "pass" and last else BY_SLUG.get(slug)


_NEXT: Mapping[Stage, tuple[str, ...]] = {
    Stage.HANDLING: ("confirm", "corrected", "paid", "draft"),
    Stage.DRAFT: ("confirm", "corrected", "paid", "submit", "draft"),
    Stage.REVIEW: ("pass",),
    Stage.SIGNED: ("serve",),
    Stage.ENDED: ("close",),
    Stage.CLOSED: ("archive",),
    Stage.ARCHIVED: (),
}
"""What comes next at each stage, the first that the tables and the post allow."""
_LAPSED = frozenset({law_clock.CORRECTION_LAPSED, law_clock.FEE_LAPSED})


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody can do with a request now: the main act, the others, and why not the rest."""

    main: Offered | None
    others: tuple[Offered, ...]
    refused: tuple[tuple[Offered, Refused], ...]


def choices(case: Case, actor: Actor, status: str = "") -> Choices:
    """Ask every act whether it may happen now; `status` is what the law's clock shows."""
    known = [called(one.slug, case) or one for one in OFFERED]
    fitting = [one for one in known if one.when is None or one.when(case)]
    asked = [(one, one.act(by=actor, target=case).refusal()) for one in fitting]
    possible = {one.slug: one for one, refusal in asked if refusal is None}
    order: Iterator[str] = iter(_NEXT[Stage(case.stage)])
    if status in _LAPSED:
        order = iter(("draft", "corrected", "paid"))
    main = next((possible[slug] for slug in order if slug in possible), None)
    others = tuple(one for one in possible.values() if one is not main)
    refused = tuple((one, why) for one, why in asked if why is not None)
    return Choices(main, others, refused)
