"""Making a body harmless and plain: paragraphs, headings, lists, tables, links, nothing that acts."""

import re

import nh3

_TAGS = {
    "p", "br", "h2", "h3", "h4", "strong", "em", "u", "sub", "sup", "blockquote", "ol", "ul", "li",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "hr", "pre",
}  # fmt: skip
_SPAN = {"colspan", "rowspan"}
_ATTRIBUTES = {"td": _SPAN, "th": {*_SPAN, "scope"}, "a": {"href", "title"}, "ol": {"start"}}
_CLASSES = {"p": {"center", "right", "indent"}}


def clean_html(body: str) -> str:
    """Return a body of allowed elements only; scripts, styles, forms, frames and images are gone.

    Links lead to http(s), mail or telephone; a heading of the first level becomes one of the second,
    as the page's own title is the first.
    """
    body = re.sub(r"<(/?)h1\b", r"<\1h2", body, flags=re.IGNORECASE)
    return nh3.clean(
        body,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        clean_content_tags={"script", "style"},
        link_rel="noopener noreferrer",
    ).strip()
