"""Saying whose a report is, which of several counts, and setting one aside."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.forms.form import EDITIONS
from gongkai.readers.result import ReadResult
from portal.acts import clock
from portal.acts.act import Act
from portal.intake import feed, policies, reading
from portal.intake.models import Report
from portal.organs.models import Organ
from portal.ui.language import spoken


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

    unit     an organ of this portal; None: `unit_name` names one that is not in it
    edition  by which the tables are to be read anew, "" to leave them as they were read
    """

    name = "intake.recognise"
    title = gettext_lazy("更正机关和年度")

    unit: Organ | None
    unit_name: str = ""
    year: int | None
    edition: str = ""

    def execute(self) -> Report:
        """Read the file again before the database is locked, where another edition is named."""
        if self.refusal() is None and self._is_other:
            _ = self._again
        return super().execute()

    @property
    def _is_other(self) -> bool:
        return bool(self.edition) and self.edition != self.report.edition

    @cached_property
    def _again(self) -> ReadResult | None:
        """The file read by the other edition; None where it is not there any more."""
        return reading.again(self.report, self.edition)

    def lacking(self) -> str | None:
        """An organ, by choice or by name, and a year."""
        if self.unit is None and not self.unit_name.strip():
            return _("请选择机关，或写出它的名称。")
        if self.year is None:
            return _("请填写年度。")
        return self._lacking_edition() if self._is_other else None

    def _lacking_edition(self) -> str | None:
        if self.edition not in EDITIONS:
            return _("没有这种表式。")
        if self.report.cells.exclude(confirmed_status="").exists():
            return _("已有人按现在的表式确认过数字，不能改换表式。")
        if self._again is None:
            return _("保存的文件找不到了，请重新提交。")
        if self._again.report is None:
            assert self._again.error is not None
            return self._again.error.sentence(spoken())
        return None

    def do(self) -> Report:
        """Move the report to its organ and year; where one counts there already it waits beside it."""
        report = self.report
        self.hold()
        feed.name(report, self.unit, self.unit_name, self.year)
        if self._is_other and self._again is not None:
            feed.put_again(report, self._again)
        feed.weigh_all(report)
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
        return feed.set_aside(self.report, clock.now(), self.reason.strip()[:300])


@dataclass(kw_only=True)
class Restore(_OfReport):
    """Take a report up again that was set aside."""

    name = "intake.restore"
    title = gettext_lazy("恢复这份报告")

    def possible(self) -> str | None:
        """One that is set aside, and whose batch is not."""
        file = self.report.file
        if file is not None and file.batch.set_aside_at is not None:
            return _("整批已撤下，请恢复整批。")
        return None if self.report.set_aside_at is not None else _("这份报告没有搁置。")

    def do(self) -> Report:
        """It counts where meanwhile no other does."""
        self.hold()
        restored = feed.restore(self.report)
        feed.weigh(restored)
        return restored
