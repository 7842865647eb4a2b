"""The channels of a request (art. 31), named in the language of the page."""

from django.utils.functional import lazy

from gongkai.cases.events import Channel
from portal.ui.language import either


def channel_name(channel: Channel) -> str:
    """Return what a channel is called."""
    return either(channel.receipt.name, channel.receipt.name_en)


def receipt_day(channel: Channel) -> str:
    """Return which day is the date of receipt."""
    return either(channel.receipt.day, channel.receipt.day_en)


CHOICES = [(channel.value, lazy(channel_name, str)(channel)) for channel in Channel]
