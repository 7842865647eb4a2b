"""The digest of one record over the one before it: change any record and every later one is wrong.

SHA-256 or SM3 (GM/T 0004); each record names its algorithm, so that a change of setting breaks no
chain. SM3 comes from OpenSSL, or from the cryptography package where OpenSSL was built without it.
"""

import hashlib
import json
from collections.abc import Mapping

FIRST = "0" * 64  # what the first record follows


def canonical(facts: Mapping[str, object]) -> bytes:
    """Return facts as bytes that do not depend on key order or on the database.

    Only strings, whole numbers, booleans, None, lists and mappings of them may occur; raises
    TypeError otherwise (a float would come back from some databases as another one).
    """
    _plain(facts)
    return json.dumps(
        facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(algorithm: str, previous: str, facts: Mapping[str, object]) -> str:
    """Return the hexadecimal digest (64 characters) of a record that follows `previous`.

    Raises ValueError for an algorithm this machine does not have.
    """
    content = previous.encode("ascii") + b"\n" + canonical(facts)
    if algorithm == "sm3":
        return _sm3(content)
    if algorithm != "sha256":
        raise ValueError(f"unknown digest {algorithm!r}")
    return hashlib.sha256(content).hexdigest()


def _sm3(content: bytes) -> str:
    try:
        return hashlib.new("sm3", content).hexdigest()
    except ValueError:
        from cryptography.hazmat.primitives import hashes

        state = hashes.Hash(hashes.SM3())
        state.update(content)
        return state.finalize().hex()


def _plain(value: object) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a record holds no key {key!r}")
            _plain(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _plain(item)
    elif value is not None and not isinstance(value, str | int | bool):
        raise TypeError(f"a record holds no {type(value).__name__}")
