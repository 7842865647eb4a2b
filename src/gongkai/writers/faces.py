"""The fonts of a PDF or OFD: the shipped subsets, a folder of official fonts, rare characters.

Only the shipped fonts are used, so the same report gives the same bytes everywhere. Two things
change that, both on purpose: a folder with an office's own fonts, and a character that no shipped
font has (a rare name), which is looked for there and then among the system's fonts.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

SHIPPED = Path(__file__).parent / "fonts"
TEXT_FACE = SHIPPED / "GongkaiFang.ttf"  # covers every character of the other shipped faces
MISSING = "〓"  # the printers' sign for a sort that is not in the case

# What each face is called in an office, best first; 仿宋_GB2312 is what the standard means by 仿宋.
OFFICIAL = {
    "fang": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "FandolFang R", "FandolFang"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
    "hei": ("黑体", "SimHei"),
    "biaosong": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    "song": ("宋体", "SimSun"),
}
OURS = {
    "fang": "Gongkai Fang",
    "kai": "Gongkai Kai",
    "hei": "Gongkai Hei",
    "biaosong": "Gongkai Biaosong",
    "song": "Gongkai Song",
}


@dataclass(frozen=True)
class Faces:
    """What to set one text with.

    roles    face -> families, best first, the shipped text face last
    missing  characters of the text that no font has; they print as `MISSING`
    """

    fonts: "typst.Fonts"
    roles: Mapping[str, tuple[str, ...]]
    missing: frozenset[str]

    def printable(self, text: str) -> str:
        """Return the text with what no font has replaced by the sign for a missing sort."""
        return "".join(MISSING if c in self.missing else c for c in text)


def faces_for(text: str, folder: Path | None = None) -> Faces:
    """Return the faces for a text; `folder` holds fonts that come before the shipped ones."""
    fonts = _fonts(folder)
    present = {info.family for info in fonts.fonts()}
    roles = {
        role: (*(f for f in OFFICIAL[role] if f in present), ours, OURS["fang"])
        for role, ours in OURS.items()
    }
    uncovered = {c for c in set(text) if not c.isspace()} - _characters(TEXT_FACE, 0)
    private = {
        c for c in uncovered if unicodedata.category(c) in ("Co", "Cn")
    }  # no two fonts agree
    missing = uncovered - private
    rare: list[str] = []
    if missing and folder is not None:
        rare += _covering(missing, fonts)
    if missing:
        system = _system_fonts()
        families = _covering(missing, system)
        if families:
            fonts, rare = _fonts(folder, with_system=True), rare + families
    roles = {role: (*families, *rare) for role, families in roles.items()}
    return Faces(fonts, roles, frozenset(missing | private))


def files_by_name(faces: Faces) -> dict[str, tuple[Path, int]]:
    """Return the files of the families in use: PostScript name -> file, number within it."""
    families = {family for role in faces.roles.values() for family in role}
    return {
        _postscript_name(path, index): (path, index)
        for path, index, family in _upright(faces.fonts)
        if family in families
    }


def _covering(missing: set[str], fonts: "typst.Fonts") -> list[str]:
    """Return families that have missing characters, and take those characters out of the set."""
    families: list[str] = []
    for path, index, family in _upright(fonts):
        found = missing & _characters(path, index)
        if found:
            missing -= found
            families.append(family)
        if not missing:
            break
    return families


def _upright(fonts: "typst.Fonts") -> Iterator[tuple[Path, int, str]]:
    """Yield every regular font file with its number in the collection and its family, by name."""
    infos = sorted(fonts.fonts(), key=lambda i: (i.family, i.weight != 400, i.weight))
    seen: set[str] = set()
    for info in infos:
        if info.path is not None and info.style == "normal" and info.family not in seen:
            seen.add(info.family)
            yield Path(info.path), info.index, info.family


@cache
def _fonts(folder: Path | None, *, with_system: bool = False) -> "typst.Fonts":
    import typst

    paths: Iterable[Path] = (SHIPPED,) if folder is None else (SHIPPED, folder)
    return typst.Fonts(
        include_system_fonts=with_system,
        include_embedded_fonts=False,
        font_paths=[str(path) for path in paths],
    )


@cache
def _system_fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def _characters(path: Path, index: int) -> frozenset[str]:
    """Return the characters a font file has."""
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))


@cache
def _postscript_name(path: Path, index: int) -> str:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=index, lazy=True) as font:
        return font["name"].getDebugName(6) or ""
