"""People who log in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people of the portal."""

    name = "portal.accounts"
