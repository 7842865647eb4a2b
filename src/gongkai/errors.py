"""What can go wrong, and how it is said: every sentence a person reads comes from a wording file.

Each package keeps its sentences in ``wording.toml`` (``[code]`` with ``zh`` and ``en``), Chinese
first. A code is ``"package.name"``: ``say("readers.empty_file", path="a.pdf")``.

    GongkaiError                 anything the caller can act on, in one sentence
    ├── InputError               a file, form or command line that cannot be used
    │   ├── UnreadableInput      bytes from which no report can be read
    │   └── MissingProgram       a reader needs a program or extra that is not installed
    ├── LawError                 what the law data does not allow or does not know
    │   ├── CalendarUnknown      a year without a published holiday notice
    │   ├── NotAllowed           an event the law does not allow at this point
    │   └── UnknownEdition       no statutory form for that year
    └── DataError                the project's own data files contradict themselves
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

Lang = Literal["zh", "en"]


@cache
def _wording(package: str) -> dict[str, dict[str, str]]:
    """Return the sentences of one package, code -> language -> template."""
    path = resources.files("gongkai")
    if package != "core":
        path = path / package
    data = tomllib.loads((path / "wording.toml").read_text(encoding="utf-8"))
    return {code: dict(entry) for code, entry in data.items()}


def say(code: str, /, lang: Lang = "zh", **facts: object) -> str:
    """Return the sentence `code` in `lang` with `facts` filled in.

    `code` is ``"package.name"``; top-level modules use the package ``core``.
    Raises KeyError for an unknown code: that is a bug, never bad input.
    """
    package, _, name = code.partition(".")
    return _wording(package)[name][lang].format(**facts)


class GongkaiError(Exception):
    """A named failure that says in one sentence what happened and what to do."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def sentence(self, lang: Lang = "zh") -> str:
        """Return the failure as one sentence for a person."""
        return say(self.code, lang, **self.facts)

    def __str__(self) -> str:
        return self.sentence()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.facts))


def _rebuild(kind: type[GongkaiError], code: str, facts: dict[str, object]) -> GongkaiError:
    """Rebuild an error that crossed a process boundary."""
    return kind(code, **facts)


class InputError(GongkaiError):
    """A file, form or command line that cannot be used."""


class UnreadableInput(InputError):
    """Bytes from which no report can be read."""


class MissingProgram(InputError):
    """A reader needs a program or an optional extra that is not installed."""


class LawError(GongkaiError):
    """What the law data does not allow or does not know."""


class CalendarUnknown(LawError):
    """A year whose holiday notice is not in the calendar: nothing is guessed."""


class NotAllowed(LawError):
    """An event that the law does not allow at this point."""


class UnknownEdition(LawError):
    """No statutory form is in force for that year."""


class DataError(GongkaiError):
    """The project's own data files contradict themselves."""
