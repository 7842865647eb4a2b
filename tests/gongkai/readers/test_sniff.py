"""What a file is: bytes first, the extension last, because published extensions often lie."""

import io
import zipfile
from pathlib import Path

import docx as python_docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.readers.sniff import Format, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(thing) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


def compound(*streams: str) -> bytes:
    """A minimal OLE2 file with empty streams of these names under its root."""

    def entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
        text = name.encode("utf-16-le")
        head = text.ljust(64, b"\0") + (len(text) + 2).to_bytes(2, "little") + bytes([kind, 1])
        links = b"".join(n.to_bytes(4, "little") for n in (left, right, child))
        return head + links + bytes(36) + b"\xfe\xff\xff\xff" + bytes(8)

    none = 0xFFFFFFFF
    entries = [entry("Root Entry", 5, none, none, 1)]
    for at, name in enumerate(streams, 1):
        entries.append(entry(name, 2, none, at + 1 if at < len(streams) else none, none))
    directory = b"".join(entries).ljust(512, b"\0")
    fat = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * 504
    header = OLE + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(6)
    numbers = (0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"".join(n.to_bytes(4, "little") for n in numbers)
    return header.ljust(512, b"\xff") + fat + directory


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "a.pdf", Format.EMPTY),
        (b"\xef\xbb\xbf \r\n", "a.txt", Format.EMPTY),
        (b"%PDF-1.7\n", "a.doc", Format.PDF),
        (b"\r\n\r\n%PDF-1.4", "a", Format.PDF),
        (b"{\\rtf1\\ansi}", "a.doc", Format.RTF),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", Format.IMAGE),
        (b"\xff\xd8\xff\xe0", "a.jpg", Format.IMAGE),
        (b"II*\x00", "a.tif", Format.IMAGE),
        (saved(python_docx.Document()), "a.doc", Format.DOCX),
        (saved(openpyxl.Workbook()), "a.xls", Format.XLSX),
        (saved(python_docx.Document())[:900], "a.docx", Format.ZIP),
        (zipped(word__document_dot_xml="<a/>"), "a", Format.DOCX),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "a", Format.ODT),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a", Format.ODS),
        (zipped(OFD_dot_xml="<a/>", Doc_0__Document_dot_xml="<a/>"), "a.pdf", Format.OFD),
        (zipped(readme_dot_txt="x"), "a.docx", Format.ZIP),
        (compound("WordDocument", "1Table"), "a.wps", Format.DOC),
        (compound("Workbook"), "a.et", Format.XLS),
        (compound("EncryptionInfo", "EncryptedPackage"), "a.docx", Format.ENCRYPTED),
        (compound("PowerPoint Document"), "a.doc", Format.OLE),
        (OLE + b"\x07" * 900, "a.doc", Format.OLE),
        ("<html><body><p>年报</p>".encode("gbk"), "a.doc", Format.HTML),
        ("\ufeff<!DOCTYPE html>".encode("utf-16"), "a.xls", Format.HTML),
        ("<table><tr><td>规章<td>1".encode(), "a.xls", Format.HTML),
        ("一、总体情况<br>收到3件".encode(), "a.htm", Format.HTML),
        ("一、总体情况<br>收到3件".encode(), "a.txt", Format.TXT),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "a.doc", Format.MHT),
        (b"From: <Saved by Blink>\r\nSubject: x\r\nContent-Type: multipart/related", "", Format.MHT),
        (b'{"source": {}}', "a.json", Format.JSON),
        (b'[{"a": 1}]', "", Format.JSON),
        ("一、总体情况\t3".encode("gb18030"), "a.html", Format.TXT),
        ("一、总体情况\n3\n".encode("utf-16-le"), "a.txt", Format.TXT),
        ("公開年度報告".encode("big5"), "a.txt", Format.TXT),
        (bytes(range(256)) * 8, "a.txt", Format.BINARY),
        (b"\x7fELF\x02\x01\x01" + bytes(range(1, 90)) * 9, "a.txt", Format.BINARY),
    ],
)  # fmt: skip
def test_bytes_decide_and_the_extension_comes_last(data: bytes, name: str, kind: Format):
    assert sniff(data, name) is kind


def test_a_torn_word_file_is_still_told_by_its_parts():
    whole = saved(python_docx.Document())
    assert sniff(whole[: len(whole) // 2], "a") is Format.DOCX


def test_the_real_reports_are_told_apart(reports_dir: Path):
    suffixes = {".txt": "txt", ".html": "html", ".docx": "docx", ".pdf": "pdf"}
    for path in sorted(reports_dir.glob("*/report.*")):
        assert sniff(path.read_bytes(), "unknown.bin") == suffixes[path.suffix], path


def test_a_long_text_cut_inside_a_character_stays_text():
    for extra in range(4):
        assert sniff(("a" * extra + "公开" * 50_000).encode(), "a.txt") is Format.TXT


@pytest.mark.parametrize("kind", Format)
def test_every_kind_has_a_media_type(kind: Format):
    assert "/" in kind.media_type


@given(st.binary(max_size=600), st.sampled_from([b"", OLE, b"PK\x03\x04", b"{", b"<", b"%PDF-"]))
def test_nothing_fails(noise: bytes, magic: bytes):
    assert isinstance(sniff(magic + noise, "a.html"), Format)
