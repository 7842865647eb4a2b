"""Bring the English of the portal up to date: `make messages`.

Each app keeps its own catalogue, `src/portal/<app>/locale/en/LC_MESSAGES/django.po`, compiled beside
it; what stands outside the apps is in `src/portal/locale`. All strings are extracted anew, translations
are kept, what is no longer said is dropped. Ends with 1 and names what is still to be translated, or
what one catalogue translates otherwise than another (Django knows a string once, whatever app says it).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PORTAL = Path(__file__).resolve().parents[1] / "src" / "portal"
CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
SPOKEN = (".py", ".html", ".txt")
ABOUT = "# English of the portal; the strings in the source are Chinese. Brought up to date by `make messages`."
HEADERS = [
    ("Project-Id-Version", "gongkai"),
    ("Language", "en"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
]
_QUIET = {"python-format", "python-brace-format"}


def folders() -> list[Path]:
    """Return every folder with a catalogue of its own: the apps that say something, and the rest."""
    return [PORTAL, *(f.parent for f in sorted(PORTAL.glob("*/apps.py")) if _speaks(f.parent))]


def _speaks(folder: Path) -> bool:
    return any(_MARKS.search(f.read_text(encoding="utf-8")) for f in _sources(folder))


_MARKS = re.compile(r"gettext|\{% (blocktranslate|translate)\b")


def _sources(folder: Path) -> list[Path]:
    found = folder.glob("*") if folder == PORTAL else folder.rglob("*")
    return sorted(f for f in found if f.suffix in SPOKEN and f.is_file())


def extract(folder: Path) -> Catalog:
    """Return what the sources of a folder say, untranslated, in the order in which they say it.

    Raises FileNotFoundError where xgettext is missing.
    """
    if shutil.which("xgettext") is None:
        raise FileNotFoundError("xgettext")
    with tempfile.TemporaryDirectory() as place:
        for source in _sources(folder):
            copy = Path(place, source.relative_to(folder))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        said = Path(place, CATALOGUE)
        said.parent.mkdir(parents=True)
        command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location"]
        quiet = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(command, cwd=place, env=quiet, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        if not said.exists():
            return Catalog(locale="en")
        return read_po(BytesIO(said.read_bytes()), locale="en")


def read(folder: Path) -> Catalog:
    """Return a folder's catalogue as it is kept, empty where there is none."""
    path = folder / CATALOGUE
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale="en")


def merged(said: Catalog, kept: Catalog) -> Catalog:
    """Return what is said with the translations that were kept; nothing is guessed."""
    whole = Catalog(locale="en")
    for one in messages(said):
        old = kept.get(_first(one), one.context)
        known = old is not None and old.id == one.id and not old.fuzzy
        flags = set(one.flags) & _QUIET
        comments = [line for line in one.auto_comments if line]
        whole.add(
            one.id,
            old.string if known and old is not None else None,
            flags=flags,
            auto_comments=comments,
            context=one.context,
        )
    return whole


def messages(catalogue: Catalog) -> list[Message]:
    """Return the messages of a catalogue without its header."""
    return [one for one in catalogue if one.id]


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def as_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as a .po file: no dates, no places, the same each time."""
    out = BytesIO()
    write_po(out, catalogue, width=100, no_location=True, omit_header=True, ignore_obsolete=True)
    header = "".join(f'"{name}: {value}\\n"\n' for name, value in HEADERS)
    top = f'{ABOUT}\nmsgid ""\nmsgstr ""\n{header}\n'
    return top.encode() + out.getvalue().strip() + b"\n"


class _Dateless(Catalog):
    """A catalogue whose header says nothing of the moment or the program that wrote it."""

    mime_headers = HEADERS


def compiled(text: bytes) -> bytes:
    """Return a .po file as Django reads it."""
    out, whole = BytesIO(), _Dateless(locale="en")
    for one in messages(read_po(BytesIO(text), locale="en")):
        whole.add(one.id, one.string, context=one.context)
    write_mo(out, whole)
    return out.getvalue()


def strings(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each number."""
    found = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(one or "" for one in found)


def disagreements(catalogues: dict[str, Catalog]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what is translated in more than one way: the string, then the words by catalogue."""
    said: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for name, catalogue in catalogues.items():
        for one in messages(catalogue):
            said["|".join((one.context or "", _first(one)))][name] = strings(one)
    return {one: words for one, words in said.items() if len(set(words.values())) > 1}


def main() -> int:
    """Write every catalogue anew; say what is missing."""
    faults = 0
    catalogues = {}
    for folder in folders():
        name = folder.name
        catalogue = catalogues[name] = merged(extract(folder), read(folder))
        path = folder / CATALOGUE
        path.parent.mkdir(parents=True, exist_ok=True)
        text = as_text(catalogue)
        path.write_bytes(text)
        path.with_suffix(".mo").write_bytes(compiled(text))
        empty = [one.id for one in messages(catalogue) if not all(strings(one))]
        print(f"{name}: {len(messages(catalogue))} strings, {len(empty)} without English")
        for one in empty:
            print(f"  {one!r}")
        faults += len(empty)
    for one, words in disagreements(catalogues).items():
        if all(all(each) for each in words.values()):
            print(f"{one!r} is said in more than one way: {words}")
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
