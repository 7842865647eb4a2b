"""Suggest that something be published (art. 44), have one's own data corrected (41), report an organ (47, 51)."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.acts.act import Refused
from portal.cases import sealing
from portal.cases.acts.matters import SubmitMatter, overseer
from portal.cases.models import Matter
from portal.cases.public import unlocked, waiting
from portal.cases.public.forms import ApplicantForm, PapersField
from portal.cases.public.pages import APPLICANT, existing, page, private, too_soon
from portal.organs.models import Organ

Kind = Matter.Kind
KEPT = unlocked.RECEIPTS[1]


@dataclass(frozen=True, slots=True)
class Asked:
    """How one kind of matter is asked for.

    named  the name and a certificate are needed: it is about one's own data
    """

    slug: str
    kind: Matter.Kind
    title: str | Promise
    what: str | Promise
    subject: str | Promise
    content: str | Promise
    law: str | Promise
    named: bool = False


KINDS = {
    one.slug: one
    for one in (
        Asked(
            "suggest", Kind.SUGGESTION, _("建议主动公开"),
            _("您认为某项政府信息应当让大家都看到，可以建议机关主动公开。机关审核后认为属于主动公开范围的，应当及时公开。"),
            _("建议公开什么信息"), _("为什么应当公开，涉及哪些人"), _("第四十四条"),
        ),
        Asked(
            "correct", Kind.CORRECTION, _("要求更正与自身相关的信息"),
            _("您有证据证明机关提供的与您自身相关的政府信息记录不准确，可以要求机关更正。有权更正的机关核实后应当更正并告知您；无权更正的，可以转送有权的机关或者告知您向它提出。"),
            _("哪一项信息不准确"), _("哪里不准确，应当是什么，有什么证据"), _("第四十一条"), True,
        ),
        Asked(
            "report", Kind.REPORT, _("投诉、举报"),
            _("您认为机关没有按照要求主动公开政府信息，或者对政府信息公开申请不依法答复处理，可以向它的上一级行政机关或者政府信息公开工作主管部门提出。"),
            _("什么事"), _("什么时间、什么情况，您希望怎样处理"), _("第四十七条、第五十一条"),
        ),
    )
}  # fmt: skip


class MatterForm(ApplicantForm):
    """What is asked and, where somebody wants an answer, who asks."""

    subject = forms.CharField(max_length=300)
    content = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    number = forms.CharField(
        label=_("申请编号"), max_length=60, required=False,
        help_text=_("为政府信息公开申请没有答复而投诉的，写回执上的编号。"),
    )  # fmt: skip
    attached = PapersField(label=_("附件"), help_text=_("可以一次选几个文件。"))
    field_order = ("subject", "content", "number", "attached")  # as on the page

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].label = str(asked.subject)
        self.fields["content"].label = str(asked.content)
        if not asked.named:
            for name in ("name", "id_kind", "id_number"):
                self.fields[name].required = False
        if asked.kind is not Kind.REPORT:
            del self.fields["number"]
        self.fields["phone"].help_text = _(
            "填了电话（或者证件号码），才能查询处理情况：查询时用它的后四位核对。"
        )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show the form of a kind of matter; sent, it has a number and a query code."""
    organ, asked = existing(code), KINDS.get(slug)
    if asked is None:
        raise Http404
    if request.method != "POST":
        filled = MatterForm(asked=asked, initial={"token": str(uuid.uuid4())})
        return _form(request, organ, asked, filled)
    typed = request.POST.copy()
    token = str(typed.get("token", ""))
    if not waiting.is_token(token):
        token = typed["token"] = str(uuid.uuid4())
    if Matter.objects.filter(token=token).exists():
        return redirect("matter_receipt")
    filled = MatterForm(typed, request.FILES, asked=asked)
    valid, status = filled.is_valid(), 422
    try:
        waiting.keep(token, filled.held())
    except Refused as refused:
        filled.add_error("attached", refused.sentence)
        valid = False
    seconds, wait = too_soon(request)
    if valid and seconds:
        filled.add_error(None, wait)
        valid, status = False, 429
    if not valid:
        response = _form(request, organ, asked, filled, status=status)
        if status == 429:
            response["Retry-After"] = str(seconds)
        return response
    return _send(request, organ, asked, filled, token)


def _send(
    request: HttpRequest, organ: Organ, asked: Asked, filled: MatterForm, token: str
) -> HttpResponse:
    said = filled.cleaned_data
    case = unlocked.case(request)
    number = said.get("number", "")
    if case is not None and (case.organ_id != organ.pk or case.number != number):
        case = None
    content = said["content"]
    if number and case is None:
        content = f"{content}\n（{filled.fields['number'].label}：{number}）"[:5000]
    act = SubmitMatter(
        by=APPLICANT,
        organ=organ,
        kind=asked.kind,
        subject=said["subject"],
        content=content,
        applicant=filled.applicant,
        case=case,
        files=waiting.taken(token),
        token=token,
    )
    try:
        matter = act.execute()
    except IntegrityError:  # the same form at the same moment: the other one was first
        return redirect("matter_receipt")
    except Refused as refused:
        filled.add_error(None, refused.sentence)
        return _form(request, organ, asked, filled, status=refused.status)
    waiting.clear(token)
    sealed = sealing.seal(act.code, of=f"matter-receipt:{matter.pk}")
    request.session[KEPT] = {"pk": matter.pk, "code": sealed}
    return redirect("matter_receipt")


@private
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and query code of the matter this browser has just sent."""
    kept = request.session.get(KEPT)
    matter = None
    if isinstance(kept, dict):
        rows = Matter.objects.select_related("organ", "against")
        matter = rows.filter(pk=kept["pk"]).first()
    if matter is None or not isinstance(kept, dict):
        return page(request, "no_receipt.html", None, status=410)
    code = sealing.unseal(kept["code"], of=f"matter-receipt:{matter.pk}")
    return page(
        request, "matter_receipt.html", matter.against or matter.organ, matter=matter, code=code
    )


def _form(
    request: HttpRequest, organ: Organ, asked: Asked, filled: MatterForm, *, status: int = 200
) -> HttpResponse:
    token = str(filled["token"].value() or "")
    goes_to = overseer(organ) if asked.kind is Kind.REPORT else organ
    return page(
        request,
        "matter_form.html",
        organ,
        form=filled,
        asked=asked,
        goes_to=goes_to,
        held=waiting.listed(token) if waiting.is_token(token) else [],
        status=status,
    )
