"""Zip containers and their XML, opened without trusting them (DOCX, XLSX, ODS, OFD).

Nothing is ever written to disk, so member names can do no harm; what can is size. A member is
refused by what the directory declares and again by what really comes out while it is unpacked.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from gongkai.errors import UnreadableInput

MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 64 << 20  # one unpacked member
MAX_TOTAL_BYTES = 256 << 20  # all members, declared; and all that is read, really unpacked
MAX_RATIO = 250  # unpacked to packed; Word's most repetitive tables stay under 60
RATIO_FREE_BYTES = 4 << 20  # a member this small is harmless at any ratio
MAX_TAGS = 1_000_000  # of one XML part: a tree of more would take hundreds of megabytes

_CHUNK = 1 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # LZMA may claim gigabytes for its dictionary


@dataclass(slots=True)
class Archive:
    """An opened zip file; `read` and `xml` find members whatever their case and slashes.

    names  the members as written in the directory, folders left out
    """

    names: tuple[str, ...]
    _zip: zipfile.ZipFile
    _by_key: dict[str, zipfile.ZipInfo]
    _left: int = field(default=MAX_TOTAL_BYTES)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._by_key

    def read(self, name: str) -> bytes:
        """Return the bytes of a member.

        Raises UnreadableInput where it is missing, damaged, encrypted or unpacks to too much.
        """
        info = self._by_key.get(_key(name))
        if info is None:
            raise UnreadableInput("readers.zip_part_missing", part=name)
        _refuse_size(info.file_size, info.compress_size)
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise UnreadableInput("readers.zip_bomb")
                    _refuse_size(size, info.compress_size)
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise UnreadableInput("readers.zip_damaged") from error
        except (RuntimeError, ValueError) as error:  # a password is asked for; a nonsense offset
            raise UnreadableInput("readers.zip_damaged") from error
        return b"".join(parts)

    def get(self, name: str) -> bytes | None:
        """Return the bytes of a member, or None where there is none."""
        return self.read(name) if name in self else None

    def xml(self, name: str) -> etree._Element:
        """Return the root element of a member; raises UnreadableInput as `read` and `parse_xml`."""
        return parse_xml(self.read(name))


def _key(name: str) -> str:
    """Return a member name as it is compared: some makers write ``\\`` and odd capitals."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _is_bomb(size: int, packed: int) -> bool:
    """Whether a member unpacks to a size that only a bomb has for what is packed."""
    return size > RATIO_FREE_BYTES and size > MAX_RATIO * max(packed, 1)


def _refuse_size(size: int, packed: int) -> None:
    """Raise UnreadableInput where unpacking gives more than any report needs."""
    if size > MAX_MEMBER_BYTES or _is_bomb(size, packed):
        raise UnreadableInput("readers.zip_bomb")


def open_archive(data: bytes) -> Archive:
    """Open a zip container held in memory.

    Raises UnreadableInput where it is empty, damaged, encrypted, packed by a method that office
    formats do not use, or declares more members or bytes than any report needs.
    """
    if not data:
        raise UnreadableInput("readers.empty_file")
    # Counted before the directory is built: a million entries would take seconds.
    if data.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:
        raise UnreadableInput("readers.zip_bomb")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadableInput("readers.zip_damaged") from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_MEMBERS or sum(i.file_size for i in infos) > MAX_TOTAL_BYTES:
        raise UnreadableInput("readers.zip_bomb")
    for info in infos:
        if info.flag_bits & 0x1:
            raise UnreadableInput("readers.encrypted")
        if info.compress_type not in _METHODS:
            raise UnreadableInput("readers.zip_damaged")
        if _is_bomb(info.file_size, info.compress_size):
            raise UnreadableInput("readers.zip_bomb")
    return Archive(
        tuple(info.filename for info in infos),
        archive,
        {_key(info.filename): info for info in infos},
    )


def parse_xml(data: bytes) -> etree._Element:
    """Return the root element of an XML document, without network, entities, comments or DTD.

    Raises UnreadableInput where it has a DTD, more than `MAX_TAGS`, is not well-formed, or nests deeper than the 256
    levels that libxml2 allows unless `huge_tree` is on.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableInput("readers.xml_dtd")
    if data.count(b"<") > MAX_TAGS:
        raise UnreadableInput("readers.too_many_elements", limit=MAX_TAGS)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise UnreadableInput("readers.xml_damaged") from error
    if root.getroottree().docinfo.internalDTD is not None:  # a DTD written in UTF-16 or EBCDIC
        raise UnreadableInput("readers.xml_dtd")
    return root
