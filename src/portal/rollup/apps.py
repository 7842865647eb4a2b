"""Reports of regions, made of the reports below them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RollupConfig(AppConfig):
    """Adding up annual reports."""

    name = "portal.rollup"
    verbose_name = _("年度报告汇总")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the reports of regions; add them to the desk."""
        from portal.annual import drafting, recorded
        from portal.annual.models import Scope
        from portal.rollup import deriving, desk, told  # noqa: F401

        drafting.derives(Scope.REGION, deriving.derive)
        recorded.GROUPED["units"] = told.told
