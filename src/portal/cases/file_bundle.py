"""Papers of a file as one PDF: a contents page, every page numbered, the digest of every paper.

    build("示例镇人民政府证据材料", [Item("政府信息公开申请表", "申请表.pdf", data, on=…, proves="…")])

PDFs are merged as they are; pictures, texts and office files are printed first. What cannot be printed
is listed all the same, with the reason, and attached to the PDF as it came. Files come from outside:
they are opened in a process of their own.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.errors import InputError, Lang
from gongkai.readers.sniff import Format, sniff
from gongkai.redaction.printed import Printed, printed_many
from gongkai.writers.faces import Faces, faces_for
from portal.cases import file_bundle_worker as worker

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "bundle"
MOST_PAGES = 5000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class TooLarge(Exception):
    """More pages than one bundle holds."""


@dataclass(frozen=True, slots=True)
class Item:
    """One paper: how the contents page calls it, its file, its day, what it proves."""

    title: str
    name: str
    data: bytes
    on: date | None = None
    proves: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents page.

    first, last  its pages, None for a paper that is attached; note: why
    """

    number: int
    item: Item
    sha256: str
    first: int | None = None
    last: int | None = None
    note: str = ""

    @property
    def pages(self) -> str:
        """The pages as the contents page says them."""
        if self.first is None:
            return "电子附件"
        return f"{self.first}" if self.first == self.last else f"{self.first}—{self.last}"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The PDF and what stands in it; `pages` without those of the contents."""

    pdf: bytes
    entries: tuple[Entry, ...]
    pages: int


def build(title: str, items: Sequence[Item], *, lines: Iterable[str] = ()) -> bytes:
    """Return the papers as one PDF; see `assemble`."""
    return assemble(title, items, lines=lines).pdf


def assemble(
    title: str, items: Sequence[Item], *, lines: Iterable[str] = (), lang: Lang = "zh"
) -> Bundle:
    """Return the papers as one PDF, in their order, with its contents; `lines` stand below the title.

    Raises TooLarge for more than 5,000 pages.
    """
    made = printed_many([(item.name, item.data) for item in items])
    files = [one.pdf if isinstance(one, Printed) else b"" for one in made]
    looked = worker.look([data for data in files if data])
    sizes = iter(looked)
    entries: list[Entry] = []
    kept: list[tuple[bytes, list[worker.Size]]] = []
    fitted: list[int] = []
    page = 0
    for number, (item, one, data) in enumerate(zip(items, made, files, strict=True), 1):
        digest = hashlib.sha256(item.data).hexdigest()
        found = next(sizes) if data else []
        if not found:
            note = _why(one, lang)
            entries.append(Entry(number, item, digest, note=note))
            continue
        entries.append(Entry(number, item, digest, page + 1, page + len(found)))
        if sniff(item.data, item.name) is Format.IMAGE:
            found = [worker.on_paper(size) for size in found]
            fitted.append(len(kept))
        kept.append((data, found))
        page += len(found)
        if page > MOST_PAGES:
            raise TooLarge
    contents = _contents(title, [*lines], entries)
    stamps = _stamps([e for e in entries if e.first], kept, page) if page else b""
    attached = [
        (f"{e.number:02d}-{_plain(e.item.name)}", e.item.data) for e in entries if e.first is None
    ]
    led = [(f"{e.number}　{_plain(e.item.title)}", e.first) for e in entries if e.first]
    bookmarks = [(_plain(title), 0), *led]
    files = [data for data, _sizes in kept]
    pdf = worker.merge(contents, files, stamps, attached, fitted, bookmarks)
    return Bundle(pdf, tuple(entries), page)


def _why(made: Printed | InputError, lang: Lang) -> str:
    """Return why a paper has no pages here."""
    if isinstance(made, Printed):
        return "文件不能打开，按原样附上。"
    if made.code == "redaction.unknown_kind":  # a recording, an archive: nothing that is printed
        return "不能印成页面，按原样附上。"
    return f"{made.sentence(lang)}按原样附上。"


def _plain(text: str) -> str:
    """Return a text without what a page or a file's name cannot hold."""
    return _CONTROL.sub(" ", text).strip()


@cache
def _compiler(fonts: "typst.Fonts") -> "typst.Compiler":
    import typst

    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=str(TEMPLATES))


def printed(template: str, words: str, data: dict[str, Any]) -> bytes:
    """Return a template of this folder filled in, as a PDF; `words`: all that has to be set."""
    faces: Faces = faces_for(words)
    data["faces"] = {role: list(families) for role, families in faces.roles.items()}
    plain = faces.printable(json.dumps(data, ensure_ascii=False))
    pdf = _compiler(faces.fonts).compile(
        input=TEMPLATES / template, format="pdf", sys_inputs={"data": plain}
    )
    assert isinstance(pdf, bytes)
    return pdf


def _contents(title: str, lines: list[str], entries: Sequence[Entry]) -> bytes:
    rows = [
        {
            "number": str(e.number),
            "title": _plain(e.item.title),
            "date": e.item.on.isoformat() if e.item.on else "",
            "pages": e.pages,
            "proves": "；".join(filter(None, (_plain(e.item.proves), _plain(e.note)))),
            "name": _plain(e.item.name),
            "size": f"{len(e.item.data):,}",
            "sha256": e.sha256,
        }
        for e in entries
    ]
    data = {"title": _plain(title), "lines": [_plain(line) for line in lines], "rows": rows}
    return printed("contents.typ", json.dumps(data, ensure_ascii=False), data)


def _stamps(
    entries: Sequence[Entry], kept: Sequence[tuple[bytes, list[worker.Size]]], total: int
) -> bytes:
    pages: list[dict[str, Any]] = []
    for entry, (_data, sizes) in zip(entries, kept, strict=True):
        for size in sizes:
            said = f"材料{entry.number}　第{len(pages) + 1}页（共{total}页）"
            pages.append({"width": size[0], "height": size[1], "text": said})
    return printed("stamps.typ", "材料第页共（）0123456789　", {"pages": pages})
