"""What every page needs: how the visitor wants it shown, and who the visitor is."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation.trans_real import get_language_from_request

from portal.ui import desk

CHOICES = {
    "size": ("normal", "large", "huge"),
    "contrast": ("normal", "high"),
    "mode": ("standard", "elder"),
    "language": ("zh-hans", "en"),
}
"""What a visitor can choose, kept in a cookie of its own; the first is what it is without.

The language without a cookie is the one the browser asks for.
"""


def usual(request: HttpRequest, name: str) -> str:
    """Return how this browser is shown pages without a choice."""
    if name != "language":
        return CHOICES[name][0]
    stranger = HttpRequest()
    stranger.META["HTTP_ACCEPT_LANGUAGE"] = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return get_language_from_request(stranger)


def chosen(request: HttpRequest) -> dict[str, str]:
    """Return the visitor's choices; a value that is none of them counts as none."""
    choices = {}
    for name, values in CHOICES.items():
        value = request.COOKIES.get(f"show_{name}", "")
        choices[name] = value if value in values else usual(request, name)
    return choices


def display(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template shows."""
    return {
        "show": chosen(request),
        "standing": getattr(request, "standing", None),
        "desk_menu": lambda: desk.menu(request),
        "request_number": getattr(request, "number", ""),
    }
