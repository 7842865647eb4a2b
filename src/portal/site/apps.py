"""The public site: every organ's platform, its lists, its documents, search."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What anybody may read."""

    name = "portal.site"
