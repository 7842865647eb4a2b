"""OFD (GB/T 33190) to paragraphs and grids: characters and lines, then the same geometry as PDF.

Makers differ, so elements are matched by their local names and parts found whatever their case and
slashes. What an object draws goes through its CTM, then to its Boundary, then through what it
stands in. A signature is not verified here.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from lxml import etree

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue
from gongkai.readers import page as pages
from gongkai.readers import sandbox
from gongkai.readers.document import Document
from gongkai.readers.drawing import IDENTITY, Drawn, Matrix, quarter_turns, times
from gongkai.readers.lines import Glyph
from gongkai.readers.ofd_nodes import children, deltas, descendants, local, numbers_of, text_of
from gongkai.readers.zipfiles import Archive, open_archive

MEDIA_TYPE = "application/ofd"
MAX_OBJECTS = 1_000_000  # of all pages, those of templates and composites counted each time
_MAX_DEPTH = 8  # blocks within blocks, composites within composites
_POINTS = 72 / 25.4  # OFD measures in millimetres
_ASCENT, _DESCENT = 0.88, 0.12  # of a character's box above and below its base line
_PALE = 150  # a colour whose darkest channel is above this is that of a watermark
_LARGE = 1.6  # and its text so much larger than the rest
_BROAD = "@%&mwABCDEFGHKMNOPQRSTUVWXYZ—…"  # characters that take a whole type size where letters take half
_UNEVEN = 0.04  # of the type size: a step so much wider or narrower than usual parts two figures
_BROADEST = 1.2  # times the type size: what follows further off stands apart
# What cannot be recognised: no picture shows it, and letters are not drawn here.
_UNDRAWN = {
    "readers.no_text_layer": "readers.ofd_no_text",
    "readers.only_outlines": "readers.ofd_only_outlines",
    "readers.text_without_meaning": "readers.ofd_without_meaning",
}
_A4 = (0.0, 0.0, 210.0, 297.0)


def parse(data: bytes, *, name: str = "") -> Document:
    """Return the paragraphs and tables of an OFD file, each with its page and box.

    Raises UnreadableInput where it is damaged, encrypted, too long, or has no characters (a scan,
    or text turned into outlines).
    """
    if not data:
        raise UnreadableInput("readers.empty_file")
    return sandbox.read("ofd", data, name=name)


def extract(data: bytes, *, name: str = "") -> Document:
    """Return what `parse` returns; to be called in a process whose time is bounded."""
    title, found, _ = contents(data)
    try:
        return pages.document(MEDIA_TYPE, found, title=title)
    except UnreadableInput as error:
        scanned = any(page is not None and page.pictures >= pages.PICTURE for page in found)
        code = error.code if scanned else _UNDRAWN.get(error.code, error.code)
        raise UnreadableInput(code, **error.facts) from None


def contents(data: bytes) -> tuple[str, list[pages.Content | None], list[Issue]]:
    """Return the title and the pages as they are drawn; as `extract` is to be called."""
    file = _File(open_archive(data))
    found = [file.page(number, node) for number, node in enumerate(file.listed(), start=1)]
    return file.title, found, []


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with the pictures on it, in the order in which they are drawn: the file of each (b"" where
    it is missing) and the matrix that takes the unit square to its place, in points."""

    page: pages.Page
    pictures: tuple[tuple[bytes, Matrix], ...]


def sheets(data: bytes, numbers: Collection[int]) -> Iterator[Sheet]:
    """Yield some pages, 1-based, with their pictures; seals are not among them.

    To be called in a process whose time is bounded.
    """
    file = _File(open_archive(data))
    for number, node in enumerate(file.listed(), start=1):
        if number in numbers and (content := file.page(number, node)) is not None:
            yield Sheet(content.page, tuple(file.pictures()))


@dataclass
class _Canvas:
    """Collects what one page shows."""

    glyphs: list[Glyph] = field(default_factory=list)
    pale: set[int] = field(default_factory=set)  # numbers of the pale ones among the glyphs
    drawn: Drawn = field(default_factory=Drawn)
    unknown: int = 0
    runs: int = 0
    shown: list[tuple[str, Matrix]] = field(default_factory=list)  # pictures by their numbers


class _File:
    """An opened package: its document, and the parts that pages refer to."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._left = MAX_OBJECTS
        self._shown: list[tuple[str, Matrix]] = []
        if "OFD.xml" not in archive:
            raise UnreadableInput("readers.ofd_damaged")
        entry = archive.xml("OFD.xml")
        self.title = text_of(entry, "Title")
        root = text_of(entry, "DocRoot")
        if not root:
            raise UnreadableInput("readers.ofd_damaged")
        self._base = dirname(_joined("", root))
        self.document = archive.xml(_joined("", root))
        area = next(descendants(self.document, "PageArea"), None)
        self._area = _box(area) if area is not None else None
        self._templates = {
            node.get("ID", ""): node.get("BaseLoc", "")
            for node in descendants(self.document, "TemplatePage")
        }
        self._composites: dict[str, etree._Element] = {}
        self._media: dict[str, str] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for node in descendants(self.document, kind):
                self._resources(node)

    def _resources(self, node: etree._Element) -> None:
        """Note the graphics and pictures that pages place by number; a resource part may be missing."""
        path = _joined(self._base, (node.text or "").strip())
        if path not in self._archive:
            return
        root = self._archive.xml(path)
        for unit in descendants(root, "CompositeGraphicUnit"):
            self._composites[unit.get("ID", "")] = unit
        base = _joined(dirname(path), root.get("BaseLoc", ""))
        for medium in descendants(root, "MultiMedia"):
            self._media[medium.get("ID", "")] = _joined(base, text_of(medium, "MediaFile"))

    def pictures(self) -> Iterator[tuple[bytes, Matrix]]:
        """Yield the pictures of the page that was drawn last, b"" for one that is missing."""
        for number, matrix in self._shown:
            yield self._archive.get(self._media.get(number, "")) or b"", matrix

    def listed(self) -> list[etree._Element]:
        """Return what names the pages, in their order; raises UnreadableInput for none or too many."""
        found = [node for node in descendants(self.document, "Page") if node.get("BaseLoc")]
        if not found:
            raise UnreadableInput("readers.ofd_damaged")
        pages.check_count(len(found))
        return found

    def page(self, number: int, listed: etree._Element) -> pages.Content | None:
        """Return one page with its templates, None where its part is missing."""
        path = _joined(self._base, listed.get("BaseLoc", ""))
        if path not in self._archive:
            return None
        root = self._archive.xml(path)
        area = next(children(root, "Area"), None)
        box = (_box(area) if area is not None else None) or self._area or _A4
        canvas = _Canvas()
        start: Matrix = (_POINTS, 0.0, 0.0, _POINTS, -box[0] * _POINTS, -box[1] * _POINTS)
        for node in children(root, "Template"):
            location = self._templates.get(node.get("TemplateID", ""), "")
            template = _joined(self._base, location)
            if location and template in self._archive:
                self._layers(self._archive.xml(template), start, canvas)
        self._layers(root, start, canvas)
        wide, high = box[2] * _POINTS, box[3] * _POINTS
        canvas.drawn.join_dots()
        self._shown = canvas.shown
        shown = pages.Page(
            number,
            wide,
            high,
            _without_watermark(canvas),
            canvas.drawn.across,
            canvas.drawn.down,
            canvas.drawn.fills,
        )
        share = canvas.drawn.pictures / (wide * high) if wide * high else 0.0
        return pages.Content(shown, share, canvas.drawn.drawings, canvas.unknown)

    def _layers(self, root: etree._Element, matrix: Matrix, canvas: _Canvas) -> None:
        for content in children(root, "Content"):
            self._objects(content, matrix, canvas, 0)

    def _objects(self, parent: etree._Element, matrix: Matrix, canvas: _Canvas, depth: int) -> None:
        """Draw the objects of a layer, a block or a composite, in their order."""
        for node in parent:
            self._left -= 1
            if self._left < 0:
                raise UnreadableInput("readers.too_complex")
            if node.get("Visible") == "false":
                continue
            kind = local(node)
            if kind in ("Layer", "PageBlock") and depth < _MAX_DEPTH:
                self._objects(node, matrix, canvas, depth + 1)
            elif kind == "TextObject":
                self._left -= _text_object(node, _placed(node, matrix), canvas)
            elif kind == "PathObject":
                self._left -= _path_object(node, _placed(node, matrix), canvas.drawn)
            elif kind == "ImageObject":
                canvas.drawn.picture(_placed(node, matrix))
                canvas.shown.append((node.get("ResourceID", ""), _placed(node, matrix)))
            elif kind == "CompositeObject" and depth < _MAX_DEPTH:
                unit = self._composites.get(node.get("ResourceID", ""))
                for content in children(unit, "Content") if unit is not None else ():
                    self._objects(content, _placed(node, matrix), canvas, depth + 1)


def _joined(base: str, location: str) -> str:
    """Return the path of a part that a file in `base` names; a leading slash means the root."""
    location = location.replace("\\", "/")
    return normpath(location.lstrip("/") if location.startswith("/") else join(base, location))


def _box(area: etree._Element) -> tuple[float, float, float, float] | None:
    """Return left, top, width and height of a page."""
    numbers = numbers_of(text_of(area, "PhysicalBox"))
    if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0:
        return numbers[0], numbers[1], numbers[2], numbers[3]
    return None


def _placed(node: etree._Element, outer: Matrix) -> Matrix:
    """Return the matrix of an object: its CTM, then its Boundary, then what it stands in."""
    ctm, boundary = numbers_of(node.get("CTM")), numbers_of(node.get("Boundary"))
    matrix = IDENTITY
    if len(ctm) == 6:
        matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5])
    if len(boundary) == 4:
        matrix = times(matrix, (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]))
    return times(matrix, outer)


def _text_object(node: etree._Element, matrix: Matrix, canvas: _Canvas) -> int:
    """Add the characters of a text object; return how many there are."""
    size = next(iter(numbers_of(node.get("Size"))), 0.0)
    direction = next(iter(numbers_of(node.get("CharDirection"))), 0.0)
    scale = next(iter(numbers_of(node.get("HScale"))), 1.0)
    turn = quarter_turns(matrix[0], matrix[1])
    if size <= 0 or turn is None or direction % 90:
        return 0  # slanted text is a watermark
    turn = (turn + round(direction / 90)) % 4
    pale = _is_pale(node)
    count = 0
    x = y = 0.0
    for code in children(node, "TextCode"):
        text = (code.text or "").strip("\r\n\t")
        start_x, start_y = numbers_of(code.get("X")), numbers_of(code.get("Y"))
        x = start_x[0] if start_x else x
        y = start_y[0] if start_y else y
        right, below = (
            deltas(code.get("DeltaX"), len(text)),
            deltas(code.get("DeltaY"), len(text)),
        )
        breaks = _breaks(text, [] if below else right, size * scale)
        for index, character in enumerate(text):
            wide = size * scale * (1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5)
            step = right[index] if index < len(right) else None
            width = _width(character, wide, step, size * scale)
            box = _glyph_box(matrix, x, y, width, size, round(direction / 90) % 4)
            count += 1
            if _means_nothing(character):
                canvas.unknown += 1
                character = "\ufffd"
            if pale:
                canvas.pale.add(len(canvas.glyphs))
            if breaks and (index == 0 or index in breaks):
                canvas.runs += 1
            canvas.glyphs.append(Glyph(character, *box, turn, canvas.runs if breaks else 0))
            if step is not None:
                x += step
            elif not below:
                x += wide
            y += below[index] if index < len(below) else 0.0
    return count


def _width(character: str, wide: float, step: float | None, size: float) -> float:
    """Return how wide a character is: as usual, a broad one up to the next that follows closely."""
    if step is None or step <= 0:
        return wide
    if character in _BROAD and step <= _BROADEST * size:
        return step
    return min(wide, step)


def _breaks(text: str, steps: list[float], size: float) -> set[int]:
    """Return the places at which another number begins within a text.

    Digits of one number stand evenly; some makers write a row of figures as one word, a long figure
    reaching to the next one or under it.
    """
    digits = [
        (place, step)
        for place, step in enumerate(steps, start=1)
        if place < len(text) and text[place - 1].isdigit() and text[place].isdigit()
    ]
    if not digits:
        return set()
    (usual, _), *_ = Counter(round(step / size, 2) for _, step in digits).most_common(1)
    return {place for place, step in digits if abs(step / size - usual) > _UNEVEN}


def _means_nothing(character: str) -> bool:
    """Whether a character stands for a glyph that has no Unicode character."""
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < " "


def _glyph_box(
    m: Matrix, x: float, y: float, width: float, size: float, direction: int
) -> tuple[float, float, float, float]:
    """Return the box on the page of a character whose base line begins at (x, y)."""
    if direction % 2 == 0:
        left, top, right, bottom = x, y - _ASCENT * size, x + width, y + _DESCENT * size
    elif direction == 1:
        left, top, right, bottom = x - _DESCENT * size, y, x + _ASCENT * size, y + width
    else:
        left, top, right, bottom = x - _ASCENT * size, y - width, x + _DESCENT * size, y
    xs = [m[0] * px + m[2] * py + m[4] for px in (left, right) for py in (top, bottom)]
    ys = [m[1] * px + m[3] * py + m[5] for px in (left, right) for py in (top, bottom)]
    return min(xs), min(ys), max(xs), max(ys)


def _is_pale(node: etree._Element) -> bool:
    """Whether a text object is nearly white or nearly transparent."""
    alpha = numbers_of(node.get("Alpha"))
    colour = next(children(node, "FillColor"), None)
    if colour is not None:
        alpha = alpha or numbers_of(colour.get("Alpha"))
        value = numbers_of(colour.get("Value"))
        if value and len(value) != 4 and min(value) > _PALE:  # four values are CMYK, 0 is white
            return True
    return bool(alpha) and alpha[0] < 255 - _PALE


def _without_watermark(canvas: _Canvas) -> list[Glyph]:
    """Leave out text that is pale and much larger than the rest."""
    heights = sorted(glyph.bottom - glyph.top for glyph in canvas.glyphs)
    if not canvas.pale:
        return canvas.glyphs
    large = _LARGE * heights[len(heights) // 2]
    return [
        glyph
        for index, glyph in enumerate(canvas.glyphs)
        if index not in canvas.pale or glyph.bottom - glyph.top <= large
    ]


def _path_object(node: etree._Element, matrix: Matrix, drawn: Drawn) -> int:
    """Add the straight lines and thin bars of a path; return how many commands it has."""
    stroked = node.get("Stroke") != "false"
    filled = node.get("Fill") == "true"
    commands = text_of(node, "AbbreviatedData").split()
    if not (stroked or filled):
        return 0
    for points, curved in _subpaths(commands, matrix):
        drawn.shape(points, curved=curved, stroked=stroked, filled=filled)
    return len(commands)


_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def _subpaths(commands: list[str], m: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the connected corner points of a path, and whether the piece has curves."""
    points: list[tuple[float, float]] = []
    curved = False
    index = 0
    while index < len(commands):
        command = commands[index]
        count = _ARGUMENTS.get(command)
        numbers = numbers_of(" ".join(commands[index + 1 : index + 1 + (count or 0)]))
        if count is None or len(numbers) != count:
            break
        index += 1 + count
        if command in "SM":
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        if command == "C":
            if points:
                points.append(points[0])
            continue
        x, y = numbers[-2], numbers[-1]
        points.append((m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]))
        curved = curved or command in "QBA"
    if len(points) > 1:
        yield points, curved
