"""Opening, closing and unlocking accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from axes.utils import reset
from django.core.exceptions import ValidationError
from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.acts import clock
from portal.acts.act import Act, Refused, snapshot
from portal.organs import policies
from portal.organs.models import Post


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


def _save(user: User) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    user.save()


def end_sessions(user: User) -> int:
    """Log a person out everywhere and return from how many places."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@dataclass(kw_only=True)
class ChangeAccount(Act[User]):
    """Correct a person's name or contact, or give a new temporary password."""

    name = "accounts.change"
    title = gettext_lazy("变更账号")
    policy = staticmethod(policies.may_open_accounts)

    person: str | None = None
    email: str | None = None
    phone: str | None = None
    password: str = ""

    def do(self) -> User:
        """Save what was given; a new password is temporary."""
        assert self.target is not None
        for column, value in (("name", self.person), ("email", self.email), ("phone", self.phone)):
            if value is not None:
                setattr(self.target, column, value)
        if self.password:
            self.target.set_password(self.password)
            self.target.password_is_temporary = True
        _save(self.target)
        return self.target

    def facts(self, of: User) -> Mapping[str, Any]:
        """Keep that a password was given, never the password."""
        return snapshot(of) | {"new_password": bool(self.password)}


@dataclass(kw_only=True)
class ResetPassword(Act[User]):
    """Give a person who forgot the password a temporary one; every session ends."""

    name = "accounts.reset_password"
    title = gettext_lazy("重置密码")
    policy = staticmethod(policies.may_open_accounts)

    password: str

    def possible(self) -> str | None:
        """A closed account needs none."""
        assert self.target is not None
        return None if self.target.is_active else _("该账号已停用，请先恢复。")

    def do(self) -> User:
        """Save the temporary password; lockout and sessions end."""
        assert self.target is not None
        self.target.set_password(self.password)
        self.target.password_is_temporary = True
        _save(self.target)
        reset(username=self.target.username.casefold())
        end_sessions(self.target)
        return self.target


@dataclass(kw_only=True)
class CloseAccount(Act[User]):
    """Close the account of a person who leaves: the posts end, every session ends, records stay."""

    name = "accounts.close"
    title = gettext_lazy("停用账号")
    policy = staticmethod(policies.may_open_accounts)

    def possible(self) -> str | None:
        """Nobody shuts himself out, and an account is closed once."""
        assert self.target is not None
        if not self.target.is_active:
            return _("该账号已停用。")
        if self.target.pk == self.by.user_id:
            return _("不能停用自己的账号。")
        return None

    def do(self) -> User:
        """End what the account could do from today on."""
        assert self.target is not None
        today = clock.today()
        posts = Post.objects.filter(user=self.target).filter(Q(to_on=None) | Q(to_on__gt=today))
        posts.update(to_on=Greatest("from_on", Value(today, DateField())))
        self.target.is_active = False
        _save(self.target)
        end_sessions(self.target)
        return self.target

    def facts(self, of: User) -> Mapping[str, Any]:
        """Keep the posts that stand beside the account's own columns."""
        held = Post.objects.filter(user=of, to_on=None).select_related("organ")
        return snapshot(of) | {"posts": [str(post) for post in held]}


@dataclass(kw_only=True)
class ReopenAccount(Act[User]):
    """Open a closed account again with a temporary password; posts are given anew."""

    name = "accounts.reopen"
    title = gettext_lazy("恢复账号")
    policy = staticmethod(policies.may_open_accounts)

    password: str

    def possible(self) -> str | None:
        """Only a closed account."""
        assert self.target is not None
        return _("该账号没有停用。") if self.target.is_active else None

    def do(self) -> User:
        """Let the person log in with the temporary password."""
        assert self.target is not None
        self.target.is_active = True
        self.target.set_password(self.password)
        self.target.password_is_temporary = True
        _save(self.target)
        return self.target


@dataclass(kw_only=True)
class UnlockAccount(Act[User]):
    """End the wait after too many wrong passwords."""

    name = "accounts.unlock"
    title = gettext_lazy("解除锁定")
    policy = staticmethod(policies.may_open_accounts)

    def possible(self) -> str | None:
        """Only where wrong passwords were counted."""
        assert self.target is not None
        return None if wrong_passwords(self.target) else _("该账号没有被锁定。")

    def do(self) -> User:
        """Forget the wrong passwords."""
        assert self.target is not None
        reset(username=self.target.username.casefold())
        return self.target

    def facts(self, of: User) -> Mapping[str, Any]:
        """Keep how many wrong passwords were counted."""
        return {"wrong_passwords": wrong_passwords(of)}


def wrong_passwords(user: User) -> int:
    """Return how many wrong passwords are counted against a person, from the worst address."""
    found = AccessAttempt.objects.filter(username=user.username.casefold())
    return max(found.values_list("failures_since_start", flat=True), default=0)


@dataclass(kw_only=True)
class RemoveFactor(Act[User]):
    """Take the second factor off a person who lost the device."""

    name = "accounts.take_factor"
    title = gettext_lazy("取消动态口令")
    policy = staticmethod(policies.may_open_accounts)

    def possible(self) -> str | None:
        """Only where there is one."""
        held = Authenticator.objects.filter(user=self.target).exists()
        return None if held else _("该账号没有设置动态口令。")

    def do(self) -> User:
        """Remove the factor and its recovery codes; every session ends."""
        assert self.target is not None
        Authenticator.objects.filter(user=self.target).delete()
        end_sessions(self.target)
        return self.target

    def facts(self, of: User) -> Mapping[str, Any]:
        """Keep the kinds of factors, never their secrets."""
        kinds = Authenticator.objects.filter(user=of).values_list("type", flat=True)
        return {"factors": sorted(kinds)}
