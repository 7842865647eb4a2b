"""Looking at what is kept from view: each look is an act of its own, with one record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import subject_of
from portal.acts.actor import Actor
from portal.cases import policies, queries
from portal.cases.acts.words import Worded
from portal.cases.models import Applicant, Case, Matter


def _of(person: Applicant | None) -> Case | Matter | None:
    """Return the request or the matter that somebody brought."""
    if person is None:
        return None
    case = Case.objects.filter(applicant=person).select_related("organ").first()
    return case or Matter.objects.filter(applicant=person).select_related("organ").first()


def names(person: Applicant, text: str) -> bool:
    """Whether a text names somebody, or tells his number or address."""
    known = {**person.unseal(), "name": person.name}
    known.pop("id_kind", None)
    bare = "".join(text.split()).upper()
    return any("".join(one.split()).upper() in bare for one in known.values() if len(one) > 1)


def may_see_identity(actor: Actor, person: Applicant | None) -> str | None:
    """Who handles the request or the matter may see who brought it."""
    brought = _of(person)
    if brought is None:
        return _("它已不存在。")
    return policies.may_register_for(actor, brought.organ)


def may_take_papers(actor: Actor, person: Applicant | None) -> str | None:
    """Who works for the handling organ may have the papers of its requests."""
    brought = _of(person)
    if isinstance(brought, Matter):
        return policies.may_register_for(actor, brought.organ)
    if brought is not None and queries.visible(actor).filter(pk=brought.pk).exists():
        return None
    return _("只有承办机关的工作人员可以查看案卷材料。")


@dataclass(kw_only=True)
class UnmaskApplicant(Worded[Applicant]):
    """See an applicant's identity and contacts in the clear.

    The record stands with the applicant, not with the request: looking is no change of the request,
    so nobody who works on it meanwhile is disturbed.
    """

    name = "cases.unmask"
    title = gettext_lazy("查看身份和联系方式")
    policy = staticmethod(may_see_identity)
    model = Applicant
    changes_site: ClassVar[bool] = False

    def lacking(self) -> str | None:
        """Whoever looks says what for."""
        if not self.reason.strip():
            return _("请写明为什么查看，例如：电话联系申请人确认收到。")
        if self.target is not None and names(self.target, self.reason):
            return _("查看的原因长期留在操作记录里，请不要写申请人的姓名、号码和住址。")
        return None

    def possible(self) -> str | None:
        """Not of what was erased."""
        if self.target is not None and self.target.erased_at is not None:
            return _("案卷保管期满，申请人的信息已经清除。")
        return None

    def do(self) -> Applicant:
        """Change nothing."""
        assert self.target is not None
        return self.target

    def facts(self, of: Applicant) -> Mapping[str, Any]:
        """Return which request or matter it was, nothing of the person."""
        brought = _of(of)
        return {"of": subject_of(brought), "number": brought.number} if brought else {}


@dataclass(kw_only=True)
class TakePaper(UnmaskApplicant):
    """Download a paper of a request: what an applicant sent in, or a letter with his name.

    paper  which: ``file:12`` or ``letter:3``
    """

    name = "cases.take_paper"
    title = gettext_lazy("下载案卷材料")
    policy = staticmethod(may_take_papers)

    paper: str = ""

    def lacking(self) -> str | None:
        """A paper."""
        return None if self.paper.strip() else _("请选择要下载的材料。")

    def facts(self, of: Applicant) -> Mapping[str, Any]:
        """Return which paper of which request."""
        return {**super().facts(of), "paper": self.paper}
