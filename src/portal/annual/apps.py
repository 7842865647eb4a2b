"""Published annual reports: read, checked and shown."""

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    """Published annual reports."""

    name = "portal.annual"
