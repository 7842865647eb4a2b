"""The check that refuses an unsafe start in production."""

from django.apps import AppConfig


class SettingsConfig(AppConfig):
    """The settings as an app, so that their checks run with all others."""

    name = "portal.settings"
    label = "portal_settings"

    def ready(self) -> None:
        """Register the checks."""
        from portal.settings import safety  # noqa: F401
