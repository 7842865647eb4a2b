"""Acts on channels; importing this package registers them."""

from portal.channels.acts import handover, log, register, silence

__all__ = ["handover", "log", "register", "silence"]
