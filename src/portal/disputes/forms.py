"""The forms of disputes: each gives its act's facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.disputes import Result, Stage, Step
from gongkai.law.grounds import grounds
from portal.accounts.models import User
from portal.acts import clock
from portal.acts.actor import Actor
from portal.cases import queries as case_queries
from portal.cases.forms import PapersField, day, line, words
from portal.cases.models import ApplicantKind, Case
from portal.disputes import ways
from portal.disputes.models import Dispute
from portal.disputes.queries import stands_of
from portal.organs.models import Organ, Post, Role
from portal.publishing import queries as publishing
from portal.publishing.models import Document
from portal.ui.language import said


class LinkedForm(forms.Form):
    """A form that may name a request and a publication of the organ `by` works for."""

    organ: Organ
    by: Actor

    def clean_case(self) -> Case | None:
        """Return the organ's request of that number."""
        text = "".join(self.cleaned_data["case"].split())
        if not text:
            return None
        found = case_queries.visible(self.by).filter(organ=self.organ, number=text).first()
        if found is None:
            raise forms.ValidationError(_("本机关没有这个编号的申请。"))
        return found

    def clean_document(self) -> Document | None:
        """Return the organ's document of that index number."""
        text = self.cleaned_data["document"].strip()
        if not text:
            return None
        mine = publishing.visible(self.by).filter(organ=self.organ, index_number=text)
        found = mine.first()
        if found is None:
            raise forms.ValidationError(_("本机关没有这个索引号的信息。"))
        return found


def _case() -> forms.CharField:
    return line(
        gettext_lazy("关联的申请编号"),
        required=False,
        most=60,
        help_text=gettext_lazy("如：公开申请〔2026〕12号。从申请的页面登记时自动填好。"),
    )


def _document() -> forms.CharField:
    return line(
        gettext_lazy("关联的公开信息（索引号）"),
        required=False,
        most=60,
        help_text=gettext_lazy("争议因公开的信息引起的填写。"),
    )


_NOT_ASKED = {"case": ("document", "grounds"), "document": ("case",)}
"""What need not be asked where it is known what a dispute is about."""


class OpenForm(LinkedForm):
    """A review that was applied for, or a suit without one."""

    step = forms.ChoiceField(
        label=gettext_lazy("程序"),
        choices=[
            (Step.REVIEW_APPLIED.value, gettext_lazy("申请行政复议")),
            (Step.SUED.value, gettext_lazy("未经复议直接起诉")),
        ],
        widget=forms.RadioSelect,
        initial=Step.REVIEW_APPLIED.value,
    )
    subject = line(gettext_lazy("争议事项"), most=300)
    case = _case()
    document = _document()
    party_kind = forms.ChoiceField(
        label=gettext_lazy("复议申请人（原告）类别"),
        required=False,
        choices=[("", gettext_lazy("就是申请公开的人")), *ApplicantKind.choices],
        help_text=gettext_lazy("第三方提出的、没有关联申请的，选择类别并填写名称。"),
    )
    party_name = line(gettext_lazy("复议申请人（原告）姓名或者名称"), required=False)
    body = line(gettext_lazy("复议机关或者法院"))
    number = line(gettext_lazy("案号"), required=False, most=80)
    on = day(gettext_lazy("申请复议或者起诉的日期"))
    accepted_on = day(gettext_lazy("受理或者立案的日期"), required=False)
    received_on = day(
        gettext_lazy("本机关收到副本的日期"),
        required=False,
        help_text=gettext_lazy("答复（答辩）的期限自这一天起计算；还没有收到的以后登记。"),
    )
    claims = words(gettext_lazy("请求"), required=False)
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("争议的决定不公开的理由"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("关联了申请的，以答复写明的理由为准，不必填。"),
    )
    accepted_anyway = words(
        gettext_lazy("法律要求先复议，法院仍然受理的情况"),
        required=False,
        rows=2,
        help_text=gettext_lazy(
            "以第十四条至第十六条为由不予公开的，应当先复议。法院已经立案的，在这里写明，仍可登记。"
        ),
        most=500,
    )
    papers = PapersField()

    def __init__(self, *args: Any, organ: Organ, by: Actor, about: str = "", **kwargs: Any) -> None:
        """`about` is ``case`` or ``document`` where it is known what the dispute is about."""
        super().__init__(*args, **kwargs)
        self.organ, self.by = organ, by
        for name in _NOT_ASKED.get(about, ()):
            self.fields[name].widget = self.fields[name].hidden_widget()
        self.fields["grounds"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.article}：{said(one)}") for key, one in grounds().items()
        ]

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        data = dict(self.cleaned_data)
        kind, name = data.pop("party_kind"), data.pop("party_name")
        data["party"] = {"kind": kind, "name": name} if kind or name else None
        data["step"], data["files"] = Step(data["step"]), data.pop("papers")
        return data


class ActForm(forms.Form):
    """A form of an act on a dispute; it carries the version its page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    on = day(gettext_lazy("日期"))
    happened: Any = ""

    def __init__(self, *args: Any, dispute: Dispute, by: Actor, **kwargs: Any) -> None:
        self.dispute, self.by = dispute, by
        kwargs["initial"] = {
            "seen": dispute.version,
            "on": clock.today(),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        if self.happened:
            self.fields["on"].label = self.happened

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        data = dict(self.cleaned_data)
        if "papers" in data:
            data["files"] = data.pop("papers")
        return data


class CopyForm(ActForm):
    """The copy came in."""

    happened = gettext_lazy("收到副本的日期")
    number = line(gettext_lazy("案号、通知文号"), required=False, most=80)
    papers = PapersField()


class AnswerForm(ActForm):
    """The written answer went out."""

    happened = gettext_lazy("提交的日期")
    text = words(gettext_lazy("说明"), required=False)
    papers = PapersField()


class HearingForm(ActForm):
    """A hearing is set."""

    happened = gettext_lazy("收到通知的日期")
    until = day(gettext_lazy("听证、开庭的日期"))
    place = line(gettext_lazy("地点、要求"), required=False, most=300)
    papers = PapersField()


class DecideForm(ActForm):
    """A decision or a judgment."""

    happened = gettext_lazy("作出决定（裁判）的日期")
    ends: Stage | None = None
    received_on = day(gettext_lazy("本机关收到的日期"))
    body = line(
        gettext_lazy("机关或者法院"),
        required=False,
        help_text=gettext_lazy("与登记的相同，可以不填。"),
    )
    number = line(gettext_lazy("文号"), most=80)
    way = forms.ChoiceField(label=gettext_lazy("结果"), widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=gettext_lazy("年度报告另按哪一栏计数"),
        required=False,
        help_text=gettext_lazy(
            "一般不填：按上面的结果计数，各结果后面写明计在哪一栏（通行做法）。"
        ),
    )
    why = words(gettext_lazy("另行计数的理由"), required=False, rows=2, most=500)
    redo = forms.BooleanField(
        label=gettext_lazy("责令重新答复（或者限期履行）"),
        required=False,
        help_text=gettext_lazy(
            "登记后，已办结的申请即重新办理，期限按下面填写的计算。由工作机构负责人登记。"
        ),
    )
    redo_workdays = forms.IntegerField(
        label=gettext_lazy("期限：自收到之日起多少个工作日"),
        required=False,
        min_value=1,
        max_value=365,
    )
    redo_until = day(gettext_lazy("或者写明的最后一日"), required=False)
    text = words(gettext_lazy("主要理由"), required=False)
    papers = PapersField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ways.WAYS.get(self.ends or stands_of(self.dispute).stage, {})
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (key, self._said(one)) for key, one in known.items()
        ]
        self.fields["result"].choices = [  # type: ignore[attr-defined]
            ("", _("按结果")),
            *((r.value, ways.RESULTS[r]) for r in Result if r is not Result.PENDING),
        ]

    @staticmethod
    def _said(way: ways.Way) -> str:
        counts = ways.RESULTS[way.result] if way.result else _("与一审相同")
        return _("%(way)s（计入：%(counts)s）") % {"way": way.name, "counts": counts}

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        data = super().facts()
        data["result"] = Result(data["result"]) if data["result"] else None
        return data


class EndReviewForm(DecideForm):
    """How a review ended that a suit overtook."""

    happened = gettext_lazy("复议结束的日期")
    ends = Stage.IN_REVIEW
    received_on = day(gettext_lazy("本机关收到文书的日期"), required=False)
    number = line(
        gettext_lazy("文号"),
        required=False,
        most=80,
        help_text=gettext_lazy("没有收到文书的，不填，在最后写明怎样结束的。"),
    )
    text = words(gettext_lazy("主要理由，或者怎样结束的"), required=False)


class SueForm(ActForm):
    """A suit after the review."""

    happened = gettext_lazy("起诉的日期")
    body = line(gettext_lazy("法院"))
    number = line(gettext_lazy("案号"), required=False, most=80)
    accepted_on = day(gettext_lazy("立案的日期"), required=False)
    received_on = day(gettext_lazy("本机关收到副本的日期"), required=False)
    claims = words(gettext_lazy("请求"), required=False)
    papers = PapersField()


class AppealForm(SueForm):
    """An appeal."""

    happened = gettext_lazy("上诉的日期")
    ours = forms.BooleanField(label=gettext_lazy("由本机关上诉"), required=False)


class TextForm(ActForm):
    """Some sentences."""

    text = words(gettext_lazy("内容"))


class NoteForm(ActForm):
    """A note, with papers."""

    text = words(gettext_lazy("备注"), required=False)
    papers = PapersField()


class CarryOutForm(NoteForm):
    """What was done."""

    happened = gettext_lazy("履行的日期")
    text = words(gettext_lazy("怎样履行的"))


class CostForm(ActForm):
    """What it cost."""

    what = line(
        gettext_lazy("什么费用"), help_text=gettext_lazy("如：诉讼费、律师代理费、鉴定费。")
    )
    amount = forms.DecimalField(
        label=gettext_lazy("金额（元）"), min_value=0, max_digits=12, decimal_places=2
    )
    papers = PapersField()


class AssignForm(ActForm):
    """To whom."""

    to = forms.TypedChoiceField(label=gettext_lazy("承办人"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Post.objects.held(clock.today()).filter(
            organ=self.dispute.organ_id, role__in=[Role.HANDLER, Role.HEAD]
        )
        people = User.objects.filter(pk__in=held.values("user")).order_by("pk")
        self.fields["to"].choices = [(one.pk, one.name) for one in people]  # type: ignore[attr-defined]


class LinkForm(ActForm, LinkedForm):
    """What it is about."""

    case = _case()
    document = _document()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ = self.dispute.organ


class StrikeForm(ActForm):
    """Which entry, and why."""

    event = forms.TypedChoiceField(label=gettext_lazy("哪一条"), coerce=int)
    why = words(gettext_lazy("为什么作废"), rows=2, most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = self.dispute.events.filter(struck=None).exclude(kind="struck").order_by("-pk")
        self.fields["event"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.on:%Y-%m-%d} {one.in_words} {one.number}") for one in standing
        ]


class CloseForm(ActForm):
    """The end."""

    why = words(
        gettext_lazy("理由"),
        required=False,
        rows=2,
        help_text=gettext_lazy("起诉、上诉期限还没有届满的须写明。"),
        most=500,
    )
