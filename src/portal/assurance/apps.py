"""Supervision and guarantee: trainings, assessments, public evaluations, accountability (chapter 4)."""

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """Supervision and guarantee."""

    name = "portal.assurance"

    def ready(self) -> None:
        """Register the acts; add the records to the desk."""
        from portal.assurance import acts, desk  # noqa: F401
