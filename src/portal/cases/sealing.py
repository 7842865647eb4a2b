"""Personal data at rest: sealed with a key that is not in the database.

A sealed text names its algorithm and its key, so keys and algorithms may change while old texts stay
readable. AES-256-GCM by default, SM4-GCM (GB/T 32907, RFC 8998) where the operator asks for it; the
record the text belongs to is bound to it and cannot be exchanged for another.
"""

import base64
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from portal.secretfile import kept

_NONCE = 12
_TAG = 16
_LENGTH = {"aes": 32, "sm4": 16}


class Unsealable(Exception):
    """A sealed text cannot be opened: another key, another record, or it was changed."""


@lru_cache(maxsize=4)
def _kept(path: Path) -> bytes:
    return bytes.fromhex(kept(path, lambda: secrets.token_hex(32)))


def _master() -> bytes:
    """Return the installation's key for fields: from the environment, else kept beside the data."""
    given = settings.FIELD_KEY
    return bytes.fromhex(given) if given else _kept(Path(settings.DATA) / "field-key")


def _key(purpose: str, length: int) -> bytes:
    return hmac.new(_master(), purpose.encode(), hashlib.sha256).digest()[:length]


def _name() -> str:
    """Return how texts name the key, without giving it away."""
    return hashlib.sha256(b"name:" + _master()).hexdigest()[:8]


def _algorithm(name: str) -> algorithms.AES | algorithms.SM4:
    key = _key(f"seal:{name}", _LENGTH[name])
    return algorithms.AES(key) if name == "aes" else algorithms.SM4(key)


def seal_bytes(plain: bytes, *, of: str) -> bytes:
    """Return sealed bytes; `of` names the record they belong to."""
    name = settings.FIELD_CIPHER
    nonce = os.urandom(_NONCE)
    sealing = Cipher(_algorithm(name), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(of.encode())
    body = sealing.update(plain) + sealing.finalize()
    return f"{name}:{_name()}:".encode() + nonce + sealing.tag + body


def open_bytes(sealed: bytes, *, of: str) -> bytes:
    """Return what was sealed for a record; raises Unsealable."""
    name, _, rest = sealed.partition(b":")
    key, _, rest = rest.partition(b":")
    algorithm = name.decode("ascii", "replace")
    if algorithm not in _LENGTH or key.decode("ascii", "replace") != _name():
        raise Unsealable
    nonce, tag, body = rest[:_NONCE], rest[_NONCE : _NONCE + _TAG], rest[_NONCE + _TAG :]
    try:
        opening = Cipher(_algorithm(algorithm), modes.GCM(nonce, tag)).decryptor()
        opening.authenticate_additional_data(of.encode())
        return opening.update(body) + opening.finalize()
    except (InvalidTag, ValueError) as error:
        raise Unsealable from error


def seal(plain: str, *, of: str) -> str:
    """Return a sealed text; an empty one stays empty."""
    return base64.b64encode(seal_bytes(plain.encode(), of=of)).decode("ascii") if plain else ""


def unseal(sealed: str, *, of: str) -> str:
    """Return what was sealed for a record; raises Unsealable."""
    if not sealed:
        return ""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except ValueError as error:
        raise Unsealable from error
    return open_bytes(raw, of=of).decode()


def mark(value: str, *, purpose: str) -> str:
    """Return the keyed digest by which a value is found again without being kept."""
    return hmac.new(_key(f"mark:{purpose}", 32), value.encode(), hashlib.sha256).hexdigest()
