"""Pages that are asked for most, by templates that are compiled: Django reads its own anew each time.

They stand in `portal/site/pages`; all others extend `site/base.html`, whose frame is made of the same
pieces (the tag `piece`). What is said in them is marked as ``_("…")``.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language, gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.duties import queries as duties
from portal.organs.models import Organ
from portal.site import entries
from portal.ui.addresses import url as url
from portal.ui.context import chosen
from portal.ui.templatetags.ui import day, moment

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028"}


def render(
    request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Answer a page of an organ; `name` is its template."""
    return HttpResponse(
        _environment().get_template(name).render(said(request, context)), status=status
    )


def piece(request: HttpRequest, name: str, context: Mapping[str, Any]) -> Markup:
    """Return a piece of the frame for a page that Django's templates make."""
    return Markup(_environment().get_template(name).render(said(request, context)))


_WITHOUT: dict[str, Any] = dict.fromkeys(
    ("query", "data", "column", "part", "within", "taken", "open"), ""
)
"""What a template may ask for although a page does not say it."""


def said(request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every template is given beside what a page shows."""
    language, organ = get_language() or settings.LANGUAGE_CODE, context["organ"]
    return {
        "_": _words(language).__getitem__,
        "language": language,
        "request": request,
        "show": chosen(request),
        "about": particulars(organ),
        "updated": entries.last_published(organ),
        "feed": url("site_atom", organ.code),
        **_WITHOUT,
        **context,
    }


def particulars(organ: Organ) -> duties.Particulars:
    """Return where an organ's disclosure office is and what its site is registered as."""
    return duties.particulars(organ)


class _Words(dict[str, Markup]):
    """What is said in one language, looked up once."""

    def __missing__(self, words: str) -> Markup:
        found = self[words] = Markup(gettext(words))
        return found


@cache
def _words(_language: str) -> _Words:
    return _Words()


# How things are written ---------------------------------------------------------------------------


def structured_data(data: dict[str, Any] | None) -> Markup:
    """Write schema.org data as a block that no browser executes and nothing inside can close."""
    if not data:
        return Markup("")
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Markup(f'<script type="application/ld+json">{text}</script>')


def iso(value: Any) -> str:
    """Write a day, or the day of a moment, as 2026-03-08; nothing for None."""
    if isinstance(value, datetime):
        value = value.astimezone(timezone.get_default_timezone()).date()
    return value.isoformat() if value else ""


_TYPES = {"docx": "Word", "doc": "Word", "wps": "WPS", "pdf": "PDF", "ofd": "OFD", "xlsx": "Excel",
          "xls": "Excel", "et": "WPS", "csv": "CSV", "zip": "ZIP", "txt": "TXT"}  # fmt: skip


def file_type(name: str) -> str:
    """Return the type of a file as people call it, by its ending."""
    ending = name.rpartition(".")[2].lower()
    return _TYPES.get(ending) or (ending.upper() if re.fullmatch(r"[a-z0-9]{1,5}", ending) else "")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "pages"),
        autoescape=True,
        auto_reload=settings.DEBUG,
        undefined=StrictUndefined,
    )
    functions: list[Callable[..., Any]] = [url, structured_data]
    made.globals |= {one.__name__: one for one in functions}
    made.globals["now"] = timezone.now
    made.globals["static"] = static if settings.DEBUG else cache(static)
    filters: dict[str, Callable[..., Any]] = {
        "iso": iso,
        "day": day,
        "moment": moment,
        "file_type": file_type,
        "size": filesizeformat,
    }
    made.filters |= filters
    return made
