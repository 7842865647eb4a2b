"""Merging PDFs from outside in a process of its own with bounded memory; knows pdfium, no Django.

A job and its answer are MessagePack; nothing is unpickled.
"""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from portal.cases.file_bundle_outline import outlined

T = TypeVar("T")
Size = tuple[float, float]
"""Width and height of a page as it is shown, in points."""
A4: Size = (595.28, 841.89)
MARGIN = 42.5  # points, around a picture on its page

MEMORY = 4 << 30
_SECONDS = 120.0
_LARGEST = 14400.0  # points: the largest page the format knows


class Job(msgspec.Struct):
    """What is asked: the sizes of the pages of some files, or all of them as one PDF."""

    files: list[bytes]
    contents: bytes = b""
    stamps: bytes = b""
    attached: list[tuple[str, bytes]] = []
    fitted: list[int] = []
    bookmarks: list[tuple[str, int]] = []


class Broken(Exception):
    """The process ended without an answer."""


def look(files: Sequence[bytes]) -> list[list[Size]]:
    """Return the sizes of the pages of each PDF; [] for one that cannot be opened."""
    if not files:
        return []
    try:
        return _ask(Job(list(files)), list[list[Size]])
    except Broken:
        if len(files) == 1:
            return [[]]
        return [look([one])[0] for one in files]


def merge(
    contents: bytes,
    files: Sequence[bytes],
    stamps: bytes,
    attached: Sequence[tuple[str, bytes]],
    fitted: Sequence[int] = (),
    bookmarks: Sequence[tuple[str, int]] = (),
) -> bytes:
    """Return contents and files as one PDF, each page of a file with its stamp; raises Broken.

    fitted     the numbers of the files whose pages are set on A4: pictures, of whatever size
    bookmarks  a title and the page after the contents it leads to, from 1; 0 for the contents
    """
    job = Job(list(files), contents, stamps, list(attached), list(fitted), list(bookmarks))
    return _ask(job, bytes)


def on_paper(size: Size) -> Size:
    """Return the A4 page a picture is set on: upright or across."""
    return A4 if size[0] <= size[1] else (A4[1], A4[0])


def _ask(job: Job, kind: type[T]) -> T:
    command = [sys.executable, "-P", "-m", "portal.cases.file_bundle_worker"]
    try:
        said = subprocess.run(
            command,
            input=msgspec.msgpack.encode(job),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        ).stdout
        return msgspec.msgpack.decode(said, type=kind)
    except (subprocess.SubprocessError, msgspec.DecodeError) as error:
        raise Broken from error


def main() -> None:
    """Answer one job."""
    _bound()
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what native code prints is no answer
    done: object = _merged(job) if job.contents else [_sizes(data) for data in job.files]
    answer.write(msgspec.msgpack.encode(done))
    answer.flush()


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(_SECONDS), int(_SECONDS)))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sizes(data: bytes) -> list[Size]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        found = [document[number].get_size() for number in range(len(document))]
    except pdfium.PdfiumError:
        return []
    fit = all(1 <= side <= _LARGEST for size in found for side in size)
    return found if fit else []


def _merged(job: Job) -> bytes:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    whole = pdfium.PdfDocument(job.contents)
    before = len(whole)
    for number, data in enumerate(job.files):
        source = pdfium.PdfDocument(data)
        if number in job.fitted:
            for index in range(len(source)):
                _fit(whole, source, index)
            continue
        for page in source:  # seals and filled fields are drawn into the page
            raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
        whole.import_pages(pdfium.PdfDocument(_saved(source)))
    if job.stamps:
        stamps = pdfium.PdfDocument(job.stamps)
        for number in range(len(stamps)):
            page = whole[before + number]
            stamp = stamps.page_as_xobject(number, whole).as_pageobject()
            stamp.set_matrix(pdfium.PdfMatrix(*_upright(page)))
            page.insert_obj(stamp)
            page.gen_content()
            page.close()
    for name, data in job.attached:
        whole.new_attachment(name).set_data(data)
    led = [(title, before + page - 1 if page else 0) for title, page in job.bookmarks]
    return outlined(_saved(whole), led)


def _fit(whole: Any, source: Any, index: int) -> None:
    """Set a picture on a page of its own."""
    import pypdfium2 as pdfium

    size = source[index].get_size()
    width, height = on_paper(size)
    page = whole.new_page(width, height)
    scale = min((width - 2 * MARGIN) / size[0], (height - 2 * MARGIN) / size[1])
    across, up = (width - size[0] * scale) / 2, (height - size[1] * scale) / 2
    picture = source.page_as_xobject(index, whole).as_pageobject()
    picture.set_matrix(pdfium.PdfMatrix(scale, 0, 0, scale, across, up))
    page.insert_obj(picture)
    page.gen_content()
    page.close()


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _upright(page: Any) -> tuple[float, float, float, float, float, float]:
    """Return the matrix by which a stamp made for the page as shown lands on the page as kept."""
    left, bottom, right, top = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return (0, 1, -1, 0, right, bottom)
        case 180:
            return (-1, 0, 0, -1, right, top)
        case 270:
            return (0, -1, 1, 0, left, top)
        case _:
            return (1, 0, 0, 1, left, bottom)


if __name__ == "__main__":
    main()
