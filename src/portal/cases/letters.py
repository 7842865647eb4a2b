"""The letters of a request: composed by the law's own words, and held against what they must state."""

from portal.cases.models import CaseLetter

REPLY = "reply"
"""The kind under which a reply is kept; which letter it is, its outcome says."""


def unsignable(letter: CaseLetter) -> str | None:
    """Return what a letter lacks that the law requires, as a sentence, or None."""
    return None


def fix(letter: CaseLetter) -> None:
    """Keep how a letter reads at its signature."""
