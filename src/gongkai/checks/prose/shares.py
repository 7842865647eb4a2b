"""Rule 22: a percentage is the part over the whole, rounded to the digits printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import pairwise

from gongkai.checks.check import Evidence, Finding, found
from gongkai.checks.naming import printed
from gongkai.checks.prose.lists import part_lists
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.said import part_name

_SHARE = re.compile(r"占|占比")
_NOT_A_SHARE = re.compile(r"率|同比|较|增长|下降|满意|比上年|以上|达标|完成")
_ENOUGH = 2  # shares of one whole that must fit it before another is called wrong


@dataclass(frozen=True, slots=True)
class Share:
    """A part and the percentage that follows it."""

    part: Quantity
    share: Quantity


def shares(prose: Prose) -> Iterator[tuple[Share, ...]]:
    """Yield the shares of one whole together: 机构职能类1条，占比1.1%；规划计划类…"""
    whole = {id(p): item.total for item in part_lists(prose) for p in item.parts}
    run: list[Share] = []
    for part, share in pairwise(prose.quantities):
        if run and not _belongs(part, run[-1].part, whole):
            yield tuple(run)
            run = []
        if _is_share(part, share):
            run.append(Share(part, share))
    if run:
        yield tuple(run)


def _belongs(part: Quantity, last: Quantity, whole: Mapping[int, Quantity]) -> bool:
    """Whether a part can be of the same whole as the one before it."""
    if part.number.kind is Kind.SHARE:
        return True
    return (
        part.passage is last.passage
        and part.sentence == last.sentence
        and part.unit == last.unit
        and whole.get(id(part)) is whole.get(id(last))
    )


def _is_share(part: Quantity, share: Quantity) -> bool:
    if share.number.kind is not Kind.SHARE or part.number.kind is not Kind.COUNT:
        return False
    if part.passage is not share.passage or part.sentence != share.sentence:
        return False
    if not part.exact or not part.unit or share.number.approximate or share.change:
        return False
    between = part.passage.text[part.number.end : share.number.start]
    if _NOT_A_SHARE.search(between) or len(between) > 16:
        return False
    return between == "（" or bool(_SHARE.search(between))


def shares_hold(evidence: Evidence) -> Iterator[Finding]:
    """Yield every percentage that is not its part over the whole of its list."""
    prose = prose_of(evidence)
    named = {
        id(p): item.total for item in part_lists(prose) if not item.earlier for p in item.parts
    }
    for run in shares(prose):
        whole = _whole(prose, run, named.get(id(run[0].part)))
        if whole is None:
            continue
        for item in run:
            if not _fits(item, whole) and not _fits_another(prose, item):
                yield _finding(item, whole)


def _whole(prose: Prose, run: Sequence[Share], named: Quantity | None) -> Decimal | None:
    """Return the whole that the shares are of, None where no one can say.

    The total of the list (其中) is the whole; without one, whatever number before it, or the sum of
    the parts, most of the shares agree on.
    """
    if (
        named is not None
        and named.exact
        and (len(run) == 1 or any(_fits(s, named.value) for s in run))
    ):
        return named.value
    first = run[0].part
    start = first.passage.sentences[max(first.sentence - 2, 0)].start
    wholes = {
        q.value
        for q in prose.quantities
        if q.passage is first.passage
        and start <= q.number.start < first.number.start
        and q.unit == first.unit
        and q.exact
    }
    stated = frozenset(wholes)
    parts = sum((s.part.value for s in run), Decimal(0))
    wholes.add(parts)
    fitting = {
        w: sum(_fits(s, w) for s in run) for w in wholes if w >= max(s.part.value for s in run)
    }
    if not fitting:
        return None
    best = max(fitting, key=lambda w: fitting[w])
    if len(run) > 1 and parts in stated:
        return parts  # 共240条，…200条，…40条: the parts are all of it
    agreed = fitting[best] >= _ENOUGH and fitting[best] * 2 > len(run)
    return best if agreed else None


def _fits_another(prose: Prose, item: Share) -> bool:
    """Whether the share is right of another number before it in the sentence (抽查60件，合格57件)."""
    return any(
        _fits(item, q.value)
        for q in prose.quantities
        if q.passage is item.part.passage
        and q.sentence == item.part.sentence
        and q.unit == item.part.unit
        and q.number.start < item.part.number.start
    )


def _fits(item: Share, whole: Decimal) -> bool:
    if not whole:
        return False
    digit = Decimal(1).scaleb(-item.share.number.decimals)
    exact = item.part.value * 100 / whole
    return item.share.value in (
        exact.quantize(digit, ROUND_HALF_UP),
        exact.quantize(digit, ROUND_HALF_EVEN),
    )


def _finding(item: Share, whole: Decimal) -> Finding:
    digit = Decimal(1).scaleb(-item.share.number.decimals)
    due = (item.part.value * 100 / whole).quantize(digit, ROUND_HALF_UP)
    return found(
        "percentages_hold",
        figures=((item.part.quote, item.part.printed), (item.share.quote, item.share.printed)),
        origin=item.share.origin,
        part=part_name(item.part.passage.number),
        quote=item.part.subject,
        printed=item.share.printed,
        count=printed(item.part.value),
        whole=printed(whole),
        due=f"{due}%",
    )
