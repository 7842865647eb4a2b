"""Deciding on each piece of personal data found: hide it, or say why it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Refused, snapshot
from portal.publishing import personal, policies
from portal.publishing.acts.base import DocumentAct, new_version
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Document, PersonalDataDecision
from portal.publishing.queries import standing


def _chosen(
    document: Document, keys: tuple[str, ...], kinds: tuple[str, ...]
) -> list[personal.Hit]:
    """Return the pieces of the working version that are named, each by its key or all of a kind."""
    version, named = document.working, frozenset(keys)
    found = personal.hits(version) if version is not None else []
    return [hit for hit in found if hit.key in named or hit.kind in kinds]


@dataclass(kw_only=True)
class HidePersonalData(DocumentAct):
    """Hide pieces of personal data in a draft, or all of a kind, wherever they stand in it."""

    name = "publishing.hide_personal_data"
    title = gettext_lazy("遮盖个人信息")
    policy = staticmethod(policies.may_edit)
    event = Event.EDITED

    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def lacking(self) -> str | None:
        """Something must be chosen that is there."""
        return None if self._chosen() else _("没有选择要遮盖的内容。")

    def _chosen(self) -> list[personal.Hit]:
        return _chosen(self.document, self.keys, self.kinds)

    def do(self) -> Document:
        """Save a further version with the pieces masked."""
        version, chosen = self.document.working, self._chosen()
        assert version is not None
        content = {name: getattr(version, name) for name in personal.SEARCHED}
        content = {name: personal.hide(name, text, chosen) for name, text in content.items()}
        new_version(self.document, content, self.by, _("遮盖个人信息"))
        assert self.document.working is not None
        left = {hit.key for hit in personal.hits(self.document.working)} & {h.key for h in chosen}
        if left:
            stuck = next(hit for hit in chosen if hit.key in left)
            raise Refused(
                _("这一处夹着格式，不能自动遮盖，请在正文中修改：%(words)s")
                % {"words": stuck.words}
            )
        return self.append(count=len(chosen))


@dataclass(kw_only=True)
class KeepPersonalData(Act[Document]):
    """Say why pieces of personal data are published as they stand (arts. 15, 32; 惩戒公示 and the like)."""

    name = "publishing.keep_personal_data"
    title = gettext_lazy("说明理由后保留")
    policy = staticmethod(policies.may_decide_on_personal_data)

    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

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
        if not self._chosen():
            return _("没有选择要保留的内容。")
        return None

    def _chosen(self) -> list[personal.Hit]:
        assert self.target is not None
        return _chosen(self.target, self.keys, self.kinds)

    def do(self) -> Document:
        """Keep the decisions; the pieces themselves are not repeated in them."""
        assert self.target is not None
        at = clock.now()
        PersonalDataDecision.objects.bulk_create(
            [
                PersonalDataDecision(
                    document=self.target,
                    key=hit.key,
                    kind=hit.kind,
                    reason=self.reason,
                    user_id=self.by.user_id,
                    at=at,
                )
                for hit in self._chosen()
            ],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["document", "key"],
            update_fields=["reason", "user_id", "at"],
        )
        return self.target

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep how many pieces are justified."""
        return snapshot(of) | {"personal_data_kept": of.personal_data.count()}
