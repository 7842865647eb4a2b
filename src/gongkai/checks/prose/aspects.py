"""Rules 14 and 15: part one covers its five aspects, and a sub-heading has its own matter under it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, Words, catalogue, found
from gongkai.checks.prose.passage import Heading, Passage, Span
from gongkai.checks.prose.reading import prose_of
from gongkai.checks.prose.said import part_name, quoted
from gongkai.errors import UnknownEdition
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Form, edition_for


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of part one: its official name and the words that show it is spoken of."""

    name: Words
    shown_by: re.Pattern[str]


# 国办公开办函〔2021〕30号 (一): 主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障.
# The words that show an aspect are inferred from published reports, and chosen generously.
ASPECTS = (
    Aspect(
        Words("主动公开", "proactive disclosure"),
        re.compile(r"主动公开|公开(?:各类)?(?:政府|政务)?信息|发布|公布|公示|对外公开"),
    ),
    Aspect(Words("依申请公开", "disclosure on request"), re.compile(r"申请")),
    Aspect(
        Words("政府信息管理", "management of information"),
        re.compile(
            r"信息(?:资源)?(?:的|规范|公开)?管理|审查|审核|保密|目录|属性|源头|归档|清理|规范性文件|动态调整|清单|三审|先审|审校"
        ),
    ),
    Aspect(
        Words("政府信息公开平台建设", "platforms"),
        re.compile(
            r"平台|网站|公众号|新媒体|微信|微博|专栏|栏目|公开栏|公示栏|载体|查阅(?:点|场所)|渠道"
        ),
    ),
    Aspect(
        Words("监督保障", "supervision and support"),
        re.compile(
            r"监督|考核|评议|评估|责任追究|追责|问责|督[促查导办]|检查|培训|领导小组|组织领导|组织保障|保障(?:工作|机制|情况|方面)|专人|通报"
        ),
    ),
)
# Naming the three attributes of information is not yet speaking of requests.
_ATTRIBUTES = re.compile(
    r"主动公开、依申请公开(?:、|和|或|以及)(?:不予|不)公开|依申请公开、不予公开|“依申请公开”类"
)
_THE_SIX_PARTS = re.compile(r"[^。\n]*(?:六个?(?:部分|方面)|总体情况)[^。\n]*。?")


def part_one_covers(evidence: Evidence) -> Iterator[Finding]:
    """Rule 14: part one speaks of each of the five aspects, from the reports on 2021 on.

    What the notice on the older form asks of part one is not known.
    """
    prose = prose_of(evidence)
    if _due(evidence.report).basis not in catalogue()["part_one_covers_aspects"].sources:
        raise NotAssessable
    passage = prose.part(1)
    if passage is None or passage.abridged:
        raise NotAssessable
    text = _THE_SIX_PARTS.sub("", passage.text) if len(passage.text) < 400 else passage.text
    text = _ATTRIBUTES.sub("", text)
    missing = [a.name for a in ASPECTS if not a.shown_by.search(text)]
    if missing:
        yield found(
            "part_one_covers_aspects",
            origin=passage.origin(0),
            missing=Words(
                "、".join(f"“{name.zh}”" for name in missing), ", ".join(n.en for n in missing)
            ),
        )


# 条例第五十条第一款第（四）项, of governments of every level. The words that show a result are inferred
# from published reports, and chosen generously.
RESULTS = (
    Aspect(Words("工作考核", "assessment"), re.compile(r"考核|考评|测评|评估")),
    Aspect(Words("社会评议", "public evaluation"), re.compile(r"评议|满意|测评|第三方评估|问卷")),
    Aspect(
        Words("责任追究", "accountability"),
        re.compile(r"责任追究|追究[^。，]{0,12}责任|追责|问责|通报批评|责令改正"),
    ),
)
_GOVERNMENT = re.compile(r"政府$")


def results_stated(evidence: Evidence) -> Iterator[Finding]:
    """Rule 14: a government says what assessment, public evaluation and accountability came to.

    Article 50 (4) asks it of governments, not of departments. It may stand in part one, five or six,
    in words nobody has listed: it warns who is filing the report, of a report that was found it is a note.
    """
    prose = prose_of(evidence)
    unit, report = evidence.unit, evidence.report
    name = (unit.name if unit is not None else "") or report.authority
    if not name:
        raise NotAssessable
    if not _GOVERNMENT.search("".join(name.split())):
        return
    one = prose.part(1)
    parts = [part for number in (1, 5, 6) if (part := prose.part(number)) is not None]
    if one is None or any(part.abridged for part in parts):
        raise NotAssessable
    text = "".join(part.text for part in parts)
    missing = [result.name for result in RESULTS if not result.shown_by.search(text)]
    if missing:
        yield found(
            "supervision_results_stated",
            level=None if evidence.filing is not None else Level.NOTE,
            origin=one.origin(0),
            missing=Words(
                "、".join(name.zh for name in missing), ", ".join(name.en for name in missing)
            ),
        )


def _due(report: FilledForm) -> Form:
    """Return the edition due for the year of a report, that it is printed on where none is named."""
    if report.year is None:
        return report.form
    try:
        return edition_for(report.year)
    except UnknownEdition:
        raise NotAssessable from None


@dataclass(frozen=True, slots=True)
class Matter:
    """What a sub-heading promises: words of the heading, and words its text must have one of."""

    heading: re.Pattern[str]
    own: re.Pattern[str]


_MATTERS = tuple(
    Matter(re.compile(heading), re.compile(own))
    for heading, own in (
        (r"建议.{0,3}提案", r"建议|提案|代表|委员|人大|政协"),
        (r"依申请|申请公开", r"申请|信息公开案件|未收到|未受理|没有收到"),
        (r"复议|诉讼", r"复议|诉讼|起诉"),
        (r"政策解读", r"解读|图解|政策"),
        (r"回应关切|舆情", r"回应|关切|舆情|留言|咨询|答复|热线|互动"),
        (
            r"平台建设|载体建设|新媒体",
            r"平台|网站|公众号|新媒体|微信|微博|专栏|栏目|载体|公开栏|公示栏|渠道|服务中心|查阅",
        ),
        (
            r"监督保障",
            r"监督|考核|评议|评估|责任|追究|培训|检查|督|保障|领导|落实|制度|整改|指导|推进|人员|队伍",
        ),
        (
            r"信息管理",
            r"管理|审查|审核|保密|目录|属性|源头|归档|清理|文件|制度|规范|更新|机制|公开",
        ),
        (r"收费", r"收费|收取|费用|元"),
    )
)
_SHORT = 12


def headings_match(evidence: Evidence) -> Iterator[Finding]:
    """Rule 15: the text under a sub-heading of part one has a word of what the heading promises."""
    passage = prose_of(evidence).part(1)
    if passage is None:
        raise NotAssessable
    for heading in passage.headings:
        promised = next((m for m in _MATTERS if m.heading.search(heading.title)), None)
        text = passage.text[heading.start : heading.end]
        if promised is None or passage.abridged or len(text) < _SHORT:
            continue
        if promised.own.search(text) or _continues(passage, heading):
            continue
        stretch = Span(heading.start, heading.end)
        others = [m for m in _MATTERS if m is not promised and m.own.search(text)]
        if others:
            yield found(
                "headings_match_content",
                origin=passage.origin(heading.start),
                part=part_name(passage.number),
                heading=heading.title,
                quote=quoted(passage, stretch),
            )


def _continues(passage: Passage, heading: Heading) -> bool:
    """Whether what looks like a heading runs on as a sentence: （二）依申请公开工作有序，…"""
    return passage.text[heading.start : heading.start + 1] in "，；"
