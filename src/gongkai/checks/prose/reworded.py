"""Rule 20, in other words: 开展培训3次 and 共举办培训5次, 公众号发布120条 and 公众号推送信息126条.

Only what every reader takes for the same: a total of the year, said of nothing narrower, by nobody
else and of no other time. The verbs may differ; a noun or a name that differs is another thing.
"""

import re
from collections.abc import Iterator

from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose
from gongkai.checks.prose.scope import reach

_TRAINING = re.compile(
    r"(?:(?:组织|开展|举办|召开|举行)了?){1,2}(?P<what>(?:全[县市区镇乡])?(?:政务公开|政府信息公开|信息公开)?(?:业务|工作)?培训)(?:会议?|班|活动)?"
)
_CHANNEL = re.compile(
    r"(?:通过|利用|依托|运用|借助|在)?(?P<name>“?[^“”]{2,16}”)?(?:政务|官方)?(?:微信)?(?P<what>公众号|微博)(?:平台|账号)?(?:[共仅已]|累计)?"
    r"(?:主动)?(?:发布|推送|更新|公开)了?(?:各类)?(?:政务|政府)?(?:信息)?"
)
_NARROWER = re.compile(
    r"其中|针对|围绕|就|[面朝]向|对(?!外)|专题|专项|关于|结合|期间|联合|会同|配合|参加|每|季度|半年|月|[一二三四五六]是|分别|含|包括|首次|此外|另"
    r"|去年|上年|往年|以来|下一步|将|力争|计划|目标|拟|不少于|至少"
)
_OF_THE_YEAR = re.compile(r"(?<!公)共(?![同享建])|全年|今年|本年|年内|当年|累计")
_ON_TRAINING = re.compile(r"监督|保障|培训|队伍|组织|领导|总体")
_YEAR = re.compile(r"20\d\d年")


def reworded(prose: Prose) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield pairs of places that state one quantity in different words and with different values."""
    told: dict[tuple[str, str], list[Quantity]] = {}
    for quantity in prose.quantities:
        key = _key(prose, quantity)
        if key is not None:
            told.setdefault((key, quantity.unit), []).append(quantity)
    for items in told.values():
        for index, second in enumerate(items[1:], start=1):
            first = items[index - 1]
            if first.value != second.value and _of_one_year(prose, first, second):
                yield first, second


def _key(prose: Prose, quantity: Quantity) -> str | None:
    """Return what is counted, None where it is nothing that can be told to be the same."""
    number = quantity.number
    if number.kind is not Kind.COUNT or not number.unit or not quantity.exact or quantity.tail_text:
        return None
    if quantity.change or quantity.beyond or quantity.part or quantity.new:
        return None
    match = _TRAINING.fullmatch(quantity.subject) or _CHANNEL.fullmatch(quantity.subject)
    if match is None or _NARROWER.search(quantity.before):
        return None
    if any(year != f"{prose.year}年" for year in _YEAR.findall(quantity.before)):
        return None
    name = match.groupdict().get("name") or ""
    return f"{name.strip('“”')} {match['what']}"


def _of_one_year(prose: Prose, first: Quantity, second: Quantity) -> bool:
    """Whether both are totals of the year, or one is and the other stands alone in another part."""
    if first.cumulative != second.cumulative or reach(first.words) is not reach(second.words):
        return False
    if first.passage is second.passage:
        if first.sentence == second.sentence:
            return False
        between = first.passage.text[first.number.end : second.number.start]
        if _NARROWER.search(between.partition("。")[0]):
            return False
    whole = [_whole(prose, quantity) for quantity in (first, second)]
    if all(whole):
        return True
    alone = first if whole[1] else second
    heading = alone.passage.heading_at(alone.number.start)
    apart = (
        first.passage is not second.passage
        or "\n" in first.passage.text[first.number.end : second.number.start]
    )
    if "培训" in alone.subject:
        return any(whole) and apart and (not heading or bool(_ON_TRAINING.search(heading)))
    return first.passage is not second.passage


def _whole(prose: Prose, quantity: Quantity) -> bool:
    """Whether a sentence says that it counts the whole year."""
    return bool(_OF_THE_YEAR.search(quantity.before)) or f"{prose.year}年" in quantity.before
