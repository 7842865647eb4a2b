"""Making and ending an organ's key."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Forbidden, Refused
from portal.api import keys, policies
from portal.api.models import ApiKey, Scope
from portal.organs.models import Organ


@dataclass(kw_only=True)
class MakeKey(Act[ApiKey]):
    """Make a key for a system of the organ; `secret` is there once, after it was carried out."""

    name = "api.make_key"
    title = gettext_lazy("建立接口密钥")
    policy = staticmethod(policies.may_keep_keys)
    changes_site = False

    organ: Organ
    system: str
    scopes: Sequence[str]
    secret: str = field(default="", init=False, repr=False)

    def refusal(self) -> Refused | None:
        """Only for an organ one administers."""
        forbidden = policies.may_keep_keys_for(self.by, self.organ)
        return Forbidden(forbidden) if forbidden else super().refusal()

    def lacking(self) -> str | None:
        """It says which system, and what for."""
        if not self.system.strip():
            return _("请填写使用密钥的系统名称。")
        if not self.scopes or set(self.scopes) - set(Scope.values):
            return _("请选择这个密钥可以办理的事项。")
        if self.organ.abolished_on and self.organ.abolished_on <= clock.today():
            return _("%(organ)s已经撤销。") % {"organ": self.organ.name}
        return None

    def do(self) -> ApiKey:
        """Save what the secret is recognised by, never the secret."""
        self.secret = keys.new()
        return ApiKey.objects.create(
            organ=self.organ,
            name=self.system.strip()[:80],
            scopes=[scope for scope in Scope.values if scope in self.scopes],
            prefix=keys.prefix_of(self.secret),
            digest=keys.digest(self.secret),
        )


@dataclass(kw_only=True)
class EndKey(Act[ApiKey]):
    """End a key: from now on nothing is done with it; what was done stays."""

    name = "api.end_key"
    title = gettext_lazy("停用接口密钥")
    policy = staticmethod(policies.may_keep_keys)
    changes_site = False

    def possible(self) -> str | None:
        """It ends once."""
        assert self.target is not None
        return _("这个密钥已经停用。") if self.target.ended_at else None

    def do(self) -> ApiKey:
        """Say since when."""
        assert self.target is not None
        self.target.ended_at = clock.now()
        self.target.save(update_fields=["ended_at"])
        return self.target
