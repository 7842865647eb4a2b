"""Rule 20: a quantity that the report states twice has one value.

Two numbers are the same quantity only where the words before them are the same, for the same body,
channel and time; and where either the sentences around them are the same list said twice, or the
subject says by itself what is counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from gongkai.checks.check import Evidence, Finding, Level, found
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.passage import Passage
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.reworded import reworded
from gongkai.checks.prose.said import part_name
from gongkai.checks.prose.scope import reach

_CHANNEL = re.compile(
    r"网站|公众号|微信|微博|抖音|快手|客户端|APP|公报|公开栏|公示栏|报纸|报刊|电视|广播|短信|视频号|今日头条|新媒体|平台|宣传栏|显示屏|公告栏"
)
_TIME = re.compile(
    r"(20\d\d)年|[上下]半年|第?[一二三四]季度|\d{1,2}月|去年|上年|每[年月周日季]|累计|截[至止]|以来|日均|月均|平均"
)
_STRONG = re.compile(
    r"主动公开(?:各类)?(?:政府|政务)信息|制发(?:行政)?规范性文件|现行有效|政策解读|新闻发布会|信息处理费|权责事项|政务新媒体"
)
_WEAK = re.compile(
    r"^(?:其他|其它|其余|信息|文件|公开|发布|会议|培训|更新|收到|办结|答复|受理|办理|.{0,2})(?:信息|文件|类)?$|每|至少|不少于"
)
_PARTS_APART = {0, 1, 2, 3, 4, 6}


def repeated(prose: Prose) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield pairs of places that state one quantity with different values."""
    by_subject: dict[tuple[str, str], list[Quantity]] = {}
    for quantity in prose.quantities:
        if _usable(quantity):
            by_subject.setdefault((quantity.subject, quantity.unit), []).append(quantity)
    shared = {key: items for key, items in by_subject.items() if len(items) > 1}
    if not shared:
        return
    keys = _keys_by_sentence(by_subject)
    for items in shared.values():
        for index, second in enumerate(items[1:], start=1):
            first = items[index - 1]
            if first.value != second.value and _same(prose, first, second, keys):
                yield first, second


Sentence = tuple[int, int]


def _place(quantity: Quantity) -> Sentence:
    return quantity.passage.number, quantity.sentence


def _keys_by_sentence(
    by_subject: Mapping[tuple[str, str], Sequence[Quantity]],
) -> dict[Sentence, dict[str, Quantity]]:
    keys: dict[Sentence, dict[str, Quantity]] = {}
    for (subject, _), items in by_subject.items():
        for item in items:
            keys.setdefault(_place(item), {})[subject] = item
    return keys


def _usable(quantity: Quantity) -> bool:
    return (
        quantity.number.kind is Kind.COUNT
        and quantity.exact
        and not quantity.change
        and not quantity.beyond
        and quantity.passage.number in _PARTS_APART
        and len(quantity.subject) > 2
    )


def _same(
    prose: Prose,
    first: Quantity,
    second: Quantity,
    keys: Mapping[Sentence, Mapping[str, Quantity]],
) -> bool:
    if _place(first) == _place(second) or first.cumulative != second.cumulative:
        return False
    if first.new != second.new or reach(first.words) is not reach(second.words):
        return False
    if _times(prose, first) != _times(prose, second):
        return False
    here, there = keys[_place(first)], keys[_place(second)]
    common = [subject for subject in here if subject in there]
    equal = [s for s in common if here[s].value == there[s].value]
    if len(common) > 1 and equal:
        return True
    if _WEAK.search(first.subject):
        return False
    if _channels(first) != _channels(second):
        return False
    if len(common) > 2 and _same_paragraph(first, second) is False:
        return True
    return bool(_STRONG.search(first.subject)) and not _same_paragraph(first, second)


def _same_paragraph(first: Quantity, second: Quantity) -> bool:
    if first.passage is not second.passage:
        return False
    return "\n" not in first.passage.text[first.number.start : second.number.start]


def _channels(quantity: Quantity) -> frozenset[str]:
    """Return the channels the sentence up to the number, and its sub-heading, speak of."""
    passage: Passage = quantity.passage
    over = passage.heading_at(quantity.number.start)
    return frozenset(_CHANNEL.findall(quantity.before + over))


def _times(prose: Prose, quantity: Quantity) -> frozenset[str]:
    """Return the times the sentence speaks of; the report's own year says nothing."""
    times = {m[0] for m in _TIME.finditer(quantity.before)}
    times.discard(f"{prose.year}年")
    return frozenset(t for t in times if not t.startswith(("截", "累计")))


def repeats_agree(evidence: Evidence) -> Iterator[Finding]:
    """Yield every quantity that two places state differently; in other words it is a warning."""
    prose = prose_of(evidence)
    same = dict.fromkeys(repeated(prose))
    other = dict.fromkeys((pair for pair in reworded(prose) if pair not in same), Level.WARNING)
    for (first, second), level in {**same, **other}.items():
        yield found(
            "repeated_quantity_agrees",
            level=level,
            figures=((first.quote, first.printed), (second.quote, second.printed)),
            origin=second.origin,
            part=part_name(first.passage.number),
            first=_said(first),
            other_part=part_name(second.passage.number),
            second=_said(second),
        )


def _said(quantity: Quantity) -> str:
    """Return the subject and the number as printed."""
    at = quantity.passage.text.find(quantity.subject, quantity.head.start)
    if 0 <= at < quantity.number.start:
        return quantity.passage.shown[at : quantity.number.end]
    return quantity.quote
