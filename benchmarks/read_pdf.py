"""Text-layer PDF: our pipeline beside the same pipeline with pdfplumber underneath, in one run.

    python benchmarks/read_pdf.py [FILES...]      (default: every PDF under GONGKAI_REPORTS)

Both sides read the same bytes into a Document and bind it to the form; they differ only in who
finds the characters and the lines. Ours includes the way to the worker process and back. Figures
must agree, or the comparison is worth nothing. The best of the runs counts: the machine is shared.
"""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from gongkai.errors import GongkaiError
from gongkai.readers import page, pdf
from gongkai.readers.document import Document
from gongkai.readers.lines import Glyph
from gongkai.readers.read import interpret
from gongkai.readers.ruling import Stroke

BAR = 6.0
REPORTS = Path(
    os.environ.get("GONGKAI_REPORTS", Path(__file__).parents[1].parent / "shared" / "reports")
)


def with_pdfplumber(data: bytes) -> Document:
    """Return the Document of a PDF with characters and lines from pdfplumber."""
    pages = []
    with pdfplumber.open(io.BytesIO(data)) as file:
        for number, source in enumerate(file.pages, start=1):
            glyphs = [
                Glyph(c["text"], c["x0"], c["top"], c["x1"], c["bottom"]) for c in source.chars
            ]
            edges = [*source.lines, *(e for e in source.rect_edges if e.get("stroke"))]
            bars = [r for r in source.rects if not r["stroke"]]
            across = [
                Stroke(e["top"], e["x0"], e["x1"]) for e in edges if e["x1"] - e["x0"] > 3
            ] + [Stroke(b["top"], b["x0"], b["x1"]) for b in bars if b["height"] < 3]
            down = [
                Stroke(e["x0"], e["top"], e["bottom"]) for e in edges if e["bottom"] - e["top"] > 3
            ] + [Stroke(b["x0"], b["top"], b["bottom"]) for b in bars if b["width"] < 3]
            read = page.Page(
                number, float(source.width), float(source.height), glyphs, across, down
            )
            pages.append(page.Content(read))
    return page.document(pdf.MEDIA_TYPE, pages, title="")


def figures(read: Callable[[bytes], Document], data: bytes) -> dict[str, str]:
    """Return every figure of a report by its address."""
    report, _ = interpret(read(data))
    return {str(address): str(figure) for address, figure in report.figures.items()}


def seconds(data: bytes, runs: int) -> tuple[float, float]:
    """Return the best time of the whole pipeline, ours and with pdfplumber, run by turns."""
    readers = (pdf.parse, with_pdfplumber)
    best = [float("inf")] * 2
    for _ in range(runs + 1):  # the first one warms up, and is never the best
        for index, read in enumerate(readers):
            start = time.perf_counter()
            figures(read, data)
            best[index] = min(best[index], time.perf_counter() - start)
    return best[0], best[1]


def main() -> int:
    """Print a row for each file; return 1 where a figure differs or the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    chosen = parser.parse_args()
    files = chosen.files or sorted(REPORTS.glob("*/*.pdf"))
    if not files:
        print(f"no PDF given, and none under {REPORTS}")
        return 1
    print(f"{'seconds a file':>14} {'pdfplumber':>10} {'ratio':>6} {'figures':>8}  file")
    missed = False
    ours_all = theirs_all = 0.0
    for path in files:
        data = path.read_bytes()
        try:
            ours, theirs = seconds(data, chosen.runs)
            same = figures(pdf.parse, data) == figures(with_pdfplumber, data)
        except GongkaiError as error:
            print(f"{path.name}: {error}")
            missed = True
            continue
        ours_all, theirs_all = ours_all + ours, theirs_all + theirs
        name = f"{path.parent.name}/{path.name}"
        agree = "agree" if same else "DIFFER"
        print(f"{ours:14.3f} {theirs:10.3f} {theirs / ours:6.1f} {agree:>8}  {name}")
        missed = missed or not same
    if ours_all:
        ratio = theirs_all / ours_all
        print(f"all files: {ratio:.1f} times faster (bar: {BAR:g})")
        missed = missed or ratio < BAR
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
