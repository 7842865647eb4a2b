"""Drafting, editing, handing in, discarding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Refused, snapshot
from portal.acts.actor import Actor
from portal.organs.models import Organ
from portal.publishing import policies
from portal.publishing.acts.base import DocumentAct, append, new_version
from portal.publishing.clean import clean_html
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import CONTENT, Attribute, Column, Document
from portal.publishing.queries import chain_for


def cleaned(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with its body made harmless; raises Refused for a column it does not have."""
    other = sorted(set(content) - set(CONTENT))
    if other:
        raise Refused(_("没有这些内容项：%(names)s。") % {"names": "、".join(other)})
    kept = dict(content)
    if "body" in kept:
        kept["body"] = clean_html(kept["body"])
    return kept


def save_version(document: Document, content: Mapping[str, Any], by: Actor, note: str = "") -> None:
    """Add a version with its body made harmless; raises Refused for content that cannot be kept."""
    try:
        new_version(document, cleaned(content), by, note)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


@dataclass(kw_only=True)
class StartDocument(Act[Document]):
    """Begin a document; its attribute is fixed now (政府信息公开属性源头认定)."""

    name = "publishing.start"
    title = gettext_lazy("起草")
    policy = staticmethod(policies.may_edit)

    organ: Organ
    column: Column
    genre: str
    attribute: str
    content: Mapping[str, Any] = field(default_factory=dict)
    ground: str = ""
    ground_reason: str = ""

    def possible(self) -> str | None:
        """Only who works there drafts; what is withheld says why (arts. 13 to 16)."""
        forbidden = policies.may_draft_for(self.by, self.organ)
        if forbidden:
            return forbidden
        if self.attribute == Attribute.CLOSED and not (self.ground and self.ground_reason):
            return _("不予公开的，应当写明依据和理由（条例第十三条至第十六条）。")
        if self.attribute == Attribute.ON_REQUEST and not self.ground_reason:
            return _("依申请公开的，应当写明理由。")
        if self.column.organ_id not in (None, self.organ.pk):
            return _("这是别的机关的栏目。")
        return None

    def do(self) -> Document:
        """Save the document, its first version and its first event."""
        steps, alone = chain_for(self.organ, self.genre)
        document = Document.objects.create(
            organ=self.organ,
            column=self.column,
            genre=self.genre,
            attribute=self.attribute,
            ground=self.ground,
            ground_reason=self.ground_reason,
            steps=steps,
            alone=alone,
            state=State.DRAFT,
        )
        save_version(document, self.content, self.by)
        return append(document, Event.DRAFTED, self.by)


@dataclass(kw_only=True)
class EditDraft(DocumentAct):
    """Change what a draft says."""

    name = "publishing.edit"
    title = gettext_lazy("修改")
    policy = staticmethod(policies.may_edit)
    event = Event.EDITED

    content: Mapping[str, Any]
    note: str = ""

    def do(self) -> Document:
        """Save a further version."""
        save_version(self.document, self.content, self.by, self.note)
        return self.append()

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep the version's number; the versions themselves keep the words."""
        return snapshot(of)


@dataclass(kw_only=True)
class SubmitDocument(DocumentAct):
    """Hand a draft in for review."""

    name = "publishing.submit"
    title = gettext_lazy("送审")
    policy = staticmethod(policies.may_edit)
    event = Event.SUBMITTED

    def possible(self) -> str | None:
        """A document needs what every list shows of it."""
        not_now = super().possible()
        if not_now:
            return not_now
        draft = self.document.working
        if draft is None or not draft.title.strip():
            return _("还没有标题。")
        if not draft.body.strip():
            return _("还没有正文。")
        return None

    def do(self) -> Document:
        """Append the event."""
        return self.append()


@dataclass(kw_only=True)
class DiscardDraft(DocumentAct):
    """Give a draft up that was never published."""

    name = "publishing.discard"
    title = gettext_lazy("作废")
    policy = staticmethod(policies.may_edit)
    event = Event.DISCARDED

    def do(self) -> Document:
        """Append the event; nothing is deleted."""
        return self.append()
