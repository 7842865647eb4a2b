"""Confirming or correcting a figure; what was read stays beside what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.figures import Status
from portal.acts.act import Act
from portal.intake import feed, policies
from portal.intake.models import MOST, Cell, Confirmation, Report

DECIMALS = 6


@dataclass(kw_only=True)
class ConfirmCell(Act[Cell]):
    """Say what stands in a cell of the original: the number as read, another one, or nothing at all.

    status  number, blank, absent or unreadable; value: of a number
    """

    name = "intake.confirm"
    title = gettext_lazy("确认这个数")
    policy = staticmethod(policies.may_work)
    changes_site = False

    status: str
    value: Decimal | None = None

    @property
    def cell(self) -> Cell:
        """The cell acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """One of a report that was set aside stays as it is."""
        if self.cell.report.set_aside_at is not None:
            return _("这份报告已搁置。")
        return None

    def lacking(self) -> str | None:
        """A number that a report can have, or one of the other three values."""
        if self.status not in list(Status):
            return _("请选择原件这一格写的是什么。")
        if (self.status == Status.NUMBER) != (self.value is not None):
            return _("请填写数字；原件这一格没有数字的，请选择“空白”等。")
        if self.value is not None:
            exponent = self.value.as_tuple().exponent
            if not self.value.is_finite() or abs(self.value) >= MOST:
                return _("这个数太大，不像是报告里的数。")
            if isinstance(exponent, int) and exponent < -DECIMALS:
                return _("小数最多%(most)d位。") % {"most": DECIMALS}
        return None

    def do(self) -> Cell:
        """Add what was said; the cell counts as the last person said."""
        cell = self.cell
        feed.say(cell, self.status, self.value, self.by, note=self.reason.strip()[:300])
        cell.save()
        feed.weigh_all(cell.report)
        return cell


@dataclass(kw_only=True)
class ConfirmTable(Act[Report]):
    """Say of all doubtful cells of one table that they stand in the original as they were read.

    shown  the cells that were looked at: primary key -> version; what changed since is not confirmed
    looked whether the person states that he compared each of them
    A cell in which nothing could be read is not among them: somebody has to say what it holds.
    """

    name = "intake.confirm_table"
    title = gettext_lazy("整表确认")
    policy = staticmethod(policies.may_work)
    changes_site = False

    table: str
    shown: Mapping[int, int] = field(default_factory=dict)
    looked: bool = False

    @property
    def report(self) -> Report:
        """The report acted on."""
        assert self.target is not None
        return self.target

    @property
    def cells(self) -> QuerySet[Cell]:
        """The doubtful cells in which something was read."""
        return feed.doubtful(self.report, self.table).exclude(status=Status.UNREADABLE)

    def possible(self) -> str | None:
        """While the table has doubtful cells that were read."""
        if self.report.set_aside_at is not None:
            return _("这份报告已搁置。")
        if not self.cells.exists():
            return _("这张表没有可以整表确认的数。")
        return None

    def lacking(self) -> str | None:
        """That he looked, and that it is still what he saw."""
        if not self.looked:
            return _("请对照原件看过，再勾选声明。")
        if dict(self.cells.values_list("pk", "version")) != self.shown:
            return _("在您查看之后，别人确认过其中的数。请看过新的内容再办。")
        return None

    def do(self) -> Report:
        """Write one word for each cell; all of them can be taken back together."""
        together = uuid4()
        for cell in self.cells.select_for_update(of=("self",)):
            feed.say(cell, cell.status, cell.value, self.by, together=together)
            cell.version += 1
            cell.save()
        feed.weigh_all(self.report)
        return self.report

    def facts(self, of: Report) -> Mapping[str, Any]:
        """Keep which table and how many cells."""
        return {"table": self.table, "cells": len(self.shown), "doubtful": of.doubtful}


@dataclass(kw_only=True)
class TakeBack(Act[Report]):
    """Take back what was said of cells at one time: what was said before counts again, else they are doubtful."""

    name = "intake.take_back"
    title = gettext_lazy("撤回确认")
    policy = staticmethod(policies.may_work)
    changes_site = False

    together: UUID

    @property
    def report(self) -> Report:
        """The report acted on."""
        assert self.target is not None
        return self.target

    @property
    def words(self) -> list[Confirmation]:
        """What was said at that time and is still the last word on its cell."""
        later = Confirmation.objects.filter(cell=OuterRef("cell"), pk__gt=OuterRef("pk"))
        said = Confirmation.objects.filter(together=self.together, cell__report=self.report)
        return list(said.exclude(status="").exclude(Exists(later)).select_related("cell"))

    def possible(self) -> str | None:
        """Where it still counts."""
        if self.report.set_aside_at is not None:
            return _("这份报告已搁置。")
        return None if self.words else _("已经撤回，或者后来又有人确认过。")

    def do(self) -> Report:
        """Say again what was said before; the words themselves stay."""
        note, together = _("撤回"), uuid4()
        for word in self.words:
            earlier = word.cell.confirmations.filter(pk__lt=word.pk).last()
            status, value = (earlier.status, earlier.value) if earlier else ("", None)
            feed.say(word.cell, status, value, self.by, note=note, together=together)
            word.cell.version += 1
            word.cell.save()
        feed.weigh_all(self.report)
        return self.report

    def facts(self, of: Report) -> Mapping[str, Any]:
        """Keep how many cells are doubtful."""
        return {"together": str(self.together), "doubtful": of.doubtful}
