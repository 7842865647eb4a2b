"""Downloads: a document as PDF or Word file, a list as one ZIP with its index."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.organs.models import Organ
from portal.publishing import files
from portal.publishing.models import Document, DocumentVersion
from portal.site import kept, pdf, validity, word
from portal.site.documents import shown_or_gone

MOST = 100  # documents in one ZIP
MOST_BYTES = 200 << 20  # of their files before packing
MOST_CHARACTERS = 2_000_000  # of a body; more is a database, not a document to be set

WRITERS: dict[str, tuple[Callable[[DocumentVersion, list[str]], bytes], str]] = {
    "pdf": (pdf.write, "application/pdf"),
    "docx": (word.write, word.MEDIA_TYPE),
}


def notes(document: Document, address: str) -> list[str]:
    """Return what the small print of a download says: where it comes from, and when it was published."""
    assert document.published_at is not None
    day = timezone.localtime(document.published_at)
    return [
        _("发布机构：%(organ)s　索引号：%(number)s")
        % {"organ": document.organ.name, "number": document.index_number},
        _("发布日期：%(year)d年%(month)d月%(day)d日")
        % {"year": day.year, "month": day.month, "day": day.day},
        _("网址：%(address)s") % {"address": address},
        _("内容如有更正，以网页为准。"),
    ]


def made(request: HttpRequest, document: Document, ending: str) -> Path:
    """Return a public document's download, made where it was not yet. Raises kept.Busy."""
    assert document.shown is not None
    version = document.shown
    address = request.build_absolute_uri(reverse("site_document", args=[document.pk]))
    lines = notes(document, address)
    write = WRITERS[ending][0]
    path = kept.path_for(document, version, ending, *lines)
    return kept.kept(path, lambda: write(version, lines))


@require_safe
def download(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """Answer a document as a file; a withdrawn one with the page that says so."""
    one = shown_or_gone(request, pk)
    if isinstance(one, HttpResponse):
        return one
    assert one.shown is not None
    if len(one.shown.body) > MOST_CHARACTERS:
        sentence = _("这份信息太长，不能做成这种文件。请在网页上阅读。")
        return _refused(request, one.organ, sentence, reverse("site_document", args=[pk]), 404)
    try:
        path = made(request, one, ending)
    except kept.Busy:
        return busy(request, one.organ, reverse("site_document", args=[pk]))
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{kept.safe_name(one.shown.title)}.{ending}",
        content_type=WRITERS[ending][1],
        headers={"ETag": f'"{path.stem}"'},
    )


def busy(request: HttpRequest, organ: Organ, back: str) -> HttpResponse:
    """Answer that files are being made for others just now."""
    answer = _refused(request, organ, _("现在下载的人较多，请过几秒再试。"), back, 503)
    answer["Retry-After"] = "5"
    return answer


def _refused(
    request: HttpRequest, organ: Organ, sentence: str, back: str, status: int
) -> HttpResponse:
    page = {"organ": organ, "sentence": sentence, "back": back}
    return render(request, "site/refused.html", page, status=status)


# --- a list as ZIP --------------------------------------------------------------------------------

_COLUMNS = ("序号", "索引号", "标题", "文号", "发布机构", "成文日期", "发布日期", "有效性", "网址", "文件", "附件", "说明")  # fmt: skip


def packed(request: HttpRequest, documents: Iterable[Document], name: str) -> HttpResponseBase:
    """Answer documents as a ZIP: each a PDF in a folder with its attachments, and an index as CSV.

    Raises kept.Busy. What would go beyond the bound is named in the index with its address, not packed.
    """
    file = tempfile.TemporaryFile(dir=_temporary())  # noqa: SIM115 - the response closes it
    try:
        with kept.making():
            _pack(request, documents, file, kept.safe_name(name))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{kept.safe_name(name)}.zip",
        content_type="application/zip",
    )


def _temporary() -> Path:
    path = kept.folder()
    path.mkdir(parents=True, exist_ok=True)
    return path


def _pack(
    request: HttpRequest, documents: Iterable[Document], file: IO[bytes], folder: str
) -> None:
    rows: list[list[object]] = []
    left = MOST_BYTES
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, one in enumerate(documents, 1):
            assert one.shown is not None and one.published_at is not None
            place = f"{folder}/{number:03d}_{kept.safe_name(one.shown.title, 40)}"
            names: list[str] = []
            remark = ""
            for name, path in _parts(request, one):
                size = path.stat().st_size if path.exists() else 0
                if not size or size > left:
                    remark = _("文件较大或暂缺，请到网页下载：%(name)s") % {"name": name}
                    continue
                left -= size
                archive.write(path, f"{place}/{name}")
                names.append(name)
            shown = one.shown
            rows.append([
                number, one.index_number, shown.title, shown.number, one.organ.name,
                shown.formed_on or "", timezone.localtime(one.published_at).date(),
                validity.today(one),
                request.build_absolute_uri(reverse("site_document", args=[one.pk])),
                place.rpartition("/")[2], "；".join(names[1:]), remark,
            ])  # fmt: skip
        archive.writestr(f"{folder}/目录.csv", _index(rows), zipfile.ZIP_DEFLATED)


def _parts(request: HttpRequest, document: Document) -> Iterable[tuple[str, Path]]:
    """Yield the files of one document: its text as PDF, then its attachments, no name twice."""
    assert document.shown is not None
    seen = {"正文.pdf"}
    if len(document.shown.body) <= MOST_CHARACTERS:
        version = document.shown
        address = request.build_absolute_uri(reverse("site_document", args=[document.pk]))
        lines = notes(document, address)
        path = kept.path_for(document, version, "pdf", *lines)
        if not path.exists():
            kept.write(path, pdf.write(version, lines))
        yield "正文.pdf", path
    for number, one in enumerate(files.of_version(document.shown), 1):
        stem, dot, ending = one.name.rpartition(".")
        name = kept.safe_name(stem or ending, 60) + (
            f".{kept.safe_name(ending, 8)}" if stem and dot else ""
        )
        if name in seen:
            name = f"{number}_{name}"
        seen.add(name)
        yield name, files.location(one)


def _index(rows: list[list[object]]) -> str:
    """Return the index as CSV that Excel opens as Chinese; no cell begins as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in rows:
        said = [str(cell) for cell in row]
        writer.writerow(
            [f"'{c}" if c.startswith(("=", "+", "-", "@", "\t", "\r")) else c for c in said]
        )
    return "\ufeff" + text.getvalue()
