"""Suggestions to publish, demands to correct, reports: answered on the desk (arts. 44, 41, 47)."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.acts.act import Changed
from portal.acts.pages import about
from portal.cases import desk_masks as masks
from portal.cases import matter_letters, policies
from portal.cases.acts.matters import (
    RESULTS,
    TOLD,
    AnswerMatter,
    RegisterMatter,
    overseen,
)
from portal.cases.desk_views import acting, form_page, own_organ
from portal.cases.forms import PapersField, day, line, words
from portal.cases.models import ApplicantKind, Matter
from portal.organs.models import Organ
from portal.ui.language import article
from portal.ui.pages import act_page

PAGE = 100
LETTER = tuple(dict.fromkeys(name for names in matter_letters.GIVEN.values() for name in names))
"""What the letters of answers state besides the answer."""
LAW = {
    Matter.Kind.SUGGESTION: "条例第四十四条",
    Matter.Kind.CORRECTION: "条例第四十一条",
    Matter.Kind.REPORT: "条例第四十七条、第五十一条",
}


class AnswerMatterForm(forms.Form):
    """What came of a matter, and why."""

    result = forms.ChoiceField(label=gettext_lazy("处理结果"), widget=forms.RadioSelect)
    answer = words(
        gettext_lazy("答复"),
        rows=6,
        most=5000,
        help_text=gettext_lazy("写给提出人，写明结果和理由。"),
    )
    correction = line(
        TOLD["correction"],
        required=False,
        most=500,
        help_text=gettext_lazy("结果是已更正的，写明哪里更正成什么。"),
    )
    responsible_organ = line(
        TOLD["responsible_organ"],
        required=False,
        help_text=gettext_lazy("转送或者告知向别的机关提出的，写明是哪个机关、怎样联系。"),
    )
    responsible_contact = line(TOLD["responsible_contact"], required=False)
    on = day(gettext_lazy("答复日期"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": matter.version, "on": clock.today()}
        super().__init__(*args, **kwargs)
        known = RESULTS[Matter.Kind(matter.kind)]
        self.fields["result"].choices = [(one.value, one.label) for one in known]  # type: ignore[attr-defined]
        told = {name for one in known for name in matter_letters.GIVEN.get(one, ())}
        for name in LETTER:
            if name not in told:
                del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act, those of the letter by themselves."""
        kept = dict(self.cleaned_data)
        given = {name: kept.pop(name) for name in LETTER if name in kept}
        return {**kept, "given": given}


class RegisterMatterForm(forms.Form):
    """A matter that came by letter, by telephone, at the counter or from above."""

    kind = forms.ChoiceField(label=gettext_lazy("事项"), choices=Matter.Kind.choices)
    source = forms.ChoiceField(label=gettext_lazy("来源"), choices=Matter.Source.choices)
    received_on = day(gettext_lazy("收到日期"))
    against = forms.ModelChoiceField(
        label=gettext_lazy("被反映的机关"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=gettext_lazy("不涉及下级机关"),
        help_text=gettext_lazy("投诉、举报的是哪个下级机关；建议和更正不填。"),
    )
    subject = words(gettext_lazy("事项名称"), rows=2, most=300)
    content = words(gettext_lazy("具体内容"), rows=5, most=5000)
    who = forms.ChoiceField(label=gettext_lazy("提出人类别"), choices=ApplicantKind.choices)
    name = line(gettext_lazy("姓名或者名称"), required=False)
    phone = line(gettext_lazy("联系电话"), required=False, most=40)
    address = line(gettext_lazy("通信地址"), required=False, most=200)
    id_number = line(
        gettext_lazy("证件号码"),
        required=False,
        most=40,
        help_text=gettext_lazy("加密保存，页面上只显示头尾几位。"),
    )
    files = PapersField()  # type: ignore[assignment]
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ = organ
        self.fields["received_on"].initial = clock.today
        self.fields["token"].initial = uuid.uuid4
        self.fields["against"].queryset = overseen(organ)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A report is about an organ below."""
        kept = super().clean() or {}
        if kept.get("kind") == Matter.Kind.REPORT and kept.get("against") is None:
            self.add_error("against", _("请选择投诉、举报的是哪个机关。"))
        return kept

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act."""
        kept = self.cleaned_data
        report = kept["kind"] == Matter.Kind.REPORT
        told = {name: kept[name] for name in ("name", "phone", "address", "id_number")}
        return {
            "organ": kept["against"] if report else self.organ,
            "applicant": {"kind": kept["who"], **told},
            **{n: kept[n] for n in ("kind", "source", "received_on", "subject", "content")},
            "files": kept["files"],
            "token": kept["token"],
        }


@login_required
@never_cache
@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """List what was sent to this organ: what waits first, then the newest answered."""
    organ = own_organ(request)
    found = Matter.objects.filter(organ=organ).select_related("against")
    return render(
        request,
        "cases/desk/matters.html",
        {
            "organ": organ,
            "may_register": policies.may_register_for(acting(request), organ) is None,
            "waiting": found.filter(answered_on=None).order_by("received_on", "pk")[:PAGE],
            "answered": found.exclude(answered_on=None).order_by("-pk")[:PAGE],
        },
    )


@login_required
@never_cache
@form_page
def register(request: HttpRequest) -> HttpResponse:
    """Enter a matter that did not come through the page; sent twice, it is entered once."""
    organ, by, posted = own_organ(request), acting(request), request.method == "POST"
    refusal = policies.may_register_for(by, organ)
    if refusal is not None and not posted:
        raise PermissionDenied(refusal)

    def carry_out(form: Any) -> Matter:
        token = form.cleaned_data["token"]
        known = Matter.objects.filter(token=token, organ=organ).first() if token else None
        if known is not None:
            return known
        act = RegisterMatter(by=by, **form.facts())
        made = act.execute()
        if act.code:
            request.session["matter_code"] = [made.pk, act.code]
        return made

    return act_page(
        request,
        RegisterMatterForm(
            request.POST if posted else None, request.FILES if posted else None, organ=organ
        ),
        carry_out,
        **{**about(RegisterMatter, organ.name, reverse("matters")), "then": _page_of},
        effect=_(
            "登记来信、来访、电话或者上级转来的建议、更正和投诉举报；留了电话或者证件号码的，得到查询码。"
        ),
        done=_("已登记。"),
    )


def _page_of(one: Matter) -> str:
    return reverse("matter", args=[one.pk])


def _code_once(request: HttpRequest, pk: int) -> str:
    """Return the query code of a matter that was entered just now; it is shown once."""
    made, code = request.session.get("matter_code") or (0, "")
    if made != pk:
        return ""
    del request.session["matter_code"]
    return str(code)


@login_required
@never_cache
@form_page
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a matter; answer it where it waits for an answer."""
    by = acting(request)
    organ = own_organ(request)
    found = Matter.objects.filter(organ=organ).select_related("applicant", "against", "case")
    one = get_object_or_404(found, pk=pk)
    refusal = AnswerMatter(by=by, target=one).refusal()
    person = one.applicant
    shown = {
        "matter": one,
        "who": masks.name(person) if person and person.name else "",
        "particulars": masks.particulars(person) if person else [],
        "law": article(LAW[Matter.Kind(one.kind)]),
        "files": one.facts.get("files", []),
        "letter": one.facts.get("letter"),
        "code": _code_once(request, pk),
        "may_answer": refusal is None,
        "handles": policies.may_answer_matter(by, one) is None,
        "why_not": refusal.sentence if refusal and one.answered_on is None else "",
        "back": reverse("matters"),
    }
    if request.method == "POST" and refusal is not None:
        raise PermissionDenied(refusal.sentence)
    if refusal is not None:
        return render(request, "cases/desk/matter.html", {**shown, "title": one.number})
    page = about(AnswerMatter, one.number, reverse("matters"))

    def carry_out(form: Any) -> Matter:
        try:
            return AnswerMatter(by=by, target=one, **form.facts()).execute()
        except Changed:
            data: Any = form.data.copy()
            data["seen"] = str(Matter.objects.values_list("version", flat=True).get(pk=pk))
            form.data = data
            raise

    return act_page(
        request,
        AnswerMatterForm(request.POST or None, matter=one),
        carry_out,
        **{**shown, **page},
        done=_("答复已登记。"),
        template="cases/desk/matter.html",
    )
