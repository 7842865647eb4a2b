"""Taking over what was public before this system: it was reviewed and published then, elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.organs.models import Organ
from portal.publishing import face, policies
from portal.publishing.acts.base import append
from portal.publishing.acts.columns import held_open
from portal.publishing.acts.drafting import save_version
from portal.publishing.acts.files import attach
from portal.publishing.files import Received
from portal.publishing.index_numbers import next_index_number
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Attribute, Column, Document, FileKind
from portal.publishing.queries import chain_for


def take_over(
    *,
    organ: Organ,
    column: Column,
    genre: str,
    content: Mapping[str, Any],
    published_at: datetime,
    by: Actor,
    index_number: str = "",
    origin: str = "",
    sha256: str = "",
) -> Document:
    """Make a document that is public since `published_at`; call it inside an act.

    index_number  the one it had, or "" for the next of this system
    origin        where it stood before, and sha256 what it was, for the event
    Raises Refused for an index number that is taken, a closed column, and for content that cannot be kept.
    """
    if index_number and Document.objects.filter(index_number=index_number).exists():
        raise Refused(_("索引号%(number)s已被使用。") % {"number": index_number})
    if closed := held_open(column):
        raise Refused(closed)
    steps, alone = chain_for(organ, genre)
    document = Document.objects.create(
        organ=organ,
        column=column,
        genre=genre,
        attribute=Attribute.OPEN,
        steps=steps,
        alone=alone,
        state=State.DRAFT,
        index_number=index_number or next_index_number(organ, column, clock.today()),
        published_at=published_at,
    )
    save_version(document, content, by)
    document.shown = document.working
    append(document, Event.IMPORTED, by, facts={"origin": origin, "sha256": sha256})
    face.changed(document)
    return document


@dataclass(kw_only=True)
class ImportDocument(Act[Document]):
    """Take one page or file of the organ's former site over, with the date it was published there."""

    name = "publishing.import"
    title = gettext_lazy("转入")
    policy = staticmethod(policies.may_edit)

    organ: Organ
    column: Column
    genre: str
    published_at: datetime
    content: Mapping[str, Any] = field(default_factory=dict)
    index_number: str = ""
    origin: str = ""
    sha256: str = ""
    original: Received | None = None
    attachments: tuple[Received, ...] = ()

    def possible(self) -> str | None:
        """The organ's own people import, into columns it has, and nothing from the future."""
        forbidden = policies.may_draft_for(self.by, self.organ)
        if forbidden:
            return forbidden
        if self.column.organ_id not in (None, self.organ.pk):
            return _("这是别的机关的栏目。")
        if self.published_at > clock.now():
            return _("公开日期在今天之后。")
        return None

    def do(self) -> Document:
        """Make the document as it stood, with its files."""
        document = take_over(
            organ=self.organ,
            column=self.column,
            genre=self.genre,
            content=self.content,
            published_at=self.published_at,
            by=self.by,
            index_number=self.index_number,
            origin=self.origin,
            sha256=self.sha256,
        )
        if self.original is not None:
            attach(document, self.original, FileKind.ORIGINAL, self.by.user_id)
        for file in self.attachments:
            attach(document, file, FileKind.ATTACHMENT, self.by.user_id)
        return document
