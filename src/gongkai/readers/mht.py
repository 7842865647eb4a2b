"""Single-file web pages (.mht, .mhtml, and .doc files that Word saved as such): their HTML part.

Places are those of the HTML part, as `html` defines them.
"""

import email
import email.policy
from dataclasses import replace
from email.errors import MessageError
from email.message import Message

from gongkai.errors import UnreadableInput
from gongkai.readers import html
from gongkai.readers.document import Document

MEDIA_TYPE = "multipart/related"
MAX_BYTES = 60 << 20  # pictures are inside, in base64
_MAX_PARTS = 2_000
_MAX_COLONS = 200_000  # each may end the name of a header, which takes long to read
_MAX_BOUNDARIES = 10_000


def page(data: bytes) -> tuple[bytes, str | None]:
    """Return the bytes of the HTML part and the charset that the container declares for it.

    Of several (frames, banners) it is the longest. Raises UnreadableInput where there is none, or the file is empty or too large.
    """
    if not data.strip():
        raise UnreadableInput("readers.empty_file")
    if len(data) > MAX_BYTES:
        raise UnreadableInput("readers.too_large", megabytes=len(data) >> 20, limit=MAX_BYTES >> 20)
    if data.count(b":") > _MAX_COLONS or data.count(b"\n--") > _MAX_BOUNDARIES:
        raise UnreadableInput("readers.too_complex")
    longest, charset = b"", None
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
        for count, part in enumerate(message.walk()):
            if count > _MAX_PARTS:
                break
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = _decoded(part)
                if isinstance(content, bytes) and len(content.strip()) > len(longest):
                    longest, charset = content, _charset(part)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableInput("readers.mht_without_page") from error
    if not longest:
        raise UnreadableInput("readers.mht_without_page")
    return longest, charset


def parse(data: bytes, *, name: str = "") -> Document:
    """Return a single-file web page as paragraphs and grids.

    Raises UnreadableInput as `page` does, and as `html.parse` does for the page inside.
    """
    content, charset = page(data)
    return replace(html.parse(content, name=name, charset=charset), media_type=MEDIA_TYPE)


def _decoded(part: Message) -> object:
    """Return the bytes of a part; Base64 that was cut short loses only its last character."""
    payload = part.get_payload()
    if isinstance(payload, str) and str(part.get("content-transfer-encoding")).lower() == "base64":
        bare = "".join(payload.split())
        if len(bare) % 4 == 1:  # else the library gives up on all of it
            part.set_payload(bare[:-1])
    return part.get_payload(decode=True)


def _charset(part: Message) -> str | None:
    """Return the declared charset; “unicode” is what old Word calls UTF-16."""
    charset = part.get_content_charset()
    return "utf-16" if charset == "unicode" else charset
