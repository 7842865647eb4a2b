"""What every act on a document shares: the event it appends, and the standing it leaves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.publishing.lifecycle import Event, Happened, State, allowed, follow
from portal.publishing.models import CONTENT, Document, DocumentEvent, DocumentVersion
from portal.publishing.queries import standing

_NOT_NOW = {
    State.DRAFT: _("文件还在起草。"),
    State.REVIEW: _("文件正在审查。"),
    State.SIGNED: _("文件已签发，等待公开。"),
    State.SCHEDULED: _("文件已定时公开。"),
    State.PUBLISHED: _("文件已经公开。"),
    State.WITHDRAWN: _("文件已经撤回。"),
    State.DISCARDED: _("草稿已经作废。"),
}


class DocumentAct(Act[Document]):
    """An act on an existing document, which appends one event."""

    event: Event

    @property
    def document(self) -> Document:
        """The document acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """Ask the lifecycle."""
        now = standing(self.document)
        return None if allowed(now, self.event) else str(_NOT_NOW[now.state])

    def append(self, *, role: str = "", opinion: str = "", **facts: Any) -> Document:
        """Append the event and bring the document's standing up to date."""
        return append(self.document, self.event, self.by, role=role, opinion=opinion, facts=facts)


def append(
    document: Document,
    event: Event,
    by: Actor,
    *,
    role: str = "",
    opinion: str = "",
    facts: dict[str, Any] | None = None,
) -> Document:
    """Append an event to a document and project its standing; raises Refused where it may not follow."""
    before = None if event in (Event.DRAFTED, Event.IMPORTED) else standing(document)
    try:
        now = follow(before, Happened(event, by.user_id), steps=len(document.steps))
    except ValueError as error:
        raise Refused(str(_NOT_NOW[before.state if before else State.DRAFT])) from error
    DocumentEvent.objects.create(
        document=document,
        kind=event,
        user_id=by.user_id,
        who=by.name,
        role=role,
        opinion=opinion,
        serial=document.working.serial if document.working else 0,
        facts=facts or {},
    )
    document.state, document.step, document.is_public = now.state, now.step, now.public
    document.save()
    return document


def new_version(document: Document, content: dict[str, Any], by: Actor, note: str) -> None:
    """Add a version after the last one; what `content` does not name is taken over."""
    last = document.working
    values = {name: getattr(last, name) for name in CONTENT} if last else {}
    version = DocumentVersion(
        document=document,
        serial=last.serial + 1 if last else 1,
        made_by=by.user_id,
        note=note,
        **(values | content),
    )
    version.full_clean(exclude=["document", "made_by"])
    version.save()
    document.working = version
    document.save(update_fields=["working"])
