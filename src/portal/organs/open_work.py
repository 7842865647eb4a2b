"""What is open in a post: what somebody who takes it over finds there. Other apps say what they hold.

open_work.add_source(lambda post: [Work("publishing.document:7", "title", "/desk/…", "草稿")])
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.organs.models import Post


@dataclass(frozen=True, slots=True)
class Work:
    """One open thing: how records name it, its title, its page, and how it stands."""

    subject: str
    title: str
    url: str
    stands: str | Promise


_SOURCES: list[Callable[[Post], Iterable[Work]]] = []


def add_source(source: Callable[[Post], Iterable[Work]]) -> None:
    """Add a function that lists what is open in a post."""
    _SOURCES.append(source)


def open_work(post: Post) -> list[Work]:
    """Return what is open in a post."""
    return [work for source in _SOURCES for work in source(post)]
