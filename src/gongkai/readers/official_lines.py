"""Lines of an official document with their block, and things recognised in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from gongkai.characters import squeeze
from gongkai.readers.document import Document, Grid

T = TypeVar("T")

_SMALL_GRID = 8  # cells; heads of joint documents and the foot are often set in such tables
ORGAN = re.compile(
    r"(?:中共|中国)?[\u4e00-\u9fff（）()·]{2,32}?(?:人民政府|政府|办公厅|办公室|委员会|委|局|厅|部|院|处|所|中心|站|署|"
    r"办事处|街道|指挥部|小组|总队|支队|大队|队|公司|集团|会|社|馆|学校|学院|医院|银行|开发区|管理区)"
)
_RUN_TOGETHER = re.compile(
    rf"({ORGAN.pattern})?\s*((?:19|20)\d\d\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日)\s*([（(]此件[^（）()]{{2,20}}[)）])?"
)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One thing recognised.

    words   from which it was read, as printed
    sure    whether it stands where the standard puts it; False: it was inferred and is to be checked
    why     red_head, own_line, signature, below_title, title, decree, file_property, sentence,
            from_printing (自印发之日起: the day in the foot), from_signature (自发布之日起: the day it was made)
    blocks  the blocks of the document it stands in
    """

    value: T
    words: str
    sure: bool
    why: str
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line and the block it stands in."""

    text: str
    block: int

    @property
    def bare(self) -> str:
        """The line in half-width signs without white space."""
        return squeeze(self.text)


def lines_of(document: Document) -> list[Line]:
    """Return the lines of prose, and of small tables at the beginning and the end, with their block."""
    last = len(document.blocks)
    lines: list[Line] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            if len(block.cells) > _SMALL_GRID or 6 < index < last - 4:
                continue
            texts = [cell.text for cell in block.cells]
        else:
            texts = [block.text]
        lines += [Line(line, index) for text in texts for line in split(text)]
    return lines


def split(text: str) -> list[str]:
    """Return the lines of a paragraph; a signature that a reader ran together is parted again.

    示例镇人民政府2026年3月2日（此件公开发布） is three lines: all of them end at the right margin.
    """
    lines: list[str] = []
    for line in text.splitlines():
        match = _RUN_TOGETHER.fullmatch(line.strip())
        parts = match.groups() if match else (line,)
        lines += [part for part in parts if part and part.strip()]
    return lines


def blocks_of(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the blocks that lines stand in, each once."""
    return tuple(dict.fromkeys(line.block for line in lines))


def words_of(lines: Sequence[Line]) -> str:
    """Return lines as one string of words, as printed."""
    return " ".join(line.text.strip() for line in lines)


def tidy(text: str) -> str:
    """Return a line without the spaces that set Chinese characters apart; those between Latin words stay."""
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text.strip())
