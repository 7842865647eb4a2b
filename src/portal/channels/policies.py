"""Who may keep channels and their log: a post at the organ whose channel it is."""

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.channels.models import Channel, ChannelEntry, Handover
from portal.organs.models import Organ, Role
from portal.organs.queries import roles_at


def may_work_for(actor: Actor, organ: Organ) -> str | None:
    """A handler or the head of the disclosure office keeps the organ's channels and their log."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员或工作机构负责人可以办理渠道。") % {"organ": organ.name}


def asked_by_possible(actor: Actor, target: object) -> str | None:
    """For an act that makes something new: its organ is one of its facts, so `possible` asks."""
    return None


def may_keep(actor: Actor, channel: Channel | None) -> str | None:
    """Those who work for the channel's organ."""
    if channel is None:
        return None  # the act that makes one asks `may_work_for`
    return may_work_for(actor, channel.organ)


def may_keep_entry(actor: Actor, entry: ChannelEntry | None) -> str | None:
    """Those who work for the organ of the entry's channel."""
    assert entry is not None
    return may_work_for(actor, entry.channel.organ)


def may_hand_over(actor: Actor, handover: Handover | None) -> str | None:
    """Those who work for the organ that hands over."""
    if handover is None:
        return None  # the act that makes one asks `may_work_for`
    return may_work_for(actor, handover.organ)
