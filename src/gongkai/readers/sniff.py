"""What a file is, by its bytes first and its name last: extensions of published files often lie."""

import re
from enum import StrEnum
from pathlib import PurePath

from gongkai.errors import UnreadableInput
from gongkai.readers.encoding import decode

_HEAD = 4096


class Format(StrEnum):
    """The kinds of file that are told apart; the last five cannot be read."""

    TXT = "txt"
    HTML = "html"
    MHT = "mht"
    JSON = "json"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    OFD = "ofd"
    PDF = "pdf"
    DOC = "doc"  # Word 97 binary; .wps of WPS Office is the same
    XLS = "xls"  # Excel 97 binary; .et of WPS Office is the same
    RTF = "rtf"
    IMAGE = "image"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"  # OOXML inside an OLE2 file, under a password
    ZIP = "zip"  # a zip container of another kind
    OLE = "ole"  # an OLE2 file of another kind
    BINARY = "binary"

    @property
    def media_type(self) -> str:
        """The media type, as the source of a result names it."""
        return _MEDIA_TYPES.get(self, "application/octet-stream")


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    Format.TXT: "text/plain",
    Format.HTML: "text/html",
    Format.MHT: "multipart/related",
    Format.JSON: "application/json",
    Format.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Format.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.OFD: "application/ofd",
    Format.PDF: "application/pdf",
    Format.DOC: "application/msword",
    Format.XLS: "application/vnd.ms-excel",
    Format.RTF: "application/rtf",
    Format.ZIP: "application/zip",
}

_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"GIF87a",
    b"GIF89a",
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|tr|td|div|p|span|br|h[1-6]|font)\b", re.I
)
_MIME = re.compile(rb"^(?:mime-version|from|subject|content-type|date|x-[\w-]+)\s*:", re.I | re.M)
_PARTS = re.compile(rb"content-type\s*:\s*(?:multipart/|text/html)", re.I)
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[\]{\"\d-])")


def sniff(data: bytes, name: str = "") -> Format:
    """Return what `data` is; `name` decides only between kinds of text. Never raises."""
    head = data[:_HEAD]
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff") and not data.strip(
        b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"
    ):
        return Format.EMPTY
    if head.startswith(_IMAGES):
        return Format.IMAGE
    if head.startswith(_OLE):
        return _compound_kind(data)
    if head.startswith(_ZIP):
        return _zip_kind(data)
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Format.RTF
    if b"\x00" not in head and _MIME.match(head.lstrip()) and _PARTS.search(data[: 16 * _HEAD]):
        return Format.MHT
    return _text_kind(data, PurePath(name).suffix.lower())


def _compound_kind(data: bytes) -> Format:
    """Tell OLE2 files apart by the streams under their root."""
    from gongkai.readers.ole import CompoundFile

    try:
        streams = CompoundFile(data).streams
    except UnreadableInput:
        return Format.OLE
    if "EncryptedPackage" in streams:
        return Format.ENCRYPTED
    if "WordDocument" in streams:
        return Format.DOC
    if streams & {"Workbook", "WORKBOOK", "Book", "BOOK"}:
        return Format.XLS
    return Format.OLE


def _zip_kind(data: bytes) -> Format:
    """Tell zip containers apart by their own statement of type, then by their parts."""
    from gongkai.readers.zipfiles import open_archive

    try:
        archive = open_archive(data)
        types = archive.get("[Content_Types].xml") or b""
        mimetype = archive.get("mimetype") or b""
    except UnreadableInput:
        return _torn_zip_kind(data)
    if b"wordprocessingml" in types or b"ms-word.document" in types:
        return Format.DOCX
    if b"spreadsheetml.sheet.main" in types or b"ms-excel.sheet.macroEnabled" in types:
        return Format.XLSX
    if b"opendocument.text" in mimetype:
        return Format.ODT
    if b"opendocument.spreadsheet" in mimetype:
        return Format.ODS
    for part, kind in (
        ("OFD.xml", Format.OFD),
        ("word/document.xml", Format.DOCX),
        ("xl/workbook.xml", Format.XLSX),
    ):
        if part in archive:
            return kind
    return Format.ZIP


def _torn_zip_kind(data: bytes) -> Format:
    """Guess what a container that will not open was meant to be, so that its reader can say why."""
    for mark, kind in (
        (b"word/", Format.DOCX),
        (b"xl/", Format.XLSX),
        (b"OFD.xml", Format.OFD),
        (b"opendocument.text", Format.ODT),
        (b"opendocument.spreadsheet", Format.ODS),
    ):
        if mark in data:
            return kind
    return Format.ZIP


def _text_kind(data: bytes, suffix: str) -> Format:
    """Tell HTML, JSON and plain text apart, or say that the bytes are no text at all."""
    start = data[: 16 * _HEAD]
    if len(start) < len(data):  # not in the middle of a character
        start = start[: len(start) - 1 - next((i for i, c in enumerate(start[::-1]) if c < 128), 0)]
    text = decode(start)
    if _is_noise(text):
        return Format.BINARY
    tags = sum(1 for _ in _MARKUP.finditer(text))
    if tags and (text.lstrip().startswith("<") or tags >= 5 or suffix in (".html", ".htm")):
        return Format.HTML
    if _JSON.match(text) and suffix not in (".txt", ".md"):
        return Format.JSON
    return Format.TXT


def _is_noise(text: str) -> bool:
    """Whether more than one character in twenty is nothing that a person could have written."""
    return len(_NOISE.findall(text)) * 20 > len(text)
