"""Registers: normative documents, licences, penalties, coercion, fees, powers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers."""

    name = "portal.registers"
