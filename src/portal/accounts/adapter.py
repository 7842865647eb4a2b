"""Nobody signs up: accounts are opened by the system administrator, also for sign-on from outside."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.accounts.models import User


class NoSignup(DefaultAccountAdapter):
    """Login alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no signing up."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the desk: whoever had to change a password came to work."""
        return reverse("desk")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Tell a person whose account is closed, who has shown the right password."""
        return render(request, "accounts/closed.html", status=403)


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """A sign-on service tells who somebody is; whether that person works here the portal knows."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: an unknown person gets no account."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect the service's person with the account of the same login name.

        Raises ImmediateHttpResponse with an explaining page where there is none, or where that account
        already belongs to another person of the service: a login name given anew opens no old door.
        """
        if sociallogin.is_existing:
            return
        name = _login_name(sociallogin.account.extra_data)
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        held = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
        if user is None or held.exists():
            page = render(request, "accounts/unknown_person.html", {"name": name}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)


def _login_name(said: Mapping[str, Any]) -> str:
    """Return the login name that the service gave, beside who it is or in its signed statement."""
    for part in (said.get("userinfo"), said.get("id_token"), said):
        if isinstance(part, Mapping) and part.get("preferred_username"):
            return str(part["preferred_username"])[:150]
    return ""
