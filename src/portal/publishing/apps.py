"""Government information: from the draft to the public page."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Documents, their review, their publication."""

    name = "portal.publishing"

    def ready(self) -> None:
        """Register the acts; add documents to the desk."""
        from portal.publishing import acts, clock, desk, face, open_work  # noqa: F401
        from portal.publishing.search import index

        face.follow(index.note)
