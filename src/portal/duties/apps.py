"""Duties: what must be published, by when, what is missing; the guide."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties."""

    name = "portal.duties"
