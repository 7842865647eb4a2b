"""What the frame of every public page shows, from the organ alone."""

import json
import re
from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.duties import queries as duties
from portal.organs.models import Organ
from portal.site import entries

register = template.Library()
_KEPT = "_particulars"

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028"}


@register.simple_tag
def particulars(organ: Organ) -> duties.Particulars:
    """Return where an organ's disclosure office is and what its site is registered as; asked once a page."""
    kept: duties.Particulars | None = getattr(organ, _KEPT, None)
    if kept is None:
        kept = duties.particulars(organ)
        setattr(organ, _KEPT, kept)
    return kept


@register.simple_tag
def last_published(organ: Organ) -> datetime | None:
    """Return when an organ last published something."""
    return entries.last_published(organ)


@register.simple_tag
def structured_data(data: dict[str, Any] | None) -> SafeString:
    """Write schema.org data as a block that no browser executes and nothing inside can close."""
    if not data:
        return mark_safe("")
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


_TYPES = {"docx": "Word", "doc": "Word", "wps": "WPS", "pdf": "PDF", "ofd": "OFD", "xlsx": "Excel",
          "xls": "Excel", "et": "WPS", "csv": "CSV", "zip": "ZIP", "txt": "TXT"}  # fmt: skip


@register.filter
def file_type(name: str) -> str:
    """Return the type of a file as people call it, by its ending."""
    ending = name.rpartition(".")[2].lower()
    return _TYPES.get(ending) or (ending.upper() if re.fullmatch(r"[a-z0-9]{1,5}", ending) else "")
