"""Reading a file of entries, entering what it holds, or dropping it."""

import hashlib
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import tables
from portal.acts import clock
from portal.acts.act import Refused
from portal.registers import checks, importing, rules
from portal.registers.acts.base import Keeping, Making
from portal.registers.models import Batch, BatchFile, Entry, PowerEvent, PowerItem, RefusedRow

_AT_ONCE = 2000  # rows of one statement


def _parsed(register: str, name: str, content: bytes) -> importing.Parsed:
    try:
        return importing.parse(register, name, content, today=clock.today())
    except tables.BadTable as error:
        raise Refused(error.sentence) from error


def _report(batch: Batch, checked: importing.Checked) -> None:
    batch.rows, batch.fresh, batch.same = checked.rows, len(checked.fresh), checked.same
    batch.refused, batch.ignored = len(checked.refused), list(checked.ignored)[:50]
    batch.save()
    batch.refusals.all().delete()
    RefusedRow.objects.bulk_create(
        (
            RefusedRow(batch=batch, row=r.row, number=r.number, reason=r.reason[:300])
            for r in checked.refused
        ),
        batch_size=_AT_ONCE,
    )


@dataclass(kw_only=True)
class ReadBatch(Making[Batch]):
    """Read a file and say what it would bring; nothing is entered yet."""

    name = "registers.read_batch"
    title = gettext_lazy("读取文件")

    register: str
    file_name: str
    content: bytes

    def execute(self) -> Batch:
        """Read the file before the transaction: others go on writing meanwhile."""
        refusal = self.refusal()
        if refusal is not None:
            raise refusal
        if self.register not in (*rules.registers(), importing.POWERS):
            raise Refused(_("没有这个登记簿。"))
        self._rows = _parsed(self.register, self.file_name, self.content)
        return super().execute()

    def do(self) -> Batch:
        """Keep the file until it is entered or dropped, with the report on its rows."""
        batch = Batch(
            organ=self.organ,
            register=self.register,
            name=self.file_name[-200:],
            sha256=hashlib.sha256(self.content).hexdigest(),
        )
        _report(batch, importing.compare(self.organ, self.register, self._rows))
        BatchFile.objects.create(batch=batch, content=zlib.compress(self.content, 3))
        return batch


@dataclass(kw_only=True)
class EnterBatch(Keeping[Batch]):
    """Enter the rows of a file that was read: all that can be, each of them once."""

    name = "registers.enter_batch"
    title = gettext_lazy("登记这些行")

    def possible(self) -> str | None:
        """Once, and only where something is new."""
        if self.entry.state != Batch.State.READ:
            return _("这个文件%(state)s。") % {"state": self.entry.get_state_display()}
        if not self.entry.fresh:
            return _("这个文件里没有新的可以登记的行。")
        return super().possible()

    def execute(self) -> Batch:
        """Read the file again before the transaction: others go on writing meanwhile."""
        refusal = self.refusal()
        if refusal is not None:
            raise refusal
        content = bytes(BatchFile.objects.get(batch=self.entry).content)
        if not content:
            raise Refused(_("这个文件已登记或已放弃。"))
        batch = self.entry
        self._rows = _parsed(batch.register, batch.name, zlib.decompress(content))
        return super().execute()

    def do(self) -> Batch:
        """Compare its rows with what stands there now, and save those that are new."""
        batch = self.entry
        checks.hold(batch.organ)
        checked = importing.compare(batch.organ, batch.register, self._rows)
        made = [one.made(batch.organ, batch) for one in checked.fresh]
        if batch.register == importing.POWERS:
            items = PowerItem.objects.bulk_create(made, batch_size=_AT_ONCE)
            PowerEvent.objects.bulk_create(
                (
                    PowerEvent(
                        item=i, on=i.from_on, what="added", basis=batch.name, who=self.by.name
                    )
                    for i in items
                ),
                batch_size=_AT_ONCE,
            )
        else:
            Entry.objects.bulk_create(made, batch_size=_AT_ONCE)
        batch.state = Batch.State.ENTERED
        _report(batch, checked)
        BatchFile.objects.filter(batch=batch).update(content=b"")
        return batch


@dataclass(kw_only=True)
class DropBatch(Keeping[Batch]):
    """Drop a file that was read: nothing of it is entered, its report stays."""

    name = "registers.drop_batch"
    title = gettext_lazy("放弃导入")

    def possible(self) -> str | None:
        """Only what waits."""
        if self.entry.state != Batch.State.READ:
            return _("这个文件%(state)s。") % {"state": self.entry.get_state_display()}
        return super().possible()

    def do(self) -> Batch:
        """Empty the file."""
        self.entry.state = Batch.State.DROPPED
        self.entry.save()
        BatchFile.objects.filter(batch=self.entry).update(content=b"")
        return self.entry
