"""Comments in an existing Word document: the other parts stay byte for byte."""

import io
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Origin
from gongkai.writers.remarks import Remark

_MOST_BYTES = 256 << 20  # all parts unpacked
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_INITIALS, _AUTHOR = "检", "年报检查"


def add(data: bytes, remarks: Sequence["Remark"]) -> bytes:
    """Return the document with each remark as a comment on its cell or paragraph.

    A cell is Origin(table, row, cell): the number of the w:tbl in document order, of the row among
    its own and of the cell in the row; a paragraph Origin(row): the number of the w:p. A remark
    without such a place stands at the first paragraph. Raises UnreadableInput.
    """
    with _opened(data) as archive:
        name = _main_part(archive)
        main = _parsed(archive.read(name))
        folder, _, file = name.rpartition("/")
        relations_name = f"{folder}/_rels/{file}.rels"
        relations = _parsed(_read(archive, relations_name) or _empty_relations())
        w = etree.QName(main).namespace or ""
        existing = _comments_part(relations, folder)
        comments_name = existing or _free_name(archive, folder)
        stored = _read(archive, comments_name) if existing else None
        comments = _parsed(stored) if stored else etree.Element(f"{{{w}}}comments", nsmap={"w": w})
        _attach(main, comments, remarks, w)
        changed = {name: main, comments_name: comments}
        if existing is None:
            types = _parsed(archive.read("[Content_Types].xml"))
            override = etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override")
            override.set("PartName", f"/{comments_name}")
            override.set("ContentType", _COMMENTS)
            _relate(relations, comments_name.removeprefix(f"{folder}/"), strict=_STRICT in w)
            changed |= {"[Content_Types].xml": types, relations_name: relations}
        return _rewritten(archive, {key: _serialised(root) for key, root in changed.items()})


def paragraphs(data: bytes) -> list[str]:
    """Return the text of every paragraph (w:p) in document order, those in tables counted."""
    with _opened(data) as archive:
        main = _parsed(archive.read(_main_part(archive)))
    w = etree.QName(main).namespace or ""
    return [
        "".join(t.text or "" for t in paragraph.iter(f"{{{w}}}t"))
        for paragraph in main.iter(f"{{{w}}}p")
    ]


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableInput("writers.not_word") from None
    if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
        raise UnreadableInput("writers.not_word")
    return archive


def _read(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        return archive.read(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise UnreadableInput("writers.not_word") from None


def _main_part(archive: zipfile.ZipFile) -> str:
    package = _read(archive, "_rels/.rels")
    for link in _parsed(package) if package else ():
        if (link.get("Type") or "").endswith("/officeDocument"):
            name = (link.get("Target") or "").lstrip("/")
            if name in archive.namelist():
                return name
    if "word/document.xml" not in archive.namelist():
        raise UnreadableInput("writers.not_word")
    return "word/document.xml"


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise UnreadableInput("writers.not_word") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableInput("writers.not_word")
    return root


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _empty_relations() -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()


def _comments_part(relations: etree._Element, folder: str) -> str | None:
    """Return the name of the part that holds the comments there are, or None."""
    for link in relations:
        if (link.get("Type") or "").endswith("/relationships/comments"):
            target = link.get("Target") or ""
            return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
    return None


def _free_name(archive: zipfile.ZipFile, folder: str) -> str:
    names = set(archive.namelist())
    number = 0
    while f"{folder}/comments{number or ''}.xml" in names:
        number += 1
    return f"{folder}/comments{number or ''}.xml"


def _relate(relations: etree._Element, target: str, *, strict: bool) -> None:
    taken = {link.get("Id") for link in relations}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    base = (
        f"{_STRICT}officeDocument"
        if strict
        else ("http://schemas.openxmlformats.org/officeDocument/2006")
    )
    link = etree.SubElement(relations, f"{{{_PACKAGE}/relationships}}Relationship")
    link.set("Id", f"rId{number}")
    link.set("Type", f"{base}/relationships/comments")
    link.set("Target", target)


def _attach(
    main: etree._Element, comments: etree._Element, remarks: Sequence["Remark"], w: str
) -> None:
    """Put every remark into the comments and its marks into the main part."""
    tables = list(main.iter(f"{{{w}}}tbl"))
    every = list(main.iter(f"{{{w}}}p"))
    taken = [
        int(c.get(f"{{{w}}}id") or 0) for c in comments if (c.get(f"{{{w}}}id") or "").isdigit()
    ]
    number = max(taken, default=-1) + 1
    for remark in remarks:
        paragraph = _paragraph(remark.place, tables, every, w)
        if paragraph is None:
            paragraph = every[0] if every else _new_paragraph(main, w)
        _mark(paragraph, number, w)
        comments.append(_comment(number, remark.text, w))
        number += 1


def _paragraph(
    place: Origin | None,
    tables: list[etree._Element],
    every: list[etree._Element],
    w: str,
) -> etree._Element | None:
    """Return the paragraph a place names, or None."""
    if place is None or place.row is None:
        return None
    if place.table is None:
        return every[place.row] if place.row < len(every) else None
    if place.table >= len(tables) or place.cell is None:
        return None
    rows = list(_own(tables[place.table], f"{{{w}}}tr", f"{{{w}}}tbl"))
    if place.row >= len(rows):
        return None
    cells = list(_own(rows[place.row], f"{{{w}}}tc", f"{{{w}}}tr"))
    if place.cell >= len(cells):
        return None
    return next(cells[place.cell].iter(f"{{{w}}}p"), None)


def _own(element: etree._Element, tag: str, owner: str) -> Iterator[etree._Element]:
    """Yield the descendants with a tag whose nearest `owner` above is the element itself."""
    for inner in element.iter(tag):
        if next(inner.iterancestors(owner), None) is element:
            yield inner


def _new_paragraph(main: etree._Element, w: str) -> etree._Element:
    body = main.find(f"{{{w}}}body")
    if body is None:
        raise UnreadableInput("writers.not_word")
    paragraph = etree.Element(f"{{{w}}}p")
    body.insert(0, paragraph)
    return paragraph


def _mark(paragraph: etree._Element, number: int, w: str) -> None:
    """Mark a whole paragraph as what a comment is about."""

    def element(tag: str) -> etree._Element:
        made = etree.Element(f"{{{w}}}{tag}")
        made.set(f"{{{w}}}id", str(number))
        return made

    first = 1 if len(paragraph) and paragraph[0].tag == f"{{{w}}}pPr" else 0
    paragraph.insert(first, element("commentRangeStart"))
    paragraph.append(element("commentRangeEnd"))
    run = etree.SubElement(paragraph, f"{{{w}}}r")
    run.append(element("commentReference"))


def _comment(number: int, text: str, w: str) -> etree._Element:
    comment = etree.Element(f"{{{w}}}comment")
    facts = {"id": str(number), "author": _AUTHOR, "initials": _INITIALS}
    for name, value in facts.items():
        comment.set(f"{{{w}}}{name}", value)
    run = etree.SubElement(etree.SubElement(comment, f"{{{w}}}p"), f"{{{w}}}r")
    etree.SubElement(run, f"{{{w}}}t").text = text
    return comment


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    """Return the package with some parts changed or added, the others as they were."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in archive.infolist():
            content = changed.pop(info.filename, None)
            stored = _read(archive, info.filename) if content is None else content
            target.writestr(info, stored or b"", compress_type=zipfile.ZIP_DEFLATED)
        for name, content in changed.items():
            target.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
