"""Saying whose a report is, which of several counts, and setting one aside."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act
from portal.intake import feed, policies
from portal.intake.models import Cell, Report
from portal.intake.recognise import level, unit_key
from portal.organs.models import Organ


class _OfReport(Act[Report]):
    """An act on a report that was taken in."""

    policy = staticmethod(policies.may_work)
    changes_site = False

    @property
    def report(self) -> Report:
        """The report acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """One that was set aside stays as it is."""
        if self.report.set_aside_at is not None:
            return _("这份报告已搁置。")
        return None

    def hold(self) -> None:
        """Hold the office: whose report counts is decided one by one."""
        assert self.report.office is not None
        Organ.objects.select_for_update().get(pk=self.report.office.pk)


@dataclass(kw_only=True)
class Recognise(_OfReport):
    """Say on which organ and which year a report is; what the file said stays beside it.

    unit  an organ of this portal; None: `unit_name` names one that is not in it
    """

    name = "intake.recognise"
    title = gettext_lazy("更正机关和年度")

    unit: Organ | None
    unit_name: str = ""
    year: int | None

    def lacking(self) -> str | None:
        """An organ, by choice or by name, and a year."""
        if self.unit is None and not self.unit_name.strip():
            return _("请选择机关，或写出它的名称。")
        if self.year is None:
            return _("请填写年度。")
        return None

    def do(self) -> Report:
        """Move the report to its organ and year; where one counts there already it waits beside it."""
        report = self.report
        self.hold()
        report.unit = self.unit
        report.unit_name = (self.unit.name if self.unit else self.unit_name.strip())[:120]
        report.unit_key = unit_key(report.unit, report.unit_name, file=report.file_id)
        report.level = level(report.unit, report.unit_name)
        report.year = self.year
        report.chosen = not feed.rivals(report).filter(chosen=True).exists()
        report.save()
        Cell.objects.filter(report=report).update(year=report.year)
        feed.weigh(report)
        feed.follows(report)
        return report


@dataclass(kw_only=True)
class Choose(_OfReport):
    """Let this one count, of several on one organ and year."""

    name = "intake.choose"
    title = gettext_lazy("以这份为准")

    def possible(self) -> str | None:
        """Where another counts now."""
        if self.report.chosen:
            return _("已经以这份为准。")
        return super().possible()

    def do(self) -> Report:
        """Put it in the place of the other."""
        self.hold()
        feed.rivals(self.report).filter(chosen=True).update(chosen=False)
        self.report.chosen = True
        self.report.save()
        feed.weigh(self.report)
        feed.follows(self.report)
        return self.report


@dataclass(kw_only=True)
class SetAside(_OfReport):
    """Leave a report out of the table and of what counts; it stays readable, with the reason."""

    name = "intake.set_aside"
    title = gettext_lazy("搁置")

    def lacking(self) -> str | None:
        """A reason."""
        return None if self.reason.strip() else _("请写明原因。")

    def do(self) -> Report:
        """It counts no more; the oldest other one on the organ and year does."""
        self.hold()
        report, counted = self.report, self.report.chosen
        report.set_aside_at, report.set_aside_why = clock.now(), self.reason.strip()[:300]
        report.chosen = False
        report.save()
        heir = feed.rivals(report).order_by("pk").first() if counted else None
        if heir is not None:
            heir.chosen = True
            heir.save(update_fields=["chosen"])
        return report
