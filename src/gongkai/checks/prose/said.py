"""How findings on prose name the parts of a report and quote its words."""

from gongkai.characters import numeral
from gongkai.checks.check import Words
from gongkai.checks.prose.passage import Passage, Span


def part_name(number: int) -> Words:
    """Return a part of the report by its number; 0 is what stands before part one."""
    if number == 0:
        return Words("报告开头", "the preface")
    return Words(f"第{numeral(number)}部分", f"part {number}")


def quoted(passage: Passage, span: Span, most: int = 60) -> str:
    """Return the words of a stretch as printed, cut with an ellipsis where they are many."""
    words = passage.shown[span.start : span.end].strip("，。；：、\n").replace("\n", "")
    return words if len(words) <= most else words[: most - 1] + "…"
