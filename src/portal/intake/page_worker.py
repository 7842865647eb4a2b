"""One page of a PDF or picture from outside, drawn in a process of its own with bounded memory and time."""

import contextlib
import io
import os
import sys
from dataclasses import replace
from typing import Any

from gongkai.errors import InputError

DPI = 110
_MEMORY = 3 << 30
SECONDS = 30
_LONGEST = 5000  # points of a page's longer side


def main() -> int:
    """Read a file from the standard input and write the page named in the arguments as PNG."""
    _bound()
    number = int(sys.argv[1])
    data = sys.stdin.buffer.read()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what native code prints is no answer
    try:
        picture = _drawn(data, number)
    except (InputError, IndexError):
        return 3
    buffer = io.BytesIO()
    picture.quantize(64).save(buffer, "PNG", optimize=False, compress_level=6)
    answer.write(buffer.getvalue())
    answer.flush()
    return 0


def _drawn(data: bytes, number: int) -> Any:
    from gongkai.readers.sniff import Format, sniff
    from gongkai.redaction import scans
    from gongkai.redaction.opened import opened, page_of, picture_of
    from gongkai.redaction.worker import Job

    if sniff(data, "") is Format.OFD:
        return _set(data, number)
    if b"%PDF-" not in data[:1024]:
        data = scans.run(Job("picture", data))
    with opened(data) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        return picture_of(page_of(document, number - 1), dpi=DPI, grey=False)


def _set(data: bytes, number: int) -> Any:
    """Return a page of an OFD set anew: its pictures, its characters in our own type, and its lines."""
    from PIL import ImageDraw, ImageFont

    from gongkai.readers import ofd, ofd_pictures
    from gongkai.writers.faces import TEXT_FACE

    sheet = next(iter(ofd.sheets(data, {number})), None)
    if sheet is None or max(sheet.page.width, sheet.page.height) > _LONGEST:
        raise IndexError(number)
    page, dot = sheet.page, DPI / 72
    try:
        picture = ofd_pictures.drawn(sheet, dpi=DPI)
    except InputError:  # a picture in a format nobody opens: its place stays white
        picture = ofd_pictures.drawn(replace(sheet, pictures=()), dpi=DPI)
    draw, faces = ImageDraw.Draw(picture), {}
    for line in page.across:
        draw.line([line.start * dot, line.at * dot, line.end * dot, line.at * dot], "black")
    for line in page.down:
        draw.line([line.at * dot, line.start * dot, line.at * dot, line.end * dot], "black")
    for glyph in page.glyphs:
        high, wide = glyph.bottom - glyph.top, glyph.right - glyph.left
        size = min(max(round((wide if glyph.turn % 2 else high) * dot), 4), 200)
        if size not in faces:
            faces[size] = ImageFont.truetype(str(TEXT_FACE), size)
        middle = ((glyph.left + wide / 2) * dot, (glyph.top + high / 2) * dot)
        draw.text(middle, glyph.text, "black", font=faces[size], anchor="mm")
    return picture


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
