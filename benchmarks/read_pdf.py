"""Text-layer PDF: our pipeline beside the same pipeline with pdfplumber underneath, in one run.

    python benchmarks/read_pdf.py [FILES...]      (default: every PDF under GONGKAI_REPORTS)

Both sides read the same bytes into a Document and bind it to the form; they differ only in who
finds the characters and the lines. Figures must agree, or the comparison is worth nothing.

What is measured is CPU time, of this process and of the worker that opens our files, the way there
and back included: the machine is shared, and a wait is nobody's work. Both sides are warm (ours has
its worker, pdfplumber its modules), they run by turns, and the best run of each counts.
"""

import argparse
import io
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from gongkai.errors import GongkaiError
from gongkai.readers import page, pdf, sandbox
from gongkai.readers.document import Document
from gongkai.readers.drawing import Drawn
from gongkai.readers.lines import Glyph
from gongkai.readers.read import interpret

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
            drawn = _drawn(source)
            read = page.Page(
                number,
                float(source.width),
                float(source.height),
                glyphs,
                drawn.across,
                drawn.down,
                drawn.fills,
            )
            pages.append(page.Content(read))
    return page.document(pdf.MEDIA_TYPE, pages, title="")


def _drawn(source: pdfplumber.page.Page) -> Drawn:
    """Return the lines, bars, dots and grounds of a page, told apart by the rules of ours."""
    drawn = Drawn()
    for line in source.lines:
        drawn.segment(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in source.rects:
        x0, y0, x1, y1 = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
        drawn.shape(corners, curved=False, stroked=bool(rect["stroke"]), filled=bool(rect["fill"]))
    for curve in source.curves:
        if len(curve["pts"]) > 1:
            drawn.shape(
                curve["pts"],
                curved=True,
                stroked=bool(curve["stroke"]),
                filled=bool(curve["fill"]),
            )
    drawn.join_dots()
    return drawn


def figures(read: Callable[[bytes], Document], data: bytes) -> dict[str, str]:
    """Return every figure of a report by its address."""
    report, _ = interpret(read(data))
    return {str(address): str(figure) for address, figure in report.figures.items()}


def clocks() -> float:
    """Return the CPU seconds that this process and its workers have used.

    A process has a CPU clock of its own, named by its id (Linux: clock_getcpuclockid).
    """
    workers = [worker.process.pid for worker in sandbox._workers.values()]
    return time.process_time() + sum(time.clock_gettime((~pid << 3) | 2) for pid in workers)


def seconds(data: bytes, runs: int) -> tuple[float, float]:
    """Return the best CPU time of the whole pipeline, ours and with pdfplumber, run by turns."""
    figures(pdf.parse, data)  # starts the worker, which must stand before the clocks are read
    readers = (pdf.parse, with_pdfplumber)
    best = [float("inf")] * 2
    for _ in range(runs + 1):  # the first one warms up, and is never the best
        for index, read in enumerate(readers):
            start = clocks()
            interpret(read(data))
            best[index] = min(best[index], clocks() - start)
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
    print(f"{'CPU seconds':>14} {'pdfplumber':>10} {'ratio':>6} {'figures':>8}  file")
    logging.disable(logging.WARNING)  # pdfminer names every font without a box
    missed = False
    ours_all = theirs_all = 0.0
    for path in files:
        data = path.read_bytes()
        try:
            ours, theirs = seconds(data, chosen.runs)
            same = figures(pdf.parse, data) == figures(with_pdfplumber, data)
        except GongkaiError as error:
            print(f"{path.name}: {error}")  # a scan: nothing to compare
            continue
        ours_all, theirs_all = ours_all + ours, theirs_all + theirs
        name = f"{path.parent.name}/{path.name}"
        agree = "agree" if same else "DIFFER"
        print(f"{ours:14.3f} {theirs:10.3f} {theirs / ours:6.1f} {agree:>8}  {name}")
        missed = missed or not same
    missed = missed or not ours_all
    if ours_all:
        ratio = theirs_all / ours_all
        print(f"all files: {ratio:.1f} times faster (bar: {BAR:g})")
        missed = missed or ratio < BAR
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
