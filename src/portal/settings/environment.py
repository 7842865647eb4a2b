"""What the operator says through the environment: read once, typed, with one clear sentence if wrong.

PORTAL_DATA      folder of everything that must be backed up: database, files, index (./var)
PORTAL_SECRET    the key that signs sessions; without it one is made in PORTAL_DATA at first start
PORTAL_HOSTS     names the site answers to, parted by commas
PORTAL_DEBUG     1 for development alone
PORTAL_HTTPS     0 where no TLS stands before the portal (a demonstration on this machine)
PORTAL_PROXIES   how many proxies stand before the portal (0)
PORTAL_PAGE_CACHE  megabytes of public pages each server process keeps (64); 0 keeps none, which several
                 machines before one database need
PORTAL_DIGEST    sha256 or sm3, for records written from now on
DATABASE_URL     postgresql://…; without it SQLite in PORTAL_DATA
PORTAL_EMAIL     smtp://user:password@host:port; without it letters are written to PORTAL_DATA/mail
PORTAL_FIELD_KEY    64 hexadecimal digits: the key that seals applicants' data; without it one is
                 made in PORTAL_DATA at first use (keep a copy elsewhere: without it nobody can read them)
PORTAL_FIELD_CIPHER aes or sm4, for what is sealed from now on
PORTAL_OIDC      issuer|client|secret of a sign-on service
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.secretfile import kept

DIGESTS = ("sha256", "sm3")


class BadEnvironment(ImproperlyConfigured):
    """A variable of the environment has a value the portal cannot use; the text says which."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The operator's choices."""

    data: Path
    secret: str
    hosts: tuple[str, ...]
    debug: bool
    https: bool
    proxies: int
    page_cache: int
    digest: str
    database_url: str
    email_url: str
    field_key: str
    field_cipher: str
    oidc: tuple[str, str, str] | None


def _flag(values: Mapping[str, str], name: str, default: bool) -> bool:
    text = values.get(name, "").strip().lower()
    if text in ("", "0", "1"):
        return default if not text else text == "1"
    raise BadEnvironment(f"{name} 应为 0 或 1，现为“{text}”。{name} must be 0 or 1.")


def _number(values: Mapping[str, str], name: str, default: int = 0, most: int = 9) -> int:
    text = values.get(name, "").strip() or str(default)
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most:
        return int(text)
    raise BadEnvironment(
        f"{name} 应为 0 至 {most} 的数，现为“{text}”。{name} must be a number from 0 to {most}."
    )


def _database(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/")):
        raise BadEnvironment(
            "DATABASE_URL 应写成 postgresql://用户:密码@主机:端口/库名；不设则用 SQLite。"
            "It must be a postgresql:// address, or unset for SQLite."
        )
    return url


def _field_key(text: str) -> str:
    if text and not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise BadEnvironment(
            "PORTAL_FIELD_KEY 应为64位十六进制数。It must be 64 hexadecimal digits."
        )
    return text


def _field_cipher(name: str) -> str:
    if name not in ("aes", "sm4"):
        raise BadEnvironment(
            f"PORTAL_FIELD_CIPHER 应为 aes 或 sm4，现为“{name}”。It must be aes or sm4."
        )
    return name


def kept_secret(data: Path) -> str:
    """Return the secret kept in `data`, made at the first call and readable by its owner alone."""
    try:
        return kept(data / "secret", lambda: secrets.token_urlsafe(50))
    except OSError as error:
        raise BadEnvironment(
            f"PORTAL_DATA 指的目录不能读写：{data}（{error.strerror}）。"
            "PORTAL_DATA must be a folder this user can write."
        ) from error


def read(values: Mapping[str, str]) -> Environment:
    """Return the operator's choices; raises BadEnvironment."""
    data = Path(values.get("PORTAL_DATA") or "var").resolve()
    digest = values.get("PORTAL_DIGEST", "sha256").strip().lower()
    if digest not in DIGESTS:
        raise BadEnvironment(
            f"PORTAL_DIGEST 应为 sha256 或 sm3，现为“{digest}”。It must be sha256 or sm3."
        )
    oidc = tuple(part.strip() for part in values.get("PORTAL_OIDC", "").split("|"))
    if oidc != ("",) and (len(oidc) != 3 or not all(oidc)):
        raise BadEnvironment(
            "PORTAL_OIDC 应写成“地址|客户端|密钥”。It must read issuer|client|secret."
        )
    return Environment(
        data=data,
        secret=values.get("PORTAL_SECRET") or kept_secret(data),
        hosts=tuple(h.strip() for h in values.get("PORTAL_HOSTS", "").split(",") if h.strip()),
        debug=_flag(values, "PORTAL_DEBUG", False),
        https=_flag(values, "PORTAL_HTTPS", True),
        proxies=_number(values, "PORTAL_PROXIES"),
        page_cache=_number(values, "PORTAL_PAGE_CACHE", 64, 4096),
        digest=digest,
        database_url=_database(values.get("DATABASE_URL", "").strip()),
        email_url=values.get("PORTAL_EMAIL", ""),
        field_key=_field_key(values.get("PORTAL_FIELD_KEY", "").strip()),
        field_cipher=_field_cipher(values.get("PORTAL_FIELD_CIPHER", "aes").strip().lower()),
        oidc=(oidc[0], oidc[1], oidc[2]) if len(oidc) == 3 else None,
    )


def mail(url: str) -> dict[str, object]:
    """Return Django's settings for smtp://user:password@host:port (smtps:// for TLS throughout)."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadEnvironment(
            "PORTAL_EMAIL 应写成 smtp://用户:密码@主机:端口。It must be an smtp:// address."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
