"""Asking once: while a page is only read, the same question to the database has the same answer.

    @reading.once(lambda actor, organ: (actor.user_id, organ.pk))
    def roles_at(actor, organ): …

Outside `reading.only()`, and in every act, each question is asked anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_key: dict[Any, Callable[..., Hashable]] = {}
P = ParamSpec("P")
R = TypeVar("R")

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("portal_known", default=None)


@contextmanager
def only() -> Iterator[None]:
    """Remember answers until the end: nothing is changed meanwhile."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


@contextmanager
def afresh() -> Iterator[None]:
    """Remember nothing: something is being changed."""
    token = _known.set(None)
    try:
        yield
    finally:
        _known.reset(token)


def once(key: Callable[P, Hashable]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return the decorator by which a question is asked once for each key while only reading."""

    def make(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def ask(*args: P.args, **kwargs: P.kwargs) -> R:
            answers = _known.get()
            if answers is None:
                return function(*args, **kwargs)
            place = (function, key(*args, **kwargs))
            if place not in answers:
                answers[place] = function(*args, **kwargs)
            answer: R = answers[place]
            return answer

        _key[ask] = key
        return ask

    return make


def known(question: Callable[..., R], *args: Any, answer: R) -> None:
    """Say the answer to a question made with `once`, found while many were asked together."""
    answers = _known.get()
    if answers is not None:
        answers[question.__wrapped__, _key[question](*args)] = answer  # type: ignore[attr-defined]
