"""Draw the pictures of the READMEs from an example: `make pictures` (needs Chromium).

    docs/pictures/pages.png   a report written anew as PDF, its pages side by side
    docs/pictures/marked.png  a report given back with its findings in it

Pillow comes with the development dependencies. Look at the pictures before committing them.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from gongkai.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
SOUND, FAULTY = EXAMPLES / "lihe-xiang-2023/report.docx", EXAMPLES / "fanli-ju-2023/report.html"
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000  # bytes
WIDTH = 1100
SEEN = ((0, 185), (1580, 2170))  # of the marked page: the list of findings, the marked figures


def main() -> int:
    """Draw both; exit code 2 where Chromium is missing or a picture is too large."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        print("make pictures needs Chromium (apt-get install chromium)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        run(["write", str(SOUND), "--to", "pdf", "--out", folder])
        run(["write", str(FAULTY), "--annotate", "--out", folder])
        sizes = (
            _save(_pages(Path(folder, "report.pdf")), "pages.png"),
            _save(_marked(chromium, Path(folder, "report-annotated.html")), "marked.png"),
        )
    return 0 if max(sizes) <= LARGEST else 2


def _pages(path: Path) -> Image.Image:
    """Return the first three pages side by side."""
    document = pypdfium2.PdfDocument(path)
    pages = [document[number].render(scale=0.72).to_pil() for number in range(3)]
    return _joined(pages, across=True)


def _marked(chromium: str, page: Path) -> Image.Image:
    """Return what of the marked page shows its findings."""
    shot = page.with_suffix(".png")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = f"--window-size={WIDTH},{SEEN[-1][1]}"
    command = [chromium, *options, size, f"--screenshot={shot}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    whole = Image.open(shot)
    return _joined([whole.crop((0, top, WIDTH, end)) for top, end in SEEN], across=False)


def _joined(pictures: list[Image.Image], *, across: bool) -> Image.Image:
    """Return pictures of one size across, or of one width below each other, a gap between them."""
    gap = 12
    wide = sum(p.width + gap for p in pictures) if across else pictures[0].width
    high = pictures[0].height if across else sum(p.height + gap for p in pictures)
    whole = Image.new("RGB", (wide, high), "#d0d0d0")
    at = 0
    for picture in pictures:
        whole.paste(picture, (at, 0) if across else (0, at))
        at += (picture.width if across else picture.height) + gap
    edge = at - gap
    return whole.crop((0, 0, edge, high) if across else (0, 0, wide, edge))


def _save(picture: Image.Image, name: str) -> int:
    """Write a picture in few colours; return its size."""
    path = PICTURES / name
    path.parent.mkdir(exist_ok=True)
    picture.quantize(24).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {picture.width}×{picture.height}, {size} bytes")
    return size


if __name__ == "__main__":
    sys.exit(main())
