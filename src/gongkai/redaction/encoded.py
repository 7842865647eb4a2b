"""The picture of a page as it stands in a PDF: fax code for black and white, JPEG where colour matters."""

import io
from dataclasses import dataclass
from typing import Any, Literal

_THRESHOLD = 195  # lighter than this is paper
_SMALLER = 4  # colour and shades are looked for on a picture so much smaller
_COLOURED = 48  # between the channels of a dot that has a colour
_SHADE = (60, 200)  # darker is ink, lighter is paper
_MATTERS = 0.0005  # of a page: as much colour is a seal or a head line, no speck
_SHADED = 0.01  # of a page: as much evenly grey area is a photograph
_QUALITY = 72


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture in a PDF: its filter, size in dots, and its bytes."""

    filter: Literal["CCITTFaxDecode", "DCTDecode"]
    color: Literal["DeviceGray", "DeviceRGB"]
    width: int
    height: int
    data: bytes
    inverted: bool = False  # fax code in which black is 1


def encoded(image: Any) -> Encoded:
    """Return a picture (RGB) as small as it can be shown without losing what is on it."""
    if _is_coloured(image):
        return _jpeg(image, "DeviceRGB")
    grey = image.convert("L")
    if _is_shaded(grey):
        return _jpeg(grey, "DeviceGray")
    return _fax(grey)


def _share(mask: Any) -> float:
    whites: int = mask.histogram()[255]
    return whites / int(mask.width * mask.height)


def _is_coloured(image: Any) -> bool:
    from PIL import ImageChops

    red, green, blue = image.reduce(_SMALLER).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    apart = ImageChops.subtract(most, least)
    return _share(apart.point(lambda v: 255 if v > _COLOURED else 0)) > _MATTERS


def _is_shaded(grey: Any) -> bool:
    """Whether areas, not only the edges of letters, are neither black nor white."""
    from PIL import ImageFilter

    low, high = _SHADE
    between = grey.reduce(2).point(lambda v: 255 if low < v < high else 0)
    return _share(between.filter(ImageFilter.MinFilter(5))) > _SHADED


def _jpeg(image: Any, color: Literal["DeviceGray", "DeviceRGB"]) -> Encoded:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Encoded("DCTDecode", color, image.width, image.height, buffer.getvalue())


def _fax(grey: Any) -> Encoded:
    """Return a picture in fax code (T.6), as one strip."""
    from PIL import Image

    flat = grey.point(lambda v: 255 if v >= _THRESHOLD else 0).convert("1")
    buffer = io.BytesIO()
    flat.save(buffer, "TIFF", compression="group4", tiffinfo={278: grey.height})
    with Image.open(buffer) as made:
        tags: Any = made.tag_v2  # type: ignore[attr-defined]
        (start,), (count,) = tags[273], tags[279]
        inverted = tags[262] == 1
    data = buffer.getvalue()[start : start + count]
    return Encoded("CCITTFaxDecode", "DeviceGray", grey.width, grey.height, data, inverted)
