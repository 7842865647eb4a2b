"""Disputes about disclosure (复议诉讼): reviews, suits, what they order, the evidence for them."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Disputes."""

    name = "portal.disputes"

    def ready(self) -> None:
        """Register the acts; add disputes to the desk."""
        from portal.disputes import acts, desk  # noqa: F401
