"""Background work that survives a crash: leases, heartbeats, retries."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work that survives a crash."""

    name = "portal.jobs"
