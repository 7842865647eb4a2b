"""Disputes about disclosure (复议诉讼): reviews, suits, what they order, the evidence for them."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Disputes."""

    name = "portal.disputes"

    def ready(self) -> None:
        """Register the acts and what the clock does; add disputes to the desk."""
        from portal.cases import retention
        from portal.disputes import acts, daily, desk, queries  # noqa: F401

        retention.hold(queries.still_open)
