"""Answer public pages before Django is asked, from what was rendered since the last change.

Each server process keeps pages in its own memory, each under the number of the public state it was
rendered from (`portal.acts.public_version`); the number is read before rendering, so a page that a
change overtook is kept under a number that never comes back. Kept are only answers to strangers without
any cookie, whole, 200, and free of cookies and tokens.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation.trans_real import get_language_from_request
from prometheus_client import Counter, Gauge

from portal.acts import clock
from portal.acts.public_version import counter, mend

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

_log = structlog.get_logger("portal.pages")

LONGEST_ADDRESS = 500
LARGEST = 512 << 10
KINDS = ("text/html", "application/xml", "application/atom+xml", "application/rss+xml", "text/xml")
_VARIES = {"accept-language", "accept-encoding", "cookie", "hx-request"}
_PASSED_ON = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")
_OWN = {"x-request-number", "content-length", "vary", "etag", "cache-control"}
MEND_EVERY = 1.0

_asked = Counter("portal_pages_asked", "Public pages by where the answer came from", ["source"])
_HIT, _MISS, _PASSED, _REFUSED = (
    _asked.labels(source) for source in ("kept", "rendered", "changing", "not_kept")
)
_bytes = Gauge("portal_pages_bytes", "Memory of the pages kept", multiprocess_mode="livesum")


@dataclass(slots=True)
class Page:
    """One page as it is sent; compressed when first asked for so."""

    headers: Headers
    body: bytes
    etag: str
    zipped: bytes = b""
    size: int = field(init=False)

    def __post_init__(self) -> None:
        # What compressing may add is counted from the start.
        self.size = len(self.body) + len(self.body) // 3 + 1000

    def answer(self, environ: Environ, start_response: Any) -> list[bytes]:
        """Send it, compressed to whom that suits, or say that it has not changed."""
        if environ.get("HTTP_IF_NONE_MATCH") == self.etag:
            start_response("304 Not Modified", [("ETag", self.etag), ("Cache-Control", "no-cache")])
            return [b""]
        body, headers = self.body, self.headers
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = self.zipped = self.zipped or gzip.compress(self.body, 6, mtime=0)
            headers = [*headers, ("Content-Encoding", "gzip")]
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]


class Pages:
    """The pages of one public state, the least used forgotten first."""

    def __init__(self, limit: int) -> None:
        self._limit, self._mutex = limit, threading.Lock()
        self._state, self._size = -1, 0
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()

    def get(self, key: tuple[str, ...], state: int) -> Page | None:
        """Return the page kept of this state."""
        with self._mutex:
            if state != self._state:
                return None
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, ...], state: int, page: Page) -> None:
        """Keep a page; those of an earlier state are forgotten, and so is one of an earlier state."""
        if page.size > LARGEST:
            return
        with self._mutex:
            if state < self._state:
                return
            if state > self._state:
                self._state, self._size = state, 0
                self._pages.clear()
            old = self._pages.pop(key, None)
            self._size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._size > self._limit:
                _key, gone = self._pages.popitem(last=False)
                self._size -= gone.size
            _bytes.set(self._size)

    def __len__(self) -> int:
        return len(self._pages)


class EarlyCache:
    """A WSGI application before the real one."""

    def __init__(self, application: Application, limit: int) -> None:
        self._application, self._pages = application, Pages(limit)
        self._mended = 0.0

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer from what is kept, or pass on and keep what may be kept."""
        key = key_of(environ)
        if key is None:
            return self._application(environ, start_response)
        state = counter().read()
        if state is None:
            _PASSED.inc()
            self._mend()
            return self._application(environ, start_response)
        page = self._pages.get(key, state)
        if page is not None:
            _HIT.inc()
            return page.answer(environ, start_response)
        return self._render(key, state, environ, start_response)

    def _render(
        self, key: tuple[str, ...], state: int, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def listen(status: str, headers: Headers, *error: Any) -> None:
            said[:] = [status, headers, *error]

        answer = self._application(environ, listen)
        page = page_of(said[0], said[1], answer) if len(said) == 2 else None
        if page is None:
            _REFUSED.inc()
            start_response(*said)
            return answer
        _MISS.inc()
        self._pages.put(key, state, page)
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        return page.answer(environ, start_response)

    def _mend(self) -> None:
        """Try to mend what a dead process left, now and then."""
        now = time.monotonic()
        if now - self._mended < MEND_EVERY:
            return
        self._mended = now
        try:
            if mend():
                _log.warning("a process died in the middle of a change; pages are kept again")
        except DatabaseError as error:
            _log.warning("could not mend", why=str(error))


def key_of(environ: Environ) -> tuple[str, ...] | None:
    """Return what tells a public page apart, or None for a request that is always passed on."""
    if environ["REQUEST_METHOD"] != "GET":
        return None
    for name in _PASSED_ON:
        if name in environ:
            return None
    query = environ.get("QUERY_STRING", "")
    path = environ.get("PATH_INFO", "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        return None
    return (
        environ.get("HTTP_HOST", ""),  # as it was written: pages repeat address and query
        path,
        query,
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        _language(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200]),
        _today(int(time.time()) // 10),
    )


@lru_cache(maxsize=1000)
def _language(accepted: str) -> str:
    """Return the language Django would choose."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(request)


@lru_cache(maxsize=1)
def _today(_tenth: int) -> str:
    """Return the day: what is in force changes at midnight, when nothing happens here."""
    return clock.today().isoformat()


def page_of(status: str, headers: Headers, answer: Any) -> Page | None:
    """Return an answer as a page to keep, or None where it must not be kept."""
    if not status.startswith("200 ") or getattr(answer, "streaming", True):
        return None
    said = {name.lower(): value for name, value in headers}
    if not said.get("content-type", "").startswith(KINDS):
        return None
    if "set-cookie" in said or "content-encoding" in said or "cache-control" in said:
        return None
    vary = {word.strip().lower() for word in said.get("vary", "").split(",") if word.strip()}
    if vary - _VARIES or "nonce-" in said.get("content-security-policy", ""):
        return None
    body = answer.content
    if b"csrfmiddlewaretoken" in body or len(body) > LARGEST:
        return None
    etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    kept = [(name, value) for name, value in headers if name.lower() not in _OWN]
    kept += [
        ("Vary", "Accept-Encoding, Accept-Language, Cookie"),
        ("Cache-Control", "no-cache"),  # a browser may keep it, and asks each time
        ("ETag", etag),
    ]
    return Page(kept, body, etag)


def before(application: Application) -> Application:
    """Return the application with kept pages before it, or as it is where none are to be kept."""
    limit = settings.PAGE_CACHE_MB << 20
    return EarlyCache(application, limit) if limit else application
