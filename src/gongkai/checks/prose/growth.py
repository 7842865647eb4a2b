"""Rule 22, over time: 较上年增长12.5% is what the two years' numbers give.

The year before stands in the sentence itself (较上年的58件增加12件；增长50%（上年10件）；由10件增至15件)
or, for requests received, in last year's report. 2倍 and 1.5倍 are read as rates.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.checks.check import Evidence, Finding, found
from gongkai.checks.naming import printed
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.passage import Span
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.requests import stated_requests
from gongkai.checks.prose.said import part_name, quoted

_PAST = r"(?:上年|去年|上一年|前一年|20\d\d年)(?:度|同期|全年|同时期)*"
_THEN = re.compile(rf"(?:较|比|同比){_PAST}的?$")
_THEN_IN_BRACKETS = re.compile(
    rf"^{_PAST}的?(?:为|是|共|有|数量?|收到|受理|新收|公开|发布|办理|[：，])*$"
)
_FROM = re.compile(rf"(?:由|从)(?:{_PAST})?的?$")
_TO = re.compile(r"^(?P<way>增[加长]?|上升|提高|减少?|下降|降)[至到为]$")
_CHANGED = re.compile(r"(?P<up>增[加长幅]|上升|提高|多)|(?P<down>减少|下降|降低|降幅|少)")
_TO_LAST_YEAR = re.compile(r"同比|[较比](?:上|去|前)一?年|[较比]20\d\d年")
_ROUGH = re.compile(r"^(?:左右|以上|以内|多|余)")
_TIMES = re.compile(
    rf"(?:(?P<of>(?:是|为|达到?|相当于){_PAST}的)|(?P<up>增[加长]了?))(?P<about>约|近|超过?)?"
    r"(?P<digits>\d+(?:\.\d+)?)倍(?!以上|左右|多|余)"
)
_AHEAD = 4  # quantities after a number among which its changes may stand


@dataclass(frozen=True, slots=True)
class Pair:
    """A number of this year, that of the year before, and what is said of both."""

    now: Quantity
    then: Decimal
    said: Sequence[Quantity]


def growth_holds(evidence: Evidence) -> Iterator[Finding]:
    """Yield every difference or rate of change that its two numbers do not give."""
    prose = prose_of(evidence)
    told: set[int] = set()
    for pair in (*_in_sentences(prose), *_from_last_report(evidence, prose)):
        for start, finding in _wrong(pair):
            if start not in told:
                told.add(start)
                yield finding


def _in_sentences(prose: Prose) -> Iterator[Pair]:
    """Yield the pairs of which both numbers stand in the prose."""
    items = prose.quantities
    for index, then in enumerate(items):
        if not then.exact or then.value <= 0:
            continue
        before = items[max(index - _AHEAD, 0) : index]
        after = items[index + 1 : index + 1 + _AHEAD]
        if _THEN.search(then.head_text) and before and _comparable(before[-1], then):
            yield Pair(before[-1], then.value, after)
        elif _in_brackets(then) and _THEN_IN_BRACKETS.search(
            then.head_text or _before_bracket(then)
        ):
            now = _counted_before(before, then)
            if now is not None:
                changes = tuple(q for q in before if q.number.start > now.number.start)
                yield Pair(now, then.value, (*changes, *after))
        elif _FROM.search(then.head_text) and after and _comparable(after[0], then):
            way = _TO.search(after[0].head_text)
            if way is not None:
                yield Pair(after[0], then.value, (after[0], *after[1:]))


def _in_brackets(quantity: Quantity) -> bool:
    passage = quantity.passage
    start = passage.clause_at(quantity.number.start).start
    return start > 0 and passage.text[start - 1] == "（"


def _before_bracket(quantity: Quantity) -> str:
    """Return the year a bracket explains: 比2022年（31起）下降29%."""
    passage = quantity.passage
    end = passage.clause_at(quantity.number.start).start - 1
    match = _THEN.search(passage.text, passage.sentences[quantity.sentence].start, end)
    return match[0][1:] if match else ""


def _counted_before(before: Sequence[Quantity], then: Quantity) -> Quantity | None:
    """Return the number a bracket speaks of: the last count of its unit that is no change."""
    for quantity in reversed(before):
        if quantity.number.kind is Kind.COUNT and not quantity.change:
            return quantity if _comparable(quantity, then) else None
    return None


def _from_last_report(evidence: Evidence, prose: Prose) -> Iterator[Pair]:
    """Yield the requests of which last year's report has the number before."""
    previous = evidence.previous
    if previous is None:
        return
    items = prose.quantities
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
            yield Pair(now, value, after)


def _comparable(now: Quantity, then: Quantity) -> bool:
    return (
        now.passage is then.passage
        and now.sentence == then.sentence
        and now.unit == then.unit
        and now.exact
        and now.number.kind is Kind.COUNT
        and then.value > 0
    )


def _wrong(pair: Pair) -> Iterator[tuple[int, Finding]]:
    """Yield (place, finding) for each change said of two numbers that is not theirs."""
    now, then = pair.now, pair.then
    for said in pair.said:
        if said.passage is not now.passage or said.sentence != now.sentence:
            return
        to = _TO.search(said.head_text) if said is now else None
        if to is not None:
            if (now.value > then) != to["way"].startswith(("增", "上", "提")) and now.value != then:
                way = "增至" if now.value > then else "降至"
                yield said.number.start, _finding(pair, said.quote, said.printed, way, said)
            continue
        way_said = _CHANGED.search(said.head_text)
        if way_said is None:
            if _in_brackets(said):
                continue
            return
        if said.number.approximate or _ROUGH.match(said.tail_text):
            continue
        difference = now.value - then if way_said["up"] else then - now.value
        if said.number.kind is Kind.SHARE:
            digit = Decimal(1).scaleb(-said.number.decimals)
            due = (difference * 100 / then).quantize(digit, ROUND_HALF_UP)
            unit = "%"
        elif said.unit == now.unit:
            due, unit = difference, said.unit
        else:
            return
        if due != said.value:
            due_said = f"{way_said[0]}{due}{unit}"
            yield said.number.start, _finding(pair, said.quote, said.printed, due_said, said)
    yield from _wrong_times(pair)


def _wrong_times(pair: Pair) -> Iterator[tuple[int, Finding]]:
    """Yield the finding for a multiple said after the number: 是上年的2倍, 增长1.5倍."""
    now = pair.now
    passage = now.passage
    end = passage.sentences[now.sentence].end
    mark = passage.text.find("；", now.number.end, end)
    for match in _TIMES.finditer(passage.text, now.number.end, end if mark < 0 else mark):
        between = passage.text[now.number.end : match.start()]
        if match["about"] or len(between) > 30 or "其中" in between:
            return
        digit = Decimal(1).scaleb(-len(match["digits"].partition(".")[2]))
        exact = now.value / pair.then - (1 if match["up"] else 0)
        due = exact.quantize(digit, ROUND_HALF_UP)
        if due != Decimal(match["digits"]):
            clause = passage.clause_at(match.start())
            words = quoted(passage, Span(clause.start, clause.end))
            due_said = match[0].replace(match["digits"], str(due))
            yield match.start(), _finding(pair, words, match["digits"] + "倍", due_said, now)
        return


def _finding(pair: Pair, quote: str, said: str, due: str, at: Quantity) -> Finding:
    now = pair.now
    return found(
        "growth_holds",
        figures=((now.quote, now.printed), (quote, said)),
        origin=at.origin,
        part=part_name(now.passage.number),
        quote=quote,
        now=printed(now.value),
        then=printed(pair.then),
        due=due,
    )
