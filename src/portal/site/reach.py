"""Whether an address of another site answers: asked politely, and never of a machine of this network.

The name is resolved once, every address it has must be a public one, and the connection is made to
that very address: a name that points elsewhere a moment later leads nowhere.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urljoin, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECONDS = 5.0
REDIRECTS = 3
_PORTS = {"http": 80, "https": 443}
_HEADERS = {"User-Agent": "Gongkai link check", "Accept": "*/*", "Connection": "close"}
# Addresses that carry another one inside, which may be one of this network.
_CARRIERS = [ipaddress.ip_network(n) for n in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]  # fmt: skip


class Found(Enum):
    """What came of asking."""

    ANSWERS = "answers"
    GONE = "gone"
    SILENT = "silent"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking, and why in words a clerk understands."""

    found: Found
    why: str | Promise = ""


class _Forbidden(Exception):
    """The address is none that may be asked."""


def ask(address: str) -> Answer:
    """Return whether an http(s) address answers; anything else, and this network, is not asked."""
    method = "HEAD"
    for _step in range(2 * (REDIRECTS + 1)):
        try:
            status, location = _once(address, method)
        except _Forbidden:
            return Answer(Found.NOT_ASKED)
        except ssl.SSLError:
            return Answer(Found.GONE, _("对方网站的安全证书有问题"))
        except socket.gaierror:
            return Answer(Found.SILENT, _("找不到这个网站"))
        except (OSError, http.client.HTTPException):
            return Answer(Found.SILENT, _("对方网站没有应答"))
        if status in (301, 302, 303, 307, 308) and location:
            address = urljoin(address, location)
        elif status in (400, 403, 405, 501) and method == "HEAD":
            method = "GET"
        elif status in (404, 410):
            return Answer(Found.GONE, _("对方网站没有这个页面"))
        elif status >= 500:
            return Answer(Found.SILENT, _("对方网站出错"))
        else:
            return Answer(Found.ANSWERS)
    return Answer(Found.GONE, _("转来转去没有终点"))


def _once(address: str, method: str) -> tuple[int, str]:
    """Return the status and where it redirects to; the body is not read."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _Forbidden from error
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in _PORTS or not host or parts.username or port not in (None, _PORTS[scheme]):
        raise _Forbidden
    try:
        name = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError as error:
        raise _Forbidden from error
    target = public_address(name, _PORTS[scheme])
    connection = _Pinned(name, _PORTS[scheme], target, tls=scheme == "https")
    try:
        path = parts.path or "/"
        if parts.query:
            path += f"?{parts.query}"
        quoted = "".join(c if "!" <= c <= "~" else _quoted(c) for c in path)
        connection.request(method, quoted, headers=_HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


def _quoted(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def public_address(host: str, port: int) -> str:
    """Return an address of a host; raises _Forbidden where any of them is not a public one."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for one in found:
        ip = ipaddress.ip_address(one.split("%")[0])
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        if not ip.is_global or ip.is_multicast or any(ip in network for network in _CARRIERS):
            raise _Forbidden
    if not found:
        raise _Forbidden
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name says by then."""

    def __init__(self, host: str, port: int, target: str, *, tls: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._target, self._tls = target, tls

    def connect(self) -> None:
        """Connect to the address that was looked at."""
        self.sock = socket.create_connection((self._target, self.port), SECONDS)
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
