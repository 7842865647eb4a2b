"""Drafting, editing, handing in, discarding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Changed, Refused, snapshot
from portal.acts.actor import Actor
from portal.organs.models import Organ
from portal.publishing import policies
from portal.publishing.acts.base import DocumentAct, append, new_version
from portal.publishing.acts.columns import held_open
from portal.publishing.clean import clean_html
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import CONTENT, Attribute, Column, Document, Genre
from portal.publishing.queries import chain_for, columns_for


def cleaned(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with its body made harmless; raises Refused for a column it does not have."""
    other = sorted(set(content) - set(CONTENT))
    if other:
        raise Refused(_("没有这些内容项：%(names)s。") % {"names": _("、").join(other)})
    kept = dict(content)
    if "body" in kept:
        kept["body"] = clean_html(kept["body"])
    return kept


def differs(document: Document, content: Mapping[str, Any]) -> bool:
    """Whether a content says anything else than the version being worked on."""
    now = document.working
    return now is None or any(getattr(now, n) != value for n, value in cleaned(content).items())


def withheld_without_reason(attribute: str, ground: str, reason: str) -> str | None:
    """Say what is missing where a document is to be withheld (arts. 13 to 16)."""
    if attribute == Attribute.CLOSED and not (ground and reason):
        return _("不予公开的，应当写明依据和理由（条例第十三条至第十六条）。")
    if attribute == Attribute.ON_REQUEST and not reason:
        return _("依申请公开的，应当写明理由。")
    return None


REASSESS_AFTER = timedelta(days=365)
"""When what is withheld is looked at again (art. 18 says regularly; a year is practice)."""


def next_reassessment(attribute: str, on: date | None) -> date | None:
    """Return the day on which a withheld document is reassessed; an open one has none."""
    if attribute == Attribute.OPEN:
        return None
    return on or clock.today() + REASSESS_AFTER


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
    title = pgettext_lazy("act", "起草")
    policy = staticmethod(policies.may_edit)

    organ: Organ
    column: Column
    genre: str
    attribute: str
    content: Mapping[str, Any] = field(default_factory=dict)
    ground: str = ""
    ground_reason: str = ""
    reassess_on: date | None = None

    def possible(self) -> str | None:
        """Only who works there drafts; what is withheld says why (arts. 13 to 16)."""
        forbidden = policies.may_draft_for(self.by, self.organ)
        if forbidden:
            return forbidden
        if self.column.organ_id not in (None, self.organ.pk):
            return _("这是别的机关的栏目。")
        return withheld_without_reason(self.attribute, self.ground, self.ground_reason)

    def lacking(self) -> str | None:
        """Its column is open."""
        return held_open(self.column)

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
            reassess_on=next_reassessment(self.attribute, self.reassess_on),
            steps=steps,
            alone=alone,
            state=State.DRAFT,
        )
        save_version(document, self.content, self.by)
        return append(document, Event.DRAFTED, self.by, opinion=self.remark())

    def remark(self) -> str:
        """Return what the first event says of why the document is drafted."""
        return ""


@dataclass(kw_only=True)
class EditDraft(DocumentAct):
    """Change what a draft says; `base` is the serial of the version that was being changed."""

    name = "publishing.edit"
    title = pgettext_lazy("act", "修改")
    policy = staticmethod(policies.may_edit)
    event = Event.EDITED

    content: Mapping[str, Any]
    note: str = ""
    base: int | None = None

    def lacking(self) -> str | None:
        """Nobody saved another version in the meantime; raises Changed where somebody did."""
        working = self.document.working
        if self.base is not None and working is not None and working.serial != self.base:
            raise Changed(_("在您编辑期间，别人保存了新的版本。您写的内容还在下面，没有丢失。"))
        return None

    def do(self) -> Document:
        """Save a further version."""
        save_version(self.document, self.content, self.by, self.note)
        return self.append()

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep the version's number; the versions themselves keep the words."""
        return snapshot(of)


@dataclass(kw_only=True)
class MoveDocument(Act[Document]):
    """Put a draft into another column or under another kind; its review is then the one of that kind."""

    name = "publishing.move"
    title = gettext_lazy("改栏目、类别")
    policy = staticmethod(policies.may_edit)

    column: Column | None = None
    genre: str = ""

    def possible(self) -> str | None:
        """Only a draft that is not public moves."""
        assert self.target is not None
        if self.target.state != State.DRAFT or self.target.is_public:
            return _("只有未公开的草稿可以改栏目、类别。")
        return None

    def lacking(self) -> str | None:
        """The column is one the organ has."""
        assert self.target is not None
        if self.column not in columns_for(self.target.organ):
            return _("这不是本机关的栏目。")
        assert self.column is not None
        return held_open(self.column) or (
            None if self.genre in Genre.values else _("没有这个类别。")
        )

    def do(self) -> Document:
        """Save column, kind and the steps that follow from it."""
        document = self.target
        assert document is not None and self.column is not None
        document.column, document.genre = self.column, self.genre
        document.steps, document.alone = chain_for(document.organ, self.genre)
        document.save()
        return document


@dataclass(kw_only=True)
class SubmitDocument(DocumentAct):
    """Hand a draft in for review; it passes the steps that count on this day."""

    name = "publishing.submit"
    title = pgettext_lazy("act", "送审")
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

    def lacking(self) -> str | None:
        """Its column is open; one closed meanwhile is exchanged for another first."""
        return held_open(self.document.column)

    def do(self) -> Document:
        """Append the event with the steps of this round."""
        document = self.document
        document.steps, document.alone = chain_for(document.organ, document.genre)
        return self.append(steps=document.steps)


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
