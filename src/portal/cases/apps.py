"""Requests for information (依申请公开): from the applicant's form to the archived file."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Requests."""

    name = "portal.cases"

    def ready(self) -> None:
        """Register the acts and what the clock does by itself."""
        from portal.cases import acts, daily, desk, desk_reminded, open_work  # noqa: F401
