"""Deciding on each piece of personal data found: hide it, or say why it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, snapshot
from portal.publishing import personal, policies
from portal.publishing.acts.base import DocumentAct, new_version
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Document, PersonalDataDecision
from portal.publishing.queries import standing


@dataclass(kw_only=True)
class HidePersonalData(DocumentAct):
    """Hide pieces of personal data in a draft, wherever they stand in it."""

    name = "publishing.hide_personal_data"
    title = gettext_lazy("遮盖个人信息")
    policy = staticmethod(policies.may_edit)
    event = Event.EDITED

    keys: tuple[str, ...]

    def lacking(self) -> str | None:
        """Something must be chosen that is there."""
        return None if self._chosen() else _("没有选择要遮盖的内容。")

    def _chosen(self) -> list[personal.Hit]:
        version = self.document.working
        found = personal.hits(version) if version else []
        return [hit for hit in found if hit.key in self.keys]

    def do(self) -> Document:
        """Save a further version with the pieces masked."""
        version = self.document.working
        assert version is not None
        title, body = version.title, version.body
        for hit in self._chosen():
            title, body = title.replace(hit.text, hit.masked), personal.hide(body, hit)
        content = {"title": title, "body": body}
        new_version(self.document, content, self.by, _("遮盖个人信息"))
        return self.append(count=len(self.keys))


@dataclass(kw_only=True)
class KeepPersonalData(Act[Document]):
    """Say why a piece of personal data is published as it stands (arts. 15, 32; 惩戒公示 and the like)."""

    name = "publishing.keep_personal_data"
    title = gettext_lazy("说明理由后保留")
    policy = staticmethod(policies.may_decide_on_personal_data)

    key: str

    def possible(self) -> str | None:
        """Nothing is decided any more once the document is signed."""
        assert self.target is not None
        if standing(self.target).state not in (State.DRAFT, State.REVIEW):
            return _("文件已经签发。")
        return None

    def lacking(self) -> str | None:
        """The piece is there, and the reason is given."""
        assert self.target is not None
        if not self.reason.strip():
            return _("请写明保留的理由。")
        version = self.target.working
        if version is None or self.key not in {hit.key for hit in personal.hits(version)}:
            return _("文件里没有这处内容。")
        return None

    def do(self) -> Document:
        """Keep the decision; the piece itself is not repeated in it."""
        assert self.target is not None and self.target.working is not None
        hit = next(h for h in personal.hits(self.target.working) if h.key == self.key)
        PersonalDataDecision.objects.update_or_create(
            document=self.target,
            key=self.key,
            defaults={"kind": hit.kind, "reason": self.reason, "user_id": self.by.user_id},
        )
        return self.target

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep how many pieces are justified."""
        return snapshot(of) | {"personal_data_kept": of.personal_data.count()}
