"""Pages as OFD the way one of many makers writes them: what is drawn is known, how it is written is not.

Takes what a PDF shows (`placed`) and packs it with one habit or several; a habit is a name in HABITS.
"""

import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

from gongkai.writers.placed import Glyph, Page, Shape, placed

MM = 25.4 / 72
HABITS = (
    "as the standard says",
    "an older namespace",
    "no prefix",
    "no namespace",
    "other case and backslashes",
    "paths from the root",
    "no resources",
    "text scaled by its CTM",
    "boundary at the corner of the page",
    "a character an object",
    "a line an object",
    "distances one by one",
    "spaces for gaps",
    "no distances",
    "lines as thin bars",
    "lines as rectangles",
    "lines in a template",
    "lines in a composite",
    "lines in one path",
    "all in blocks",
    "empty pages",
    "pages in another order of files",
    "a second document",
    "signed",
    "page area in the document only",
    "page area off the corner",
)


def ofd(pdf: bytes, habits: Collection[str] = ()) -> bytes:
    """Return what a PDF shows as OFD, written with the given habits."""
    return _Maker(frozenset(habits)).package(placed(pdf))


class _Maker:
    """Writes one package; asks its habits wherever makers differ."""

    def __init__(self, habits: frozenset[str]) -> None:
        self.has: Callable[[str], bool] = habits.__contains__
        prefixed = not (self.has("no prefix") or self.has("no namespace"))
        self.p = "ofd:" if prefixed else ""
        space = "http://www.ofdspec.org" + ("" if self.has("an older namespace") else "/2016")
        self.root = "" if self.has("no namespace") else f' xmlns{":ofd" * prefixed}="{space}"'
        self.off = 7.0 if self.has("page area off the corner") else 0.0

    def element(self, name: str, inner: str = "", **attributes: object) -> str:
        """Return an element of the format."""
        given = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<{self.p}{name}{given}>{inner}</{self.p}{name}>"

    def part(self, name: str, inner: str) -> str:
        """Return the root element of a part."""
        return f"<?xml version='1.0' encoding='UTF-8'?><{self.p}{name}{self.root}>{inner}</{self.p}{name}>"

    def package(self, pages: Sequence[Page]) -> bytes:
        """Return the whole file."""
        parts: dict[str, str] = {}
        listed, templates, units = [], [], []
        if self.has("empty pages"):
            pages = [Page(pages[0].width, pages[0].height, (), ()), *pages]
        for number, page in enumerate(pages):
            stored = len(pages) - number if self.has("pages in another order of files") else number
            path = f"Pages/Page_{stored}/Content.xml"
            lines = "".join(self.lines(page.shapes))
            words = "".join(self.texts(page.glyphs))
            head = ""
            if self.has("lines in a template"):
                parts[f"Doc_0/Tpls/Tpl_{number}/Content.xml"] = self.page(lines)
                templates.append((number, f"Tpls/Tpl_{number}/Content.xml"))
                head, lines = self.element("Template", TemplateID=900 + number), ""
            if self.has("lines in a composite"):
                content = self.element("Content", self.element("PageBlock", lines))
                units.append(self.element("CompositeGraphicUnit", content, ID=800 + number))
                box = self.box(0, 0, page.width, page.height)
                lines = self.element("CompositeObject", ResourceID=800 + number, Boundary=box)
            area = "" if self.has("page area in the document only") else self.area(page)
            parts[f"Doc_0/{path}"] = self.page(lines + words, area + head)
            root = "/Doc_0/" if self.has("paths from the root") else ""
            listed.append(self.element("Page", ID=number + 1, BaseLoc=self.path(root + path)))
        common = self.area(pages[-1]).replace("Area>", "PageArea>")
        if not self.has("no resources"):
            common += self.element("PublicRes", "PublicRes.xml")
            inner = self.element("CompositeGraphicUnits", "".join(units))
            parts["Doc_0/PublicRes.xml"] = self.part("Res", inner)
        for number, path in templates:
            common += self.element("TemplatePage", ID=900 + number, BaseLoc=path)
        document = self.element("CommonData", common) + self.element("Pages", "".join(listed))
        parts["Doc_0/Document.xml"] = self.part("Document", document)
        body = self.element("DocRoot", self.path("Doc_0/Document.xml"))
        if self.has("signed"):
            body += self.element("Signatures", "/Doc_0/Signs/Signatures.xml")
            parts["Doc_0/Signs/Signatures.xml"] = self.part("Signatures", "")
        bodies = self.element("DocBody", body)
        if self.has("a second document"):
            other = self.element("DocRoot", "Doc_1/Document.xml")
            bodies += self.element("DocBody", other)
            parts["Doc_1/Document.xml"] = self.part("Document", self.element("Pages"))
        parts = {"OFD.xml": self.part("OFD", bodies), **parts}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return packed.getvalue()

    def path(self, path: str) -> str:
        return path.upper().replace("/", "\\") if self.has("other case and backslashes") else path

    def page(self, objects: str, head: str = "") -> str:
        if self.has("all in blocks"):
            objects = self.element("PageBlock", self.element("PageBlock", objects))
        content = self.element("Content", self.element("Layer", objects, Type="Body"))
        return self.part("Page", head + content)

    def area(self, page: Page) -> str:
        box = _numbers(self.off, self.off, page.width * MM, page.height * MM)
        return self.element("Area", self.element("PhysicalBox", box))

    def box(self, left: float, top: float, width: float, height: float) -> str:
        """Return a Boundary given in points."""
        return _numbers(left * MM + self.off, top * MM + self.off, width * MM, height * MM)

    def lines(self, shapes: Sequence[Shape]) -> Iterator[str]:
        """Yield the paths of a page."""
        joined: list[str] = []
        for shape in shapes:
            points = shape.points
            if len(points) == 2 and not shape.fill:
                if self.has("lines in one path"):
                    flat = [v * MM + self.off for point in points for v in point]
                    joined.append("M {:.3f} {:.3f} L {:.3f} {:.3f}".format(*flat))
                    continue
                half = max(shape.line_width, 0.3) / 2
                (x0, y0), (x1, y1) = min(points), max(points)
                bar = ((x0 - half, y0 - half), (x1 + half, y0 - half), (x1 + half, y1 + half))
                bar = (*bar, (x0 - half, y1 + half))
                if self.has("lines as thin bars"):
                    yield self.path_object(Shape(bar, 0.1, True, shape.color))
                    continue
                if self.has("lines as rectangles"):
                    yield self.path_object(Shape((*bar, bar[0]), 0.05, False, shape.color))
                    continue
            yield self.path_object(shape)
        if joined:
            data = self.element("AbbreviatedData", " ".join(joined))
            yield self.element("PathObject", data, Boundary="0 0 500 500", LineWidth="0.2")

    def path_object(self, shape: Shape) -> str:
        at_corner = self.has("boundary at the corner of the page")
        left = 0.0 if at_corner else min(x for x, _ in shape.points)
        top = 0.0 if at_corner else min(y for _, y in shape.points)
        right, bottom = (max(point[axis] for point in shape.points) for axis in (0, 1))
        steps = [f"{(x - left) * MM:.3f} {(y - top) * MM:.3f}" for x, y in shape.points]
        data = "M " + " L ".join(steps) + (" C" if shape.fill else "")
        color = self.element("FillColor", Value=" ".join(map(str, shape.color)))
        inner = (color if shape.fill else "") + self.element("AbbreviatedData", data)
        kind = {"Fill": "true", "Stroke": "false"} if shape.fill else {}
        box = self.box(left, top, right - left, bottom - top)
        return self.element("PathObject", inner, Boundary=box, LineWidth="0.2", **kind)

    def texts(self, glyphs: Sequence[Glyph]) -> Iterator[str]:
        """Yield the text objects of a page."""
        shown = [glyph for glyph in glyphs if not glyph.character.isspace()]
        if self.has("a character an object"):
            runs = [[glyph] for glyph in shown]
        elif self.has("a line an object"):
            ordered = sorted(shown, key=lambda g: (round(g.y), g.size, g.x))
            runs = [list(run) for _, run in groupby(ordered, key=lambda g: (round(g.y), g.size))]
        else:
            runs = _runs(shown, tight=self.has("no distances"))
        for run in runs:
            yield self.text_object(run)

    def text_object(self, run: Sequence[Glyph]) -> str:
        first, last = run[0], run[-1]
        size = first.size
        steps = [(b.x - a.x) * MM for a, b in pairwise(run)]
        words = "".join(glyph.character for glyph in run)
        scale = 0.5 if self.has("text scaled by its CTM") else 1.0
        if self.has("spaces for gaps"):
            words, steps = _with_spaces(run)
        delta = (
            {} if self.has("no distances") or not steps else {"DeltaX": self.delta(steps, scale)}
        )
        top = first.y - 0.9 * size
        x, y = 0.0, 0.9 * size * MM / scale
        box = self.box(first.x, top, last.x - first.x + size, 1.2 * size)
        if self.has("boundary at the corner of the page"):
            x, y = first.x * MM / scale, first.y * MM / scale
            box = self.box(0, 0, 600, 850)
        code = self.element("TextCode", escape(words), X=f"{x:.3f}", Y=f"{y:.3f}", **delta)
        more = {"CTM": f"{scale} 0 0 {scale} 0 0"} if scale != 1 else {}
        return self.element(
            "TextObject", code, Boundary=box, Font=1, Size=f"{size * MM / scale:.3f}", **more
        )

    def delta(self, steps: Sequence[float], scale: float) -> str:
        values = [f"{step / scale:.3f}" for step in steps]
        if self.has("distances one by one"):
            return " ".join(values)
        groups = [(value, len(list(same))) for value, same in groupby(values)]
        return " ".join(f"g {n} {value}" if n > 1 else value for value, n in groups)


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.3f}" for value in values)


def _runs(glyphs: Sequence[Glyph], *, tight: bool) -> list[list[Glyph]]:
    """Return the glyphs that follow one another; `tight`: only those set solid, which need no distances."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        if last is not None and not glyph.starts and abs(last.y - glyph.y) < 0.01:
            gap, solid = glyph.x - last.x, last.size * (1.0 if last.character > "\u2e80" else 0.5)
            if last.size == glyph.size and (
                abs(gap - solid) < 0.1 if tight else 0 <= gap < 1.2 * last.size
            ):
                runs[-1].append(glyph)
                continue
        runs.append([glyph])
    return runs


def _with_spaces(run: Sequence[Glyph]) -> tuple[str, list[float]]:
    """Return the words and distances of a run with a space character in each wide gap."""
    words, steps = run[0].character, []
    for a, b in pairwise(run):
        gap = b.x - a.x
        if gap > 1.6 * a.size:
            words += " "
            steps += [a.size * MM, (gap - a.size) * MM]
        else:
            steps.append(gap * MM)
        words += b.character
    return words, steps
