"""Who acts: a person in a post at an organ, the system itself, or a stranger at the public site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as a record keeps it.

    user_id   None for the system and for a stranger
    post      the post's name with its organ, as the record says it
    organ_id  the organ acted for
    address   where the request came from, "" inside the machine
    """

    user_id: int | None
    name: str
    post: str = ""
    organ_id: int | None = None
    address: str = ""


SYSTEM = Actor(None, "系统")


def stranger(address: str) -> Actor:
    """Return someone who has not logged in."""
    return Actor(None, "公众", address=address)
