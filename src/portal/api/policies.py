"""Who makes and ends an organ's keys: the system administrator of the organ, or of one above."""

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.api.models import ApiKey
from portal.organs.models import Organ, Role
from portal.organs.queries import holds_above


def may_keep_keys_for(actor: Actor, organ: Organ) -> str | None:
    """The system administrator at the organ or above it."""
    if actor == SYSTEM or holds_above(actor, organ, {Role.SYSTEM}):
        return None
    return _("只有%(organ)s或其上级机关的系统管理员可以管理接口密钥。") % {"organ": organ.name}


def may_keep_keys(actor: Actor, key: ApiKey | None) -> str | None:
    """The same, of a key; the act that makes one asks for its organ."""
    return None if key is None else may_keep_keys_for(actor, key.organ)
