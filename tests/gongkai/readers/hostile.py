"""Files made to hurt: what each is called, and the bytes of it."""

import base64
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
REAL = {
    "txt": "shili-2023/report.txt",
    "md": "libei-2023-old-form/report.md",
    "html": "yangli-xian-2024/report.html",
    "mht": "fanli-qu-2023/report.mht",
    "docx": "lihe-xiang-2023/report.docx",
    "xlsx": "liyuan-zhen-2023/report.xlsx",
    "xls": "liyuan-zhen-2022/report.xls",
    "pdf": "fanli-shi-2024/report.pdf",
    "ofd": "shili-jiedao-2023/report.ofd",
    "doc": "lishan-zhen-2023/report.doc",
    "wps": "lishan-zhen-2022/report.wps",
    "rtf": "lihu-zhen-2023/report.rtf",
    "odt": "lihu-zhen-2022/report.odt",
}
ENDINGS = (*REAL, "htm", "ods", "et", "png", "jpg", "tif", "json")

_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_XXE = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">'
    b'<!ENTITY % y SYSTEM "http://127.0.0.1:9/x.dtd"> %y;]>'
)
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lollollol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12))
    + b"]>"
)
_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "ofd": "OFD.xml",
    "odt": "content.xml",
}


def real(ending: str) -> bytes:
    """Return a report of the examples."""
    return (EXAMPLES / REAL[ending]).read_bytes()


def rezipped(
    ending: str,
    changes: Mapping[str, Callable[[bytes], bytes]] | None = None,
    *,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a report in a zip container with parts changed, or further ones added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(real(ending))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            change = (changes or {}).get(info.filename, bytes)
            new.writestr(info.filename, change(old.read(info)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return made.getvalue()


def _behind(prologue: bytes, entity: bytes) -> Callable[[bytes], bytes]:
    """Return a change that puts a prologue before a part and uses its entity in the text."""

    def change(part: bytes) -> bytes:
        used = b"<w:p><w:r><w:t>&%s;</w:t></w:r></w:p></w:body>" % entity
        return prologue + part[part.find(b"?>") + 2 :].replace(b"</w:body>", used)

    return change


def word(body: bytes) -> bytes:
    """Return a Word document with this body."""
    text = b"<w:document %s><w:body>%s</w:body></w:document>" % (_W, body)
    return rezipped("docx", {"word/document.xml": lambda _: text})


def sheet(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """Return a workbook with these rows in its first sheet."""
    text = b"<worksheet %s>%s<sheetData>%s</sheetData>%s</worksheet>" % (_S, before, rows, after)
    return rezipped("xlsx", {"xl/worksheets/sheet1.xml": lambda _: text})


def pdf(
    content: bytes, *, pages: int = 1, box: bytes = b"[0 0 595 842]", more: bytes = b""
) -> bytes:
    """Return a PDF whose pages all show `content`; `more` goes into their resources."""
    packed = zlib.compress(content, 9)
    kids = b" ".join(b"%d 0 R" % (10 + i) for i in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        4: b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 40 /Resources "
        b"<< /XObject << /X 6 0 R >> >> >>\nstream\n" + b"/X Do " * 6 + b"    \nendstream",
    }
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources "
        b"<< /Font << /F 5 0 R >> /XObject << /X 6 0 R >> %s >> >>" % (box, more)
    )
    objects |= {10 + i: page for i in range(pages)}
    made, places = bytearray(b"%PDF-1.7\n"), {}
    for number, text in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start, size = len(made), max(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    made += b"".join(b"%010d 00000 n \n" % places.get(n, 0) for n in range(1, size))
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(made)


def png(wide: int, high: int) -> bytes:
    """Return a PNG that claims a size and holds little of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


_TEXT = b"BT /F 12 Tf 50 800 Td (Hello 1 2 3) Tj ET "
_CROWD = {f"x{number}": b"" for number in range(20_000)}
_JSON = '{{"version":1,"edition":"2021","authority":"x","year":{year},"title":"x","cells":[],"sections":[{s}]}}'


def _attacks() -> dict[str, Callable[[], bytes]]:
    """Return every file by its name: no report can come of any."""
    found: dict[str, Callable[[], bytes]] = {}
    for number, ending in enumerate(ENDINGS):
        found[f"empty.{ending}"] = bytes
        found[f"noise.{ending}"] = lambda n=number: random.Random(n).randbytes(50_000)  # type: ignore[misc]
    for ending in ("docx", "xlsx", "xls", "pdf", "ofd", "doc", "wps", "odt"):
        found[f"truncated.{ending}"] = lambda e=ending: real(e)[: len(real(e)) // 2]  # type: ignore[misc]
    for ending in ("txt", "md", "html", "mht"):
        found[f"truncated.{ending}"] = lambda e=ending: real(e)[: len(real(e)) // 10]  # type: ignore[misc]
    for ending, part in _PARTS.items():
        for name, change in {
            "entity": _behind(_XXE, b"x"),
            "laughs": _behind(_LAUGHS, b"m"),
            "inflated": lambda part: part + b" " * (80 << 20),
            "hollow": lambda part: b"",
        }.items():
            found[f"{name}.{ending}"] = lambda e=ending, p=part, c=change: rezipped(e, {p: c})  # type: ignore[misc]
        found[f"bomb.{ending}"] = lambda e=ending: rezipped(e, more={"x": bytes(300 << 20)})  # type: ignore[misc]
        found[f"crowd.{ending}"] = lambda e=ending: rezipped(e, more=_CROWD)  # type: ignore[misc]
    return found


ATTACKS: dict[str, Callable[[], bytes]] = {
    **_attacks(),
    # Word
    "tables-in-tables.docx": lambda: word(
        b"<w:tbl><w:tr><w:tc>" * 10_000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 10_000
    ),
    "a-million-cells.docx": lambda: word(
        b"<w:tbl>" + (b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 100 + b"</w:tr>") * 10_000 + b"</w:tbl>"
    ),
    "a-line-of-9-MB.docx": lambda: word(
        b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % base64.b64encode(random.Random(1).randbytes(7 << 20))
    ),
    # Web pages
    "divs-in-divs.html": lambda: b"<html><body>" + b"<div>" * 100_000,
    "tables-in-tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 100_000,
    "a-million-cells.html": lambda: b"<table>" + (b"<tr>" + b"<td>1" * 100) * 10_000,
    "attributes.html": lambda: b"<html><p " + b" ".join(b"a%d=1" % i for i in range(200_000)) + b">x",
    "a-line-of-50-MB.html": lambda: real("html") + b"a" * (50 << 20),
    # Text
    "a-line-of-50-MB.txt": lambda: real("txt") + b"1" * (50 << 20),
    "a-line-of-3-MB.txt": lambda: real("txt") + b"1" * (3 << 20),
    "a-line-of-2-MB-in-chinese.txt": lambda: real("txt") + "申请公开".encode() * 180_000,
    "spaces.txt": lambda: real("txt") + "\n邮".encode() + b" " * (1 << 20) + "编".encode(),
    "bars.txt": lambda: real("txt") + b"|\n" * (1 << 20),
    "tabs.txt": lambda: real("txt") + b"\t1" * (1 << 20),
    "rules.txt": lambda: real("txt") + b"\n" + b"-" * (3 << 20) + b"x",
    "addresses.txt": lambda: real("txt") + b"\n" + b"a." * (1 << 20),
    "years.txt": lambda: real("txt") + "2023年1月1日至2023年12月31日".encode() * 60_000,
    "nul.txt": lambda: real("txt") + b"\0",
    # One-file web pages
    "no-boundary.mht": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + real("html"),
    "parts.mht": lambda: (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        + b"--b\nContent-Type: text/html\n\nx\n" * 200_000
    ),
    "headers.mht": lambda: (
        b"MIME-Version: 1.0\nContent-Type: text/html\n" + b"X-a: b\n" * 1_000_000 + b"\n" + real("html")
    ),
    # Workbooks
    "a-million-rows.xlsx": lambda: sheet(
        b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (i, i) for i in range(1, 1_000_001))
    ),
    "a-billion-cells.xlsx": lambda: sheet(
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<dimension ref="A1:XFD1048576"/><cols>'
        + b'<col min="1" max="16384" hidden="1"/>' * 20_000
        + b"</cols>",
        b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 9_999 + b"</mergeCells>",
    ),
    "numbers.xlsx": lambda: sheet(
        b'<row r="99999999999"><c r="ZZZ99999999"><v>1e999999999</v></c></row>'
        b'<row r="2"><c r="B2"><v>1E+999999</v></c><c r="C2"><v>NaN</v></c></row>'
    ),
    "formulas.xlsx": lambda: sheet(
        b'<row r="1"><c r="A1"><f>'
        + b"(" * 100_000
        + b'</f></c><c r="B1"><f>9^9^9^9^9</f></c><c r="C1"><f>SUM(A1:XFD1048576)</f></c></row>'
    ),
    # PDF
    "500-pages.pdf": lambda: pdf(_TEXT * 30, pages=500),
    "10000-pages.pdf": lambda: pdf(_TEXT, pages=10_000, box=b"[0 0 9 9]"),
    "a-page-of-a-mile.pdf": lambda: pdf(_TEXT, box=b"[-99999999 -99999999 1e30 1e30]"),
    "forms-in-forms.pdf": lambda: pdf(b"/X Do " * 6),
    "circular.pdf": lambda: pdf(_TEXT).replace(b"/Kids [10 0 R]", b"/Kids [2 0 R ]"),
    "pages-claimed.pdf": lambda: pdf(_TEXT).replace(b"/Count 1 ", b"/Count 2000000000 "),
    "half-a-million-characters.pdf": lambda: pdf(
        b"BT /F 1 Tf 1 1 Td " + (b"(" + b"1" * 100 + b") Tj 0 1 Td ") * 5_000 + b"ET"
    ),
    "script.pdf": lambda: pdf(_TEXT).replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (while\\(1\\);) >>"
    ),
    "password.pdf": lambda: pdf(_TEXT).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<41><41>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
        + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    ),
    # Pictures, rich text, JSON
    "a-billion-dots.png": lambda: png(60_000, 60_000),
    "two-gigabytes-claimed.rtf": lambda: b"{\\rtf1\\ansi\\deff0\\pard\\par \\bin2147483647 x}",
    "lists.json": lambda: b'{"version":' + b"[" * 100_000,
    "ignored-lists.json": lambda: _JSON.format(year=2023, s="").encode()[:-1]
    + b',"z":' + b"[" * 9_000 + b"]" * 9_000 + b"}",
    "sections.json": lambda: _JSON.format(
        year=2023, s=",".join(['{"number":1,"title":"x","text":"x"}'] * 100_000)
    ).encode(),
    "a-year-of-a-million-digits.json": lambda: _JSON.format(year="9" * 1_000_000, s="").encode(),
    "another.json": lambda: b'[{"a": 1}]',
}  # fmt: skip

# Reports with something in them that must do no harm: they are read all the same.
DISGUISED: dict[str, Callable[[], bytes]] = {
    "entity.html": lambda: _XXE + b"<html><body>&x;" + real("html"),
    "laughs.html": lambda: _LAUGHS + b"<html><body>&m;" + real("html"),
    "frames.html": lambda: real("html") + b'<iframe src="file:///etc/passwd"></iframe>',
    "spans.html": lambda: real("html").replace(b"<table", b"<table><td rowspan=65534 colspan=65534>1</table><table", 1),
    "many-spans.html": lambda: real("html")
    + b"<table>" + (b"<tr>" + b"<td rowspan=65534 colspan=100>1" * 4) * 20_000 + b"</table>",
    "surrogates.html": lambda: real("html").replace(
        b"</body>", b"<p>&#xD800; &#x110000; &#0; &#27;[31m</p></body>"
    ),
    "span.docx": lambda: rezipped(
        "docx",
        {"word/document.xml": lambda d: d.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="65534"/>', 1)},
    ),
    "zip-in-zip.docx": lambda: rezipped("docx", more={"word/embeddings/x.docx": real("docx")}),
    "utf-16.txt": lambda: real("txt").decode().encode("utf-16"),
    "utf-32.txt": lambda: real("txt").decode().encode("utf-32"),
    "marks.txt": lambda: real("txt").replace("年".encode(), "年\u200f".encode()),
    "really-a-page.pdf": lambda: real("html"),
    "really-a-workbook.html": lambda: real("xls"),
    "really-a-pdf.docx": lambda: real("pdf"),
    "really-words.json": lambda: real("docx"),
}  # fmt: skip
