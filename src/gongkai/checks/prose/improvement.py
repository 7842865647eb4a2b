"""Rules 36 and 37: part five names problems and measures, and not those of last year."""

import re
from collections.abc import Iterator

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, catalogue, found
from gongkai.checks.continuity import last_year
from gongkai.checks.copied import copies, sentences
from gongkai.checks.prose.passage import Span, passage
from gongkai.checks.prose.reading import prose_of
from gongkai.checks.prose.said import quoted
from gongkai.checks.structure import cut_short

_NOTHING = re.compile(
    r"^[（）一二三四五六\d.、]*(?:本(?:机关|单位|年度?)|我[一-龥]|20\d\d年(?:度)?|目前|暂|[，：])*"
    r"(?:无|没有|暂无|不存在(?:主要)?问题|没有(?:存在)?(?:主要)?问题|无问题)(?:。|$)"
)
_PROBLEM = re.compile(
    r"问题|不足|差距|有待|薄弱|短板|不够|欠缺|困难|仍需|还需|不高|不强|不及时|不全面|不到位|不规范|滞后|单一|需要(?:进一步)?(?:加强|改进|提[高升])|亟[待需]|弱|缺"
)
_MEASURE = re.compile(
    r"下一步|下步|今后|将|改进|措施|整改|拟|进一步|持续|加强|强化|着力|健全|完善|提升|优化|加大|20\d\d年[，]?(?:我|要|继续)"
)


def part_five_answers(evidence: Evidence) -> Iterator[Finding]:
    """Rule 36: part five is neither empty nor 无, and pairs problems with measures."""
    five = prose_of(evidence).part(5)
    if five is None:
        raise NotAssessable
    form, end = evidence.report.form, evidence.report.sections[-1]
    titles = next(part.titles for part in form.sections if part.number == 5)
    if end.number == 5 and cut_short(end, titles):
        raise NotAssessable  # the file breaks off before the part begins
    text = five.text
    origin = five.origin(0)
    if not text or _NOTHING.match(text):
        yield found("part_five_answers", variant="empty", level=Level.ERROR, origin=origin)
        return
    if five.abridged:
        raise NotAssessable
    if len(text) < catalogue()["part_five_answers"].limits["shortest"]:
        yield found("part_five_answers", variant="short", origin=origin, length=len(text))
    if not _PROBLEM.search(text):
        yield found("part_five_answers", variant="no_problem", origin=origin)
    if not _MEASURE.search(text):
        yield found("part_five_answers", variant="no_measure", origin=origin)


def part_five_is_new(evidence: Evidence) -> Iterator[Finding]:
    """Rule 37: part five is not last year's, whatever figures and years were put in anew."""
    five = prose_of(evidence).part(5)
    before = last_year(evidence)
    section = before.section(5)
    if five is None or section is None:
        raise NotAssessable
    own = sentences(five.text, name=evidence.report.authority, issued=evidence.templates)
    theirs = sentences(passage(section).text, name=before.authority, issued=evidence.templates)
    if not own or not theirs:
        raise NotAssessable
    same = copies(own, theirs)
    limits = catalogue()["part_five_is_new"].limits
    if len(own) >= limits["sentences"] and len(same) >= limits["same"] * len(own):
        yield found(
            "part_five_is_new",
            origin=five.origin(0),
            same=len(same),
            all=len(own),
            quote=quoted(five, Span(0, min(len(five.text), 60)), 40),
        )
