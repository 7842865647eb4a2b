"""Registers: normative documents, licences, penalties, coercion, fees, powers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers."""

    name = "portal.registers"

    def ready(self) -> None:
        """Register the acts; add registers to the desk."""
        from portal.registers import acts, desk  # noqa: F401
