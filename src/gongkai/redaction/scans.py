"""Pictures of paper (PNG, JPEG, TIFF) as a PDF with a page for each (worker only)."""

import io
from typing import Any

from gongkai.errors import UnreadableInput
from gongkai.redaction.opened import MAX_PAGES
from gongkai.redaction.worker import Job

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
_MAX_PIXELS = 60_000_000  # of one picture: A3 at 400 dots to the inch has 31 million
_A4_WIDTH = 8.27  # inches; what a picture that does not know its size is taken for
_QUALITY = 92


def run(job: Job) -> bytes:
    """Return a picture file as PDF; what is written beside the picture stays behind.

    Raises UnreadableInput where it is damaged, too large, or has too many pages.
    """
    from PIL import Image, ImageSequence

    Image.MAX_IMAGE_PIXELS = _MAX_PIXELS // 2  # Pillow refuses twice as many
    try:
        image = Image.open(io.BytesIO(job.data), formats=_FORMATS)
        count = getattr(image, "n_frames", 1)
        if count > MAX_PAGES:
            raise UnreadableInput("redaction.too_many_pages", pages=count, most=MAX_PAGES)
        return _bound([_page(frame) for frame in ImageSequence.Iterator(image)])
    except Image.DecompressionBombError as error:
        raise UnreadableInput("readers.too_complex") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow's decoders raise
        raise UnreadableInput("readers.picture_damaged") from error


def _page(frame: Any) -> tuple[Any, float]:
    """Return a picture the right way up, on white, and its dots to the inch."""
    from PIL import Image, ImageOps

    given = frame.info.get("dpi", (0, 0))[0]
    dots = float(given) if 72 < float(given) <= 1200 else min(frame.size) / _A4_WIDTH
    upright: Any = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        whole = upright.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        upright = Image.alpha_composite(paper, whole)
    if upright.mode not in ("1", "L"):
        upright = upright.convert("RGB")
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    return clean, max(dots, 30.0)


def _bound(pages: list[tuple[Any, float]]) -> bytes:
    """Return the pictures as pages of their size."""
    import pypdfium2 as pdfium

    made = pdfium.PdfDocument.new()
    for picture, dots in pages:
        buffer = io.BytesIO()
        picture.save(buffer, "PDF", resolution=dots, quality=_QUALITY)
        one = pdfium.PdfDocument(buffer.getvalue())
        made.import_pages(one)
        one.close()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
