"""Pictures without what cameras and programs write beside the picture: place, time, device, author."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = frozenset((b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"))
_JPEG_KEPT = frozenset((0xE0, 0xE2, 0xEE))  # JFIF, colour profile, Adobe's colour transform
_TURNED = b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"


def rebuilt(data: bytes) -> bytes | None:
    """Return a JPEG or PNG as it looks, without its metadata; None for another format."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    return None


def _png(data: bytes) -> bytes:
    kept = [_PNG]
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunk = data[at : at + 12 + length]
        if chunk[4:8] not in _PNG_WORDS:
            kept.append(chunk)
        at += 12 + length
        if chunk[4:8] == b"IEND":
            break  # what follows the end is no picture
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes:
    kept = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:  # the picture itself
            return b"".join(kept) + data[at:]
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        if marker == 0xE1 and (turn := _orientation(segment)) > 1:
            kept.append(_TURNED + struct.pack(">HHI", turn, 0, 0))
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _JPEG_KEPT:
            kept.append(segment)
        at += 2 + length
    return data  # no picture found: nothing is thrown away


def _orientation(segment: bytes) -> int:
    """Return how a camera was held (1 to 8): the one thing of Exif that changes what is seen."""
    body = segment[10:]
    if segment[4:10] != b"Exif\x00\x00" or body[:2] not in (b"II", b"MM"):
        return 1
    order = "<" if body[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(order + "I", body, 4)
        (count,) = struct.unpack_from(order + "H", body, start)
        for entry in range(min(count, 100)):
            tag, _kind, _n, value = struct.unpack_from(order + "HHIH", body, start + 2 + entry * 12)
            if tag == 0x0112:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1
