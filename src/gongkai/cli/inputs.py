"""What the user named: files, folders (walked through) and standard input."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os.path import realpath  # unlike Path.resolve it bears links in a circle
from pathlib import Path

from gongkai.errors import InputError
from gongkai.readers.bounds import MAX_BYTES

# The endings looked for in a folder. A file named by itself is read whatever it is called.
_READ_IN_FOLDERS = (
    ".txt .md .html .htm .mht .mhtml .docx .doc .wps .rtf .odt .pdf .ofd .xlsx .xls .et"
)
KNOWN = tuple(_READ_IN_FOLDERS.split())
# Notes that stand beside reports by custom: never reports themselves.
NOTES = ("readme.md", "readme.txt", "errors.md", "source.txt")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read; `data` holds what came through standard input."""

    path: str
    data: bytes | None = None


def gather(names: Sequence[str], *, stdin_name: str = "") -> tuple[Input, ...]:
    """Return every file named or found in a folder named, each once, in a stable order.

    Raises InputError for a folder without reports. A file that is not there is returned all the
    same: reading it says so, and the others go on.
    """
    found: dict[str, Input] = {}
    for name in names:
        if name == STDIN:
            found.setdefault(
                STDIN, Input(stdin_name or STDIN, sys.stdin.buffer.read(MAX_BYTES + 1))
            )
        elif name and Path(name).is_dir():
            if not os.access(name, os.R_OK | os.X_OK):
                raise InputError("cli.not_permitted", name=name)
            inside = list(walk(Path(name)))
            if not inside:
                raise InputError("cli.folder_without_reports", name=name, known=" ".join(KNOWN))
            for path in inside:
                found.setdefault(realpath(path), Input(str(path)))
        else:
            found.setdefault(realpath(name), Input(name))
    return tuple(found.values())


def walk(folder: Path) -> Iterable[Path]:
    """Yield the files of a folder that may be reports, links that are dead too, by folder and name."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        known = path.suffix.lower() in KNOWN and not path.name.lower().endswith(NOTES)
        if known and not hidden and (path.is_file() or _is_dead(path)):
            yield path


def _is_dead(path: Path) -> bool:
    """Whether a name is a link to nothing: whoever put it there meant a report to be read."""
    return path.is_symlink() and not path.exists()


def single(names: Sequence[str]) -> bool:
    """Whether the user named exactly one file (or standard input), not a folder."""
    return len(names) == 1 and not Path(names[0]).is_dir()


def stems(inputs: Sequence[Input]) -> dict[str, str]:
    """Return a file name without ending for each input, no two alike.

    Files of one name in several folders take the folder's name with them; what is still alike is
    numbered.
    """
    paths = {entry.path: Path(entry.path) for entry in inputs}
    plain = [path.stem for path in paths.values()]
    names: dict[str, str] = {}
    taken: set[str] = set()
    for given, path in paths.items():
        alike = plain.count(path.stem) > 1 and path.parent.name
        stem = f"{path.parent.name}-{path.stem}" if alike else path.stem
        stem = "stdin" if given == STDIN else stem
        unique, number = stem, 2
        while unique in taken:
            unique, number = f"{stem}-{number}", number + 1
        taken.add(unique)
        names[given] = unique
    return names
