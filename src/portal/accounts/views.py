"""Pages of one's own account that the sign-on library does not have."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


def typed_name(request: HttpRequest, credentials: Any = None) -> str:
    """Return the login name that was typed, in one case, for counting wrong passwords."""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(name).strip().casefold()[:150]


def locked_out(request: HttpRequest, credentials: Any = None, **kwargs: Any) -> HttpResponse:
    """Say that too many wrong passwords came, and when to try again; 429."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


@login_required
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Show one's password, second factor and sessions, with the way to change each."""
    return render(request, "accounts/security.html")
