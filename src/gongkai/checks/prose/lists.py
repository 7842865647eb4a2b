"""Rules 21-24: parts and wholes in the prose, shares in per cent, 累计 and 新增.

A list begins behind 其中, 包括, 分别 or a colon, or in the sentence 其中 opens. Which of nested lists a
part belongs to the words do not always say: a list is wrong only where no way of reading it is right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from gongkai.checks.check import Evidence, Finding, Level, found
from gongkai.checks.naming import printed
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.said import part_name

_ALL_NAMED = re.compile(r"分别(?:为|是)|具体为|具体是|即[：，]?$|构成为")
_OPENS = re.compile(r"其中|包括|包含|（含|分别|具体[为是]|：$")
_REST = re.compile(r"^其他|^其它|^其余|^剩余|其他类|其它类")
_BEYOND = re.compile(
    r"另有|另外|此外|同时|还有|还|共同|并且?(?=[开召组])|累计|全年|共计|合计|总计|截至|较|同比"
)
# After the parts a sentence often goes on to the next stage of the same cases: …，已办结69件.
_STAGE = re.compile(
    r"^[、，；]?(?:已|均|全部|共|并|按时|按期|及时|当年|年内|依法|累计)|办结|答复|回复|结转|顺延|受理|完成|开展|组织|举办|召开|接待"
)
_SUMMED_UP = re.compile(r"^(?:以上|上述)?(?:各项)?(?:共计?|合计|总计)$")
_MEASURES = frozenset("件条个份篇次项期场")
_OUTCOME = re.compile(r"维持|纠正|审结|结果|胜诉|败诉|办结|答复|已")
_POWERS = re.compile(r"权责|权力事项|行政权力|权力清单|职权")
_POWER_KINDS = re.compile(
    r"^行政(?:许可|处罚|强制|征收|征用|给付|检查|确认|奖励|裁决)|^其他行政权力|^其他权力|^税费减免"
)
_TOTAL_LAST = re.compile(r"(?:以上|上述|各项|各类)?(?:合计|总计)(?:为|达)?$|以上.{0,6}共计?$")


@dataclass(frozen=True, slots=True)
class PartList:
    """A total and the parts named after it, in order.

    earlier   quantities of the same measure word before it in the sentence: 其中 may mean one of them
    nested    parts that open a list of their own (a second 其中)
    complete  the words say that the parts are all of it
    """

    total: Quantity
    parts: tuple[Quantity, ...]
    earlier: tuple[Quantity, ...]
    nested: tuple[int, ...]
    complete: bool

    @property
    def most(self) -> Decimal:
        """The most the words allow the parts to be: 受理240件，结转1件，其中… may mean both."""
        return sum((q.number.high for q in self.earlier), self.total.number.high)

    @property
    def powers(self) -> bool:
        """Whether the list counts administrative powers (权责事项), each of exactly one kind."""
        kinds = sum(bool(_POWER_KINDS.search(p.subject)) for p in self.parts)
        return kinds >= 3 and bool(_POWERS.search(self.total.words + self.total.before[-24:]))


@lru_cache(maxsize=2)
def part_lists(prose: Prose) -> tuple[PartList, ...]:
    """Return every list of parts with its total."""
    return tuple(_part_lists(prose))


def _part_lists(prose: Prose) -> Iterator[PartList]:
    items = [q for q in prose.quantities if q.number.kind in (Kind.COUNT, Kind.SHARE)]
    index = 0
    while index < len(items) - 1:
        found_list, index = _list_from(items, index)
        if found_list is not None:
            yield found_list


def _list_from(items: Sequence[Quantity], index: int) -> tuple[PartList | None, int]:
    total = items[index]
    after = index + 1
    if not _may_be_total(total):
        return None, after
    opening = _opening(total, items[after])
    if opening is None:
        return None, after
    parts: list[Quantity] = []
    nested: list[int] = []
    position = after
    bracketed = opening.count("（") > opening.count("）")
    while position < len(items) and _goes_on(total, items[position], parts):
        part = items[position]
        if parts and _is_next_total(items, position):
            break
        depth = _depth(total, part)
        if bracketed and depth < 1:
            break  # （含上年结转76件），1646件… : the list ends with its bracket
        position += 1
        if part.number.kind is Kind.SHARE or part.change:
            continue
        if not bracketed and depth > 0 and not _alone_in_bracket(part):
            continue  # 建议136件（人大建议53件…）: said of the part before, not of the total
        if parts and _starts_inner(part):
            nested.append(len(parts))
        parts.append(part)
    if not parts:
        return None, after
    last = parts[-1].subject
    complete = (
        bool(_ALL_NAMED.search(opening))
        or (bool(_REST.search(last)) and len(parts) > 1)
        or _said_again(items, position, total, parts)
    )
    earlier = tuple(
        q
        for q in items[max(index - 6, 0) : index]
        if q.passage is total.passage
        and q.sentence == total.sentence
        and q.unit == total.unit
        and not q.change
    )
    return PartList(total, tuple(parts), earlier, tuple(nested), complete), position


def _said_again(
    items: Sequence[Quantity], position: int, total: Quantity, parts: Sequence[Quantity]
) -> bool:
    """Whether the list is summed up by its total once more: 其中网上43件、信函22件，共计70件."""
    if position >= len(items) or len(parts) < 2:
        return False
    after = items[position]
    return (
        after.passage is total.passage
        and after.sentence == parts[-1].sentence
        and after.value == total.value
        and after.unit == total.unit
        and bool(_SUMMED_UP.search(after.head_text))
    )


def _depth(total: Quantity, part: Quantity) -> int:
    """Return how many brackets opened since the total are still open at a part."""
    between = total.passage.text[total.number.end : part.number.start]
    return between.count("（") - between.count("）")


def _alone_in_bracket(part: Quantity) -> bool:
    """Whether a bracket holds a part's own number and nothing else: 网站（300条）."""
    text = part.passage.text
    start, end = part.number.start, part.number.end
    if text[start - 1 : start] != "（" or text[end : end + 1] != "）":
        return False
    before = text[start - 2 : start - 1]
    return "一" <= before <= "龥" and before not in _MEASURES


def _is_next_total(items: Sequence[Quantity], index: int) -> bool:
    """Whether a ； parts this quantity from the list and it has a list of its own."""
    here = items[index]
    text = here.passage.text
    if text[items[index - 1].number.end : here.number.start].find("；") < 0:
        return False
    return index + 1 < len(items) and _opening(here, items[index + 1]) is not None


def _may_be_total(quantity: Quantity) -> bool:
    number = quantity.number
    return (
        number.kind is Kind.COUNT and bool(number.unit) and not number.loose and not quantity.change
    )


def _opening(total: Quantity, first: Quantity) -> str | None:
    """Return the words between a total and its first part where they open a list."""
    if total.passage is not first.passage or first.unit not in (total.unit, ""):
        return None
    text = total.passage.text[total.number.end : first.number.start]
    if first.sentence != total.sentence:
        mark = text.find("。")
        rest = text[mark + 1 :]
        alone = "。" not in rest and "\n" not in text and 0 <= mark < 16
        return rest if alone and rest.startswith("其中") else None
    mark = text.rfind("；")
    if mark >= 0 and not text[mark + 1 :].startswith(("其中", "包括", "分别为")):
        return None  # …693条；市、县网站分别开设专栏，公开1036条: another matter
    at = _OPENS.search(text)
    if at is None or _BEYOND.search(text[: at.start()]):
        return None
    # Only the nearest quantity is the total, and 其中 must follow it closely.
    if (
        text.find("，") >= 0
        and at.start() > text.find("，") + 1
        and "，" in text[text.find("，") + 1 : at.start()]
    ):
        return None
    return text


def _goes_on(total: Quantity, part: Quantity, parts: Sequence[Quantity]) -> bool:
    if part.passage is not total.passage:
        return False
    first = parts[0] if parts else part
    if part.sentence != first.sentence:
        return False
    if part.number.kind is Kind.SHARE:
        return True
    if part.unit not in (total.unit, "") or part.beyond or part.cumulative:
        return False
    between = total.passage.text[
        parts[-1].number.end if parts else total.number.end : part.number.start
    ]
    if parts and (_BEYOND.search(between) or _TOTAL_LAST.search(part.head_text)):
        return False
    if parts and _STAGE.search(part.words) and not _STAGE.search(first.words):
        return False
    # A clause without a number between two parts begins something else.
    return not parts or between.count("，") + between.count("；") <= 1 or "占" in between


def _starts_inner(part: Quantity) -> bool:
    return part.part or part.head_text.startswith(("含", "包括"))


def parts_make_total(evidence: Evidence) -> Iterator[Finding]:
    """Rule 21: the parts of a list are the total, and never more than it."""
    for item in part_lists(prose_of(evidence)):
        if item.powers:
            continue
        fault = _fault(item)
        if fault is not None:
            variant, level, limit = fault
            yield _list_finding("parts_make_total", item, variant, level, limit)


def _fault(item: PartList) -> tuple[str, Level, Decimal] | None:
    """Return (variant, level, sum) where no reading of the list is right."""
    totals = [item.total, *item.earlier]
    most = item.most
    biggest = max(p.number.low for p in item.parts)
    if biggest > most:
        return "part_exceeds", Level.ERROR, biggest
    if any(not p.exact for p in item.parts) or any(t.number.approximate for t in totals):
        return None
    values = [p.value for p in item.parts]
    flat = sum(values, Decimal(0))
    if len(values) == 1 or any(t.value == flat or _some_prefix_is(values, t.value) for t in totals):
        return None
    if item.nested:
        fits = _some_nesting_fits(values, item.nested, most)
        return None if fits else ("nested", Level.WARNING, flat)
    sums = _sums(item.parts)
    if item.total.value in sums or (not item.complete and min(sums) <= most):
        return None
    if flat > most:
        return "exceeds", Level.ERROR if item.complete else Level.WARNING, flat
    if item.complete and not item.earlier:
        return "falls_short", Level.WARNING, flat
    return None


def _sums(parts: Sequence[Quantity]) -> frozenset[Decimal]:
    """Return every sum of a list some of whose parts may be told again by their own parts.

    复议7件，维持6件，尚未审结1件；诉讼4件 is 7 and 4: what follows a part and makes it up is within it.
    """
    if not parts:
        return frozenset({Decimal(0)})
    first, rest = parts[0], parts[1:]
    found = {first.value + s for s in _sums(rest)}
    within = Decimal(0)
    for count, part in enumerate(rest, start=1):
        within += part.value
        if within == first.value and (count > 1 or _OUTCOME.search(part.words)):
            found |= {first.value + s for s in _sums(rest[count:])}
        if within >= first.value:
            break
    return frozenset(found)


def _some_prefix_is(values: Sequence[Decimal], total: Decimal) -> bool:
    """Whether the list ends earlier, what follows being counted another way (网上…，自然人…)."""
    return any(sum(values[:end], Decimal(0)) == total for end in range(2, len(values)))


def _some_nesting_fits(values: Sequence[Decimal], nested: Sequence[int], total: Decimal) -> bool:
    """Whether the inner list can end somewhere so that no list has more than its whole."""
    inner = nested[0]
    whole = values[inner - 1]
    before = sum(values[:inner], Decimal(0))
    for end in range(inner + 1, len(values) + 1):
        inside = sum(values[inner:end], Decimal(0))
        outside = before + sum(values[end:], Decimal(0))
        if inside <= whole and outside <= total:
            return True
    return False


def power_list_adds_up(evidence: Evidence) -> Iterator[Finding]:
    """Rule 24: the kinds of administrative power add up to the number of powers."""
    for item in part_lists(prose_of(evidence)):
        if not item.powers or any(not q.exact for q in (item.total, *item.parts)):
            continue
        flat = sum((p.value for p in item.parts), Decimal(0))
        if flat != item.total.value:
            yield _list_finding("power_list_adds_up", item, "default", None, flat)


def _list_finding(
    code: str, item: PartList, variant: str, level: Level | None, flat: Decimal
) -> Finding:
    parts = [p for p in item.parts if p.value == flat] if variant == "part_exceeds" else item.parts
    return found(
        code,
        variant=variant,
        level=level,
        figures=tuple((q.subject, q.printed) for q in (item.total, *item.parts)),
        origin=item.total.origin,
        part=part_name(item.total.passage.number),
        quote=item.total.quote,
        total=printed(item.most if variant != "falls_short" else item.total.value),
        parts="＋".join(printed(p.value) for p in parts),
        sum=printed(flat),
    )


def measure_words_present(evidence: Evidence) -> Iterator[Finding]:
    """A part of a list has a measure word like its neighbours: 信息45条."""
    for item in part_lists(prose_of(evidence)):
        if any(p.unit == item.total.unit for p in item.parts):
            for part in item.parts:
                if not part.unit:
                    yield found(
                        "measure_words_present",
                        figures=((part.subject, part.printed),),
                        origin=part.origin,
                        part=part_name(part.passage.number),
                        quote=part.quote,
                        unit=item.total.unit,
                    )


_CUMULATED = re.compile(r"累计|总数|总量|共有")
_FRESH = re.compile(r"新增|本年(?:度)?(?:公开|新)|当年(?:公开|新)|今年(?:公开|新)")


def cumulative_not_below_new(evidence: Evidence) -> Iterator[Finding]:
    """Rule 23: what has come together over the years is not less than what is new of the year."""
    for first, second in pairwise(prose_of(evidence).quantities):
        if first.passage is not second.passage or first.sentence != second.sentence:
            continue
        if first.unit != second.unit or first.number.kind is not Kind.COUNT:
            continue
        if first.number.loose or second.number.loose or first.change or second.change:
            continue
        if not second.new or second.subject not in ("", first.subject):
            continue
        if first.cumulative and first.number.high < second.number.low:
            yield found(
                "cumulative_not_below_new",
                figures=((first.quote, first.printed), (second.quote, second.printed)),
                origin=first.origin,
                part=part_name(first.passage.number),
                total=first.quote,
                new=second.quote,
            )
