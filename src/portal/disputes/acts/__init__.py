"""Acts on disputes; importing this package registers them."""

from portal.disputes.acts import erasing, keeping, opening, reminding, steps

__all__ = ["erasing", "keeping", "opening", "reminding", "steps"]
