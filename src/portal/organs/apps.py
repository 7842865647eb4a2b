"""The dated tree of organs, and who holds which post there."""

from django.apps import AppConfig


class OrgansConfig(AppConfig):
    """Organs and posts."""

    name = "portal.organs"

    def ready(self) -> None:
        """Register the acts; add organs and people to the desk."""
        from portal.organs import acts, desk  # noqa: F401
