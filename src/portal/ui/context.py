"""What every page needs: how the visitor wants it shown, and who the visitor is."""

from typing import Any

from django.http import HttpRequest

from portal.ui import desk

CHOICES = {
    "size": ("normal", "large", "huge"),
    "contrast": ("normal", "high"),
    "mode": ("standard", "elder"),
}
"""What a visitor can choose, kept in a cookie of its own; the first is what it is without."""


def chosen(request: HttpRequest) -> dict[str, str]:
    """Return the visitor's choices; a value that is none of them counts as none."""
    choices = {}
    for name, values in CHOICES.items():
        value = request.COOKIES.get(f"show_{name}", "")
        choices[name] = value if value in values else values[0]
    return choices


def display(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template shows."""
    return {
        "show": chosen(request),
        "standing": getattr(request, "standing", None),
        "desk_menu": lambda: desk.menu(request),
        "request_number": getattr(request, "number", ""),
    }
