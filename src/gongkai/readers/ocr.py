"""Scanned PDF and images to paragraphs and grids: the optional extra ``gongkai[ocr]``.

Characters are recognised (rapidocr), ruling lines found in the picture; then the geometry of PDF
puts both together. A recognised figure is never sure: the document says so in an issue.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from gongkai.errors import MissingProgram, UnreadableInput
from gongkai.readers import page as pages
from gongkai.readers import sandbox
from gongkai.readers.document import Document
from gongkai.readers.lines import Glyph
from gongkai.readers.pictures import DPI, Picture, has_ink, pictures, ruling_lines
from gongkai.readers.ruling import Box, Stroke, lattices

_DOT = 72 / DPI
_UNSURE = 0.5  # a character recognised with less confidence counts as not recognised
_SUREST = 0.99  # recognition is never certain
_BORDER = 5  # dots at the edge of a cell that may be ink of its border
_STROKE = 1.3  # times the size of its character: a longer line is ruled, though words touch it
_SPECKED = re.compile(r"[.,·'、。]*(\d+(?:\.\d+)?)[.,·'、。]*")
_AIR = 0.15  # of a recognised line's height: how far its box goes beyond its characters
_FRAME = 30  # dots
_UNKNOWN = "\ufffd"
_MEDIA_TYPES = {
    b"PK": "application/ofd",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
}
_WRITTEN = {"application/pdf": "gongkai.readers.pdf", "application/ofd": "gongkai.readers.ofd"}
"""Kinds of file of which some pages may have text: who reads them."""


def parse(data: bytes, *, name: str = "", told: sandbox.Told | None = None) -> Document:
    """Return the paragraphs and tables of a scan; every figure is to be checked by a person.

    Of a file of which some pages have text, the others alone are recognised.
    told  hears which page is begun
    Takes some twenty seconds and 0.8 GB a page. Raises MissingProgram without ``gongkai[ocr]``,
    UnreadableInput where the file cannot be opened, is too long or shows no text.
    """
    if not data:
        raise UnreadableInput("readers.empty_file")
    if not is_installed():
        raise MissingProgram("readers.ocr_missing")
    return sandbox.read("ocr", data, name=name, told=told)


def is_installed() -> bool:
    """Whether the optional extra ``gongkai[ocr]`` is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def extract(data: bytes, *, name: str = "") -> Document:
    """Return what `parse` returns; to be called in a process whose memory and time are bounded."""
    kind = _kind(data)
    title, written, issues = (
        import_module(_WRITTEN[kind]).contents(data) if kind in _WRITTEN else ("", [], [])
    )
    found: dict[int, pages.Content | None] = dict(enumerate(written, start=1))
    asked = pages.wordless(written) if kind in _WRITTEN else None
    recognised: list[int] = []
    engine: Any = None
    for number, picture in pictures(data, asked):
        sandbox.tell(number)
        engine = engine or start()
        page = recognise(engine, number, picture)
        found[number] = replace(found.get(number) or pages.Content(page), page=page, unknown=0)
        recognised += [number] if page.glyphs else []
    if not recognised:
        raise UnreadableInput("readers.no_text_in_picture")
    every = list(found.values())
    return pages.document(kind, every, title=title, issues=issues, recognised=recognised)


def _kind(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    return next((v for k, v in _MEDIA_TYPES.items() if data.startswith(k)), "image/tiff")


def start() -> Any:
    """Return the engine; to be called in a worker process that has the extra."""
    return import_module("rapidocr").RapidOCR()


def recognise(engine: Any, number: int, picture: Picture) -> pages.Page:
    """Return one page with its characters; a cell with ink in which nothing was recognised is looked at by itself."""
    # The engine keeps the switches of the last call: all are set each time.
    result = engine(picture.grey, use_det=True, use_cls=False, use_rec=True, return_word_box=True)
    found = result.boxes is not None  # an empty page has words of another shape
    glyphs = list(_glyphs(result.word_results)) if found else []
    texts = [_box(corners) for corners in result.boxes] if found else []
    across, down = ruling_lines(picture)
    across = [s for s in across if not any(_is_part(s, t) for t in texts)]
    down = [s for s in down if not any(_is_part(s, _flipped(t)) for t in texts)]
    known = [glyph for glyph in glyphs if glyph.text != _UNKNOWN]
    glyphs += _overlooked(engine, picture, known, across, down)
    return pages.Page(number, picture.width, picture.height, glyphs, across, down)


def _glyphs(lines: Any) -> Iterator[Glyph]:
    """Yield the recognised characters; dots around a lone number are specks beside it."""
    for words in lines:
        line = list(_spaced(words))
        lone = _SPECKED.fullmatch("".join(glyph.text for glyph in line))
        yield from line[lone.start(1) : lone.end(1)] if lone else line


def _spaced(words: Any) -> Iterator[Glyph]:
    """Yield the characters of a line; a word's box is shared out evenly."""
    for word, score, corners in words:
        if not word or corners is None:
            continue
        left, top, right, bottom = _box(corners)
        air = _AIR * (bottom - top)  # boxes of close lines reach into each other
        step = (right - left) / len(word)
        for index, character in enumerate(word):
            text = character if score >= _UNSURE else _UNKNOWN
            x = left + index * step
            yield Glyph(text, x, top + air, x + step, bottom - air, sure=_share(score))


def _share(score: Any) -> float:
    return min(max(float(score), 0.0), _SUREST)


def _box(corners: Any) -> Box:
    """Return the box around the corners that the recogniser gives, in points."""
    xs = [float(x) * _DOT for x, _ in corners]
    ys = [float(y) * _DOT for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _is_part(line: Stroke, text: Box) -> bool:
    """Whether a line across is a stroke of a large character: no longer than the character."""
    size = min(text.right - text.left, text.bottom - text.top)
    inside = text.left - 2 < line.start < line.end < text.right + 2
    return text.top < line.at < text.bottom and inside and line.end - line.start < _STROKE * size


def _overlooked(
    engine: Any, picture: Picture, glyphs: list[Glyph], across: list[Stroke], down: list[Stroke]
) -> Iterator[Glyph]:
    """Yield what stands in cells that look empty: single digits are easily overlooked.

    Where even a look at the cell alone tells nothing, a sign says that something stands there, for
    an empty cell would be read as left blank.
    """
    for table in lattices(across, down):
        filled = {table.find((g.left + g.right) / 2, (g.top + g.bottom) / 2) for g in glyphs}
        for index, slot in enumerate(table.slots):
            if index in filled:
                continue
            box = table.slot_box(slot)
            left, top = round(box.left / _DOT) + _BORDER, round(box.top / _DOT) + _BORDER
            right, bottom = round(box.right / _DOT) - _BORDER, round(box.bottom / _DOT) - _BORDER
            cell = picture.grey[max(top, 0) : bottom, max(left, 0) : right]
            if right - left < 8 or bottom - top < 8 or not has_ink(cell):
                continue
            box = Box(left * _DOT, top * _DOT, right * _DOT, bottom * _DOT)
            yield from _spread(*_alone(engine, cell), box)


def _alone(engine: Any, cell: Any) -> tuple[str, float]:
    """Return what the picture of one cell says and how sure that is, or the sign for what cannot be told."""
    for several_lines in (False, True):
        result = engine(
            _framed(cell) if several_lines else cell,
            use_det=several_lines,
            use_cls=False,
            use_rec=True,
            return_word_box=False,
        )
        text = "".join(result.txts or ()).strip()
        if text and min(result.scores) >= _UNSURE:
            return text, _share(min(result.scores))
    return _UNKNOWN, 0.0


def _framed(cell: Any) -> Any:
    """Return the picture of a cell with white around it: words at the very edge are overlooked."""
    return import_module("cv2").copyMakeBorder(cell, *[_FRAME] * 4, 0, value=255)


def _spread(text: str, sure: float, box: Box) -> Iterator[Glyph]:
    """Yield the characters of a text set close together in the middle of a box."""
    high = min(box.bottom - box.top, 11.0)
    wide = min(0.5 * high, (box.right - box.left) / len(text))
    left = (box.left + box.right - wide * len(text)) / 2
    top = (box.top + box.bottom - high) / 2
    for index, character in enumerate(text):
        x = left + index * wide
        yield Glyph(character, x, top, x + wide, top + high, sure=sure)
