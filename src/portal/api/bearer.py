"""Who calls with a key: what the interface asks of every call to write."""

import hmac
import re
from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from portal.acts import clock
from portal.api.keys import Caller, actor_of, digest, prefix_of
from portal.api.models import ApiKey
from portal.api.problems import Problem, TooOften
from portal.site import limits

_SHAPE = re.compile(r"gk_([a-z2-7]{8})_[A-Za-z0-9_-]{32}")
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use of a key is noted."""


class OrganKey(HttpBearer):
    """``Authorization: Bearer gk_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Return who calls; raises Problem for a key that is not valid, TooOften where it calls too often."""
        key = _known(token)
        if key is None:
            if wait := limits.of_address("api", request):  # who tries keys is counted
                raise TooOften(wait)
            raise Problem(401, _("没有这个密钥：应当写成 Bearer gk_…，请核对，注意首尾的空格。"))
        if key.ended_at:
            raise Problem(401, _("这个密钥已停用，请本机关的系统管理员另建一个。"))
        if key.organ.abolished_on and key.organ.abolished_on <= clock.today():
            raise Problem(401, _("%(organ)s已经撤销，密钥随之停用。") % {"organ": key.organ.name})
        if wait := limits.wait_for("key", key.prefix):
            raise TooOften(wait)
        now = clock.now()
        if key.used_at is None or now - key.used_at > SEEN_EVERY:
            ApiKey.objects.filter(pk=key.pk).update(used_at=now)
        return Caller(key, actor_of(key, request.META.get("REMOTE_ADDR", "")))


def _known(token: str) -> ApiKey | None:
    if not _SHAPE.fullmatch(token):
        return None
    key = ApiKey.objects.select_related("organ").filter(prefix=prefix_of(token)).first()
    return key if key is not None and hmac.compare_digest(key.digest, digest(token)) else None
