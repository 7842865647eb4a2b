"""Opening, changing and closing channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.channels import follow, policies
from portal.channels.kinds import kinds
from portal.channels.models import Channel, ChannelEntry
from portal.organs.models import Organ

FIELDS = (
    "name", "url", "account", "address", "hours", "phone", "keeper", "keeper_phone", "opened_on",
    "update_days", "post_limit",
)  # fmt: skip
"""What of a channel may be changed after it was opened."""

_NEEDS = {
    "url": gettext_lazy("请写明网址。"),
    "account": gettext_lazy("请写明账号。"),
    "address": gettext_lazy("请写明地点。"),
    "phone": gettext_lazy("请写明电话。"),
}


def _save(channel: Channel) -> None:
    """Save after every rule; raises Refused with all sentences that speak against it."""
    needs = channel.what.needs
    if needs and not getattr(channel, needs) and not (needs == "url" and channel.automatic):
        raise Refused(str(_NEEDS[needs]))
    if channel.opened_on and channel.opened_on > clock.today():
        raise Refused(_("启用日期不能在今天之后。"))
    try:
        channel.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    try:
        channel.save()
    except IntegrityError as error:  # somebody entered the same at the same moment
        raise Refused(_("已有同类别、同名称的渠道。")) from error


@dataclass(kw_only=True)
class OpenChannel(Act[Channel]):
    """Enter a channel in the organ's register.

    automatic  it is the organ's platform on this site: what is public there already is logged now
    """

    name = "channels.open"
    title = gettext_lazy("登记渠道")
    policy = staticmethod(policies.may_keep)

    organ: Organ
    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    automatic: bool = False

    def possible(self) -> str | None:
        """Ask whether this person works for the organ."""
        return policies.may_work_for(self.by, self.organ)

    def lacking(self) -> str | None:
        """The kind is one of those known; only a website follows the documents."""
        if self.kind not in kinds():
            return _("没有这类渠道。")
        if self.automatic and self.kind != "website":
            return _("只有网站可以是本平台。")
        return None

    def do(self) -> Channel:
        """Save it; log what the platform shows already."""
        channel = Channel(
            organ=self.organ, kind=self.kind, automatic=self.automatic, **dict(self.fields)
        )
        _save(channel)
        if channel.automatic:
            follow.log_all(channel)
        return channel


class ChannelAct(Act[Channel]):
    """An act on a channel of the register."""

    policy = staticmethod(policies.may_keep)

    @property
    def channel(self) -> Channel:
        """The channel acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """A closed channel stays as it was."""
        if self.channel.ended_on is not None:
            return _("这个渠道已于%(on)s停用。") % {"on": self.channel.ended_on}
        return None


@dataclass(kw_only=True)
class ChangeChannel(ChannelAct):
    """Correct a channel's particulars or set its update clock."""

    name = "channels.change"
    title = gettext_lazy("修改渠道")

    fields: Mapping[str, Any] = field(default_factory=dict)

    def lacking(self) -> str | None:
        """Kind and organ are fixed."""
        other = sorted(set(self.fields) - set(FIELDS))
        return _("不能修改：%(names)s。") % {"names": "、".join(other)} if other else None

    def do(self) -> Channel:
        """Save what changed."""
        for name, value in self.fields.items():
            setattr(self.channel, name, value)
        _save(self.channel)
        return self.channel


@dataclass(kw_only=True)
class CloseChannel(ChannelAct):
    """End a channel on a day; what it carried ends with it, its log stays."""

    name = "channels.close"
    title = gettext_lazy("停用渠道")

    on: date | None = None

    def lacking(self) -> str | None:
        """The day is given, not ahead, and after the last entry; the reason is written down."""
        if self.on is None or self.on > clock.today():
            return _("停用日期应写明，且不能在今天之后。")
        if self.channel.opened_on and self.on < self.channel.opened_on:
            return _("停用日期不能早于启用日期（%(on)s）。") % {"on": self.channel.opened_on}
        last = self.channel.entries.filter(struck_at=None).order_by("-on").first()
        if last is not None and last.on > self.on:
            return _("停用日期不能早于最后一次发布（%(on)s）。") % {"on": last.on}
        return None if self.reason.strip() else _("请写明停用的原因。")

    def do(self) -> Channel:
        """Keep the day and the reason."""
        self.channel.ended_on, self.channel.ended_why = self.on, self.reason.strip()[:300]
        self.channel.save()
        ChannelEntry.objects.filter(channel=self.channel, ended_on=None, struck_at=None).update(
            ended_on=self.on, ended_why=_("渠道停用")
        )
        return self.channel
