"""The file a backup is: a ZIP of rows, files and a manifest that says what must be in it.

    db/<table>.jsonl   one row a line, columns in the order the manifest gives
    files/<path>       what stands in MEDIA_ROOT
    manifest.json      written last: tables with rows and SHA-256, files with size and SHA-256, the
                       migrations of the program that made it, number and digest of the newest record

The same file goes into SQLite and into PostgreSQL, whichever it came from.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20


class BadBackup(Exception):
    """The file cannot be restored; the text says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table must hold."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file must be."""

    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    migrations: list[str]
    records: int
    digest: str
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, Kept] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the manifest as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest; raises BadBackup."""
    try:
        raw = json.loads(archive.read(MANIFEST))
        if raw.pop("format") != FORMAT:
            raise BadBackup("备份的格式不是这个版本能识别的。")
        tables = {name: Table(**one) for name, one in raw.pop("tables").items()}
        files = {name: Kept(**one) for name, one in raw.pop("files").items()}
        manifest = Manifest(**raw, tables=tables, files=files)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise BadBackup("备份已损坏：清单读不出来。") from error
    for name in manifest.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            raise BadBackup(f"备份已损坏：清单里有不该有的路径“{name[:80]}”。")
    return manifest


def open_archive(path: Path) -> zipfile.ZipFile:
    """Return the opened backup; raises BadBackup where it is none or was cut off."""
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise BadBackup(f"没有这个文件：{path}") from error
    except (zipfile.BadZipFile, OSError) as error:
        raise BadBackup("这不是完整的备份文件（可能没有传完）。") from error


class Hashed:
    """A stream that knows the digest and the size of what went through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._sum, self.size = stream, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        """Write and count."""
        self._sum.update(data)
        self.size += len(data)
        self._stream.write(data)

    @property
    def digest(self) -> str:
        """Return the digest so far."""
        return self._sum.hexdigest()


def member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Return an opened member; raises BadBackup where it is missing."""
    try:
        return archive.open(name)
    except (KeyError, zipfile.BadZipFile) as error:
        raise BadBackup(f"备份已损坏：缺少 {name}。") from error


def pieces(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield a member's bytes; raises BadBackup where they cannot be read."""
    try:
        while piece := stream.read(PIECE):
            yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise BadBackup(f"备份已损坏：{name} 读不出来。") from error


def check(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every member and compare its digest; raises BadBackup for the first that differs."""
    wanted: dict[str, str] = {f"db/{n}.jsonl": t.sha256 for n, t in manifest.tables.items()}
    wanted |= {f"files/{n}": k.sha256 for n, k in manifest.files.items()}
    for name, digest in wanted.items():
        total: Any = hashlib.sha256()
        with member(archive, name) as stream:
            for piece in pieces(stream, name):
                total.update(piece)
        if total.hexdigest() != digest:
            raise BadBackup(f"备份已损坏：{name} 与清单不符。")
