"""What is done with a whole batch: recognising its scans, stopping, going on, setting aside, taking up again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.readers import ocr
from portal.acts import clock
from portal.acts.act import Act
from portal.intake import feed, policies, queries, reading
from portal.intake.models import Batch, File, Report
from portal.organs.models import Organ


class _OfBatch(Act[Batch]):
    """An act on the files of a batch that stand in one state, or on one of them."""

    policy = staticmethod(policies.may_work)
    changes_site = False

    @property
    def batch(self) -> Batch:
        """The batch acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """One that was set aside stays as it is."""
        return _("这一批已撤下。") if self.batch.set_aside_at is not None else None


@dataclass(kw_only=True)
class RecogniseScans(_OfBatch):
    """Have the words of scans recognised: of all in a batch, or of one; each figure is doubtful unless sums carry it."""

    name = "intake.recognise_scans"
    title = gettext_lazy("识别扫描件")

    file: File | None = None

    @property
    def scans(self) -> QuerySet[File]:
        """The scans, and reports with scanned pages, that nobody has asked for yet."""
        found = self.batch.files.filter(queries.UNRECOGNISED)
        return found if self.file is None else found.filter(pk=self.file.pk)

    def possible(self) -> str | None:
        """Where text recognition is installed, and there are scans."""
        if not ocr.is_installed():
            return _(
                "本系统没有安装文字识别。请系统管理员安装 gongkai[ocr]，或者向报送单位要带文字的文件。"
            )
        if not self.scans.exists():
            return _("没有等待识别的扫描件。")
        return super().possible()

    def do(self) -> Batch:
        """Hand each scan to the workers as a task of its own, behind everything else."""
        found = list(self.scans)
        for file in found:
            file.state, file.is_scan, file.tries, file.page = File.State.WAITING, True, 0, 0
        File.objects.bulk_update(found, ["state", "is_scan", "tries", "page"])
        reading.enqueue(found)
        self._named = [file.name for file in found]
        return self.batch

    def facts(self, of: Batch) -> Mapping[str, Any]:
        """Keep which scans."""
        return {"organ_id": of.organ_id, "files": getattr(self, "_named", [])}


class _Moving(_OfBatch):
    """Files pass from one state to another."""

    def moved(self, since: str, to: str) -> Sequence[File]:
        """Move them and return them."""
        found = list(self.batch.files.select_for_update().filter(state=since).order_by("pk"))
        read = {*Report.objects.filter(file__in=found).values_list("file", flat=True)}
        for file in found:
            file.state = to
            if file.pk in read:  # its scanned pages were asked for
                file.state, file.is_scan = File.State.READ, False
        File.objects.bulk_update(found, ["state", "is_scan"], batch_size=500)
        return found


@dataclass(kw_only=True)
class StopReading(_Moving):
    """Read no more of a batch; what was read stays."""

    name = "intake.stop"
    title = gettext_lazy("停止读取")

    def possible(self) -> str | None:
        """While something waits."""
        if not self.batch.files.filter(state=File.State.WAITING).exists():
            return _("没有等待读取的文件。")
        return super().possible()

    def do(self) -> Batch:
        """The worker finds none of them waiting; of a scan it leaves the page it is at."""
        self.moved(File.State.WAITING, File.State.STOPPED)
        return self.batch


@dataclass(kw_only=True)
class GoOn(_Moving):
    """Read what was stopped."""

    name = "intake.go_on"
    title = gettext_lazy("接着读取")

    def possible(self) -> str | None:
        """Where something was stopped."""
        if not self.batch.files.filter(state=File.State.STOPPED).exists():
            return _("没有停下的文件。")
        return super().possible()

    def do(self) -> Batch:
        """Hand it to the workers; being stopped is no failed attempt."""
        files = self.moved(File.State.STOPPED, File.State.WAITING)
        File.objects.filter(pk__in=[file.pk for file in files]).update(tries=0, page=0)
        reading.enqueue(files)
        return self.batch


@dataclass(kw_only=True)
class SetAsideBatch(_Moving):
    """Take a batch out of everything, such as one that was handed in by mistake; it can be taken up again."""

    name = "intake.set_aside_batch"
    title = gettext_lazy("撤下这一批")

    def lacking(self) -> str | None:
        """A reason."""
        return None if self.reason.strip() else _("请写明原因。")

    def do(self) -> Batch:
        """Its reports count no more; what waits is not read."""
        batch = self.batch
        Organ.objects.select_for_update().get(pk=batch.organ_id)
        self.moved(File.State.WAITING, File.State.STOPPED)
        batch.set_aside_at, batch.set_aside_why = clock.now(), self.reason.strip()[:300]
        batch.save()
        for report in Report.objects.filter(file__batch=batch, set_aside_at=None):
            feed.set_aside(report, batch.set_aside_at, batch.set_aside_why)
        return batch


@dataclass(kw_only=True)
class RestoreBatch(_OfBatch):
    """Take a batch up again that was set aside."""

    name = "intake.restore_batch"
    title = gettext_lazy("恢复这一批")

    def possible(self) -> str | None:
        """One that is set aside."""
        return None if self.batch.set_aside_at is not None else _("这一批没有撤下。")

    def do(self) -> Batch:
        """Its reports count where meanwhile no other does; one set aside by itself stays so."""
        batch = self.batch
        Organ.objects.select_for_update().get(pk=batch.organ_id)
        for report in Report.objects.filter(file__batch=batch, set_aside_at=batch.set_aside_at):
            feed.restore(report)
        batch.set_aside_at, batch.set_aside_why = None, ""
        batch.save()
        return batch
