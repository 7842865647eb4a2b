"""Print the fixtures under papers/ anew: wild reports as Chromium prints web pages.

    python -m tests.gongkai.readers.make_papers        (needs `chromium` on PATH; the tests do not)

Chromium draws dotted lines as squares, cells as filled boxes and many fonts as pictures (Type 3),
which typst and LibreOffice do not. To keep the files small every character is drawn as the box around
its ink. The figures of each file are those of `wild_styles.paper(seed)`.
"""

import subprocess
import tempfile
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from gongkai.forms.form import EDITIONS
from tests.gongkai.readers.printed import FONTS
from tests.gongkai.readers.wild_styles import paper, styled

FOLDER = Path(__file__).parent / "papers"
STYLES = (
    "dotted lines",
    "white cells on a black table",
    "round corners",
    "figures broken in narrow cells",
    "no lines",
    "striped rows without lines",
)
_FACE = "@font-face { font-family: Print; src: url('boxes.ttf') }"


def boxes(text: str, path: Path) -> None:
    """Write a font with the characters of a text, each drawn as the box around its ink."""
    font = TTFont(FONTS / "GongkaiKai.ttf")
    subsetter = Subsetter(Options(layout_features=[], hinting=False))
    subsetter.populate(text=text)
    subsetter.subset(font)
    outlines = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = outlines[name]
        if glyph.numberOfContours == 0:
            continue
        pen = TTGlyphPen(None)
        left, low, right, high = glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax
        pen.moveTo((left, low))
        pen.lineTo((left, high))
        pen.lineTo((right, high))
        pen.lineTo((right, low))
        pen.closePath()
        outlines[name] = pen.glyph()
    font.save(path)


def main() -> None:
    """Print each style once, the editions by turns."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for seed, name in enumerate(STYLES):
            edition = EDITIONS[seed % 2]
            page = styled(paper(seed, edition=edition), name)
            page = page.replace("<style>", f"<style>{_FACE}").replace("Noto Serif CJK SC", "Print")
            boxes(page, Path(scratch, "boxes.ttf"))
            source = Path(scratch, "page.html")
            source.write_text(page, encoding="utf-8")
            target = FOLDER / f"{name.replace(' ', '-')}-{edition}-{seed}.pdf"
            subprocess.run(
                [
                    *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
                    *(
                        "--no-pdf-header-footer",
                        "--disable-pdf-tagging",
                        f"--user-data-dir={scratch}/profile",
                    ),
                    *(f"--print-to-pdf={target}", source.as_uri()),
                ],
                check=True,
                capture_output=True,
            )


if __name__ == "__main__":
    main()
