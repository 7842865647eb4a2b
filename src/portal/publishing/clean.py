"""Making a body harmless and plain: paragraphs, headings, lists, tables, links, nothing that acts."""

import html
import re

import nh3

_TAGS = {
    "p", "br", "h2", "h3", "h4", "strong", "em", "u", "sub", "sup", "blockquote", "ol", "ul", "li",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "hr", "pre",
}  # fmt: skip
_SPAN = {"colspan", "rowspan"}
_ATTRIBUTES = {"td": _SPAN, "th": {*_SPAN, "scope"}, "a": {"href", "title"}, "ol": {"start"}}
_CLASSES = {"p": {"center", "right", "indent"}}
_BLOCK = r"</?(?:p|h[2-4]|blockquote|ol|ul|li|table|caption|thead|tbody|tr|th|td|hr)\b"
_BETWEEN = re.compile(rf"({_BLOCK}[^>]*>)\s+(?={_BLOCK})", re.IGNORECASE)
_ELEMENT = re.compile(
    rf"</?(?:{'|'.join(sorted(_TAGS))}|h[1-6]|div|span|b|i)\b[^<>]*>", re.IGNORECASE
)
_PARAGRAPH = re.compile(r'<p(?P<indent> class="indent")?>(?P<words>[^<]*)</p>')
_NEW_LINE = re.compile(
    r"(?<=>)(?=<(?:p|h[2-4]|blockquote|ol|ul|li|table|caption|thead|tbody|tr|hr|pre)\b"
    r"|</(?:ol|ul|table|thead|tbody)>)"
)


def clean_html(body: str) -> str:
    """Return a body of allowed elements only; scripts, styles, forms, frames and images are gone.

    Links lead to http(s), mail or telephone; a heading of the first level becomes one of the second,
    as the page's own title is the first. White space between blocks says nothing and goes.
    """
    body = re.sub(r"<(/?)h1\b", r"<\1h2", body, flags=re.IGNORECASE)
    plain = nh3.clean(
        body,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        clean_content_tags={"script", "style"},
        link_rel="noopener noreferrer",
    )
    return _BETWEEN.sub(r"\1", plain.strip())


def readable(body: str) -> str:
    """Return a body as somebody edits it without the editor: plain lines where it is only paragraphs,
    one element a line where it holds headings, lists or tables."""
    lines = [
        ("　　" if one["indent"] else "") + html.unescape(one["words"])
        for one in _PARAGRAPH.finditer(body)
    ]
    text = "\n".join(lines)
    return text if written(text) == body else _NEW_LINE.sub("\n", body)


def written(text: str) -> str:
    """Return what somebody wrote as a body: each line a paragraph, unless he wrote elements himself.

    A line set in by two full-width spaces is a paragraph whose first line is set in.
    """
    text = text.replace("\r\n", "\n")
    if _ELEMENT.search(text):
        return text
    return "".join(_paragraph(line) for line in text.split("\n") if line.strip())


def _paragraph(line: str) -> str:
    indent = ' class="indent"' if line.startswith("　　") else ""
    return f"<p{indent}>{html.escape(line.strip(), quote=False)}</p>"
