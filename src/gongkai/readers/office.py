"""Legacy word processing (.doc, .wps, .rtf, .odt): LibreOffice turns it into DOCX, `docx` reads it.

LibreOffice guesses formats from noise, answers 0 when it fails, can run macros and can hang. So the
bytes are checked first and the import filter forced; each call has a profile of its own with macros
and outside links off, a process group of its own, and an end; the output file alone is believed.
Places are those of the converted document, as `docx` defines them.
"""

import contextlib
import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gongkai.errors import MissingProgram, UnreadableInput
from gongkai.readers import docx
from gongkai.readers.document import Document
from gongkai.readers.ole import CompoundFile
from gongkai.readers.sniff import Format, sniff
from gongkai.readers.zipfiles import open_archive

MAX_BYTES = 60 << 20
SECONDS = 40  # for a call; every further file adds a few
_SECONDS_MORE = 5
_MEMORY = 1 << 30  # address space; an ordinary report takes 480 MB of it

_FILTERS = {
    Format.DOC: "MS Word 97",
    Format.RTF: "Rich Text Format",
    Format.ODT: "writer8",
    Format.DOCX: "MS Word 2007 XML",
    Format.XLS: "MS Excel 97",
    Format.ODS: "calc8",
    Format.XLSX: "Calc MS Excel 2007 XML",
}
_SHEETS = (Format.XLS, Format.ODS, Format.XLSX)
_TARGETS = {
    Format.DOCX: "docx:MS Word 2007 XML",
    Format.XLSX: "xlsx:Calc MS Excel 2007 XML",
}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
_RTF_WORD = re.compile(rb"\\[a-z]{2,}")
_RTF_BINARY = re.compile(rb"\\bin(\d+)")
_NOISE = bytes({*range(0x20)} - {0, 9, 10, 13})
_WORD_MAGIC = 0xA5EC
_WORD_ENCRYPTED = 0x0100


def parse(data: bytes, *, name: str = "") -> Document:
    """Return a legacy document as paragraphs and grids; `meta` says what it was converted from.

    Raises MissingProgram where LibreOffice is not installed, UnreadableInput where the file is
    empty, damaged, encrypted, too large, of another kind, or cannot be converted in time.
    """
    (result,) = convert_many([(name, data)])
    if isinstance(result, UnreadableInput):
        raise result
    kind = sniff(data, name)
    return replace(
        docx.parse(result),
        media_type=kind.media_type,
        meta={"converted_from": kind.value, "converted_by": "LibreOffice"},
    )


def convert_many(files: Sequence[tuple[str, bytes]]) -> list[bytes | UnreadableInput]:
    """Return each file (name, bytes) as DOCX, or the error that says why not, in the same order.

    One start of LibreOffice serves all files of a kind: 0.35 s a file instead of 1.5 s. Raises
    MissingProgram where there is something to convert and LibreOffice is not installed.
    """
    results: list[bytes | UnreadableInput] = []
    waiting: dict[Format, list[int]] = {}
    for number, (name, data) in enumerate(files):
        results.append(UnreadableInput("readers.not_converted"))
        try:
            waiting.setdefault(check(data, name), []).append(number)
        except UnreadableInput as error:
            results[number] = error
    for kind, numbers in waiting.items():
        for number, converted in _convert(kind, {n: files[n][1] for n in numbers}).items():
            results[number] = converted
    return results


def check(data: bytes, name: str) -> Format:
    """Return what a file is after looking into it, so that no noise reaches LibreOffice.

    Raises UnreadableInput where it is empty, damaged, encrypted, too large or of another kind.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableInput("readers.too_large", megabytes=len(data) >> 20, limit=MAX_BYTES >> 20)
    kind = sniff(data, name)
    if kind is Format.EMPTY:
        raise UnreadableInput("readers.empty_file")
    if kind is Format.ENCRYPTED:
        raise UnreadableInput("readers.encrypted")
    if kind is Format.OLE:
        raise UnreadableInput("readers.ole_damaged")
    if kind is Format.DOC:
        _check_word(data)
    elif kind is Format.RTF:
        _check_rtf(data)
    elif kind is Format.ODT:
        _check_odt(data)
    else:
        raise UnreadableInput("readers.wrong_content", expected="Word")
    return kind


def _check_word(data: bytes) -> None:
    """Look at the head of the Word stream ([MS-DOC] 2.5.2): its magic number and password flag."""
    head = CompoundFile(data).read("WordDocument")
    if len(head) < 0x60 or struct.unpack_from("<H", head)[0] != _WORD_MAGIC:
        raise UnreadableInput("readers.ole_damaged")
    if struct.unpack_from("<H", head, 0x0A)[0] & _WORD_ENCRYPTED:
        raise UnreadableInput("readers.encrypted")


def _check_rtf(data: bytes) -> None:
    """Refuse bytes that only begin like RTF: it is text, with control words and few odd bytes."""
    sample = data[:65536]
    odd = len(sample) - len(sample.translate(None, _NOISE))
    if len(_RTF_WORD.findall(sample)) < 3 or odd * 50 > len(sample):
        raise UnreadableInput("readers.wrong_content", expected="RTF")
    if any(len(n[1]) > 9 or int(n[1]) > len(data) for n in _RTF_BINARY.finditer(data)):
        raise UnreadableInput("readers.ole_damaged")  # LibreOffice would make room for all of it


def _check_odt(data: bytes) -> None:
    """Open the container within bounds, and its text without a DTD."""
    archive = open_archive(data)
    if b"encryption-data" in (archive.get("META-INF/manifest.xml") or b""):
        raise UnreadableInput("readers.encrypted")
    archive.xml("content.xml")


def converted(
    kind: Format, target: Format, files: Sequence[bytes], *, fonts: Path | None = None
) -> list[bytes | UnreadableInput]:
    """Return files of one kind as DOCX, XLSX or PDF in one call, each or the error that says why not.

    The files have been looked into by their reader: noise must not reach LibreOffice. `fonts` is a
    folder of fonts to use besides the system's. Raises MissingProgram.
    """
    made = _convert(kind, dict(enumerate(files)), target, fonts) if files else {}
    return [made[number] for number in range(len(files))]


def _convert(
    kind: Format,
    files: dict[int, bytes],
    target: Format = Format.DOCX,
    fonts: Path | None = None,
) -> dict[int, bytes | UnreadableInput]:
    """Convert files of one kind in one call; what did not come out is an error of its own."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise MissingProgram(
            "readers.no_libreoffice",
            package="libreoffice-calc" if kind in _SHEETS else "libreoffice-writer",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        settings = room / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        if fonts is not None:
            (room / ".fonts").symlink_to(fonts, target_is_directory=True)
        sources = [room / f"{number}.{kind.value}" for number in files]
        for path, data in zip(sources, files.values(), strict=True):
            path.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(room / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
            f"--infilter={_FILTERS[kind]}",
            *("--convert-to", _spelt(kind, target), "--outdir", str(room / "out")),
            *map(str, sources),
        ]
        in_time = _run(command, room, SECONDS + _SECONDS_MORE * (len(files) - 1))
        failure = "readers.not_converted" if in_time else "readers.conversion_timeout"
        made = {number: room / "out" / f"{number}.{target.value}" for number in files}
        return {
            number: path.read_bytes() if path.is_file() else UnreadableInput(failure)
            for number, path in made.items()
        }


def _spelt(kind: Format, target: Format) -> str:
    """Return a target as LibreOffice wants it said."""
    if target is Format.PDF:
        return f"pdf:{'calc' if kind in _SHEETS else 'writer'}_pdf_Export"
    return _TARGETS[target]


def _run(command: list[str], room: Path, seconds: float) -> bool:
    """Run LibreOffice, at most `seconds` long; whether it ended by itself."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(room),
        "TMPDIR": str(room),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        command,
        cwd=room,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _bound(process.pid, int(seconds) + 1)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:  # the launcher's children too, also when this call is interrupted
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True


def _bound(pid: int, seconds: int) -> None:
    """Bound memory and time by the system too: they hold even where this process is killed."""
    try:
        from resource import RLIMIT_AS, RLIMIT_CPU, prlimit
    except ImportError:  # not Linux: the wait is the only bound
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        prlimit(pid, RLIMIT_AS, (_MEMORY, _MEMORY))
        prlimit(pid, RLIMIT_CPU, (seconds, seconds))
