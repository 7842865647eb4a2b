"""Any file as the PDF that its print would be, without what it hides."""

from dataclasses import dataclass

from gongkai.errors import InputError, UnreadableInput
from gongkai.readers.bounds import refuse_size
from gongkai.readers.sniff import Format, sniff


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and codes of sentences on what was left out of it."""

    pdf: bytes
    notes: tuple[str, ...] = ()


def printed(content: bytes, name: str = "") -> Printed:
    """Return a file as PDF.

    Raises UnreadableInput where it cannot be opened, InputError where its kind cannot be redacted.
    """
    refuse_size(len(content))
    kind = sniff(content, name)
    if kind is Format.EMPTY:
        raise UnreadableInput("readers.empty_file")
    if kind is Format.ENCRYPTED:
        raise UnreadableInput("readers.encrypted")
    if kind is Format.PDF:
        return Printed(content)
    raise InputError("redaction.unknown_kind", name=name or kind.value)
