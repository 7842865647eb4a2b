"""Keys: how they look, who calls with one, and the actor that stands for it in records."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from portal.acts import clock
from portal.acts.actor import Actor
from portal.api.models import ApiKey, Scope
from portal.api.problems import Problem, TooOften
from portal.organs.models import Organ, Role
from portal.site import limits

_SHAPE = re.compile(r"gk_([a-z2-7]{8})_[A-Za-z0-9_-]{32}")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use of a key is noted."""


def new() -> str:
    """Return a new secret: what it is found by, and 192 bits that nobody guesses."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"gk_{prefix}_{secrets.token_urlsafe(24)}"


def prefix_of(secret: str) -> str:
    """Return the part of a secret that may be shown."""
    return secret[:11]


def digest(secret: str) -> str:
    """Return what is kept of a secret; it is random and long, so a plain digest does."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Caller:
    """A system that calls with a valid key."""

    key: ApiKey
    actor: Actor

    @property
    def organ(self) -> Organ:
        """The organ it acts for, and no other."""
        return self.key.organ

    def needs(self, scope: Scope) -> None:
        """Raise Problem where the key may not be used for this."""
        if scope not in self.key.scopes:
            raise Problem(403, _("这个密钥没有“%(scope)s”的权限。") % {"scope": scope.label})


class OrganKey(HttpBearer):
    """``Authorization: Bearer gk_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return who calls, None for a key that is not valid; raises Problem where it calls too often."""
        if not _SHAPE.fullmatch(token):
            return _wrong(request)
        key = ApiKey.objects.select_related("organ").filter(prefix=prefix_of(token)).first()
        if key is None or not hmac.compare_digest(key.digest, digest(token)) or key.ended_at:
            return _wrong(request)
        if key.organ.abolished_on and key.organ.abolished_on <= clock.today():
            return None
        if wait := limits.wait_for("key", key.prefix):
            raise TooOften(wait)
        now = clock.now()
        if key.used_at is None or now - key.used_at > SEEN_EVERY:
            ApiKey.objects.filter(pk=key.pk).update(used_at=now)
        return Caller(key, actor_of(key, request.META.get("REMOTE_ADDR", "")))


def _wrong(request: HttpRequest) -> Caller | None:
    """Count who tries keys."""
    if wait := limits.of_address("api", request):
        raise TooOften(wait)
    return None


def actor_of(key: ApiKey, address: str) -> Actor:
    """Return a key as one who acts: it drafts and registers as a handler does, and reviews nothing."""
    return Actor(
        None,
        f"接口 {key.name} {key.prefix}"[:80],
        f"{key.organ.name} 接口密钥"[:200],
        key.organ_id,
        address,
        (Role.HANDLER.value,),
    )


def caller(request: HttpRequest, scope: Scope | None = None) -> Caller:
    """Return who calls; raises Problem where the key may not be used for this."""
    found: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Caller)
    if scope is not None:
        found.needs(scope)
    return found
