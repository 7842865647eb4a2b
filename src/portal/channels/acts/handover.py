"""Handing documents over to an archive, a library or a reading point (art. 25)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.channels import policies, queries
from portal.channels.models import Channel, Handover, HandoverLine

MOST = 5000


@dataclass(kw_only=True)
class HandOver(Act[Handover]):
    """Hand over what became public in a period and was not yet handed over there, as one list."""

    name = "channels.hand_over"
    title = gettext_lazy("登记移交")
    policy = staticmethod(policies.may_hand_over)

    channel: Channel
    from_on: date | None = None
    until_on: date | None = None
    on: date | None = None
    form: str = ""

    def possible(self) -> str | None:
        """An open channel of a kind that keeps batches, of the organ one works for."""
        if self.channel.what.keeps != "batches":
            return _("这个渠道逐条登记发布，不按批次移交。")
        if self.channel.ended_on is not None:
            return _("这个渠道已于%(on)s停用。") % {"on": self.channel.ended_on}
        return policies.may_work_for(self.by, self.channel.organ)

    def lacking(self) -> str | None:
        """A period that has been, and a day of the handover not before its end."""
        if self.from_on is None or self.until_on is None or self.from_on > self.until_on:
            return _("请写明信息公开日期的起止，起在前、止在后。")
        if self.on is None or not self.until_on <= self.on <= clock.today():
            return _("移交日期应不早于所移交信息的止期，且不在今天之后。")
        return None

    def do(self) -> Handover:
        """Save the batch with its list; raises Refused where there is nothing to hand over."""
        assert self.from_on and self.until_on and self.on
        Channel.objects.select_for_update().get(pk=self.channel.pk)  # one list after another
        found = queries.to_hand_over(self.channel, self.from_on, self.until_on)
        documents = list(found[: MOST + 1])
        if not documents:
            raise Refused(_("这段时间没有尚未移交的公开信息。"))
        if len(documents) > MOST:
            raise Refused(_("这段时间的信息超过%(most)s件，请分段移交。") % {"most": MOST})
        handover = Handover.objects.create(
            channel=self.channel,
            organ=self.channel.organ,
            from_on=self.from_on,
            until_on=self.until_on,
            on=self.on,
            by=self.by.name,
            form=self.form.strip()[:60],
        )
        HandoverLine.objects.bulk_create(
            HandoverLine(
                handover=handover,
                document=document,
                title=document.shown.title,
                number=document.shown.number,
                index_number=document.index_number,
                published_on=timezone.localdate(document.published_at),
            )
            for document in documents
            if document.shown and document.published_at
        )
        return handover

    def facts(self, of: Handover) -> Mapping[str, Any]:
        """Keep the numbers of the documents too."""
        documents = of.lines.order_by("pk").values_list("document_id", flat=True)
        return {**super().facts(of), "documents": list(documents)}


@dataclass(kw_only=True)
class ConfirmReceipt(Act[Handover]):
    """Keep when and by whom a batch was received."""

    name = "channels.receive"
    title = gettext_lazy("登记签收")
    policy = staticmethod(policies.may_hand_over)

    on: date | None = None
    who: str = ""

    @property
    def handover(self) -> Handover:
        """The batch acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """It is received once."""
        if self.handover.received_on:
            return _("已于%(on)s签收。") % {"on": self.handover.received_on}
        return None

    def lacking(self) -> str | None:
        """A day between the handover and today, and a name."""
        if self.on is None or not self.handover.on <= self.on <= clock.today():
            return _("签收日期应在移交日期（%(on)s）与今天之间。") % {"on": self.handover.on}
        return None if self.who.strip() else _("请写明签收人。")

    def do(self) -> Handover:
        """Save both."""
        self.handover.received_on, self.handover.received_by = self.on, self.who.strip()[:80]
        self.handover.save()
        return self.handover
