"""The text of an account's post, ready to be copied: title, summary, first paragraphs, link."""

from portal.publishing.models import DocumentVersion
from portal.publishing.search.text import plain

_CUT = "……"


def text_for(shown: DocumentVersion, url: str, limit: int) -> str:
    """Return a plain text of at most `limit` characters; whole paragraphs as far as they fit.

    The link always stands; a title longer than the room is cut.
    """
    end = f"\n\n全文：{url}"
    room = max(limit - len(end), 0)
    head = shown.title if len(shown.title) <= room else shown.title[: max(room - 2, 0)] + _CUT
    paragraphs = [p.strip() for p in plain(shown.body).split("\n") if p.strip()]
    if shown.summary.strip():
        paragraphs.insert(0, shown.summary.strip())
    text = head
    for number, paragraph in enumerate(paragraphs):
        longer = f"{text}\n\n{paragraph}"
        rest = number < len(paragraphs) - 1
        if len(longer) + (len(_CUT) + 1 if rest else 0) > room:
            left = room - len(text) - 2 - len(_CUT)
            cut = f"{text}\n\n{paragraph[:left]}{_CUT}" if left >= 20 else f"{text}\n{_CUT}"
            text = cut if len(cut) <= room else text
            break
        text = longer
    return text + end
