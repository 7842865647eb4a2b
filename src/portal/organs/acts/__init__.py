"""Acts on organs and posts; importing this package registers them."""

from portal.organs.acts import accounts, lifecycle, posts

__all__ = ["accounts", "lifecycle", "posts"]
