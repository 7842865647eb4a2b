"""What pages ask of the archive."""

from collections.abc import Mapping

from django.db import models

from gongkai.checks.assess import Assessment, assess
from gongkai.checks.check import Evidence, Unit
from portal.annual.models import AnnualReport
from portal.organs.models import Organ


def current() -> models.QuerySet[AnnualReport]:
    """Return the reports that stand, without their long reading."""
    return AnnualReport.objects.filter(replaced_at=None, document__is_public=True).defer("reading")


def of_organ(organ: Organ) -> models.QuerySet[AnnualReport]:
    """Return an organ's reports, the newest year first."""
    return current().filter(organ=organ).order_by("-year")


def standing(organ: Organ, year: int) -> AnnualReport | None:
    """Return an organ's report on a year."""
    return (
        AnnualReport.objects.filter(
            organ=organ, year=year, replaced_at=None, document__is_public=True
        )
        .select_related("organ", "document")
        .first()
    )


_LEVELS = {"state": "", "department": "department"}


def _unit(organ: Organ) -> Unit:
    level = "department" if organ.kind == "department" else _LEVELS.get(organ.level, organ.level)
    return Unit(name=organ.name, level=level)


def assessed(report: AnnualReport, *, previous: AnnualReport | None = None) -> Assessment:
    """Return what the library's checks say of a report, with last year's beside it where it is here."""
    found, issues = report.read
    return assess(
        Evidence(
            report=found,
            issues=issues,
            media_type=report.media_type,
            previous=previous.report if previous else None,
            unit=_unit(report.organ),
        )
    )


def by_organ_and_year(organs: models.QuerySet[Organ]) -> Mapping[int, dict[int, AnnualReport]]:
    """Return the reports of many organs: organ number -> year -> report."""
    table: dict[int, dict[int, AnnualReport]] = {}
    for one in current().filter(organ__in=organs):
        table.setdefault(one.organ_id, {})[one.year] = one
    return table
