"""OpenDocument and OFD containers without properties, comments, changes and things attached."""

import io
import zipfile
from collections import Counter

from django.utils.translation import gettext as _
from lxml import etree

from gongkai.readers.zipfiles import Archive, open_archive, parse_xml
from portal.publishing.hidden import pictures
from portal.publishing.hidden.finding import Finding, Stripped

_DAY = (1980, 1, 1, 0, 0, 0)
_ODF_GONE = {
    "annotation": "comments",
    "annotation-end": "comments",
    "tracked-changes": "changes",
    "change": "",
    "change-start": "",
    "change-end": "",
    "hidden-text": "hidden",
    "hidden-paragraph": "hidden",
    "scripts": "",
}
_ODF_PARTS = ("content.xml", "styles.xml", "mimetype", "META-INF/manifest.xml")
_OFD_NAMED = frozenset(
    ("Author", "Creator", "CreatorVersion", "CustomDatas", "Keywords", "Subject")
)


def strip_odf(data: bytes) -> Stripped:
    """Return an .odt or .ods without properties, comments, change logs and embedded things.

    Raises UnreadableInput where it cannot be opened.
    """
    archive = open_archive(data)
    counts: Counter[str] = Counter()
    parts: dict[str, bytes] = {"mimetype": archive.read("mimetype")}
    for name in archive.names:
        if name in _ODF_PARTS[:2]:
            parts[name] = _tree(_without(parse_xml(archive.read(name)), counts))
        elif name.startswith("Pictures/"):
            stripped = pictures.strip(archive.read(name))
            counts["pictures"] += bool(stripped.findings and not stripped.findings[0].open)
            parts[name] = stripped.data
        elif name not in _ODF_PARTS:
            counts["embedded"] += name.startswith("Object")
    manifest = archive.xml("META-INF/manifest.xml")
    for entry in list(manifest):
        path = next((v for a, v in entry.attrib.items() if str(a).endswith("full-path")), "")
        if path != "/" and path not in parts:
            manifest.remove(entry)
    parts["META-INF/manifest.xml"] = _tree(manifest)
    findings = _people(archive, "meta.xml", ("creator", "initial-creator", "printed-by"))
    hidden = _hidden_sections(parts.get("content.xml", b""))
    if hidden:
        words = _("有隐藏的章节或表格%(count)d处，请在原程序里删除后重新上传。")
        findings.append(Finding("hidden_parts", words % {"count": hidden}, open=True))
    return Stripped(_zip(parts), (*findings, *_said(counts)))


def strip_ofd(data: bytes) -> Stripped:
    """Return an OFD without the properties of its author; a signed one stays as it is.

    Raises UnreadableInput where it cannot be opened.
    """
    archive = open_archive(data)
    root = archive.xml("OFD.xml")
    names = [
        (e.text or "").strip()[:60]
        for e in root.iter(etree.Element)
        if etree.QName(e).localname in ("Author", "Creator") and (e.text or "").strip()
    ]
    signed = any(etree.QName(e).localname == "Signatures" for e in root.iter(etree.Element))
    findings = []
    for mark, words in (
        ("attach", _("OFD里附有文件，没有删除，请核对。")),
        ("annot", _("OFD里有批注或印章图层，没有删除，请核对。")),
    ):
        if any(f"/{mark}" in f"/{name.lower()}" for name in archive.names):
            findings.append(Finding(mark, words, open=True))
    if signed:
        words = _("文件带有电子签名，为使签名保持有效，没有作任何清理。")
        findings.append(Finding("signed", words, open=bool(names)))
        return Stripped(data, tuple(findings))
    if not names:
        return Stripped(data, tuple(findings))
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if parent is not None and etree.QName(element).localname in _OFD_NAMED:
            parent.remove(element)
    parts = {name: archive.read(name) for name in archive.names}
    entry = next(name for name in archive.names if name.lower().endswith("ofd.xml"))
    parts[entry] = _tree(root)
    words = _("文件属性里的作者、单位等信息已删除（%(names)s）。")
    said = Finding("people", words % {"names": "、".join(dict.fromkeys(names))})
    return Stripped(_zip(parts), (said, *findings))


def _without(root: etree._Element, counts: Counter[str]) -> etree._Element:
    for element in list(root.iter(etree.Element)):
        code = _ODF_GONE.get(etree.QName(element).localname)
        parent = element.getparent()
        if code is None or parent is None:
            continue
        if code:
            counts[code] += 1
        _keep_tail(element, parent)
        parent.remove(element)
    return root


def _keep_tail(element: etree._Element, parent: etree._Element) -> None:
    """Give the words behind an element to what stands before it: lxml would remove them too."""
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail


def _hidden_sections(content: bytes) -> int:
    return (
        content.count(b'text:display="none"')
        + content.count(b'table:visibility="collapse"')
        + content.count(b'table:display="false"')
    )


def _people(archive: Archive, part: str, names: tuple[str, ...]) -> list[Finding]:
    if part not in archive:
        return []
    found = {
        (e.text or "").strip()[:60]: None
        for e in archive.xml(part).iter(etree.Element)
        if etree.QName(e).localname in names and (e.text or "").strip()
    }
    words = _("文件属性里的作者、单位等信息已删除（%(names)s）。")
    return [Finding("people", words % {"names": "、".join(found)})] if found else []


def _said(counts: Counter[str]) -> list[Finding]:
    said = {
        "comments": _("批注已删除。"),
        "changes": _("修订记录已删除，请核对正文。"),
        "hidden": _("隐藏文字%(count)d处已删除。"),
        "embedded": _("嵌入的对象（如表格、附件）已删除，只留显示的图。"),
        "pictures": _("%(count)d张图片的拍摄信息已删除。"),
    }
    return [Finding(c, words % {"count": counts[c]}) for c, words in said.items() if counts[c]]


def _tree(root: etree._Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root)


def _zip(parts: dict[str, bytes]) -> bytes:
    """Return a container whose `mimetype`, where it has one, comes first and unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()
