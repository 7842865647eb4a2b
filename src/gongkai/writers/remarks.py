"""What is said beside a figure when a document is given back."""

from dataclasses import dataclass

from gongkai.forms.filled import Origin


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say at one place; None for the top of the document. `level` is one word."""

    level: str
    text: str
    place: Origin | None
