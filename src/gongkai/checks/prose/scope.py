"""Whose figures a sentence speaks of, and whether they may be set against the filer's tables.

A consolidated report of a government counts the whole region: a number of the 本级 or of one
department is another quantity. The report of a township or department counts that body alone: a
number for 全市 is another quantity. In doubt two numbers are not compared.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from gongkai.checks.check import Evidence
from gongkai.checks.organ import level_of, level_of_name
from gongkai.checks.prose.passage import uniform


class Body(StrEnum):
    """What kind of organ files the report."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"
    GOVERNMENT = "government"  # county and above: its report covers the region
    UNKNOWN = "unknown"


class Reach(StrEnum):
    """Whom a number covers, by the words around it."""

    UNSAID = "unsaid"
    WHOLE = "whole"  # 全市, 全区, 我县各部门
    OWN = "own"  # 本级, 市政府办公室
    SELF = "self"  # 我局, 本机关, the filer's own name
    OTHER = "other"  # another named body


@dataclass(frozen=True, slots=True)
class Filer:
    """The organ that files: its name as the report has it, and its kind."""

    name: str
    body: Body


_REGION = re.compile(r"(?:实验区|开发区|新区|高新区|示范区)(?:管委会|管理委员会)?$")
_BODIES = {
    "township": Body.TOWNSHIP,
    "department": Body.DEPARTMENT,
    "county": Body.GOVERNMENT,
    "municipality": Body.GOVERNMENT,
    "city": Body.GOVERNMENT,
    "province": Body.GOVERNMENT,
}

_WHOLE = re.compile(
    r"[全我][省市县区州旗盟]|全系统?|各级|各地|各部门|各单位|各县|各区|各镇|各乡|全域|[省市县区]乡两级|汇总"
)
_SELF = re.compile(r"[我本][镇乡局委厅院办街]|本机关(?!不掌握)|本单位|本部门")
_TOWN_WHOLE = re.compile(r"全[镇乡]|全街道")
_OWN = re.compile(
    r"本级|[省市县区旗州](?:人民)?政府(?!信息|网|门户|系统|各|部门|规章|公报|令)|政府办|市府办|[省市县区]直|机关本身"
)
_OTHER = re.compile(
    r"(?<=[一-龥])(?<![我本])(?:公安|财政|教育|民政|住建|人社|司法|自然资源|规划|农业农村|卫健|卫生健康|交通|水利|审计|统计|城管|执法"
    r"|市场监管|应急|环保|生态环境|税务|发改|医保|退役军人|商务|文旅|信访)[一-龥]{0,8}?(?:局|委|厅|中心|支队)"
    r"|[市区]级部门|县级部门|各[镇乡街]|所属单位|下属|直属|派出所|(?<![我本])乡镇|村居"
)


def filer_of(evidence: Evidence) -> Filer:
    """Return who files the report, by what is known of the unit, else by its name."""
    unit, report = evidence.unit, evidence.report
    name = (unit.name if unit else "") or report.authority or _from_title(report.title)
    body = _BODIES.get(level_of(evidence) or level_of_name(uniform(name)))
    if body is None:
        body = Body.GOVERNMENT if _REGION.search(name) else Body.UNKNOWN
    return Filer(uniform("".join(name.split())), body)


_TITLE = re.compile(
    r"(?:关于)?(?:(?:19|20)\d\d年?度?)|政府信息公开|政务公开|信息公开|工作|年度|报告|年报|[的\s—-]|关于"
)


def _from_title(title: str) -> str:
    return _TITLE.sub("", title)


def reach(words: str) -> Reach:
    """Return whom the words around a number speak of; the nearest words should come alone."""
    if _OTHER.search(words):
        return Reach.OTHER
    if _OWN.search(words):
        return Reach.OWN
    if _WHOLE.search(words):
        return Reach.WHOLE
    return Reach.SELF if _SELF.search(words) else Reach.UNSAID


def comparable(filer: Filer, words: str, before: str = "") -> bool:
    """Whether a number said with these words is the filer's own total, as its tables print it.

    Where the words themselves name no body, the sentence `before` them does.
    """
    whom = _reach_of(filer, words)
    if whom is Reach.UNSAID:
        whom = _reach_of(filer, before)
    if filer.body is Body.GOVERNMENT:
        return whom in (Reach.UNSAID, Reach.WHOLE)
    if filer.body is Body.TOWNSHIP and _TOWN_WHOLE.search(words):
        return True
    return whom in (Reach.UNSAID, Reach.SELF)


def _reach_of(filer: Filer, words: str) -> Reach:
    """Return whom words speak of, the filer's own name not read as that of another body."""
    if not words:
        return Reach.UNSAID
    for name in own_names(filer):
        if name in words:
            rest = reach(words.replace(name, ""))
            return (
                Reach.SELF if rest is Reach.UNSAID and filer.body is not Body.GOVERNMENT else rest
            )
    return reach(words)


@lru_cache(maxsize=64)
def own_names(filer: Filer) -> tuple[str, ...]:
    """Return the names a report may call its filer by, the longest first: 财政局, 县财政局.

    县政府 alone may mean the 本级, so a government is known by its full name only.
    """
    name = filer.name
    if not name or filer.body is Body.GOVERNMENT:
        return (name,) if name else ()
    cuts = [i for i, c in enumerate(name) if c in "省市县区旗州"]
    names = {name, name.removesuffix("人民政府")}
    names |= {name[i:] for i in cuts} | {name[i + 1 :] for i in cuts}
    return tuple(sorted((n for n in names if len(n) > 2), key=len, reverse=True))
