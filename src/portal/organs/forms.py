"""Forms of organs, people and posts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.acts import clock
from portal.organs.models import Kind, Level, Organ, Role, Succession


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def existing() -> Any:
    """Return the organs that can be chosen today."""
    return Organ.objects.existing(clock.today()).order_by("path")


class OrganChoice(forms.ModelChoiceField[Organ]):
    """An organ, shown with its depth in the tree."""

    def label_from_instance(self, obj: Organ) -> str:
        """Return the name, set in by its depth."""
        return "　" * obj.depth + obj.name


class OrgansChoice(forms.ModelMultipleChoiceField[Organ]):
    """Several organs, each shown with its depth in the tree."""

    widget = forms.SelectMultiple(attrs={"size": 12})

    def label_from_instance(self, obj: Organ) -> str:
        """Return the name, set in by its depth."""
        return "　" * obj.depth + obj.name


class EstablishForm(forms.ModelForm[Organ]):
    """A new organ."""

    basis = forms.CharField(label=_("依据"), max_length=200, required=False)

    class Meta:
        model = Organ
        fields: ClassVar[list[str]] = [
            "name", "short_name", "code", "level", "kind", "parent", "reports_to",
            "credit_code", "division_code", "founded_on",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"founded_on": DayInput()}
        field_classes: ClassVar[dict[str, Any]] = {"parent": OrganChoice, "reports_to": OrganChoice}


class CorrectForm(forms.ModelForm[Organ]):
    """Particulars that were entered wrongly."""

    class Meta:
        model = Organ
        fields: ClassVar[list[str]] = [
            "short_name", "credit_code", "division_code", "founded_on", "order",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"founded_on": DayInput()}


class ChangeForm(forms.Form):
    """A change by decision, from a day on."""

    on = forms.DateField(label=_("自何日起"), widget=DayInput())
    basis = forms.CharField(label=_("依据（文号）"), max_length=200)
    name = forms.CharField(label=_("名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    parent = OrganChoice(label=_("上级机关"), queryset=Organ.objects.none(), required=False)
    reports_to = OrganChoice(
        label=_("政府信息公开主管部门"), queryset=Organ.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("parent", "reports_to"):
            self.fields[name].queryset = existing()  # type: ignore[attr-defined]


class AbolishForm(forms.Form):
    """The end of an organ and who takes over."""

    on = forms.DateField(label=_("自何日起"), widget=DayInput())
    why = forms.ChoiceField(label=_("方式"), choices=Succession.Why.choices)
    successors = OrgansChoice(label=_("承接职责的机关"), queryset=Organ.objects.none())
    basis = forms.CharField(label=_("依据（文号）"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].queryset = existing()  # type: ignore[attr-defined]


class OnDayForm(forms.Form):
    """A day to look back to."""

    on = forms.DateField(label=_("查看哪一天"), widget=DayInput(attrs={"class": "form-control"}))


class MergeForm(forms.Form):
    """Which organs go into this one."""

    on = forms.DateField(label=_("自何日起"), widget=DayInput())
    merged = OrgansChoice(label=_("并入的机关（可选多个）"), queryset=Organ.objects.none())
    basis = forms.CharField(label=_("依据（文号）"), max_length=200)

    def __init__(self, *args: Any, into: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["merged"].queryset = existing().exclude(pk=into.pk)  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """What an organ is split into."""

    on = forms.DateField(label=_("自何日起"), widget=DayInput())
    new = forms.CharField(
        label=_("新设的机关"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个：网址代码、空格、名称，如“xinzhen 新镇人民政府”。"),
    )
    existing = OrgansChoice(
        label=_("承接一部分职责的现有机关"), queryset=Organ.objects.none(), required=False
    )
    basis = forms.CharField(label=_("依据（文号）"), max_length=200)

    def __init__(self, *args: Any, of: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["existing"].queryset = existing().exclude(pk=of.pk)  # type: ignore[attr-defined]

    def clean_new(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of each line."""
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["new"].splitlines()]
        if any(len(parts) != 2 for parts in lines if parts):
            raise forms.ValidationError(_("每行应为网址代码、空格、名称。"))
        return tuple((parts[0], parts[1].strip()) for parts in lines if parts)


class ImportForm(forms.Form):
    """A file of organs."""

    file = forms.FileField(label=_("CSV 或 XLSX 文件"))
    on = forms.DateField(
        label=_("变更自何日起"),
        widget=DayInput(),
        required=False,
        help_text=_("文件里有机关的名称、层级、类别或隶属与现有不同时才需要。"),
    )
    basis = forms.CharField(label=_("依据（文号）"), max_length=200, required=False)


class ConfirmForm(forms.Form):
    """The file as it was read, to be entered."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=9_000_000)
    on = forms.DateField(widget=forms.HiddenInput, required=False)
    basis = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class PersonForm(forms.Form):
    """A person's name and contact."""

    person = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("办公电话"), max_length=30, required=False)
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class PersonChoice(forms.ModelChoiceField[User]):
    """A person, with the login name that tells namesakes apart."""

    def label_from_instance(self, obj: User) -> str:
        """Return name and login name."""
        return f"{obj.name}（{obj.username}）"


class HandOverForm(forms.Form):
    """Who takes a post over, and from when."""

    to = PersonChoice(label=_("接任的人"), queryset=User.objects.none())
    on = forms.DateField(label=_("自何日起"), widget=DayInput(), initial=clock.today)
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)

    def __init__(self, *args: Any, but: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(pk=but.pk).order_by("name", "pk")
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(label=_("登录名"), max_length=40)
    person = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("办公电话"), max_length=30, required=False)
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class PostForm(forms.Form):
    """A post for a person."""

    organ = OrganChoice(label=_("机关"), queryset=Organ.objects.none())
    role = forms.ChoiceField(label=_("岗位"), choices=Role.choices)
    on = forms.DateField(label=_("自何日起"), widget=DayInput(), initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = existing()  # type: ignore[attr-defined]


class EndPostForm(forms.Form):
    """The last day of a post."""

    on = forms.DateField(label=_("自何日起不再担任"), widget=DayInput(), initial=clock.today)
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class SearchPeople(forms.Form):
    """Find people by name."""

    q = forms.CharField(label=_("姓名或登录名"), required=False, max_length=40)

    def found(self) -> Any:
        """Return the people who match, all where nothing was asked."""
        people = User.objects.order_by("name", "pk")
        words = self.cleaned_data.get("q", "") if self.is_valid() else ""
        if words:
            people = people.filter(name__contains=words) | people.filter(username__contains=words)
        return people
