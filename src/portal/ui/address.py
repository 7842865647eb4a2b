"""Where a request comes from, also behind proxies of one's own: in records, lockouts and limits."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def address_of(request: HttpRequest) -> str:
    """Return who asks: the address that the outermost of our own proxies saw.

    What stands before it in X-Forwarded-For anybody can write; with fewer entries than proxies the
    request did not come through all of them, and the nearest address counts.
    """
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return nearest
    said = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    said = [one for one in said if one]
    if len(said) < settings.PROXIES:
        return nearest
    try:
        return str(ipaddress.ip_address(said[-settings.PROXIES]))
    except ValueError:
        return nearest


def true_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware after which REMOTE_ADDR is who asks, not the proxy in between."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = address_of(request)
        return get_response(request)

    return answer
