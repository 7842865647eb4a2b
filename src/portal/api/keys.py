"""Keys: how they look, who calls with one, and the actor that stands for it in records."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.acts.actor import Actor
from portal.api.models import ApiKey, Scope
from portal.api.problems import Problem
from portal.organs.models import Organ, Role

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


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

    @property
    def head(self) -> Actor:
        """The actor that sends a report up, where the key was made for that as well."""
        self.needs(Scope.SUBMISSION)
        return replace(self.actor, carries=(*self.actor.carries, Role.HEAD.value))

    def needs(self, scope: Scope) -> None:
        """Raise Problem where the key may not be used for this."""
        if scope not in self.key.scopes:
            raise Problem(403, _("这个密钥没有“%(scope)s”的权限。") % {"scope": scope.label})


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
