"""Seconds and kilobytes a page to redact a report, beside plain page images in the same run.

    python benchmarks/redact.py [REPORT.pdf]     # default: examples/fanli-shi-2024/report.pdf

The alternative is what offices do by hand: every page printed as a picture at the same resolution
(pypdfium2 and Pillow, JPEG), without blocks, without text, without a proof. Median of `ROUNDS` runs;
the starts of the worker processes are included.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from gongkai.redaction import redact
from gongkai.redaction.blacken import Made
from gongkai.redaction.marks import Mark, Pages
from gongkai.redaction.opened import DPI
from gongkai.redaction.worker import Job, ask

ROUNDS = 3
ROOT = Path(__file__).resolve().parents[1]


def plain_pictures(pages: Pages) -> bytes:
    """Return the pages as pictures in a PDF."""
    document = pdfium.PdfDocument(pages.pdf)
    pictures = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI)
    return out.getvalue()


def blackened(pages: Pages, marks: tuple[Mark, ...]) -> bytes:
    """Return the redacted file before its proof."""
    import msgspec

    job = Job("blacken", pages.pdf, pages.pages, marks)
    return ask(job, lambda said: msgspec.msgpack.decode(said, type=Made)).pdf


def measured(work: Callable[[], bytes]) -> tuple[float, int]:
    """Return the median seconds and the bytes of what is made."""
    times, size = [], 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        size = len(work())
        times.append(time.perf_counter() - start)
    return statistics.median(times), size


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", nargs="?", default=ROOT / "examples/fanli-shi-2024/report.pdf")
    path = Path(parser.parse_args().report)
    start = time.perf_counter()
    pages = redact.find(path.read_bytes(), path.name)
    found = time.perf_counter() - start
    count = len(pages.pages)
    marks = redact.occurrences(pages, "人民政府") + redact.occurrences(pages, "2024")
    rows = {
        "find (text that shows, placed)": (found, 0),
        "redact without proof": measured(lambda: blackened(pages, marks)),
        "redact with proof": measured(lambda: redact.redact(pages, marks).pdf),
        "page pictures alone (pypdfium2, Pillow)": measured(lambda: plain_pictures(pages)),
    }
    plain_seconds, plain_size = rows["page pictures alone (pypdfium2, Pillow)"]
    print(f"{path.name}: {count} pages, {len(marks)} marks")
    for name, (seconds, size) in rows.items():
        kilobytes = f"{size / 1024 / count:6.0f} KB/page ({size / plain_size:4.2f})" if size else ""
        ratio = seconds / plain_seconds
        print(f"{name:42} {seconds / count:6.3f} s/page ({ratio:4.1f}) {kilobytes}")


if __name__ == "__main__":
    main()
