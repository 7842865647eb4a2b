"""Acts on registers; importing this package registers them."""

from portal.registers.acts import counts, entries, importing, normative, powers, rules

__all__ = ["counts", "entries", "importing", "normative", "powers", "rules"]
