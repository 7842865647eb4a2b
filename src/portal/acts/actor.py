"""Who acts: a person in a post at an organ, a key of an organ, the system itself, or a stranger."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as a record keeps it.

    user_id   None for the system, for a key and for a stranger
    post      the post's name with its organ, as the record says it
    organ_id  the organ acted for
    address   where the request came from, "" inside the machine
    carries   the roles that a key of the organ carries, where no person acts
    """

    user_id: int | None
    name: str
    post: str = ""
    organ_id: int | None = None
    address: str = ""
    carries: tuple[str, ...] = ()


SYSTEM = Actor(None, "系统")


def stranger(address: str) -> Actor:
    """Return someone who has not logged in."""
    return Actor(None, "公众", address=address)
