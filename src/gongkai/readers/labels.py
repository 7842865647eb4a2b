"""Comparing printed labels with the form's: what a misprint, a line break or old characters change.

Labels are compared without white space and punctuation and in simplified characters. A label has a
full form (with its enumerator: ``一予以公开``) and a core (without it and without its remark).
"""

import re
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from gongkai.characters import simplified
from gongkai.forms.form import Line

_PUNCTUATION = re.compile(r"[\s“”\"'‘’「」『』《》<>()（）\[\]【】、，,。．.·:：;；_|…\-—~*#]+")
_PINYIN = re.compile(
    r"(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]"
)  # 規(guī)章
_ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．,，]|[(（][一二三四五六七八九十\d]+[)）][、.]?|第[一二三四五六七八九十]+项|\d+[、.．,，)）]?)+"
)
_UNIT = re.compile(r"[(（](?:单位[:：])?[件个项条份次宗起部]数?[)）]$")
_SAME = (("合计", "总计"), ("共计", "总计"), ("年度", "年"), ("其它", "其他"), ("或者", "或"))
_REMARK = re.compile(r"[(（][^()（）]{4,}[)）]?$")


@lru_cache(maxsize=8192)
def full(text: str) -> str:
    """Return a label without white space and punctuation, its enumerator kept."""
    return _PUNCTUATION.sub("", _plain(text))


def _plain(text: str) -> str:
    """Return a label in simplified characters, without how some web pages say they are spoken."""
    return simplified(_PINYIN.sub("", text))


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """Return a label without enumerator, remark in brackets and punctuation."""
    bare = _UNIT.sub("", _ENUMERATOR.sub("", _plain(text)))
    return _PUNCTUATION.sub("", _REMARK.sub("", bare))


@lru_cache(maxsize=8192)
def usual(text: str) -> str:
    """Return a label's core with one word for what is also called otherwise (合计, 总计).

    Two words of two characters count the same either way round (结果维持, 维持结果).
    """
    bare = core(text)
    for said, meant in _SAME:
        bare = bare.replace(said, meant)
    return max(bare, bare[2:] + bare[:2]) if len(bare) == 4 else bare


@lru_cache(maxsize=1024)
def forms_of(line: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (full forms, cores) of every printed form of a form line."""
    return (
        tuple(dict.fromkeys(full(label) for label in line)),
        tuple(dict.fromkeys(core(label) for label in line)),
    )


def likeness(text: str, line: Line) -> float:
    """Return how like a printed label is to a line of the form: 1 is the same, 0 has nothing of it."""
    return _likeness(text, line.labels)


@lru_cache(maxsize=65536)
def _likeness(text: str, labels: tuple[str, ...]) -> float:
    fulls, cores = forms_of(labels)
    printed, bare = full(text), core(text)
    if not printed:
        return 0.0
    if printed in fulls:
        return 1.0
    if bare and bare in cores:
        return 0.97
    if bare and usual(text) in {usual(label) for label in labels}:
        return 0.96
    whole = max(ratio(printed, f) for f in fulls) / 100
    inner = max(ratio(bare, c) for c in cores) / 100 if bare else 0.0
    return max(whole * 0.98, inner * 0.95)


def is_misprint(text: str, line: Line) -> bool:
    """Whether a printed label has other words than the official one, not merely a part or more."""
    printed, official = core(text), core(line.label)
    return bool(printed) and official not in full(text) and printed not in official
