"""Channels: where information is made public, and what went out on each."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Channels."""

    name = "portal.channels"
