"""What is open in a post: what somebody who takes it over finds there. Other apps say what they hold.

open_work.add_source(lambda post: [Work("publishing.document:7", "title", "/desk/…", "草稿")])
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.accounts.models import User
from portal.acts.actor import Actor
from portal.organs.models import Post


@dataclass(frozen=True, slots=True)
class Work:
    """One open thing: how records name it, its title, its page, and how it stands."""

    subject: str
    title: str
    url: str
    stands: str | Promise


Taker = Callable[[Post, User, Actor], None]
"""What moves the work that stands under a person's name: (the post as it was, to whom, by whom)."""

_SOURCES: list[Callable[[Post], Iterable[Work]]] = []
_TAKERS: list[Taker] = []


def add_source(source: Callable[[Post], Iterable[Work]]) -> None:
    """Add a function that lists what is open in a post."""
    _SOURCES.append(source)


def open_work(post: Post) -> list[Work]:
    """Return what is open in a post."""
    return [work for source in _SOURCES for work in source(post)]


def add_taker(taker: Taker) -> None:
    """Add a function that gives a person's work to who takes his post over, through acts of its own."""
    _TAKERS.append(taker)


def take_over(post: Post, to: User, by: Actor) -> None:
    """Give what stands under the name of a post's holder to who takes it over."""
    for taker in _TAKERS:
        taker(post, to, by)
