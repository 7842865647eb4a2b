"""Whether the blocks of a new file are black through and through, dot by dot (worker only)."""

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as raw

from gongkai.redaction import blocks
from gongkai.redaction.opened import DPI, opened, page_of, picture_of
from gongkai.redaction.places import glyphs_of
from gongkai.redaction.proof import Seen

_RINGING = 16  # dots at the edge of a block that JPEG may lighten
_JPEG = 40  # by which a dot further inside may differ
_DIFFERENT = 40  # by which the original differs from the block somewhere: it showed something


def characters(document: Any) -> list[list[tuple[str, float, float]]]:
    """Return the characters of each page with the middle of their boxes, as pdfium has them."""
    pages = []
    for index in range(len(document)):
        page = page_of(document, index)
        pages.append(
            [
                (c, (b.left + b.right) / 2, (b.top + b.bottom) / 2)
                for c, b, _, _ in glyphs_of(page)
                if not c.isspace()
            ]
        )
        page.close()
    return pages


def seen(original: bytes, made: bytes, planned: Sequence[blocks.Block]) -> Iterator[Seen]:
    """Yield for each block whether the new page shows it and nothing of what was there."""
    with opened(original) as old, opened(made) as new:
        for number in sorted({block.place.page for block in planned}):
            before = picture_of(page_of(old, number - 1), dpi=DPI, grey=True)
            after, exact = _picture(new[number - 1])
            if after.size != before.size:
                after, exact = after.resize(before.size), False
            for block in planned:
                if block.place.page == number:
                    yield Seen(block, *_compared(before, after, block, exact=exact))


def _picture(page: Any) -> tuple[Any, bool]:
    """Return the picture that a page of ours holds, and whether it is stored dot by dot."""
    (image,) = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
    shown = image.get_bitmap(render=False).to_pil().convert("L")
    return shown, image.get_filters() == ["CCITTFaxDecode"]


def _compared(before: Any, after: Any, block: blocks.Block, *, exact: bool) -> tuple[bool, bool]:
    """Return whether a block is whole, and whether the original showed something in its place."""
    from PIL import ImageChops

    area = tuple(round(side * DPI / 72) for side in block.place.box)
    wide, high = area[2] - area[0], area[3] - area[1]
    wanted = blocks.drawn(wide, high, block.label)
    apart: Any = ImageChops.difference(after.crop(area), wanted)
    if not exact:
        edge = min(_RINGING, wide // 4, high // 4)
        apart = apart.crop((edge, edge, wide - edge, high - edge))
    if exact or not block.label:
        whole = apart.getextrema()[1] <= (0 if exact else _JPEG)
    else:  # JPEG blurs the edges of the letters: what is no letter must be black
        far = wanted.crop((edge, edge, wide - edge, high - edge))
        whole = _beyond_letters(apart, far)
    darkest, lightest = before.crop(area).getextrema()
    return whole, lightest - darkest >= _DIFFERENT


def _beyond_letters(apart: Any, wanted: Any) -> bool:
    from PIL import ImageChops, ImageFilter, ImageOps

    around = wanted.filter(ImageFilter.MaxFilter(17))
    rest: Any = ImageChops.darker(apart, ImageOps.invert(around))
    return bool(rest.getextrema()[1] <= _JPEG)
