"""Acts on disputes; importing this package registers them."""

from portal.disputes.acts import keeping, opening, steps

__all__ = ["keeping", "opening", "steps"]
