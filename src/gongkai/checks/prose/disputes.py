"""Rule 17: what the prose says of reviews and lawsuits over disclosure, against table four."""

import re
from collections.abc import Iterator

from gongkai.checks.check import Evidence, Finding, NotAssessable, found
from gongkai.checks.naming import printed, stands
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.scope import comparable
from gongkai.checks.prose.table import Reading, disagreement
from gongkai.forms.form import Address

_UNITS = frozenset({"件", "起", "宗", "例", "个", "次", "项", ""})
_REQUESTS_COUNTED = re.compile(r"申请[^。；]{0,24}?\d|\d件[^。；]{0,12}申请")
_DISPUTE = re.compile(r"复议|诉讼|起诉|应诉")
_DISCLOSURE = re.compile(r"信息公开|依申请公开|政务公开")
# A government and its justice office decide reviews of others: those are not in table four.
_AS_JUDGE = re.compile(
    r"审理|审结|受理|收到|作为复议机关|复议机构|办理|代理|立案|调解|法律援助|仲裁|出庭|应诉|一审|二审|再审|上诉|败诉|胜诉|行政机关负责人"
)
_OVER_DISCLOSURE = re.compile(
    r"信息公开(?:工作)?(?:的|类)?(?:行政复议|行政诉讼|复议|诉讼)|因|针对|引发|引起|被申请|被提起|涉及?政府信息公开"
)
_RESULTS = (
    (re.compile(r"维持"), "upheld"),
    (re.compile(r"结果纠正|纠正|纠错"), "corrected"),
    (re.compile(r"其他结果"), "other"),
    (re.compile(r"尚未审结|未审结|正在审理"), "pending"),
)
_TIME = re.compile(r"上年|去年|往年|前年|以来|近[两二三五]年|[上下]半年|季度|同比|较上|比上")
_YEAR = re.compile(r"(20\d\d)年")


def stated_disputes(prose: Prose) -> Iterator[tuple[Quantity, tuple[Reading, ...]]]:
    """Yield every number of reviews or lawsuits over disclosure, with its readings."""
    groups: tuple[str, ...] = ()
    last: tuple[int, int] | None = None
    for quantity in prose.quantities:
        if quantity.passage.number > 4 or quantity.number.kind is not Kind.COUNT:
            continue
        here = (quantity.passage.number, quantity.sentence)
        if here != last:
            groups, last = (), here
        sentence = quantity.sentence_text
        if quantity.unit not in _UNITS or not _DISPUTE.search(sentence):
            continue
        if not _over_disclosure(quantity):
            continue
        if _AS_JUDGE.search(sentence) and not _OVER_DISCLOSURE.search(sentence):
            continue
        own = _groups(quantity)
        if own:
            groups = own
        if not groups or not _usable(prose, quantity):
            continue
        result = next((r for pattern, r in _RESULTS if pattern.search(quantity.words)), None)
        if result is None and not own:
            continue
        names = [f"{group}.{result or 'total'}" for group in groups]
        yield quantity, (Reading(tuple(Address("disputes", "all", n) for n in names)),)


def _over_disclosure(quantity: Quantity) -> bool:
    """Whether a sentence on disputes speaks of those over disclosure, by its words or its place."""
    if quantity.passage.number == 4 or _DISCLOSURE.search(quantity.sentence_text):
        return True
    return "申请" in quantity.passage.heading_at(quantity.number.start)


def _groups(quantity: Quantity) -> tuple[str, ...]:
    """Return the groups of table four that the words name: 行政诉讼 without more is both of its."""
    words = quantity.words.replace("未经复议", "未经").replace("投诉", "")
    if "复议后" in words:
        return ("after_review",)
    if "直接起诉" in words:
        return ("direct",)
    groups: tuple[str, ...] = ()
    if "复议" in words:
        groups += ("review",)
    if "诉讼" in words or "起诉" in words:
        groups += ("direct", "after_review")
    return groups


def _usable(prose: Prose, quantity: Quantity) -> bool:
    if quantity.change or quantity.cumulative or quantity.number.loose:
        return False
    if quantity.tail_text.startswith(("部分", "方面")):  # 六个部分 of the report
        return False
    if re.search(
        r"一审|二审|再审|上诉|应诉|出庭|败诉|胜诉|审理|受理|调解|分别|各$|各为", quantity.words
    ):
        return False
    years = _YEAR.findall(quantity.before)
    if years and prose.year is not None and int(years[-1]) != prose.year:
        return False
    return not _TIME.search(quantity.before) and comparable(
        prose.filer, quantity.words, quantity.before
    )


def disputes_agree(evidence: Evidence) -> Iterator[Finding]:
    """Every number of reviews and lawsuits in the prose stands in table four."""
    prose = prose_of(evidence)
    stated = list(stated_disputes(prose))
    for quantity, readings in stated:
        finding = disagreement("prose_disputes_match_table", evidence, quantity, readings)
        if finding is not None:
            yield finding
    if stated and all(r.value(evidence.figures) is None for _, rs in stated for r in rs):
        raise NotAssessable


def disputes_are_mentioned(evidence: Evidence) -> Iterator[Finding]:
    """Prose that counts the requests also mentions reviews and lawsuits; good practice, no duty."""
    prose = prose_of(evidence)
    if prose.abridged or not any(_REQUESTS_COUNTED.search(p.text) for p in prose.passages):
        raise NotAssessable
    if any(_DISPUTE.search(p.text) for p in prose.passages if 0 < p.number < 5):
        return
    cells = [Address("disputes", "all", f"{g}.total") for g in ("review", "direct", "after_review")]
    numbers = [evidence.figures[a] for a in cells]
    if not all(f.is_number for f in numbers):
        raise NotAssessable
    if not any(f.value for f in numbers):
        return
    shown, origin = stands(evidence.report, cells)
    yield found(
        "prose_disputes_silent",
        addresses=cells,
        figures=shown,
        origin=origin,
        reviews=printed(numbers[0].value),
        suits=printed(numbers[1].value + numbers[2].value),
    )
