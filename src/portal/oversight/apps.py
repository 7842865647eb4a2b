"""The supervising office's view of every unit's report."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """The wall of annual reports."""

    name = "portal.oversight"
    verbose_name = _("年度报告督办")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the acts and the regular work; add the wall to the desk, the offices' days to reports."""
        from portal.annual import due
        from portal.oversight import acts, desk, judging, timetable  # noqa: F401

        due.set_by(timetable.due_of)
