"""Draw the pictures of the READMEs from the examples: `make pictures` (needs Chromium).

    docs/pictures/pages.png     a report written anew as PDF, its pages side by side
    docs/pictures/marked.png    a report given back with its findings in it
    docs/pictures/platform.png  the example county's public platform
    docs/pictures/desk.png      a clerk's list of work
    docs/pictures/archive.png   a report in the public archive, with its findings

`make pictures ONLY=portal` draws the last three alone. Pillow comes with the development dependencies. Look at the pictures before committing them.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from gongkai.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
SOUND, FAULTY = EXAMPLES / "lihe-xiang-2023/report.docx", EXAMPLES / "fanli-ju-2023/report.html"
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 200_000  # bytes
WIDTH = 1100
SCREEN = {"width": 1366, "height": 768}
CLERK, PLATFORM, REPORT = "lihe-jingban", "/o/lihe/", "/o/fanliziran/reports/2023/"
SEEN = ((0, 185), (1580, 2170))  # of the marked page: the list of findings, the marked figures


def main() -> int:
    """Draw them; exit code 2 where Chromium is missing or a picture is too large."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        print("make pictures needs Chromium (apt-get install chromium)", file=sys.stderr)
        return 2
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:] != ["portal"]:
            run(["write", str(SOUND), "--to", "pdf", "--out", folder])
            run(["write", str(FAULTY), "--annotate", "--out", folder])
            marked = _marked(chromium, Path(folder, "report-annotated.html"))
            sizes += [
                _save(_pages(Path(folder, "report.pdf")), "pages.png"),
                _save(marked, "marked.png"),
            ]
        with _county(Path(folder)) as (url, password):
            shots = _portal(chromium, Path(folder), url, password)
            sizes += [_save(Image.open(shot).convert("RGB"), shot.name, 64) for shot in shots]
    return 0 if max(sizes) <= LARGEST else 2


@contextmanager
def _county(folder: Path) -> Iterator[tuple[str, str]]:
    """Build and serve the example county; yield its address and the clerk's password."""
    environment = os.environ | {"PORTAL_DATA": str(folder / "data"), "PORTAL_HTTPS": "0"}
    portal = [sys.executable, "-m", "portal"]
    built = subprocess.run(
        [*portal, "demo", "--no-serve", "--reports", str(EXAMPLES)],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    password = re.findall(rf"^  {CLERK} +(\S+)", built.stdout, re.MULTILINE)[0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([*portal, "serve", "--port", str(port)], env=environment)
    try:
        while True:
            try:
                urllib.request.urlopen(f"{url}/readyz", timeout=5)
                break
            except OSError:
                assert server.poll() is None, "the server did not start"
                time.sleep(0.2)
        yield url, password
    finally:
        server.terminate()
        server.wait()


def _portal(chromium: str, folder: Path, url: str, password: str) -> list[Path]:
    """Return pictures of the platform, the desk and a report with its findings."""
    names = ("platform", "desk", "archive")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=url, viewport=SCREEN, locale="zh-CN")  # type: ignore[arg-type]
        for name in names:
            if name == "platform":
                page.goto(PLATFORM)
            elif name == "archive":
                page.goto(REPORT)
                page.locator("details summary").first.click()
            else:
                page.goto("/account/login/")
                page.fill("#id_login", CLERK)
                page.fill("#id_password", password)
                page.locator("main form button").first.click()
                page.wait_for_url("**/desk/")
                page.reload()  # without the greeting
            page.screenshot(path=folder / f"{name}.png")
        browser.close()
    return [folder / f"{name}.png" for name in names]


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


def _save(picture: Image.Image, name: str, colours: int = 24) -> int:
    """Write a picture in few colours; return its size."""
    path = PICTURES / name
    path.parent.mkdir(exist_ok=True)
    picture.quantize(colours).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {picture.width}×{picture.height}, {size} bytes")
    return size


if __name__ == "__main__":
    sys.exit(main())
