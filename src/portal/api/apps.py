"""The interface for other systems, and the open data."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What programs read, and what units' own systems write with their keys."""

    name = "portal.api"

    def ready(self) -> None:
        """Register the acts and the regular work; add the keys to the desk."""
        from portal.api import acts, calls, desk  # noqa: F401
        from portal.api.opendata import making  # noqa: F401
