"""Rules 31 and 32: the period is the year of the title, and no words are left over from another."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.characters import han_number
from gongkai.checks.check import Evidence, Finding, NotAssessable, found
from gongkai.checks.prose.passage import Passage, Span
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.said import part_name, quoted

_D = r"[\d一二三四五六七八九十零]"
_PERIOD = re.compile(
    r"(?:期限|时限|时间|期间|周期|起止)[^。；\n]{0,16}?"
    rf"(?P<y1>{_D}{{4}})(?:年|[./-])(?P<m1>{_D}{{1,3}})(?:月|[./-])(?P<d1>{_D}{{1,3}})日?(?:零时|0时)?起?"
    r"[，]?(?:[至到~－—–-]+|截[至止])"
    rf"(?:(?P<y2>{_D}{{4}})(?:年|[./-])|当年|同年)?(?P<m2>{_D}{{1,3}})(?:月|[./-])(?P<d2>{_D}{{1,3}})日?"
)


def period_is_the_year(evidence: Evidence) -> Iterator[Finding]:
    """Rule 31: the stated period is 1 January to 31 December of the report's year."""
    prose = prose_of(evidence)
    year = prose.year
    if year is None:
        raise NotAssessable
    stated = False
    for passage in prose.passages:
        if passage.number not in (0, 1, 6):
            continue
        for match in _PERIOD.finditer(passage.text):
            stated = True
            if not _is_year(match, year):
                yield found(
                    "period_is_the_year",
                    origin=passage.origin(match.start()),
                    part=part_name(passage.number),
                    quote=quoted(passage, Span(*match.span())),
                    year=year,
                )
    if stated:
        return
    period = evidence.report.period
    if period is None:
        raise NotAssessable
    if period != (date(year, 1, 1), date(year, 12, 31)):
        yield found(
            "period_is_the_year",
            part=part_name(0),
            quote=f"{period[0].isoformat()}—{period[1].isoformat()}",
            year=year,
        )


def _is_year(match: re.Match[str], year: int) -> bool:
    def value(name: str) -> int | None:
        text = match[name]
        return None if text is None else int(text) if text.isdecimal() else han_number(text)

    last = value("y2")
    return (
        (value("y1"), value("m1"), value("d1")) == (year, 1, 1)
        and last in (year, None)
        and (value("m2"), value("d2")) == (12, 31)
    )


_PLAN = re.compile(
    r"(20\d\d)年度?[，]?(?:我[一-龥]{1,4}|本[一-龥]{1,3})?(?:政府|政务)?(?:信息公开)?(?:工作)?"
    r"(?:将(?:重点|着重|着力|加[大强快]|强化|聚焦|推[动进]|完善|做好|深化|提升|继续|进一步|从|围绕|不断|持续|切实|坚持|认真|按照|主要|在)|拟|计划(?!》)|工作(?:打算|计划|思路)[：为是])"
)
_OPENING = re.compile(r"^(20\d\d)年度?[，]?(?:我|本|全|在)")
_CLAIM = re.compile(
    r"(20\d\d)年度?[，]?(?:我[一-龥]{1,3}|本[一-龥]{1,3})?(?:均?未(?:收到|收取|发生|出现|产生)|无(?:收取|其他|政府信息|因)|没有(?:其他|收取))"
)
# A count of another year, told of no other: what is compared with it names both years.
_COUNT = re.compile(
    r"(20\d\d)年度?[，]?(?:我[一-龥]{1,3}|本[一-龥]{1,3}|全[年省市县区镇乡局])?"
    r"(?:共|累计|新)?(?:收到|受理|接收|主动公开)[^。；\n]{0,16}?\d"
)
_BODY = r"(?:我[一-龥]{1,3}|本[一-龥]{1,3}|全[年省市县区镇乡局]|[一-龥]{1,12}?(?:政府|办公室|局|委|镇|乡|街道))"
_MADE = re.compile(
    rf"(20\d\d)年度?[，]?{_BODY}?(?:共|累计|新)?(?:制定|制发|出台|印发)[^。；\n《]{{0,16}}?\d"
)
_COMPARED = re.compile(r"同比|[较比](?!例|如|重|赛)|增[加长幅]|减少|下降|上升|去年|上年|以来|结转")
# The congresses of the Party, by which a report dates itself: number -> year. Facts, not law.
_CONGRESSES = {"十八": 2012, "十九": 2017, "二十": 2022}
_CONGRESS = re.compile(r"(二十|十九|十八)(?:大(?!道|街|桥)|届)")


def no_leftover_years(evidence: Evidence) -> Iterator[Finding]:
    """Rule 32: no sentence was left standing from the report of another year."""
    prose = prose_of(evidence)
    if prose.year is None:
        raise NotAssessable
    for passage in prose.passages:
        yield from _left_in(prose, passage, prose.year)
    yield from _old_congress(prose, prose.year)


def _left_in(prose: Prose, passage: Passage, year: int) -> Iterator[Finding]:
    if passage.number == 5:
        for match in _PLAN.finditer(passage.text):
            if int(match[1]) <= year:
                yield _leftover(passage, match, "plan", year + 1)
        return
    if passage.number == 1:
        opening = _OPENING.match(passage.text)
        if opening and int(opening[1]) < year and str(year) not in passage.text[:200]:
            yield _leftover(passage, opening, "year", year)
    if passage.number in (1, 3):
        for match in _COUNT.finditer(passage.text):
            around = _sentence(passage, match.start(), beside=1)
            if int(match[1]) < year and str(year) not in around and not _COMPARED.search(around):
                yield _leftover(passage, match, "year", year)
        for match in _MADE.finditer(passage.text):
            sentence = _sentence(passage, match.start())
            if (
                int(match[1]) < year
                and str(year) not in sentence
                and not _COMPARED.search(sentence)
            ):
                yield _leftover(passage, match, "year", year)
    if passage.number in (1, 3, 4, 6):
        for match in _CLAIM.finditer(passage.text):
            if int(match[1]) < year and str(year) not in _sentence(passage, match.start()):
                yield _leftover(passage, match, "year", year)


def _sentence(passage: Passage, at: int, *, beside: int = 0) -> str:
    """Return the sentence that holds a character, with so many `beside` it on either side."""
    index = passage.sentence_at(at)
    near = passage.sentences[max(index - beside, 0) : index + beside + 1]
    return passage.text[near[0].start : near[-1].end]


def _leftover(passage: Passage, match: re.Match[str], variant: str, due: int) -> Finding:
    start = passage.clause_at(match.start()).start
    end = passage.clause_at(match.end() - 1).end
    return found(
        "no_leftover_years",
        variant=variant,
        origin=passage.origin(match.start()),
        part=part_name(passage.number),
        quote=quoted(passage, Span(start, end), 40),
        printed=match[1],
        due=due,
    )


def _old_congress(prose: Prose, year: int) -> Iterator[Finding]:
    """Yield the congress a report follows where a later one was held before its year began."""
    named: dict[str, tuple[Passage, re.Match[str]]] = {}
    for passage in prose.passages:
        for match in _CONGRESS.finditer(passage.text):
            named.setdefault(match[1], (passage, match))
    if not named:
        return
    latest = max(named, key=lambda name: _CONGRESSES[name])
    later = [n for n, held in _CONGRESSES.items() if _CONGRESSES[latest] < held < year]
    if later:
        passage, match = named[latest]
        yield found(
            "no_leftover_years",
            variant="congress",
            origin=passage.origin(match.start()),
            part=part_name(passage.number),
            quote=quoted(passage, passage.clause_at(match.start()), 40),
            named=f"{latest}大",
            later=f"{later[-1]}大",
            year=year,
        )
