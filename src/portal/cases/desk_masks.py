"""How personal data stands on a screen before somebody asks to see it: a little, never the whole."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.cases.models import Applicant, ApplicantKind

LABELS = {
    "id_kind": gettext_lazy("证件名称"),
    "id_number": gettext_lazy("证件号码"),
    "representative": gettext_lazy("法定代表人或者代理人"),
    "contact": gettext_lazy("联系人"),
    "phone": gettext_lazy("联系电话"),
    "address": gettext_lazy("通信地址"),
    "postal_code": gettext_lazy("邮政编码"),
    "email": gettext_lazy("电子邮箱"),
}
"""What is sealed of an applicant, in the words of the form, in its order."""

_PEOPLE = frozenset({"representative", "contact"})


def name(person: Applicant) -> str:
    """Return an applicant's name for a list: 李* for a person, organisations whole."""
    if person.erased_at is not None:
        return _("（信息已清除）")
    return masked_name(person.name) if person.kind == ApplicantKind.PERSON else person.name


def masked_name(text: str) -> str:
    """Return the family name with a star."""
    return f"{text[:1]}*" if text else ""


def masked(field: str, value: str) -> str:
    """Return what of a sealed particular a screen shows: 138****8000, 1101**********002X."""
    if field in _PEOPLE:
        return masked_name(value)
    if field == "id_kind":
        return value
    if field == "email" and "@" in value:
        who, _at, where = value.rpartition("@")
        return f"{who[:1]}***@{where}"
    head, tail = {"phone": (3, 4), "id_number": (4, 4), "address": (3, 0)}.get(field, (1, 0))
    hidden = len(value) - head - tail
    if hidden < 3:
        return f"{value[:1]}***"
    return value[:head] + "*" * min(hidden, 10) + (value[-tail:] if tail else "")


def particulars(person: Applicant) -> list[tuple[str, str]]:
    """Return an applicant's sealed particulars, masked, with their labels."""
    kept = person.unseal()
    return [(str(LABELS[f]), masked(f, kept[f])) for f in LABELS if kept.get(f)]


def in_the_clear(person: Applicant) -> list[tuple[str, str]]:
    """Return them as they are: for the page that follows the act of looking."""
    kept = person.unseal()
    return [(str(LABELS[f]), kept[f]) for f in LABELS if kept.get(f)]
