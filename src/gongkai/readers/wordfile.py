"""The package around a Word document: opening it, its parts, its numbering and what it takes in."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Paragraph
from gongkai.readers.document import Block
from gongkai.readers.numbering import Numbering, W
from gongkai.readers.sniff import Format, sniff
from gongkai.readers.zipfiles import Archive, open_archive, parse_xml

MAX_BYTES = 100 << 20

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
# Three quarters of a Word file are empty elements of formatting; parsing goes four times as fast
# without them. None of them says anything about text, place or change.
_FORMATTING = re.compile(
    rb"<w:(?:rFonts|bCs|b|szCs|sz|color|lang|kern|spacing|ind|jc|keepNext|keepLines|widowControl|"
    rb"suppressLineNumbers|shd|tcW|vAlign|top|left|bottom|right|insideH|insideV)(?: [^<>]*)?/>"
)


@dataclass(frozen=True, slots=True)
class WordFile:
    """An opened Word document.

    root    the root element of its main part
    chunks  by relationship, the web pages that it takes in whole (w:altChunk)
    """

    root: etree._Element
    numbering: Numbering
    chunks: dict[str, tuple[Block, ...]]
    title: str


def open_word(data: bytes) -> WordFile:
    """Open a .docx or .docm held in memory.

    Raises UnreadableInput where it is empty, damaged, encrypted, too large or no Word document.
    """
    archive = _opened(data)
    root = _part(archive, _main_part(archive))
    numbering = Numbering()
    if "word/numbering.xml" in archive:
        numbering = Numbering(_part(archive, "word/numbering.xml"), lambda: _styles(archive))
    return WordFile(root, numbering, _chunks(archive, root), _title(archive))


def _opened(data: bytes) -> Archive:
    if len(data) > MAX_BYTES:
        raise UnreadableInput("readers.too_large", megabytes=len(data) >> 20, limit=MAX_BYTES >> 20)
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE2 file: OOXML under a password is one
        raise UnreadableInput("readers.encrypted")
    if data and not data.startswith(b"PK"):
        raise UnreadableInput("readers.wrong_content", expected="Word")
    return open_archive(data)


def _main_part(archive: Archive) -> str:
    """Return the name of the document's main part, which a few makers call otherwise."""
    if "word/document.xml" in archive:
        return "word/document.xml"
    if "_rels/.rels" in archive:
        for link in archive.xml("_rels/.rels"):
            if (link.get("Type") or "").endswith("/officeDocument"):
                return (link.get("Target") or "").lstrip("/")
    raise UnreadableInput("readers.wrong_content", expected="Word")


def _part(archive: Archive, name: str) -> etree._Element:
    return _parsed(archive.read(name))


def _parsed(data: bytes) -> etree._Element:
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    return parse_xml(_FORMATTING.sub(b"", data))


def _styles(archive: Archive) -> etree._Element | None:
    """Return the styles where any of them numbers its paragraphs."""
    data = archive.get("word/styles.xml")
    return _parsed(data) if data is not None and b"numPr" in data else None


def _chunks(archive: Archive, root: etree._Element) -> dict[str, tuple[Block, ...]]:
    """Return, by relationship, the web pages that a document takes in whole (w:altChunk).

    Programs that make Word files out of web pages write nothing else. Their places are unknown.
    """
    from gongkai.readers import html, mht  # rare: not worth their import for every Word file

    links = "word/_rels/document.xml.rels"
    if root.find(f".//{W}altChunk") is None or links not in archive:
        return {}
    chunks: dict[str, tuple[Block, ...]] = {}
    for link in archive.xml(links):
        target = (link.get("Target") or "").lstrip("/")
        part = target if target in archive else f"word/{target}"
        if (link.get("Type") or "").endswith("/aFChunk") and part in archive:
            data = archive.read(part)
            read = {Format.MHT: mht.parse, Format.HTML: html.parse}.get(sniff(data, part))
            if read is not None:
                chunks[link.get("Id") or ""] = tuple(_placeless(b) for b in read(data).blocks)
    return chunks


def _placeless(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, origin=None)
    return replace(block, origin=None, cells=tuple(replace(c, origin=None) for c in block.cells))


def _title(archive: Archive) -> str:
    if "docProps/core.xml" not in archive:
        return ""
    title = archive.xml("docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    return (title.text or "").strip() if title is not None else ""
