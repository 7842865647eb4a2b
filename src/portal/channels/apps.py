"""Channels: where information is made public, and what went out on each."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Channels."""

    name = "portal.channels"

    def ready(self) -> None:
        """Register the acts; add channels to the desk; follow what becomes public."""
        from portal.channels import acts, desk, follow  # noqa: F401
        from portal.publishing import face

        face.follow(follow.document_changed)
