"""Duties: what must be published, by when, what is missing; the guide."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties."""

    name = "portal.duties"

    def ready(self) -> None:
        """Register the acts; add duties to the desk."""
        from portal.duties import acts, desk  # noqa: F401
