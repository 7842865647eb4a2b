"""Reading a file of entries, entering what it holds, or dropping it."""

import hashlib
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import tables
from portal.acts import clock
from portal.acts.act import Refused
from portal.organs.keeping.acts import Keeping, Making
from portal.registers import importing, rules
from portal.registers.acts import entering
from portal.registers.models import Batch, BatchFile

LONG = 2000
"""A file of more rows is entered by the worker."""


def _parsed(register: str, content: bytes) -> importing.Parsed:
    try:
        return importing.parse(register, content, today=clock.today())
    except tables.BadTable as error:
        raise Refused(error.sentence) from error


@dataclass(kw_only=True)
class ReadBatch(Making[Batch]):
    """Read a file and say what it would bring; nothing is entered yet."""

    name = "registers.read_batch"
    title = gettext_lazy("读取文件")

    register: str
    file_name: str
    content: bytes

    def execute(self) -> Batch:
        """Read and compare before the transaction: others go on writing meanwhile."""
        refusal = self.refusal()
        if refusal is not None:
            raise refusal
        if self.register not in (*rules.registers(), importing.POWERS):
            raise Refused(_("没有这个登记簿。"))
        found = _parsed(self.register, self.content)
        self._checked = importing.compare(self.organ, self.register, found)
        return super().execute()

    def do(self) -> Batch:
        """Keep the file until it is entered or dropped, with the report on its rows."""
        batch = Batch(
            organ=self.organ,
            register=self.register,
            name=self.file_name[-200:],
            sha256=hashlib.sha256(self.content).hexdigest(),
            rows=self._checked.rows,
            ignored=list(self._checked.ignored)[:50],
        )
        batch.save()
        entering.report(batch, self._checked)
        batch.save()
        BatchFile.objects.create(batch=batch, content=zlib.compress(self.content, 3))
        return batch


@dataclass(kw_only=True)
class EnterBatch(Keeping[Batch]):
    """Enter the rows of a file that was read: all that can be, each of them once.

    A long file is entered by the worker; this act, which begins it, is its one record.
    """

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
        """Read a short file again before the transaction: others go on writing meanwhile."""
        refusal = self.refusal()
        if refusal is not None:
            raise refusal
        self._rows: importing.Parsed | None = None
        if self.entry.rows <= LONG:
            content = entering.content_of(self.entry)
            if not content:
                raise Refused(_("这个文件已登记或已放弃。"))
            self._rows = _parsed(self.entry.register, content)
        return super().execute()

    def do(self) -> Batch:
        """Compare its rows with what stands there now, and save those that are new; or let it be done."""
        batch = self.entry
        entering.begin(batch, self.by.name)
        if self._rows is None:
            batch.task = entering.enter_rows.enqueue(batch.pk).id
        else:
            entering.enter(batch, self._rows)
            entering.close(batch)
        batch.save()
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
