"""Who calls with a key: what the interface asks of every call to write."""

import hmac
import re
from datetime import timedelta

from django.http import HttpRequest
from ninja.security import HttpBearer

from portal.acts import clock
from portal.api.keys import Caller, actor_of, digest, prefix_of
from portal.api.models import ApiKey
from portal.api.problems import TooOften
from portal.site import limits

_SHAPE = re.compile(r"gk_([a-z2-7]{8})_[A-Za-z0-9_-]{32}")
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use of a key is noted."""


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
