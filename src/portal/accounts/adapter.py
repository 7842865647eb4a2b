"""Nobody signs up: accounts are opened by the system administrator, also for sign-on from outside."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import User


class NoSignup(DefaultAccountAdapter):
    """Login alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no signing up."""
        return False

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

        Raises ImmediateHttpResponse with an explaining page where there is none.
        """
        if sociallogin.is_existing:
            return
        name = sociallogin.account.extra_data.get("preferred_username", "")
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        if user is None:
            page = render(request, "accounts/unknown_person.html", {"name": name}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)
