"""Rule 22, over time: 较上年增长12.5% is what the two years' numbers give.

The year before stands in the sentence itself (较上年的58件增加12件) or, for requests received, in last
year's report.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from gongkai.checks.check import Evidence, Finding, found
from gongkai.checks.naming import printed
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import prose_of
from gongkai.checks.prose.requests import stated_requests
from gongkai.checks.prose.said import part_name

_THEN = re.compile(r"(?:较|比|同比)(?:上年|去年|上一年|20\d\d年)(?:度|同期)?的?$")
_CHANGED = re.compile(r"(?P<up>增[加长幅]|上升|提高)|(?P<down>减少|下降|降低|降幅)")
_TO_LAST_YEAR = re.compile(r"同比|较上年|比上年|较去年|比去年|较上一年|比上一年")


def growth_holds(evidence: Evidence) -> Iterator[Finding]:
    """Yield every difference or rate of change that its two numbers do not give."""
    prose = prose_of(evidence)
    items = prose.quantities
    for index, then in enumerate(items):
        if index and then.exact and _THEN.search(then.head_text):
            now = items[index - 1]
            if _comparable(now, then):
                yield from _wrong(now, then.value, items[index + 1 : index + 3])
    previous = evidence.previous
    if previous is None:
        return
    place = {id(q): i for i, q in enumerate(items)}
    for stated in stated_requests(prose, evidence.report.form):
        now = stated.quantity
        matching = [r for r in stated.readings if r.value(evidence.figures) == now.value]
        before = {r.value(previous.figures) for r in matching}
        if len(before) != 1 or not now.exact:
            continue
        (value,) = before
        after = items[place[id(now)] + 1 : place[id(now)] + 3]
        if value and after and _TO_LAST_YEAR.search(after[0].head_text):
            yield from _wrong(now, value, after)


def _comparable(now: Quantity, then: Quantity) -> bool:
    return (
        now.passage is then.passage
        and now.sentence == then.sentence
        and now.unit == then.unit
        and now.exact
        and now.number.kind is Kind.COUNT
        and then.value > 0
    )


def _wrong(now: Quantity, then: Decimal, after: Sequence[Quantity]) -> Iterator[Finding]:
    """Yield the difference and the rate said after two numbers where they are not theirs."""
    for said in after:
        way = _CHANGED.search(said.head_text)
        if said.passage is not now.passage or said.sentence != now.sentence or way is None:
            return
        if said.number.approximate:
            continue
        difference = now.value - then if way["up"] else then - now.value
        if said.number.kind is Kind.SHARE:
            digit = Decimal(1).scaleb(-said.number.decimals)
            due = (difference * 100 / then).quantize(digit, ROUND_HALF_UP)
            unit = "%"
        elif said.unit == now.unit:
            due, unit = difference, said.unit
        else:
            return
        if due != said.value:
            yield found(
                "growth_holds",
                figures=((now.quote, now.printed), (said.quote, said.printed)),
                origin=said.origin,
                part=part_name(said.passage.number),
                quote=said.quote,
                now=printed(now.value),
                then=printed(then),
                due=f"{way[0]}{due}{unit}",
            )
