"""The public face of a document: whoever has to follow its changes is told in the same transaction.

The search index, the counts of the lists, the channels and the registers follow what is public. They
say so once, in their `AppConfig.ready`; acts call `changed` and know none of them.
"""

from collections.abc import Callable

from portal.publishing.models import Document

_FOLLOWERS: list[Callable[[Document], None]] = []


def follow(follower: Callable[[Document], None]) -> None:
    """Call `follower` inside the transaction whenever what the public sees of a document changed."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def changed(document: Document) -> None:
    """Tell every follower; the document is saved and carries its new standing."""
    for follower in _FOLLOWERS:
        follower(document)
