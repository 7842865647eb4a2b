"""Publishing, timed or at once; revising what is public; withdrawing it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.acts import clock
from portal.acts.act import Act
from portal.publishing import face, policies
from portal.publishing.acts.base import DocumentAct, append
from portal.publishing.acts.drafting import next_reassessment, withheld_without_reason
from portal.publishing.index_numbers import next_index_number
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Attribute, Document


def _number(document: Document) -> None:
    """Give a document its index number once, with its first publication."""
    if not document.index_number:
        today = clock.today()
        document.index_number = next_index_number(document.organ, document.column, today)


class PublicationAct(DocumentAct):
    """An act that brings a document before the public, now or later."""

    policy = staticmethod(policies.may_publish)

    def possible(self) -> str | None:
        """Only what is to be disclosed proactively is published (art. 13)."""
        if self.document.attribute != Attribute.OPEN:
            return _("公开属性不是“主动公开”。")
        return super().possible()


@dataclass(kw_only=True)
class Publish(PublicationAct):
    """Put the signed version on the public site."""

    name = "publishing.publish"
    title = pgettext_lazy("act", "公开")
    event = Event.PUBLISHED

    def do(self) -> Document:
        """Show the signed version from now on."""
        _number(self.document)
        self.document.shown = self.document.working
        self.document.published_at = self.document.published_at or clock.now()
        self.document.publish_at = None
        self.document.withdrawn_at = None
        done = self.append()
        face.changed(done)
        return done


@dataclass(kw_only=True)
class SchedulePublication(PublicationAct):
    """Publish the signed version at a given moment."""

    name = "publishing.schedule"
    title = gettext_lazy("定时公开")
    event = Event.SCHEDULED

    at: datetime | None = None

    def lacking(self) -> str | None:
        """The moment lies ahead."""
        if self.at is None or self.at <= clock.now():
            return _("定时公开的时间应在现在之后。")
        return None

    def do(self) -> Document:
        """Keep the moment; the worker publishes."""
        assert self.at is not None
        self.document.publish_at = self.at
        return self.append(at=self.at.isoformat())


@dataclass(kw_only=True)
class Revise(DocumentAct):
    """Begin a corrected version of what is or was public; the public one stays until the next is signed."""

    name = "publishing.revise"
    title = gettext_lazy("更正")
    policy = staticmethod(policies.may_edit)
    event = Event.REVISED

    def do(self) -> Document:
        """Open the document for editing."""
        return self.append(opinion=self.reason)


@dataclass(kw_only=True)
class Withdraw(DocumentAct):
    """Take a document off the public site; its page says that it was there, when and why it went."""

    name = "publishing.withdraw"
    title = pgettext_lazy("act", "撤回")
    policy = staticmethod(policies.may_withdraw)
    event = Event.WITHDRAWN

    def lacking(self) -> str | None:
        """A withdrawal gives its ground."""
        return None if self.reason.strip() else _("请写明撤回的原因。")

    def do(self) -> Document:
        """Show nothing of it from now on."""
        self.document.shown = None
        self.document.withdrawn_at = clock.now()
        self.document.withdrawal_ground = self.reason
        done = self.append(opinion=self.reason)
        face.changed(done)
        return done


@dataclass(kw_only=True)
class Reassess(Act[Document]):
    """Look again at how a document is disclosed (art. 18), and renew or change attribute and ground.

    What was signed under another attribute is reviewed anew before it can be published.
    """

    name = "publishing.reassess"
    title = gettext_lazy("复核公开属性")
    policy = staticmethod(policies.may_reassess)

    attribute: str = ""
    ground: str = ""
    ground_reason: str = ""
    reassess_on: date | None = None

    def possible(self) -> str | None:
        """What is public is withdrawn before it is withheld; what is in review is decided there."""
        assert self.target is not None
        if self.target.is_public:
            return _("文件已经公开。改为不公开的，应当先撤回。")
        if self.target.state not in (State.DRAFT, State.SIGNED, State.WITHDRAWN):
            return _("文件正在审查，请先办完或者退回。")
        return None

    def lacking(self) -> str | None:
        """Attribute, ground and the reason for the decision are given; the next day lies ahead."""
        if self.attribute not in Attribute.values:
            return _("请选择公开属性。")
        if not self.reason.strip():
            return _("请写明复核意见。")
        if self.reassess_on is not None and self.reassess_on <= clock.today():
            return _("下次复核日期应在今天之后。")
        return withheld_without_reason(self.attribute, self.ground, self.ground_reason)

    def do(self) -> Document:
        """Save what was decided; a changed attribute sends a signed document back to its draft."""
        document = self.target
        assert document is not None
        changed = document.attribute != self.attribute
        document.attribute = self.attribute
        withheld = self.attribute != Attribute.OPEN
        document.ground = self.ground if withheld else ""
        document.ground_reason = self.ground_reason if withheld else ""
        document.reassess_on = next_reassessment(self.attribute, self.reassess_on)
        document.save()
        if changed and document.state == State.SIGNED:
            return append(document, Event.RETURNED, self.by, opinion=self.reason)
        return document
