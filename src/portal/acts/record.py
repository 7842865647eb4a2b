"""Appending to the record, and proving it whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from portal.acts import clock
from portal.acts.actor import Actor
from portal.acts.digest import FIRST
from portal.acts.models import ActRecord, ChainHead


def append(
    act: str,
    *,
    by: Actor,
    subject: str,
    about: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    organ_id: int | None = None,
) -> ActRecord:
    """Append one record and return it; call it as the last step of a transaction.

    The head's row is locked from here to the commit, so records follow one another without a gap.
    Raises TransactionManagementError outside a transaction, TypeError for a fact that is not plain.
    """
    head = ChainHead.objects.select_for_update().get(pk=1)
    record = ActRecord(
        number=head.number + 1,
        at=clock.now(),
        act=act,
        user_id=by.user_id,
        who=by.name,
        post=by.post,
        organ_id=organ_id if organ_id is not None else by.organ_id,
        address=by.address,
        subject=subject,
        about=about[:300],
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        algorithm=settings.DIGEST,
        previous=head.digest,
    )
    record.digest = record.right_digest()
    record.save(force_insert=True)
    head.number, head.digest = record.number, record.digest
    head.save(update_fields=["number", "digest"])
    return record


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the record does not hold.

    what  changed (the content is not what was sealed), unlinked (it follows another record),
          gap (a number is missing), cut (newer records are missing), anchor (the record that the
          caller knows is another one)
    """

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved: how many records, the last digest, and the first break if there is one."""

    records: int
    digest: str
    broken: Broken | None


def verify(anchor: tuple[int, str] | None = None) -> Proof:
    """Prove the whole chain, or name the first broken link.

    anchor  number and digest of a record noted outside the machine (a yearly print, another
            organ's copy): shows a chain that was written anew as a whole
    """
    number, last = 0, FIRST
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().get(pk=1)
        for record in _records():
            if record.number != number + 1:
                return Proof(number, last, Broken(number + 1, "gap"))
            if record.previous != last:
                return Proof(number, last, Broken(record.number, "unlinked"))
            if record.digest != record.right_digest():
                return Proof(number, last, Broken(record.number, "changed"))
            if anchor and anchor[0] == record.number and anchor[1] != record.digest:
                return Proof(number, last, Broken(record.number, "anchor"))
            number, last = record.number, record.digest
        if (number, last) != (head.number, head.digest):
            return Proof(number, last, Broken(number + 1, "cut"))
    if anchor and anchor[0] > number:
        return Proof(number, last, Broken(number + 1, "cut"))
    return Proof(number, last, None)


def _records() -> Iterator[ActRecord]:
    return ActRecord.objects.order_by("number").iterator(chunk_size=2000)
