"""Published annual reports: read, checked and shown."""

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    """The archive of annual reports."""

    name = "portal.annual"

    def ready(self) -> None:
        """Register the acts; add the archive to the desk."""
        from portal.annual import acts, desk  # noqa: F401
