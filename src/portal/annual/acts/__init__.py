"""Every act on annual reports."""

from portal.annual.acts.archiving import ArchiveReport

__all__ = ["ArchiveReport"]
