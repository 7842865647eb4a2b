"""The desk's menu and its list of work: every app says what it adds, in its `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A column of the desk; `shown` says whether this person in this post sees it."""

    order: int
    title: str | Promise
    url_name: str
    shown: Callable[[Any], bool]


class Urgency(IntEnum):
    """How the list of work is parted."""

    OVERDUE = 0
    TODAY = 1
    SOON = 2
    LATER = 3
    WAITING = 4

    @property
    def words(self) -> str:
        """How the list calls this part of it."""
        return [_("已逾期"), _("今天"), _("近几天"), _("其他事项"), _("等待他人办理")][self]


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to be done: what, by when, and the link that does it."""

    urgency: Urgency
    due_on: date | None
    title: str
    url: str
    next_step: str


Panel = Callable[[Any, Any], str]
"""What an app shows beside an object of another app: (object, standing) -> HTML, "" for nothing."""

_PANELS: dict[str, list[Panel]] = {}
_MENU: list[Entry] = []
_SOURCES: list[Callable[[Any], list[Todo]]] = []


def add_entry(entry: Entry) -> None:
    """Add a column to the desk."""
    _MENU.append(entry)


def add_source(source: Callable[[Any], list[Todo]]) -> None:
    """Add a function that lists what a person has to do for the organ acted for."""
    _SOURCES.append(source)


def add_panel(place: str, panel: Panel) -> None:
    """Show something of one's own on the desk's page of another app's object, named `place`."""
    _PANELS.setdefault(place, []).append(panel)


def panels(place: str, of: Any, standing: Any) -> list[str]:
    """Return what other apps show beside an object."""
    return [shown for panel in _PANELS.get(place, []) if (shown := panel(of, standing))]


def menu(request: HttpRequest) -> list[dict[str, object]]:
    """Return the desk's columns for the person who asks, the present one marked."""
    standing = getattr(request, "standing", None)
    rows: list[dict[str, object]] = []
    for entry in sorted(_MENU, key=lambda e: e.order):
        if entry.shown(standing):
            url = reverse(entry.url_name)
            here = request.path == url or (url != "/desk/" and request.path.startswith(url))
            rows.append({"title": entry.title, "url": url, "here": here})
    return rows


def work(standing: object) -> list[Todo]:
    """Return what has to be done, most urgent first."""
    todos = [todo for source in _SOURCES for todo in source(standing)]
    return sorted(todos, key=lambda t: (t.urgency, t.due_on or date.max, t.title))
