"""Others' annual reports: taken in by hundreds, read, confirmed, and every cell of them in one table."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The intake of reports and the researcher's table."""

    name = "portal.intake"

    def ready(self) -> None:
        """Register the acts and the works; follow the archive; add the intake to the desk."""
        from portal.intake import acts, archived, desk, reading  # noqa: F401
