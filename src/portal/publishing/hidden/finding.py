"""What a file carried besides what it shows, and what was done about it."""

from dataclasses import dataclass
from typing import TypedDict


class Kept(TypedDict):
    """A finding as it is stored with its file."""

    code: str
    words: str
    open: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing hidden in a file.

    words  what it is and what was done, for the clerk
    open   it could not be taken out: somebody has to look before the file is published
    """

    code: str
    words: str
    open: bool = False

    def kept(self) -> Kept:
        """Return the finding as it is stored."""
        return {"code": self.code, "words": self.words, "open": self.open}


@dataclass(frozen=True, slots=True)
class Stripped:
    """A file without what it hid, and what that was."""

    data: bytes
    findings: tuple[Finding, ...] = ()
