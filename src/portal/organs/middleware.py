"""Say for every request who acts, and for which organ."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from portal.acts import reading
from portal.acts.actor import Actor, stranger
from portal.organs.models import ADMINISTRATORS, Organ, Role
from portal.organs.queries import posts_of

ORGAN = "acting_for"
"""The session's key for the organ somebody has chosen to act for."""


def acting_for(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware: `request.standing`, made when first asked for; a GET only reads."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(lambda: _standing(request))  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with reading.only():
            return get_response(request)

    return answer


@dataclass(frozen=True, slots=True)
class Standing:
    """Who acts in this request and for which organ.

    organs             those where the person holds a post today
    roles              the roles held at the organ acted for
    posts              their names
    reads_all_records  the person is the audit administrator
    """

    actor: Actor
    organ: Organ | None = None
    organs: tuple[Organ, ...] = ()
    roles: frozenset[Role] = frozenset()
    posts: tuple[str, ...] = ()

    reads_all_records: bool = False

    @property
    def works(self) -> bool:
        """Whether the person does the organ's work here, rather than administer the system."""
        return bool(self.roles - ADMINISTRATORS)


def _standing(request: HttpRequest) -> Standing:
    address = request.META.get("REMOTE_ADDR", "")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Standing(stranger(address))
    held = posts_of(user.pk)
    organs = tuple(dict.fromkeys(post.organ for post in held))
    chosen = request.session.get(ORGAN)
    organ = next((o for o in organs if o.pk == chosen), organs[0] if organs else None)
    here = [post for post in held if post.organ == organ]
    names = tuple(str(post.get_role_display()) for post in here)
    with translation.override(settings.LANGUAGE_CODE):  # as the record will say it
        label = (
            f"{organ.name} {'、'.join(str(p.get_role_display()) for p in here)}" if organ else ""
        )
    return Standing(
        Actor(user.pk, user.name, label[:200], organ.pk if organ else None, address),
        organ,
        organs,
        frozenset(Role(post.role) for post in here),
        names,
        any(post.role == Role.AUDIT for post in held),
    )
