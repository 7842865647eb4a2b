"""A PDF written from nothing: a picture a page, invisible text on it, and nothing else.

Every object is made here from what is passed in, so nothing of another file can come along: no
properties, no metadata, no earlier version. The font has two glyphs, a wide and a narrow box that
is never drawn; what a character says is its code, so the text of the file can be read by every program. The structure
tree lists the lines in reading order for who listens.
"""

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.redaction.encoded import Encoded
from gongkai.redaction.marks import Box

_NARROW_TO = 0x2E7F  # codes up to here are half as wide as a Chinese character
_DESCENT = 0.12  # of the size of the type
_NUDGE = 20  # thousandths of the size of the type: a smaller shift is not worth a number
_CLOSE = 0.4  # of its width: the next character is so far away at most
_FONT = "GongkaiBlank"


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one line of a page, with a box for each character.

    turn  quarter turns clockwise from upright
    note  it stands for a block
    """

    text: str
    boxes: tuple[Box, ...]
    turn: int = 0
    note: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to write: size in points, picture, text."""

    width: float
    height: float
    picture: Encoded
    runs: tuple[Run, ...] = ()


def bound(sheets: Sequence[Sheet]) -> bytes:
    """Return the pages as one PDF; the same pages give the same bytes."""
    file = _File()
    catalog, pages, font = file.reserve(), file.reserve(), _font(file)
    tree, document, parents = file.reserve(), file.reserve(), file.reserve()
    kids, elements, numbers = [], [], []
    for index, sheet in enumerate(sheets):
        page = file.reserve()
        here = [file.reserve() for _ in sheet.runs]
        for mark, (element, _) in enumerate(zip(here, sheet.runs, strict=True)):
            entry = f"<</Type/StructElem/S/P/P {document} 0 R/Pg {page} 0 R/K {mark}>>"
            file.put(element, entry)
        listed = file.add(f"[{' '.join(f'{e} 0 R' for e in here)}]")
        numbers.append(f"{index} {listed} 0 R")
        elements += here
        kids.append(page)
        _page(file, page, sheet, parent=pages, font=font, index=index)
    file.put(
        catalog,
        f"<</Type/Catalog/Pages {pages} 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot {tree} 0 R>>",
    )
    file.put(pages, f"<</Type/Pages/Count {len(kids)}/Kids[{_refs(kids)}]>>")
    file.put(
        tree,
        f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {len(kids)}>>",
    )
    file.put(document, f"<</Type/StructElem/S/Document/P {tree} 0 R/K[{_refs(elements)}]>>")
    file.put(parents, f"<</Nums[{' '.join(numbers)}]>>")
    return file.bytes(catalog)


def _refs(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


class _File:
    """Objects under their numbers, in the order in which they are written."""

    def __init__(self) -> None:
        self._objects: dict[int, bytes] = {}
        self._next = 1

    def reserve(self) -> int:
        number = self._next
        self._next += 1
        return number

    def put(self, number: int, text: str, stream: bytes | None = None) -> None:
        body = text.encode("ascii")
        if stream is not None:
            body = body[:-2] + b"/Length %d>>\nstream\n%b\nendstream" % (len(stream), stream)
        self._objects[number] = body

    def add(self, text: str, stream: bytes | None = None) -> int:
        number = self.reserve()
        self.put(number, text, stream)
        return number

    def packed(self, text: str, stream: bytes) -> int:
        return self.add(f"{text[:-2]}/Filter/FlateDecode>>", zlib.compress(stream, 9))

    def bytes(self, root: int) -> bytes:
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n%\xe5\x85\xac\xe5\xbc\x80\n")
        places = []
        for number in sorted(self._objects):
            places.append(out.tell())
            out.write(b"%d 0 obj\n%b\nendobj\n" % (number, self._objects[number]))
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
        out.write(b"trailer\n<</Size %d/Root %d 0 R>>\n" % (len(places) + 1, root))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()


def _page(file: _File, number: int, sheet: Sheet, *, parent: int, font: int, index: int) -> None:
    picture = sheet.picture
    entries = (
        f"<</Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}"
        f"/ColorSpace/{picture.color}/BitsPerComponent {8 if picture.filter == 'DCTDecode' else 1}"
        f"/Filter/{picture.filter}"
    )
    if picture.filter == "CCITTFaxDecode":
        size = f"/Columns {picture.width}/Rows {picture.height}"
        entries += f"/DecodeParms<</K -1{size}/BlackIs1 {str(picture.inverted).lower()}>>"
    image = file.add(entries + ">>", picture.data)
    wide, high = _plain(sheet.width), _plain(sheet.height)
    content = [f"/Artifact BMC q {wide} 0 0 {high} 0 0 cm /P Do Q EMC"]
    for mark, run in enumerate(sheet.runs):
        content.append(f"/P<</MCID {mark}>>BDC BT 3 Tr {_shown(run, sheet.height)} ET EMC")
    stream = file.packed("<<>>", "\n".join(content).encode("ascii"))
    file.put(
        number,
        f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {wide} {high}]/Contents {stream} 0 R"
        f"/Resources<</XObject<</P {image} 0 R>>/Font<</F {font} 0 R>>>>"
        f"/StructParents {index}/Tabs/S>>",
    )


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def _shown(run: Run, height: float) -> str:
    """Return the operators that write a run, each character at its place."""
    if run.turn:
        return " ".join(_turned(run, height))
    size = max(run.boxes[0].bottom - run.boxes[0].top, 1.0)
    x, y = run.boxes[0].left, height - run.boxes[0].bottom + _DESCENT * size
    parts = [f"/F {_plain(size)} Tf 1 0 0 1 {_plain(x)} {_plain(y)} Tm"]
    at, scale, codes = x, 0, ""
    for character, box, reach in zip(run.text, run.boxes, _reaches(run), strict=True):
        wide = _advance(character) * size
        wanted = max(round((reach - box.left) / wide * 50) * 2, 10)  # percent
        shift = round((at - box.left) / (size * wanted / 100) * 1000)
        if wanted != scale or abs(shift) > _NUDGE:
            if codes:
                parts.append(f"[{codes}]TJ")
            if wanted != scale:
                parts.append(f"{wanted} Tz")
            scale, codes = wanted, ""
            if abs(shift) > _NUDGE:
                codes = f"{shift}"
                at = box.left
        codes += f"<{_code(character)}>"
        at += wide * scale / 100
    return " ".join((*parts, f"[{codes}]TJ 100 Tz"))


def _reaches(run: Run) -> list[float]:
    """Return where each character ends: at the next one, unless a gap is between them."""
    ends = []
    for box, following in zip(run.boxes, (*run.boxes[1:], run.boxes[-1]), strict=True):
        close = box.left < following.left < box.right + _CLOSE * (box.right - box.left)
        ends.append(following.left if close else max(box.right, box.left + 0.5))
    return ends


def _turned(run: Run, height: float) -> Iterator[str]:
    """Yield one piece a character for lines that run up, down or backwards."""
    cosine, sine = ((1, 0), (0, -1), (-1, 0), (0, 1))[run.turn % 4]
    for character, box in zip(run.text, run.boxes, strict=True):
        left, top, right, bottom = box
        size = max(right - left if run.turn % 2 else bottom - top, 1.0)
        low = _DESCENT * size
        x, y = (
            (left, height - bottom + low),
            (left + low, height - top),
            (right, height - top - low),
            (right - low, height - bottom),
        )[run.turn % 4]
        yield (
            f"/F {_plain(size)} Tf {cosine} {sine} {-sine} {cosine} {_plain(x)} {_plain(y)} Tm "
            f"<{_code(character)}>Tj"
        )


def _code(character: str) -> str:
    return character.encode("utf-16-be", "replace").hex()


def _advance(character: str) -> float:
    units = len(_code(character)) // 4  # a rare character is written as two codes
    return (0.5 if ord(character) <= _NARROW_TO else 1.0) * units


def _font(file: _File) -> int:
    """Add the font of two boxes; its codes are UTF-16, mapped back by ToUnicode."""
    program = _program()
    data = file.packed(f"<</Length1 {len(program)}>>", program)
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName/{_FONT}/Flags 5/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        f"/Ascent 880/Descent -120/CapHeight 880/StemV 80/FontFile2 {data} 0 R>>"
    )
    glyphs = bytearray()
    for code in range(0x10000):
        glyphs += b"\0\2" if code <= _NARROW_TO else b"\0\1"
    to_glyphs = file.packed("<<>>", bytes(glyphs))
    wide = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{_FONT}/CIDSystemInfo<</Registry(Adobe)"
        f"/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 1000"
        f"/W[0 {_NARROW_TO} 500]/CIDToGIDMap {to_glyphs} 0 R>>"
    )
    meant = file.packed("<<>>", _TO_UNICODE)
    return file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{_FONT}/Encoding/Identity-H"
        f"/DescendantFonts[{wide} 0 R]/ToUnicode {meant} 0 R>>"
    )


_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
%b
endcmap
CMapName currentdict /CMap defineresource pop
end
end
""" % b"\n".join(
    b"%d beginbfrange\n%b\nendbfrange"
    % (
        len(rows),
        b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (row, row, row) for row in rows),
    )
    for rows in (range(first, min(first + 100, 256)) for first in range(0, 256, 100))
)


@cache
def _program() -> bytes:
    """Return the font itself: .notdef, a wide and a narrow glyph, each a box.

    Of a glyph without an outline some programs (pdfium) leave the character out of the text.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    widths = {".notdef": 1000, "wide": 1000, "narrow": 500}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(widths))
    builder.setupCharacterMap({0x4E00: "wide", 0x20: "narrow"})
    builder.setupGlyf({name: _box(TTGlyphPen(None), wide) for name, wide in widths.items()})
    builder.setupHorizontalMetrics({name: (wide, 0) for name, wide in widths.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": _FONT, "styleName": "Regular", "psName": _FONT})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.font.save(out)
    return out.getvalue()


def _box(pen: Any, wide: int) -> Any:
    """Return a glyph as wide and high as its character."""
    corners = (0, -120), (0, 880), (wide, 880), (wide, -120)
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
