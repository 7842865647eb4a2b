"""Saying that a duty does not apply, that it does after all, and which document fulfils one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act
from portal.duties import policies, queries
from portal.duties.models import Assignment, NotApplicable
from portal.organs.models import Organ
from portal.publishing.models import Document


@dataclass(kw_only=True)
class DeclareNotApplicable(Act[NotApplicable]):
    """Say that a duty or a field does not apply to the organ, and why (未涉及事项说明)."""

    name = "duties.declare_not_applicable"
    title = gettext_lazy("标为不适用")
    policy = staticmethod(policies.may_judge)

    organ: Organ
    code: str

    def possible(self) -> str | None:
        """Only who keeps the organ's duties says so, of something it has, and once."""
        forbidden = policies.may_keep(self.by, self.organ)
        if forbidden:
            return forbidden
        if not queries.is_known(self.organ, self.code):
            return _("没有这个事项。")
        if NotApplicable.objects.filter(organ=self.organ, code=self.code, ended_at=None).exists():
            return _("这个事项已经标为不适用。")
        if queries.documents_of(self.organ, self.code).exists():
            return _("这个事项已有公开的信息，不能标为不适用。")
        return None

    def lacking(self) -> str | None:
        """The reason is given: supervisors and the public read it."""
        if not self.reason.strip():
            return _("请写明不适用的理由，如“本镇没有此项职能”。")
        return _("理由请不超过300字。") if len(self.reason) > 300 else None

    def do(self) -> NotApplicable:
        """Save it."""
        return NotApplicable.objects.create(
            organ=self.organ, code=self.code, reason=self.reason.strip()
        )


@dataclass(kw_only=True)
class DeclareApplicable(Act[NotApplicable]):
    """Take it back: the duty applies from now on."""

    name = "duties.declare_applicable"
    title = gettext_lazy("恢复适用")
    policy = staticmethod(policies.may_judge)

    def possible(self) -> str | None:
        """It has not been taken back before."""
        assert self.target is not None
        return None if self.target.ended_at is None else _("这个事项已经恢复适用。")

    def do(self) -> NotApplicable:
        """End it; what was said stays known."""
        assert self.target is not None
        self.target.ended_at = clock.now()
        self.target.save()
        return self.target


@dataclass(kw_only=True)
class AssignDocument(Act[Assignment]):
    """Say that a document fulfils a duty, or an item of a catalogue, that its column does not name."""

    name = "duties.assign"
    title = gettext_lazy("对应到事项")
    policy = staticmethod(policies.may_assign)

    document: Document
    code: str

    def possible(self) -> str | None:
        """A document fulfils duties of its own organ, each once."""
        forbidden = policies.may_keep(self.by, self.document.organ)
        if forbidden:
            return forbidden
        if not queries.is_known(self.document.organ, self.code) or self.code.startswith("field:"):
            return _("没有这个事项。")
        if self.code in self.document.column.duties:
            return _("它所在的栏目已经对应这个事项。")
        if Assignment.objects.filter(
            document=self.document, code=self.code, ended_at=None
        ).exists():
            return _("它已经对应这个事项。")
        return None

    def do(self) -> Assignment:
        """Save it."""
        return Assignment.objects.create(document=self.document, code=self.code)


@dataclass(kw_only=True)
class EndAssignment(Act[Assignment]):
    """Say that a document no longer counts for a duty."""

    name = "duties.end_assignment"
    title = gettext_lazy("不再对应")
    policy = staticmethod(policies.may_assign)

    def possible(self) -> str | None:
        """It has not ended before."""
        assert self.target is not None
        return None if self.target.ended_at is None else _("它已不再对应这个事项。")

    def do(self) -> Assignment:
        """End it."""
        assert self.target is not None
        self.target.ended_at = clock.now()
        self.target.save()
        return self.target
