"""Work in the background: what waits, what runs, what failed."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Tasks on the database, each under a lease."""

    name = "portal.jobs"

    def ready(self) -> None:
        """Register the act and the task of regular work; add the tasks to the desk."""
        from portal.jobs import acts, desk, periodic  # noqa: F401
