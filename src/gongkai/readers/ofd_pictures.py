"""The pictures on a page of an OFD, drawn where the page shows them (worker process only)."""

import io
from collections.abc import Sequence
from importlib import import_module
from math import hypot
from typing import Any

from gongkai.errors import UnreadableInput
from gongkai.readers.drawing import Matrix
from gongkai.readers.ofd import Sheet

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
_MAX_PIXELS = 60_000_000  # of one page, and of one encoded picture
_STRAIGHT = 1.0  # dots by which a picture may lean and still count as upright


def drawn(sheet: Sheet, *, dpi: int) -> Any:
    """Return the page as a Pillow image, white where no picture lies.

    Raises UnreadableInput where a picture cannot be opened, or page or picture are too large.
    """
    image_module: Any = import_module("PIL.Image")
    dot = dpi / 72
    size = (max(round(sheet.page.width * dot), 1), max(round(sheet.page.height * dot), 1))
    if size[0] * size[1] > _MAX_PIXELS:
        raise UnreadableInput("readers.too_complex")
    paper = image_module.new("RGB", size, "white")
    for data, matrix in sheet.pictures:
        _lay(image_module, paper, data, [number * dot for number in matrix])
    return paper


def _lay(image_module: Any, paper: Any, data: bytes, m: Sequence[float]) -> None:
    """Draw one picture on the paper; `m` takes the unit square to its place in dots."""
    wide, high = round(hypot(m[0], m[1])), round(hypot(m[2], m[3]))
    if min(wide, high) < 1 or wide * high > _MAX_PIXELS:
        return
    image_module.MAX_IMAGE_PIXELS = _MAX_PIXELS // 2  # Pillow refuses twice as many
    try:
        image = image_module.open(io.BytesIO(data), formats=_FORMATS).convert("RGBA")
    except image_module.DecompressionBombError as error:
        raise UnreadableInput("readers.too_complex") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow's decoders raise
        raise UnreadableInput("readers.picture_damaged") from error
    image = image.resize((wide, high), image_module.Resampling.LANCZOS)
    if max(abs(m[1]), abs(m[2])) < _STRAIGHT and m[0] > 0 < m[3]:
        place = (round(m[4]), round(m[5]))
        paper.paste(image, place, image)
        return
    back = _inverse((m[0] / wide, m[1] / wide, m[2] / high, m[3] / high, m[4], m[5]))
    if back is None:
        return
    a, b, c, d, e, f = back
    how = image_module.Resampling.BICUBIC
    turned = image.transform(paper.size, image_module.Transform.AFFINE, (a, c, e, b, d, f), how)
    paper.paste(turned, (0, 0), turned)


def _inverse(m: Matrix) -> Matrix | None:
    """Return the matrix that leads back, None where there is none."""
    a, b, c, d, e, f = m
    area = a * d - b * c
    if abs(area) < 1e-9:
        return None
    return (
        d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area,
    )  # fmt: skip
