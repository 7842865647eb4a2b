"""The acts on a filing that are only words and a button, as its page offers them; the page of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.acts.actor import Actor
from portal.annual.acts import (
    AcceptFiling,
    CorrectFiling,
    OpenBalance,
    PublishFiling,
    ReturnFiling,
    SubmitFiling,
    WrapFiling,
    WriteZero,
)
from portal.annual.acts.base import FilingAct
from portal.annual.filing_forms import BareForm, WordsForm, WrapperForm, ZeroForm
from portal.annual.models import Filing


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on a filing: its part of the address, its form, what it does, what is said afterwards.

    form   makes it of what was sent (None: nothing yet) and the filing
    facts  what the act takes from the form
    main   whether it is what comes next, rather than something one may also do
    """

    slug: str
    act: type[FilingAct]
    effect: str | Promise
    done: str | Promise
    form: Callable[[Any, Filing], forms.Form] = lambda posted, filing: BareForm(posted)
    facts: Callable[[Any], dict[str, Any]] = lambda form: dict(form.cleaned_data)
    main: bool = False

    @property
    def title(self) -> str | Promise:
        """The words on the button (a template would call the class itself)."""
        return self.act.title


def _words(label: Any, help_text: Any = "", *, needed: bool = False) -> Callable[..., WordsForm]:
    def make(posted: Any, _filing: Filing) -> WordsForm:
        return WordsForm(posted, label=label, help_text=help_text, needed=needed)

    return make


OFFERED = (
    Offered("submit", SubmitFiling, _("报送后数字、文字和数字背后的记录一并固定，不能再改；主管部门退回的除外。"), _("已报送。"), _words(_("附言")), main=True),
    Offered("accept", AcceptFiling, _("审核通过后由填报单位公布；提过的意见视为已落实。"), _("已审核通过。"), _words(_("附言")), main=True),
    Offered("return", ReturnFiling, _("对数字和段落提出的意见一并退回，填报单位修改后重新报送。"), _("已退回。"), _words(_("退回的原因"), _("已经对数字或者段落提了意见的，可以不写。"))),
    Offered("publish", PublishFiling, _("在网站“政府信息公开年报”栏目公布网页，并附Word、PDF、Excel和数据文件。"), _("已公布。"), main=True),
    Offered("correct", CorrectFiling, _("已公布的报告在更正稿公布以前不变；更正说明与更正稿一同公布，原来的文本继续可以查看。"), _("可以更正了；改好后重新报送。"), _words(_("更正说明"), _("更正了什么、为什么。"), needed=True), lambda form: {"note": form.cleaned_data["words"]}),
    Offered("balance", OpenBalance, _("把上年年报“结转下年度继续办理”的数字作为本年“上年结转”，差额按调整处理，写明原因。"), _("已调整。")),
    Offered("zero", WriteZero, _("本年没有申请和复议诉讼的，生成全部文字，接着核对、报送。"), _("已生成。请通读一遍，属实的就可以报送。"), ZeroForm),
    Offered("wrapper", WrapFiling, _("需要以公文形式印发的，填写发文字号、抄送和印发；不需要的不填。"), _("已保存。"), lambda posted, filing: WrapperForm(posted, initial=filing.wrapper), lambda form: {"wrapper": form.wrapper()}),
)  # fmt: skip


def offers(actor: Actor, filing: Filing) -> dict[str, Any]:
    """Return what can be done with a filing now, and what cannot, with the reason."""
    asked = [(o, o.act(by=actor, target=filing).refusal()) for o in OFFERED]
    return {
        "offers": [o for o, refusal in asked if refusal is None],
        "refused": [(o, r) for o, r in asked if r is not None and r.status != 403 and o.main],
    }
