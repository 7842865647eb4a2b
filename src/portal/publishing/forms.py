"""Forms of documents."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.law.grounds import grounds
from gongkai.privacy import Kind
from portal.organs.forms import DayInput
from portal.organs.models import Role
from portal.publishing.acts.chains import STEPS
from portal.publishing.clean import readable, written
from portal.publishing.models import Attribute, Column, Document, DocumentVersion, Genre, Part
from portal.ui.language import article, said


def _words(label: Any, rows: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=2000,
        help_text=help_text,
    )


class ContentForm(forms.ModelForm[DocumentVersion]):
    """What a document says; `base` is the serial of the version that was opened."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DocumentVersion
        fields: ClassVar[list[str]] = [
            "title", "number", "issuer", "formed_on", "effective_on", "expires_on", "topic",
            "keywords", "summary", "source", "body",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "formed_on": DayInput(),
            "effective_on": DayInput(),
            "expires_on": DayInput(),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 22, "class": "reading"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("body"):
            self.initial["body"] = readable(self.initial["body"])

    def clean_title(self) -> str:
        """Return the title as one line."""
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_body(self) -> str:
        """Return the body as elements, whether written in the editor or as plain lines."""
        return written(self.cleaned_data["body"])

    def content(self) -> dict[str, Any]:
        """Return the content alone."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def particulars(self) -> list[forms.BoundField]:
        """The fields beside title and body."""
        return [self[name] for name in self.Meta.fields if name not in ("title", "body")]


def _ground_choices() -> list[tuple[str, str]]:
    words = gettext("%(name)s（%(article)s）")
    named = [
        (one.id, words % {"name": said(one), "article": article(one.article)})
        for one in grounds().values()
    ]
    return [("", "—"), *named]


class AttributeForm(forms.Form):
    """How a document is disclosed, and why where it is not."""

    attribute = forms.ChoiceField(
        label=_("公开属性"),
        choices=Attribute.choices,
        help_text=_("起草时确定。以公开为常态、不公开为例外（条例第五条）。"),
    )
    ground = forms.ChoiceField(label=_("不予公开的依据"), required=False, choices=_ground_choices)
    ground_reason = _words(_("不主动公开的理由"), 2, required=False)
    reassess_on = forms.DateField(
        label=_("下次复核日期"),
        required=False,
        widget=DayInput(),
        help_text=_("不公开的信息应当定期评估（条例第十八条）；空着为一年后。"),
    )


class StartForm(ContentForm, AttributeForm):
    """A new document: where it belongs, how it is disclosed, what it says."""

    column = forms.ModelChoiceField(label=_("栏目"), queryset=Column.objects.none())
    genre = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), *Genre.choices])
    field_order = ["column", "genre", "attribute", "ground", "ground_reason", "reassess_on"]

    def __init__(self, *args: Any, columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Column.objects.filter(pk__in=[c.pk for c in columns])
        self.fields["column"].queryset = chosen  # type: ignore[attr-defined]
        self.fields["column"].empty_label = _("请选择")  # type: ignore[attr-defined]

    def place(self) -> dict[str, Any]:
        """Return where the document belongs and how it is disclosed, as the act takes it."""
        names = [n for n in StartForm.field_order if n in self.fields]
        return {name: self.cleaned_data[name] for name in names}

    @property
    def placing(self) -> list[forms.BoundField]:
        """The fields of `place` that every document fills in."""
        return [self[n] for n in ("column", "genre", "attribute", "rumour") if n in self.fields]

    @property
    def withholding(self) -> list[forms.BoundField]:
        """Those that only a document not disclosed by itself fills in."""
        return [self[n] for n in ("ground", "ground_reason", "reassess_on") if n in self.fields]


class LinkedForm(StartForm):
    """A document begun for another one: its kind is given, and it is disclosed."""

    genre = None  # type: ignore[assignment]
    attribute = None  # type: ignore[assignment]
    ground = None  # type: ignore[assignment]
    ground_reason = None  # type: ignore[assignment]
    reassess_on = None  # type: ignore[assignment]


class ClarificationForm(LinkedForm):
    """A clarification of what is said somewhere."""

    rumour = _words(
        _("要澄清的信息"), 3, help_text=_("是什么信息、在哪里流传。只留在办理记录里，不公开。")
    )


class MoveForm(forms.Form):
    """Where a draft belongs."""

    column = forms.ModelChoiceField(label=_("栏目"), queryset=Column.objects.none())
    genre = forms.ChoiceField(
        label=_("类别"), choices=Genre.choices, help_text=_("审查流程随类别而定。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Column.objects.filter(pk__in=[c.pk for c in self.initial["columns"]])
        self.fields["column"].queryset = chosen  # type: ignore[attr-defined]


class ReassessForm(AttributeForm):
    """What came of looking again at how a document is disclosed."""

    reason = _words(_("复核意见"), 3)


class OpinionForm(forms.Form):
    """An opinion on a step."""

    opinion = _words(_("意见"), 3, required=False)


class ReturnForm(forms.Form):
    """What has to be corrected."""

    opinion = _words(_("意见"), 3)


class ReasonForm(forms.Form):
    """Why."""

    reason = _words(_("原因"), 3)


class TimeForm(forms.Form):
    """When."""

    at = forms.DateTimeField(
        label=_("公开时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class PersonalForm(forms.Form):
    """Which pieces of personal data, one by one or all of a kind, and why they stay."""

    keys = forms.MultipleChoiceField(required=False)
    kinds = forms.MultipleChoiceField(
        required=False, choices=[(kind.value, kind.value) for kind in Kind]
    )
    reason = forms.CharField(label=_("保留的理由"), max_length=300, required=False)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]


RELATIONS = {
    "interprets": _("本文件解读它"),
    "interprets-back": _("它解读本文件"),
    "amends": _("本文件修改它"),
    "amends-back": _("它修改本文件"),
    "repeals": _("本文件废止它"),
    "repeals-back": _("它废止本文件"),
    "clarifies": _("本文件澄清它"),
    "related": pgettext_lazy("link", "相关"),
}
"""How the one on the page may stand to another; `-back`: the other way round."""


class LinkForm(forms.Form):
    """Another document and how the two stand to each other."""

    other = forms.ModelChoiceField(
        label=pgettext_lazy("document", "文件"), queryset=Document.objects.none()
    )
    relation = forms.ChoiceField(label=_("关系"), choices=list(RELATIONS.items()))

    def __init__(self, *args: Any, found: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Document.objects.filter(pk__in=[one.pk for one in found])
        self.fields["other"].queryset = chosen  # type: ignore[attr-defined]


class ChangeColumnForm(forms.Form):
    """What of an organ's own column can change."""

    column_title = forms.CharField(label=_("栏目名称"), max_length=60)
    update_days = forms.IntegerField(
        label=_("更新期限（天）"), required=False, min_value=1, max_value=3660
    )
    order = forms.IntegerField(label=_("排列次序"), min_value=0, max_value=9999, initial=100)


class OpenColumnForm(ChangeColumnForm):
    """A column of an organ's own."""

    code = forms.SlugField(
        label=_("网址代码"), max_length=40, help_text=_("小写字母、数字，出现在网址里，以后不变。")
    )
    part = forms.ChoiceField(label=_("属于"), choices=Part.choices, initial=Part.CONTENT)
    parent = forms.ModelChoiceField(
        label=_("上级栏目"), queryset=Column.objects.none(), required=False
    )
    field_order = ["part", "parent", "column_title", "code", "update_days", "order"]

    def __init__(self, *args: Any, columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Column.objects.filter(pk__in=[c.pk for c in columns], parent=None)
        self.fields["parent"].queryset = above  # type: ignore[attr-defined]


class RulesForm(forms.Form):
    """The rule of index numbers; the act says what is wrong with one."""

    index_pattern = forms.CharField(
        label=_("索引号规则"),
        required=False,
        max_length=200,
        help_text=_("空着：按上级机关的规则，没有的按通用的规则。"),
    )


def _step_names() -> list[tuple[str, Any]]:
    return [("", "—"), *((str(role), Role(role).label) for role in STEPS)]


class ChainForm(forms.Form):
    """The steps of a review in order."""

    first = forms.ChoiceField(label=_("第一步"), choices=_step_names, required=False)
    second = forms.ChoiceField(label=_("第二步"), choices=_step_names, required=False)
    third = forms.ChoiceField(label=_("第三步"), choices=_step_names, required=False)
    fourth = forms.ChoiceField(label=_("第四步"), choices=_step_names, required=False)
    alone = forms.BooleanField(
        label=_("起草人可以承担其中一步"),
        required=False,
        help_text=_("只有一两个人的机关才用。同一人仍不能办理两步。"),
    )

    def steps(self) -> tuple[str, ...]:
        """Return the steps that were named."""
        named = (self.cleaned_data[n] for n in ("first", "second", "third", "fourth"))
        return tuple(step for step in named if step)
