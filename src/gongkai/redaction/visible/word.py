"""Word documents rebuilt by allow-list: what a reader sees stays, everything else goes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gongkai.readers import docx
from gongkai.readers.document import Document, Grid
from gongkai.readers.zipfiles import Archive, open_archive, parse_xml
from gongkai.redaction.visible import pictures
from gongkai.redaction.visible.word_text import W, clean, hidden_styles, is_white
from gongkai.writers.package import packed

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KEPT = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|"
    r"word/(?:document\d*|styles|numbering|fonttable|settings|footnotes|endnotes|header\d*|footer\d*)\.xml|"
    r"word/theme/theme\d+\.xml|word/_rels/(?:document|header|footer|footnotes|endnotes|numbering|fonttable)\d*\.xml\.rels|"
    r"word/media/[^/]+\.(?:png|jpe?g|gif|bmp|emf|wmf|tiff?)|word/fonts/[^/]+\.odttf|"
    r"word/charts/(?:chart|style|colors)\d+\.xml|word/charts/_rels/chart\d+\.xml\.rels|"
    r"word/diagrams/(?:data|layout|quickstyle|colors|drawing)\d+\.xml"
)
_CLEANED = re.compile(
    r"word/(?:document|header|footer|footnotes|endnotes|settings|numbering|styles)\d*\.xml"
)
_WEB = re.compile(r"(?:https?|mailto|tel):", re.I)
_DROPPED = {
    "comments": re.compile(r"word/comments"),
    "custom_xml": re.compile(r"customxml/item\d+\.xml$"),
    "embedded": re.compile(r"word/(?:embeddings|activex)/|.*\.bin$"),
    "macros": re.compile(r"word/vba"),
}
_PEOPLE = ("creator", "lastModifiedBy", "Company", "Manager")


@dataclass(frozen=True)
class Rebuilt:
    """A document with what shows alone.

    counts   what was taken out, by kind: comments, changes, hidden, embedded, ...
    people   whom its properties named
    differs  its text is not the one the reader sees in the original
    fewer    it says nothing that the original does not say, in the same order: only words went
    """

    data: bytes
    counts: Counter[str]
    people: tuple[str, ...]
    differs: bool
    fewer: bool


def rebuilt(data: bytes) -> Rebuilt | None:
    """Return a Word document (.docx) with what shows alone, None for one made of embedded pages.

    Insertions become text, deletions go. Raises UnreadableInput where it cannot be opened.
    """
    archive = open_archive(data)
    if any(name.lower().endswith((".htm", ".html", ".mht")) for name in archive.names):
        return None
    counts: Counter[str] = Counter()
    kept = [name for name in archive.names if _KEPT.fullmatch(_key(name))]
    for name in archive.names:
        for code, pattern in _DROPPED.items():
            counts[code] += bool(pattern.match(_key(name)))
    if "word/styles.xml" in archive:
        vanished = hidden_styles(archive.xml("word/styles.xml"))
    else:
        vanished = frozenset()
    dropped = _relations(archive, kept)
    parts: dict[str, bytes | str] = {}
    for name in kept:
        parts[name] = _part(archive, name, {_key(k) for k in kept}, dropped, vanished, counts)
    clean_data = packed(parts)
    before, after = texts(docx.parse(data)), texts(docx.parse(clean_data))
    rest = iter("".join(before))
    fewer = all(character in rest for character in "".join(after))
    return Rebuilt(clean_data, counts, _people(archive), before != after, fewer)


def texts(document: Document) -> list[str]:
    """Return what a document says, block by block and cell by cell."""
    said: list[str] = []
    for block in document.blocks:
        said += [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
    return said


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _relations(archive: Archive, kept: list[str]) -> dict[str, set[str]]:
    """Return for each part the relationships that must go: their part goes, or they leave the web."""
    keys = {_key(name) for name in kept}
    dropped: dict[str, set[str]] = {}
    for name in kept:
        if not name.lower().endswith(".rels"):
            continue
        folder, _slash, file = _key(name).rpartition("_rels/")
        gone = dropped.setdefault(folder + file.removesuffix(".rels"), set())
        for link in archive.xml(name):
            target = link.get("Target") or ""
            outside = (link.get("TargetMode") or "").lower() == "external"
            stays = bool(_WEB.match(target)) if outside else _resolved(folder, target) in keys
            if not stays:
                gone.add(link.get("Id") or "")
    return dropped


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return _key(target)
    steps = [s for s in folder.split("/") if s]
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps).lower()


def _part(
    archive: Archive,
    name: str,
    keys: set[str],
    dropped: dict[str, set[str]],
    vanished: frozenset[str],
    counts: Counter[str],
) -> bytes:
    key = _key(name)
    data = archive.read(name)
    if key.startswith("word/media/") and key.endswith((".png", ".jpg", ".jpeg")):
        stripped = pictures.rebuilt(data)
        counts["pictures"] += stripped != data
        return data if stripped is None else stripped
    if not key.endswith((".xml", ".rels")):
        return data
    root = parse_xml(data)
    if key == "[content_types].xml":
        for entry in list(root):
            part = entry.get("PartName")
            if part is not None and _key(part) not in keys:
                root.remove(entry)
    elif key.endswith(".rels"):
        folder, _slash, file = key.rpartition("_rels/")
        gone = dropped.get(folder + file.removesuffix(".rels"), set())
        for link in list(root):
            if link.get("Id") in gone:
                root.remove(link)
    else:
        _unlink(root, dropped.get(key, set()), counts)
        if _CLEANED.fullmatch(key):
            counts["white"] += is_white(root)
            clean(root, vanished, counts)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + etree.tostring(root)


def _unlink(root: etree._Element, gone: set[str], counts: Counter[str]) -> None:
    """Take out what points to a part or place that goes; the words of a link stay."""
    for element in list(_pointing(root, gone)):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == W + "hyperlink":
            counts["links"] += 1
            for attribute in [a for a in element.attrib if str(a).startswith(_R)]:
                del element.attrib[attribute]
        else:
            parent.remove(element)


def _pointing(root: etree._Element, gone: set[str]) -> Iterator[etree._Element]:
    if not gone:
        return
    for element in root.iter(etree.Element):
        if any(str(a).startswith(_R) and v in gone for a, v in element.attrib.items()):
            yield element


def _people(archive: Archive) -> tuple[str, ...]:
    """Return whom the file names as those who made and changed it."""
    names: dict[str, None] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in archive:
            for element in archive.xml(part).iter(etree.Element):
                if etree.QName(element).localname in _PEOPLE and (element.text or "").strip():
                    names[(element.text or "").strip()[:60]] = None
    return tuple(names)
