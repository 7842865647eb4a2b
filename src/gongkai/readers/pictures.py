"""Pictures of pages: decoded or rendered, set straight, and the ruling lines they show.

Only for the optional extra ``gongkai[ocr]`` and only in a worker process: numpy, OpenCV and Pillow
are imported inside functions. A picture is a grey numpy array, 0 black, 200 dots to the inch.
"""

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from gongkai.errors import UnreadableInput
from gongkai.readers.ruling import Stroke

DPI = 200
MAX_PAGES = 30  # recognising one takes some twenty seconds
_MAX_PIXELS = 60_000_000  # of one encoded picture: A3 at 400 dots to the inch has 31 million
_A4_WIDTH = 8.27  # inches; what a picture that does not know its size is taken for
_LINE = 40  # dots: a shorter stroke is part of a character
_THICK = 12  # dots: a thicker one is a bar or a picture
_DARK = 160  # a dot darker than this is ink
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
_TO_POINTS = 72 / DPI


@dataclass(frozen=True)
class Picture:
    """One page as a picture, straight, with its size in points."""

    grey: Any
    width: float
    height: float


_LEAST_PIXELS = 200  # of the shorter side: no page can be read from fewer
_MOST_INK = 0.25  # of a page: more is no text, and looking for lines in it takes hours


def pictures(data: bytes, wanted: Collection[int] | None = None) -> Iterator[tuple[int, Picture]]:
    """Yield the pages of a PDF, an OFD or an image file (a TIFF may hold several), with their numbers.

    wanted  the pages, all where it is None
    Raises UnreadableInput where it can be none of these, has too many pages, or would unpack to too much.
    """
    if wanted is not None:
        _check_count(len(wanted))
    if b"%PDF-" in data[:1024]:
        yield from _rendered(data, wanted)
    elif data.startswith(b"PK"):
        yield from _composed(data, wanted or ())
    else:
        yield from enumerate(_decoded(data), start=1)


def _composed(data: bytes, wanted: Collection[int]) -> Iterator[tuple[int, Picture]]:
    """Yield pages of an OFD as the pictures on them show them."""
    numpy: Any = import_module("numpy")
    from gongkai.readers import ofd, ofd_pictures

    for sheet in ofd.sheets(data, wanted):
        page = sheet.page
        grey = numpy.asarray(ofd_pictures.drawn(sheet, dpi=DPI).convert("L"))
        yield page.number, Picture(_straight(grey), page.width, page.height)


def _rendered(data: bytes, wanted: Collection[int] | None) -> Iterator[tuple[int, Picture]]:
    """Yield the pages of a PDF as they would be printed."""
    pdfium = import_module("pypdfium2")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "readers.encrypted" if "password" in str(error).lower() else "readers.pdf_damaged"
        raise UnreadableInput(code) from error
    numbers = range(1, len(document) + 1) if wanted is None else sorted(wanted)
    _check_count(len(numbers))
    for number in numbers:
        page = document[number - 1]
        width, height = page.get_size()
        if max(width, height) > 20_000 or width * height > _MAX_PIXELS * _TO_POINTS**2:
            raise UnreadableInput("readers.too_complex")
        grey = page.render(scale=1 / _TO_POINTS, grayscale=True).to_numpy()
        yield number, Picture(_straight(grey.reshape(grey.shape[:2])), width, height)


def _decoded(data: bytes) -> Iterator[Picture]:
    """Yield the pictures of an image file, scaled to the common resolution."""
    image_module: Any = import_module("PIL.Image")
    numpy: Any = import_module("numpy")
    image_module.MAX_IMAGE_PIXELS = _MAX_PIXELS // 2  # Pillow refuses twice as many
    sequence = import_module("PIL.ImageSequence")
    try:
        image = image_module.open(io.BytesIO(data), formats=_FORMATS)
        _check_count(getattr(image, "n_frames", 1))
        for frame in sequence.Iterator(image):
            if min(frame.size) < _LEAST_PIXELS:
                raise UnreadableInput("readers.no_text_in_picture")
            dots = float(frame.info.get("dpi", (0, 0))[0])
            if not 72 < dots <= 1200:  # 72 and 0 only say that nobody knew
                dots = min(frame.size) / _A4_WIDTH
            scale = DPI / dots
            size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
            if size[0] * size[1] > _MAX_PIXELS:
                raise UnreadableInput("readers.too_complex")
            grey = numpy.asarray(frame.convert("L").resize(size, image_module.LANCZOS))
            yield Picture(_straight(grey), size[0] * _TO_POINTS, size[1] * _TO_POINTS)
    except image_module.DecompressionBombError as error:
        raise UnreadableInput("readers.too_complex") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow's decoders raise
        raise UnreadableInput("readers.picture_damaged") from error


def _check_count(count: int) -> None:
    if count > MAX_PAGES:
        raise UnreadableInput("readers.too_many_pages", pages=count, most=MAX_PAGES)


def _straight(grey: Any) -> Any:
    """Turn a scan by the few degrees that its horizontal lines are off."""
    cv2, numpy = import_module("cv2"), import_module("numpy")
    ink = (grey < _DARK).astype(numpy.uint8) * 255
    if ink.mean() > _MOST_INK * 255:
        return grey
    wide = grey.shape[1] // 4
    found = cv2.HoughLinesP(ink, 1, numpy.pi / 1800, 400, minLineLength=wide, maxLineGap=8)
    if found is None:
        return grey
    ends = found.reshape(-1, 4).astype(float)
    angles = numpy.degrees(numpy.arctan2(ends[:, 3] - ends[:, 1], ends[:, 2] - ends[:, 0]))
    level = angles[abs(angles) < 5]
    angle = float(numpy.median(level)) if len(level) else 0.0
    if abs(angle) < 0.1:
        return grey
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=255)


def ruling_lines(picture: Picture) -> tuple[list[Stroke], list[Stroke]]:
    """Return the lines across and down that a picture shows, in points."""
    cv2, numpy = import_module("cv2"), import_module("numpy")
    ink = (picture.grey < _DARK).astype(numpy.uint8)
    across = [
        Stroke((y + high / 2) * _TO_POINTS, x * _TO_POINTS, (x + wide) * _TO_POINTS)
        for x, y, wide, high in _strokes(cv2, numpy, ink, (1, _LINE))
        if high <= _THICK
    ]
    down = [
        Stroke((x + wide / 2) * _TO_POINTS, y * _TO_POINTS, (y + high) * _TO_POINTS)
        for x, y, wide, high in _strokes(cv2, numpy, ink, (_LINE, 1))
        if wide <= _THICK
    ]
    return across, down


def _strokes(cv2: Any, numpy: Any, ink: Any, shape: tuple[int, int]) -> list[tuple[int, ...]]:
    """Return left, top, width and height of the runs of ink at least as long as `shape`."""
    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones(shape, numpy.uint8))
    # A slightly slanted line comes as steps: joined where they touch along its direction.
    lines = cv2.dilate(lines, numpy.ones((3, 3), numpy.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    return [tuple(map(int, row[:4])) for row in found[1:]]


def has_ink(grey: Any) -> bool:
    """Whether something is printed on a part of a picture, specks excepted."""
    return int((grey < _DARK).sum()) > 12
