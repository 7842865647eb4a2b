"""How often one address may ask for what costs much: search, downloads, logging in.

The numbers stand in the settings (RATE_LIMITS). Counts are shared by all server processes of the
machine; an IPv6 network of 64 bits counts as one address. This machine itself is not counted.
"""

import fcntl
import hashlib
import ipaddress
import math
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from limits import RateLimitItem, parse_many
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from portal.ui import address

COSTLY = {
    "site_search": "search",
    "site_search_zip": "folder",
    "site_all_zip": "folder",
    "site_column_zip": "folder",
    "site_document_file": "download",
    "figures_table": "search",
    "figures_csv": "folder",
    "figures_xlsx": "folder",
    "figures_compare": "search",
    "account_login": "login",
    "mfa_authenticate": "login",
}
"""What is limited: the name of an address and the limit it counts against."""

FORMS = {
    "apply_form": "form",
    "matter_form": "form",
    "track_correct": "form",
    "track_pay": "form",
    "track_withdraw": "form",
    "track_affirm": "form",
    "track": "track",
}
"""Forms of citizens, counted when sent. The page itself says how long to wait, with all that was typed."""

_SLOT = struct.Struct("<QdQ")  # key, when the window ends, count
_SLOTS = 1 << 15
_TRIES = 8


class SharedCounts(Storage):
    """Counts in a mapped file of fixed size that every process of the machine shares.

    Where it is full (more addresses in one window than it has places), the oldest window is forgotten.
    """

    STORAGE_SCHEME = None

    def __init__(self, path: Path) -> None:
        super().__init__()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        size = _SLOT.size * (_SLOTS + _TRIES)
        if os.fstat(self._file).st_size < size:
            os.ftruncate(self._file, size)
        self._table, self._mutex = mmap.mmap(self._file, size), threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong underneath."""
        return OSError

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._mutex:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _find(self, key: str) -> tuple[int, int, float, int]:
        """Return the key's place, number, window end and count; a free place where it has none."""
        number = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
        first, now = number % _SLOTS, time.time()
        best, oldest = -1, math.inf
        for place in range(first * _SLOT.size, (first + _TRIES) * _SLOT.size, _SLOT.size):
            owner, ends, count = _SLOT.unpack_from(self._table, place)
            if owner == number and ends > now:
                return place, number, ends, count
            ends = ends if ends > now else 0.0
            if ends < oldest:
                best, oldest = place, ends
        return best, number, 0.0, 0

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a count, whose window begins with the first, and return it."""
        with self._locked():
            place, number, ends, count = self._find(key)
            ends = ends or time.time() + expiry
            _SLOT.pack_into(self._table, place, number, ends, count + amount)
            return count + amount

    def get(self, key: str) -> int:
        """Return a count."""
        with self._locked():
            return self._find(key)[3]

    def get_expiry(self, key: str) -> float:
        """Return when a count's window ends."""
        with self._locked():
            return self._find(key)[2] or time.time()

    def check(self) -> bool:
        """Return that the file is there."""
        return True

    def reset(self) -> int | None:
        """Forget every count."""
        with self._locked():
            self._table[:] = bytes(len(self._table))
        return None

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._locked():
            _SLOT.pack_into(self._table, self._find(key)[0], 0, 0.0, 0)


@lru_cache(maxsize=4)
def _limiter(folder: str, _pid: int) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(SharedCounts(Path(folder) / "rate-limits"))


@lru_cache(maxsize=64)
def _items(words: str) -> list[RateLimitItem]:
    return parse_many(words) if words else []


def address_of(request: HttpRequest) -> str:
    """Return whose requests are counted together: an address, of IPv6 the network."""
    remote = address.address_of(request)
    try:
        one = ipaddress.ip_address(remote)
    except ValueError:
        return remote[:45]
    if one.version == 6:
        mapped = one.ipv4_mapped
        if mapped is not None:
            return str(mapped)
        if not one.is_loopback:
            return str(ipaddress.ip_network((one, 64), strict=False))
    return str(one)


def wait_for(kind: str, address: str) -> int:
    """Count one more and return 0, or how many seconds to wait where it is one too many."""
    limiter, wait = _limiter(str(settings.DATA), os.getpid()), 0
    for item in _items(settings.RATE_LIMITS.get(kind, "")):
        if not limiter.hit(item, kind, address):
            ends = limiter.get_window_stats(item, kind, address).reset_time
            wait = max(wait, math.ceil(ends - time.time()), 1)
    return wait


def _exempt(request: HttpRequest) -> bool:
    """Whether it comes from this machine itself, which is not counted."""
    return address_of(request) in ("127.0.0.1", "::1") and not settings.RATE_LIMIT_LOOPBACK


def of_address(kind: str, request: HttpRequest) -> int:
    """Count one more of whoever asks, as `wait_for` does; this machine itself is not counted."""
    return 0 if _exempt(request) else wait_for(kind, address_of(request))


class RateLimits:
    """The middleware: 429 with Retry-After and a page that says when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; `process_view` knows where it leads."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse what was asked for too often."""
        match = request.resolver_match
        form = FORMS.get(match.url_name or "") if match else None
        if form is not None and request.method == "POST":
            request.count_one = wait_for  # type: ignore[attr-defined]
            request.seconds_to_wait = of_address(form, request)  # type: ignore[attr-defined]
            return None
        kind = COSTLY.get(match.url_name or "") if match else None
        if kind is None or (kind == "login" and request.method != "POST"):
            return None
        if kind == "search" and not request.GET.get("q"):
            return None
        wait = of_address(kind, request)
        if not wait:
            return None
        response = render(
            request, "site/too_many.html", {"seconds": wait, "minutes": -(-wait // 60)}, status=429
        )
        response["Retry-After"] = str(wait)
        response["Cache-Control"] = "no-store"
        return response
