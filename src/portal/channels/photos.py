"""Pictures of notices where they hang: known by content, made anew, kept by their digest.

A phone writes place, owner and time into its pictures. Only the day is kept; the picture itself is
drawn anew, so that nothing else that stood in the file remains.
"""

import hashlib
import io
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from portal.acts.act import Refused

MOST_BYTES = 20 << 20
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2000
_TAKEN = 36867  # DateTimeOriginal in the Exif block
_EXIF_BLOCK = 0x8769


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture drawn anew as JPEG, and the day its camera says it was taken."""

    data: bytes
    taken_on: date | None


def clean(data: bytes) -> Cleaned:
    """Return a picture drawn anew; raises Refused for what is no JPEG, PNG or WebP, or too large."""
    if not data:
        raise Refused(_("照片是空文件。"))
    if len(data) > MOST_BYTES:
        raise Refused(_("照片超过%(most)s MB，请缩小后再上传。") % {"most": MOST_BYTES >> 20})
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_wide()
            taken = _taken(picture)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded small at once
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:  # Pillow's own limit is lower
        raise _too_wide() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(_("照片应为 JPG、PNG 或 WebP 图片，这个文件打不开。")) from error
    ground = Image.new("RGB", drawn.size, "white")
    ground.paste(drawn, mask=drawn.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=85, optimize=True)
    return Cleaned(out.getvalue(), taken)


def _too_wide() -> Refused:
    return Refused(_("照片的尺寸太大，请缩小后再上传。"))


def _taken(picture: Image.Image) -> date | None:
    try:
        written = picture.getexif().get_ifd(_EXIF_BLOCK).get(_TAKEN, "")
        return date.fromisoformat(str(written)[:10].replace(":", "-"))
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return None  # no date, or none that can be read: the entry has its own


def keep(cleaned: Cleaned) -> dict[str, object]:
    """Keep a picture under its digest and return the columns of its `Photo`."""
    digest = hashlib.sha256(cleaned.data).hexdigest()
    path = f"channels/{digest[:2]}/{digest}.jpg"
    target = Path(settings.MEDIA_ROOT) / path
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}.new")
        with fresh.open("wb") as file:
            file.write(cleaned.data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    return {"path": path, "sha256": digest, "taken_on": cleaned.taken_on}


def read(path: str) -> bytes:
    """Return the bytes of a kept picture; raises FileNotFoundError."""
    return (Path(settings.MEDIA_ROOT) / path).read_bytes()
