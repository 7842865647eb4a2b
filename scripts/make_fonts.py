"""Make the font subsets that Gongkai ships, so that a PDF or OFD needs no system font.

    python scripts/make_fonts.py        # Debian: fonts-noto-cjk fonts-lxgw-wenkai unicode-data

The subsets are modified versions, so by the SIL Open Font License they carry names of their own
(the reserved names are "Source", "LXGW" and "霞鹜"). What each face holds:

    Gongkai Fang      text, standing in for 仿宋: LXGW WenKai Light; GB 2312, the 8,105 characters of
                      通用规范汉字表 (国发〔2013〕23号: what names and places may use) and the 5,401
                      commonest traditional characters (Big5 level 1)
    Gongkai Kai       楷体: LXGW WenKai; GB 2312
    Gongkai Hei       黑体: Noto Sans CJK SC; GB 2312
    Gongkai Biaosong  小标宋: Noto Serif CJK SC Bold; GB 2312
    Gongkai Song      宋体, in tables and page numbers: Noto Serif CJK SC; the signs of the form

The same packages give the same bytes (dates and tables are fixed).
"""

import argparse
import bz2
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from gongkai.errors import say
from gongkai.forms.form import EDITIONS, load

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/gongkai/writers/fonts"
NOTO = Path("/usr/share/fonts/opentype/noto")
WENKAI = Path("/usr/share/fonts/truetype/lxgw-wenkai")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
SIMPLIFIED_CHINESE = 2  # the number of "CJK SC" inside a Noto collection
ASCII = frozenset(map(chr, range(0x20, 0x7F)))
SIGNS = frozenset(
    "—–…·×÷±°‰“”‘’（）〔〕【】《》〈〉、，。；：？！％＋－／＝＜＞①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸●○■□※№㎡ 　"
)
EPOCH_1904 = 3_660_000_000  # a fixed day in 2019 in the calendar of the head table
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG"]


@dataclass(frozen=True, slots=True)
class Face:
    """One subset: its name, the font it comes from and the characters it keeps."""

    name: str
    source: Path
    characters: frozenset[str]
    number: int = -1

    @property
    def path(self) -> Path:
        """The file of the subset."""
        suffix = ".otf" if self.source.suffix == ".ttc" else ".ttf"
        return TARGET / (self.name.replace(" ", "") + suffix)


def two_byte(encoding: str, leads: range, first_trail: int) -> frozenset[str]:
    """Return every character of a two-byte encoding with a lead byte in `leads`."""
    found = set()
    for lead in leads:
        for trail in range(first_trail, 0xFF):
            try:
                found.add(bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue
    return frozenset(found)


def standard_characters() -> frozenset[str]:
    """Return the 8,105 characters of 通用规范汉字表, as Unihan's property kTGH lists them."""
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        fields = (line.split("\t") for line in lines if "\tkTGH\t" in line and line[0] == "U")
        return frozenset(chr(int(field[0].removeprefix("U+"), 16)) for field in fields)


def form_signs() -> frozenset[str]:
    """Return every character that the tables of the statutory form print."""
    texts = [say("writers.unreadable_cell")]
    for table in (table for edition in EDITIONS for table in load(edition).tables):
        texts += [table.title, table.corner, table.banner]
        texts += [line.label for line in (*table.rows, *table.columns)]
    return frozenset("".join(texts))


def faces() -> tuple[Face, ...]:
    """Return every face that is shipped."""
    gb2312 = two_byte("gb2312", range(0xA1, 0xF8), 0xA1) | ASCII | SIGNS
    names = gb2312 | standard_characters() | two_byte("big5", range(0xA4, 0xC7), 0x40)
    return (
        Face("Gongkai Fang", WENKAI / "LXGWWenKai-Light.ttf", names),
        Face("Gongkai Kai", WENKAI / "LXGWWenKai-Regular.ttf", gb2312),
        Face("Gongkai Hei", NOTO / "NotoSansCJK-Regular.ttc", gb2312, SIMPLIFIED_CHINESE),
        Face("Gongkai Biaosong", NOTO / "NotoSerifCJK-Bold.ttc", gb2312, SIMPLIFIED_CHINESE),
        Face(
            "Gongkai Song",
            NOTO / "NotoSerifCJK-Regular.ttc",
            form_signs() | ASCII | SIGNS,
            SIMPLIFIED_CHINESE,
        ),
    )


def make(face: Face) -> tuple[int, Iterable[str]]:
    """Write one subset; return its size in bytes and the characters its source lacks."""
    font = TTFont(face.source, fontNumber=face.number, recalcTimestamp=False)
    known = font.getBestCmap()
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in face.characters])
    subsetter.subset(font)
    rename(font, face.name)
    font["head"].created = font["head"].modified = EPOCH_1904
    font.save(face.path)
    missing = sorted(c for c in face.characters if ord(c) not in known)
    return face.path.stat().st_size, missing


def rename(font: TTFont, name: str) -> None:
    """Give the subset its own name, regular weight, and the copyright and licence of its source."""
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in (0, 13, 14)}
    names.names = []
    postscript = name.replace(" ", "") + "-Regular"
    texts = {1: name, 2: "Regular", 3: postscript, 4: name, 5: "Version 1.0", 6: postscript}
    for number, text in {**kept, **texts}.items():
        if text:
            names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40  # regular
    font["head"].macStyle = 0
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        for key, text in (("FullName", name), ("FamilyName", name), ("Weight", "Regular")):
            if hasattr(top, key):
                setattr(top, key, text)


def main() -> None:
    """Write every subset and say what it weighs and lacks."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    for face in faces():
        size, missing = make(face)
        print(
            f"{face.path.name}: {size / 1e6:.2f} MB, source lacks {''.join(missing) or 'nothing'}"
        )


if __name__ == "__main__":
    main()
