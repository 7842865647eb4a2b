"""Entering the rows of a file that was read: a short one at once, a long one by and by.

A long file is entered by the worker, `AT_ONCE` rows in a transaction, so that others write between.
The act that begins it is its one record: by whom, when, of which file (its digest) and what it was
to bring. What became of each row stands with the batch, which says to which row it has come; a
worker that dies loses the rows of one transaction at the most, and they are entered again.
"""

import zlib
from time import sleep

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.acts import clock, public_version
from portal.jobs import leases
from portal.jobs.tasks import task
from portal.organs.keeping.checks import hold
from portal.registers import importing
from portal.registers.models import Batch, BatchFile, Entry, PowerEvent, PowerItem, RefusedRow

AT_ONCE = importing.WINDOW
PAUSE = 0.1  # seconds for those who wait to write; SQLite serves no queue


def begin(batch: Batch, who: str) -> None:
    """Forget what was only foreseen; from here on the batch counts what happens."""
    batch.state, batch.who, batch.begun_at = Batch.State.ENTERING, who, clock.now()
    batch.fresh = batch.same = batch.refused = batch.upto = 0
    batch.refusals.all().delete()


def enter(batch: Batch, rows: importing.Parsed) -> None:
    """Save those of some rows that are new, and add what became of all to the report.

    Call it inside a transaction; the batch is not saved yet.
    """
    hold(batch.organ)
    checked = importing.compare(batch.organ, batch.register, rows)
    made = [one.made(batch.organ, batch) for one in checked.fresh]
    if batch.register == importing.POWERS:
        items = PowerItem.objects.bulk_create(made, batch_size=AT_ONCE)
        PowerEvent.objects.bulk_create(
            (
                PowerEvent(item=i, on=i.from_on, what="added", basis=batch.name, who=batch.who)
                for i in items
            ),
            batch_size=AT_ONCE,
        )
    else:
        Entry.objects.bulk_create(made, batch_size=AT_ONCE)
    report(batch, checked)


def report(batch: Batch, checked: importing.Checked) -> None:
    """Add what becomes of some rows to the report of a saved batch."""
    batch.fresh += len(checked.fresh)
    batch.same += checked.same
    batch.refused += len(checked.refused)
    RefusedRow.objects.bulk_create(
        (
            RefusedRow(batch=batch, row=r.row, number=r.number, reason=r.reason[:300])
            for r in checked.refused
        ),
        batch_size=AT_ONCE,
    )


def close(batch: Batch) -> None:
    """Every row is dealt with: the file is not needed any more."""
    batch.state = Batch.State.ENTERED
    BatchFile.objects.filter(batch=batch).update(content=b"")


def content_of(batch: Batch) -> bytes:
    """Return the file of a batch, b"" once it was entered or dropped."""
    packed = bytes(BatchFile.objects.get(batch=batch).content)
    return zlib.decompress(packed) if packed else b""


def carry_on(pk: int) -> None:
    """Enter what is left of a long file, from the row to which an earlier attempt has come."""
    batch = Batch.objects.get(pk=pk)
    if batch.state != Batch.State.ENTERING:
        return
    assert batch.begun_at is not None
    # Read as on the day it was begun: what a row says must not differ between attempts.
    day = timezone.localdate(batch.begun_at)
    found = importing.parse(batch.register, content_of(batch), today=day)
    windows = list(importing.windows(found, after=batch.upto))
    for number, (upto, rows) in enumerate(windows, 1):
        last = number == len(windows)
        with leases.effects(last=last):
            public_version.changing()
            batch = Batch.objects.select_for_update().get(pk=pk)
            enter(batch, rows)
            batch.upto = upto
            if last:
                close(batch)
            batch.save()
        if not last:
            sleep(PAUSE)


@task(_("登记导入的行"))
def enter_rows(batch: int) -> None:
    """Enter the rows of a long file, once each, however often the worker falls."""
    carry_on(batch)
