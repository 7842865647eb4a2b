"""Reports read per second and core, by format: the whole reading against a bare dump of its tables.

The alternatives only list the text of every table cell and understand nothing of it: python-docx for
Word, the standard library's html.parser for pages, a split by tabs for text.

Run: python benchmarks/read_formats.py [FOLDER ...]   (examples/ by default)
"""

import io
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from gongkai.readers.read import read

ROUNDS = 15
ROOT = Path(__file__).resolve().parent.parent


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th"):
            self.cells.append("")
            self.inside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside -= 1

    def handle_data(self, data: str) -> None:
        if self.inside > 0:
            self.cells[-1] += data


def dump_html(data: bytes) -> int:
    """Return the number of cells html.parser finds."""
    parser = _Cells()
    parser.feed(data.decode("utf-8", "replace"))
    return len(parser.cells)


def dump_docx(data: bytes) -> int:
    """Return the number of cells python-docx finds."""
    import docx

    document = docx.Document(io.BytesIO(data))
    return sum(len(row.cells) for table in document.tables for row in table.rows)


def dump_text(data: bytes) -> int:
    """Return the number of cells a split by tabs finds."""
    return sum(line.count("\t") for line in data.decode("utf-8", "replace").splitlines())


ALTERNATIVES: dict[str, tuple[str, Callable[[bytes], int]]] = {
    ".html": ("html.parser", dump_html),
    ".docx": ("python-docx", dump_docx),
    ".txt": ("split", dump_text),
}


def seconds_a_file(files: list[tuple[str, bytes]], action: Callable[[str, bytes], object]) -> float:
    """Return the CPU seconds a file costs: the best of several rounds over all files."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for name, data in files:
            action(name, data)
        best = min(best, (time.process_time() - start) / len(files))
    return best


def main(folders: list[str]) -> None:
    """Print one row a format."""
    roots = [Path(folder) for folder in folders] or [ROOT / "examples"]
    print(
        f"{'format':8}{'files':>6}{'ms a report':>13}{'reports/s':>11}   ratio to the alternative"
    )
    for suffix, (name, dump) in ALTERNATIVES.items():
        paths = sorted(path for root in roots for path in root.rglob(f"*{suffix}"))
        files = [(str(path), path.read_bytes()) for path in paths]
        if not files:
            continue
        ours = seconds_a_file(files, lambda path, data: read(data, name=path))
        bare = seconds_a_file(files, lambda _, data, dump=dump: dump(data))
        print(
            f"{suffix:8}{len(files):6}{ours * 1000:13.1f}{1 / ours:11.0f}"
            f"   {ours / bare:.2f} of {name} ({bare * 1000:.1f} ms)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
