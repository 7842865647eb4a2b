"""The text parts of a Word document without changes, comments, hidden text and traces of editing."""

import re
from collections import Counter
from collections.abc import Iterable

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_OFF = frozenset(("0", "false", "off", "none"))
_GONE = frozenset(("del", "moveFrom"))
_UNWRAPPED = frozenset(("ins", "moveTo", "smartTag", "customXml"))
_REMOVED = re.compile(
    r"(?:rPr|pPr|sectPr|tblPr|tblPrEx|tblGrid|trPr|tcPr|numbering)Change|comment(?:RangeStart|RangeEnd|Reference)|"
    r"move(?:From|To)Range(?:Start|End)|customXml(?:Ins|Del|MoveFrom|MoveTo)Range(?:Start|End)|cellIns|cellMerge|"
    r"rsids?|attachedTemplate|attachedSchema|docVars|mailMerge|trackRevisions|dataBinding|smartTagType|"
    r"saveThroughXslt|writeProtection|proofErr|permStart|permEnd|OLEObject|control"
)
_CHANGE = re.compile(r".*Change|cellIns|cellMerge")
_TRACE = re.compile(r"rsid\w*|paraId|textId")
_OUTSIDE = re.compile(
    r"\b(?:INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK|DOCVARIABLE|DOCPROPERTY|AUTHOR|LASTSAVEDBY|FILENAME|TEMPLATE|"
    r"USERNAME|USERINITIALS|USERADDRESS|COMMENTS|INFO)\b",
    re.I,
)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _own(element: etree._Element) -> bool:
    return str(element.tag).startswith((W, _STRICT))


def _child(element: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        if element is None:
            return None
        element = next((c for c in element.iterchildren(etree.Element) if _name(c) == name), None)
    return element


def _value(element: etree._Element | None, name: str = "val") -> str:
    """Return an attribute whatever its namespace, "" where there is none."""
    if element is None:
        return ""
    return next((str(v) for a, v in element.attrib.items() if etree.QName(a).localname == name), "")


def _on(element: etree._Element | None) -> bool:
    return element is not None and _value(element).lower() not in _OFF


def hidden_styles(styles: etree._Element) -> frozenset[str]:
    """Return the styles whose text does not show."""
    return frozenset(
        _value(style, "styleId")
        for style in styles.iter(etree.Element)
        if _name(style) == "style" and _on(_child(style, "rPr", "vanish"))
    )


def is_white(root: etree._Element) -> int:
    """Return how many runs are written in white on no ground of another colour."""
    count = 0
    for run in root.iter(W + "r"):
        properties = _child(run, "rPr")
        if _value(_child(properties, "color")).upper() == "FFFFFF" and any(
            (t.text or "").strip() for t in run.iter(W + "t")
        ):
            around = (properties, *(_child(a, f"{_name(a)}Pr") for a in run.iterancestors()))
            count += not any(_shaded(one) for one in around)
    return count


def _shaded(properties: etree._Element | None) -> bool:
    fill = _value(_child(properties, "shd"), "fill").upper()
    return fill not in ("", "AUTO", "FFFFFF") or _child(properties, "highlight") is not None


def clean(root: etree._Element, vanished: frozenset[str], counts: Counter[str]) -> None:
    """Take out of one part what does not show; `counts` is told what there was."""
    for element in _elements(root):
        if element.getparent() is None or not _own(element):
            _forget_names(element, counts)
            continue
        name = _name(element)
        if name in _GONE and not _is_mark(element):
            counts["changes"] += 1
            _remove(element)
        elif name in _UNWRAPPED and not _is_mark(element):
            counts["changes"] += name in ("ins", "moveTo")
            _unwrap(element)
        elif _REMOVED.fullmatch(name):
            counts["changes"] += bool(_CHANGE.fullmatch(name))
            _remove(element)
        elif name == "tr" and _row_is_gone(element, counts):
            _remove(element)
        elif name == "tc" and _child(element, "tcPr", "cellDel") is not None:
            counts["changes"] += 1
            _remove(element)
        elif name == "r" and _is_hidden(element, vanished):
            counts["hidden"] += any((t.text or "").strip() for t in element.iter(W + "t"))
            _remove(element)
        elif name == "instrText" and _OUTSIDE.search(element.text or ""):
            counts["fields"] += 1
            element.text = ""
        elif name == "fldSimple" and _OUTSIDE.search(_value(element, "instr")):
            counts["fields"] += 1
            _unwrap(element)
    _join_paragraphs(root, counts)
    for element in root.iter(etree.Element):
        for attribute in list(element.attrib):
            if _TRACE.fullmatch(etree.QName(attribute).localname):
                del element.attrib[attribute]


def _elements(root: etree._Element) -> Iterable[etree._Element]:
    return list(root.iter(etree.Element))


def _is_mark(element: etree._Element) -> bool:
    """Whether an element only marks its paragraph, row or cell as changed."""
    parent = element.getparent()
    return parent is not None and _name(parent) in ("rPr", "trPr", "tcPr")


def _row_is_gone(row: etree._Element, counts: Counter[str]) -> bool:
    properties = _child(row, "trPr")
    deleted, hidden = _child(properties, "del") is not None, _on(_child(properties, "hidden"))
    counts["changes"] += deleted
    counts["hidden"] += hidden and not deleted
    inserted = _child(properties, "ins")
    if inserted is not None:
        counts["changes"] += 1
        _remove(inserted)
    return deleted or hidden


def _is_hidden(run: etree._Element, vanished: frozenset[str]) -> bool:
    properties = _child(run, "rPr")
    if properties is None:
        return False
    own = _child(properties, "vanish")
    if own is not None:
        return _on(own)
    return _value(_child(properties, "rStyle")) in vanished


def _join_paragraphs(root: etree._Element, counts: Counter[str]) -> None:
    """Join a paragraph whose end was deleted with the next; forget which ends were inserted."""
    for paragraph in list(root.iter(W + "p")):
        mark = _child(paragraph, "pPr", "rPr")
        deleted, inserted = _child(mark, "del"), _child(mark, "ins")
        if inserted is not None:
            counts["changes"] += 1
            _remove(inserted)
        if deleted is None:
            continue
        counts["changes"] += 1
        _remove(deleted)
        following = paragraph.getnext()
        if following is None or following.tag != W + "p":
            continue
        at = 1 if _child(following, "pPr") is not None else 0
        for piece in [c for c in paragraph if _name(c) != "pPr"][::-1]:
            following.insert(at, piece)
        _remove(paragraph)


def _forget_names(element: etree._Element, counts: Counter[str]) -> None:
    """Empty the description and the file name that a picture carries."""
    name = _name(element)
    if name in ("docPr", "cNvPr"):
        for attribute in ("descr", "title"):
            counts["alt_text"] += bool(element.attrib.pop(attribute, ""))
        if re.search(r"[\\/:.]", element.get("name") or ""):
            counts["alt_text"] += 1
            element.set("name", "")
    elif name == "imagedata" or name == "shape":
        for found in list(element.attrib):
            if etree.QName(found).localname in ("alt", "title", "href"):
                counts["alt_text"] += 1
                del element.attrib[found]
    elif name == "OLEObject" and element.getparent() is not None:
        _remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in [c for c in element if not _name(c).endswith("Pr")][::-1]:
        parent.insert(at, child)
    parent.remove(element)
