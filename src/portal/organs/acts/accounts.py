"""Opening, closing and unlocking accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.acts.act import Act, Refused, snapshot
from portal.organs import policies


@dataclass(kw_only=True)
class OpenAccount(Act[User]):
    """Open an account with a temporary password, which its person changes at the first login.

    Without a password it opens by the single sign-on alone.
    """

    name = "accounts.open"
    title = gettext_lazy("建立账号")
    policy = staticmethod(policies.may_open_accounts)

    username: str
    person: str
    password: str
    email: str = ""
    phone: str = ""

    def do(self) -> User:
        """Save the account."""
        user = User(username=self.username, name=self.person, email=self.email, phone=self.phone)
        if self.password:
            user.set_password(self.password)
        else:
            user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        user.save()
        return user


@dataclass(kw_only=True)
class ChangeAccount(Act[User]):
    """Close or reopen an account, or give it a new temporary password."""

    name = "accounts.change"
    title = gettext_lazy("变更账号")
    policy = staticmethod(policies.may_open_accounts)

    active: bool | None = None
    password: str = ""

    def possible(self) -> str | None:
        """Nobody shuts himself out."""
        if self.active is False and self.target and self.target.pk == self.by.user_id:
            return _("不能停用自己的账号。")
        return None

    def do(self) -> User:
        """Save the change; a new password is temporary."""
        assert self.target is not None
        if self.active is not None:
            self.target.is_active = self.active
        if self.password:
            self.target.set_password(self.password)
            self.target.password_is_temporary = True
        self.target.save()
        return self.target

    def facts(self, of: User) -> Mapping[str, Any]:
        """Keep that a password was given, never the password."""
        return snapshot(of) | {"new_password": bool(self.password)}
