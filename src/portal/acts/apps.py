"""The one write path and its record."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """Acts and the record of them."""

    name = "portal.acts"

    def ready(self) -> None:
        """Record logins, logouts and lockouts; add the record to the desk."""
        from portal.acts import desk, sessions  # noqa: F401
