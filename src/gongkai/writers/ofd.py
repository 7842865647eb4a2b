"""Reports as OFD (GB/T 33190-2016), laid out as the PDF: its characters, lines and fills, moved over.

Characters keep their code points, so text can be selected and searched; the fonts are embedded as
subsets of what was used. Lengths are millimetres from the top left corner.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from gongkai.forms.filled import FilledForm
from gongkai.writers import pdf
from gongkai.writers.layout import document_date, lay_out
from gongkai.writers.package import packed
from gongkai.writers.placed import Glyph, Page, Shape, placed

MEDIA_TYPE = "application/ofd"
_NAMESPACE = "http://www.ofdspec.org/2016"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MM = 25.4 / 72
_GAP = 1.2  # a run ends where the next character is further off than this many type sizes
_ASCENT = 0.9  # of the type size: how far a run's box reaches above its baseline
_FONT_DAY = 3_660_000_000  # a fixed day in the calendar of the head table


def write(report: FilledForm, *, fonts: Path | None = None) -> bytes:
    """Return the report as OFD; `fonts` as in `pdf.write`."""
    laid_out = pdf.write(report, fonts=fonts)
    pages = placed(laid_out)
    used: dict[str, set[str]] = {}
    for page in pages:
        for glyph in page.glyphs:
            used.setdefault(glyph.font, set()).add(glyph.character)
    ids = _Ids()
    font_ids = {name: ids.next() for name in used}
    parts: dict[str, bytes | str] = {}
    files: dict[str, str] = {}
    sources = pdf.font_files(report, fonts=fonts)
    for number, (name, characters) in enumerate(used.items(), start=1):
        if name in sources:
            content, suffix = _subset(*sources[name], characters)
            files[name] = f"font_{number}{suffix}"
            parts[f"Doc_0/Res/{files[name]}"] = content
    page_ids = [ids.next() for _ in pages]
    for number, page in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(page, font_ids, ids)
    layout = lay_out(report)
    day = document_date(report).isoformat()
    identity = hashlib.sha256(laid_out).hexdigest()[:32]
    return packed(
        {
            "OFD.xml": _root(identity, "".join(layout.title), layout.author, day),
            "Doc_0/Document.xml": _document(pages, page_ids, ids),
            "Doc_0/PublicRes.xml": _resources(font_ids, files),
            **parts,
        }
    )


@dataclass
class _Ids:
    """The numbers of the objects of a document, each given once."""

    last: int = field(default=0)

    def next(self) -> int:
        """Return the next number."""
        self.last += 1
        return self.last


def _root(identity: str, title: str, author: str, day: str) -> str:
    return (
        f'{_HEAD}<ofd:OFD xmlns:ofd="{_NAMESPACE}" Version="1.0" DocType="OFD"><ofd:DocBody>'
        f"<ofd:DocInfo><ofd:DocID>{identity}</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title>"
        f"<ofd:Author>{escape(author)}</ofd:Author><ofd:CreationDate>{day}</ofd:CreationDate>"
        "<ofd:Creator>gongkai</ofd:Creator></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: Sequence[Page], page_ids: Sequence[int], ids: _Ids) -> str:
    listed = "".join(
        f'<ofd:Page ID="{page_id}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number, page_id in enumerate(page_ids)
    )
    box = _box(0, 0, pages[0].width, pages[0].height)
    return (
        f'{_HEAD}<ofd:Document xmlns:ofd="{_NAMESPACE}"><ofd:CommonData>'
        f"<ofd:MaxUnitID>{ids.last}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>{box}"
        "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources(font_ids: Mapping[str, int], files: Mapping[str, str]) -> str:
    fonts = ""
    for name, number in font_ids.items():
        file = f"<ofd:FontFile>{files[name]}</ofd:FontFile>" if name in files else ""
        named = quoteattr(name)
        fonts += f'<ofd:Font ID="{number}" FontName={named} FamilyName={named}>{file}</ofd:Font>'
    return f'{_HEAD}<ofd:Res xmlns:ofd="{_NAMESPACE}" BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'


def _page(page: Page, font_ids: Mapping[str, int], ids: _Ids) -> str:
    layer = ids.next()
    shapes = "".join(_path(shape, ids.next()) for shape in page.shapes)
    texts = "".join(_text(run, font_ids, ids.next()) for run in _runs(page.glyphs))
    box = _box(0, 0, page.width, page.height)
    return (
        f'{_HEAD}<ofd:Page xmlns:ofd="{_NAMESPACE}"><ofd:Area><ofd:PhysicalBox>{box}'
        f'</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="{layer}" Type="Body">'
        f"{shapes}{texts}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs that follow one another on a line in one font and size.

    A character beyond the basic plane stands alone: readers disagree on how many advances it takes.
    """
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(before: Glyph, glyph: Glyph) -> bool:
    same = (before.font, before.size) == (glyph.font, glyph.size) and not glyph.starts
    near = abs(glyph.y - before.y) < 0.01 and 0 <= glyph.x - before.x <= _GAP * glyph.size
    return same and near and before.character <= "\uffff" and glyph.character <= "\uffff"


def _text(run: Sequence[Glyph], font_ids: Mapping[str, int], number: int) -> str:
    first, last = run[0], run[-1]
    top = first.y - _ASCENT * first.size
    box = _box(first.x, top, last.x - first.x + last.size, 1.2 * first.size)
    steps = [round(b.x - a.x, 3) for a, b in pairwise(run)]
    advances = f' DeltaX="{_advances(steps)}"' if steps else ""
    text = escape("".join(glyph.character for glyph in run))
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="{font_ids[first.font]}"'
        f' Size="{_number(first.size * _MM)}"><ofd:TextCode X="0"'
        f' Y="{_number(_ASCENT * first.size * _MM)}"{advances}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _advances(steps: Sequence[float]) -> str:
    """Return advances in millimetres, runs of equal ones as "g count value"."""
    parts: list[str] = []
    position = 0
    while position < len(steps):
        end = position
        while end < len(steps) and steps[end] == steps[position]:
            end += 1
        value = _number(steps[position] * _MM)
        count = end - position
        parts += [f"g {count} {value}"] if count > 2 else [value] * count
        position = end
    return " ".join(parts)


def _path(shape: Shape, number: int) -> str:
    half = 0.0 if shape.fill else shape.line_width / 2  # the box holds the whole stroke
    left, top = (min(point[axis] for point in shape.points) - half for axis in (0, 1))
    right, bottom = (max(point[axis] for point in shape.points) + half for axis in (0, 1))
    words = []
    for index, (x, y) in enumerate(shape.points):
        words.append(
            f"{'L' if index else 'M'} {_number((x - left) * _MM)} {_number((y - top) * _MM)}"
        )
    color = " ".join(map(str, shape.color))
    filled = f'<ofd:FillColor Value="{color}"/>' if shape.fill else ""
    stroked = "" if shape.fill else f'<ofd:StrokeColor Value="{color}"/>'
    kind = 'Fill="true" Stroke="false"' if shape.fill else 'Stroke="true" Fill="false"'
    closed = " C" if shape.fill else ""
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{_box(left, top, right - left, bottom - top)}" {kind}'
        f' LineWidth="{_number(shape.line_width * _MM)}">{filled}{stroked}'
        f"<ofd:AbbreviatedData>{' '.join(words)}{closed}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _box(left: float, top: float, width: float, height: float) -> str:
    """Return a box given in points as OFD writes it."""
    return " ".join(_number(value * _MM) for value in (left, top, width, height))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _subset(path: Path, index: int, characters: set[str]) -> tuple[bytes, str]:
    """Return the part of a font that draws the characters, and the suffix of its file."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = []
    options.notdef_outline = True
    font = TTFont(path, fontNumber=index, recalcTimestamp=False, recalcBBoxes=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    font["head"].modified = _FONT_DAY
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue(), ".otf" if "CFF " in font else ".ttf"
