"""Logins, logouts, lockouts and changes of a factor, each with its record."""

from collections.abc import Iterable
from typing import Any

from allauth.account.signals import password_changed
from allauth.core import context
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from portal.accounts.models import User
from portal.acts import clock, record
from portal.acts.act import subject_of
from portal.acts.actor import Actor, stranger


def _write(act: str, user: User, request: HttpRequest | None, **after: Any) -> None:
    address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
    with transaction.atomic():
        record.append(
            act,
            by=Actor(user.pk, user.name, address=address),
            subject=subject_of(user),
            about=user.name,
            after=after,
        )


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record a login."""
    _write("accounts.log_in", user, request)


@receiver(user_logged_out)
def logged_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Record a logout."""
    if user is not None:
        _write("accounts.log_out", user, request)


@receiver(password_changed)
def changed_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record a changed password, which is no longer temporary."""
    user.password_is_temporary = False
    user.password_set_on = clock.today()
    user.save(update_fields=["password_is_temporary", "password_set_on"])
    _write("accounts.change_password", user, request)


@receiver(authenticator_added)
def added_factor(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Record a second factor."""
    _write("accounts.add_factor", user, request, kind=str(authenticator.type))


@receiver(authenticator_removed)
def removed_factor(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Record that a second factor was taken off."""
    _write("accounts.remove_factor", user, request, kind=str(authenticator.type))


@receiver(authenticator_reset)
def reset_factor(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Record that recovery codes were made anew."""
    _write("accounts.reset_factor", user, request, kind=str(authenticator.type))


class RecordedSessions(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Ending one's sessions in other places is recorded, once for all of them."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End them and write the record."""
        ended = list(sessions)
        with transaction.atomic():
            super().end_sessions(ended)
            if ended:
                _write("accounts.end_sessions", ended[0].user, context.request, ended=len(ended))


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str, ip_address: str, **kwargs: Any) -> None:
    """Record a lockout; the name is what was typed, perhaps nobody's."""
    with transaction.atomic():
        record.append(
            "accounts.lock_out",
            by=stranger(ip_address or ""),
            subject="accounts.user:0",
            about=str(username)[:100],
        )
