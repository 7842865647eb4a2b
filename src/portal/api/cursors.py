"""Pages of a long list by cursor: stable while others are added, and nothing to be guessed or forged.

A cursor names the last row that was given, as (moment, number), and is signed together with what was
asked: it goes on in the same list alone.
"""

import base64
import hmac
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.api.problems import Problem

M = TypeVar("M", bound=models.Model)
PATTERN = r"^[A-Za-z0-9_-]{32}$"
_PLACE = struct.Struct(">qq8s")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows of a list, and the cursor after the last of them; "" where the list ends."""

    rows: list[M]
    after: str


def page(
    narrowed: Callable[[Q], models.QuerySet[M]],
    whole: models.QuerySet[M],
    *,
    asked: Mapping[str, Any],
    cursor: str,
    limit: int,
    moment: str = "",
    number: str = "pk",
    at: str = "",
) -> Page[M]:
    """Return some rows of a list, newest first.

    narrowed  makes the query with a further condition: `found.filter`
    whole     how the rows of a page are read, with what belongs to them: a database that sorts a
              long list sorts numbers alone
    asked     what the list is narrowed by, with the list's own name
    moment    the column it is ordered by before its number, "" for the number alone
    at        the row's attribute that holds the moment, where it is another name
    Raises Problem for a cursor of another list, or of nobody's making.
    """
    order = [f"-{moment}", f"-{number}"] if moment else [f"-{number}"]
    after = Q()
    if cursor:
        micro, pk = _read(cursor, asked)
        after = Q(**{f"{number}__lt": pk})
        if moment:
            when = _EPOCH + timedelta(microseconds=micro)
            # The first is the index's range, the second parts those of the same moment.
            after = Q(**{f"{moment}__lte": when}) & (Q(**{f"{moment}__lt": when}) | after)
    keys = list(narrowed(after).order_by(*order).values_list("pk", flat=True)[: limit + 1])
    by_key = whole.in_bulk(keys[:limit])
    rows = [by_key[key] for key in keys[:limit] if key in by_key]
    if len(keys) <= limit or not rows:
        return Page(rows, "")
    last = rows[-1]
    when = getattr(last, at or moment) if moment else _EPOCH
    return Page(rows, _write((when - _EPOCH) // timedelta(microseconds=1), last.pk, asked))


def offset(cursor: str, asked: Mapping[str, Any]) -> int:
    """Return how many rows were given of a list that has no order but its own; raises Problem."""
    return _read(cursor, asked)[0] if cursor else 0


def after(count: int, asked: Mapping[str, Any]) -> str:
    """Return the cursor after so many rows of such a list."""
    return _write(count, 0, asked)


def _sign(micro: int, pk: int, asked: Mapping[str, Any]) -> bytes:
    said = "\x1f".join(f"{name}={asked[name]}" for name in sorted(asked) if asked[name])
    value = f"{micro}.{pk}\x1f{said}"
    return salted_hmac("portal.api.cursor", value, algorithm="sha256").digest()[:8]


def _write(micro: int, pk: int, asked: Mapping[str, Any]) -> str:
    packed = _PLACE.pack(micro, pk, _sign(micro, pk, asked))
    return base64.urlsafe_b64encode(packed).decode()


def _read(cursor: str, asked: Mapping[str, Any]) -> tuple[int, int]:
    micro, pk, signature = _PLACE.unpack(base64.urlsafe_b64decode(cursor))
    if not hmac.compare_digest(signature, _sign(micro, pk, asked)):
        raise Problem(404, _("没有这个游标：请原样使用上一页给出的next，查询条件不变。"))
    return micro, pk
