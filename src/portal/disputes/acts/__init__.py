"""Acts on disputes; importing this package registers them."""

from portal.disputes.acts import erasing, keeping, opening, steps

__all__ = ["erasing", "keeping", "opening", "steps"]
