"""Whose figures a sentence speaks of, and whether they may be set against the filer's tables.

A consolidated report of a government counts the whole region: a number of the 本级 or of one
department is another quantity. The report of a township or department counts that body alone: a
number for 全市 is another quantity. In doubt two numbers are not compared.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from gongkai.checks.check import Evidence
from gongkai.checks.organ import level_of, level_of_name


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
    r"全[省市县区州旗盟系]统?|各级|各地|各部门|各单位|各县|各区|各镇|各乡|全域|[省市县区]乡两级|汇总"
)
_TOWN_WHOLE = re.compile(r"全[镇乡]|全街道")
_OWN = re.compile(
    r"本级|[省市县区旗州](?:人民)?政府(?!信息|网|门户|系统|各|部门|规章|公报|令)|政府办|市府办|[省市县区]直|机关本身"
)
_OTHER = re.compile(
    r"(?<![我本])(?:[一-龥]{1,10}?(?:公安|财政|教育|民政|住建|人社|司法|自然资源|规划|农业农村|卫健|卫生健康|交通|水利|审计|统计|城管|执法|市场监管|应急|环保|生态环境|税务|发改|医保|退役军人|商务|文旅|信访)"
    r"[一-龥]{0,8}?(?:局|委|厅|中心|支队|分局)|市级部门|区级部门|县级部门|各[镇乡街]|所属单位|下属|直属|派出所|乡镇街?道?|村（?居)"
)


def filer_of(evidence: Evidence) -> Filer:
    """Return who files the report, by what is known of the unit, else by its name."""
    unit, report = evidence.unit, evidence.report
    name = (unit.name if unit else "") or report.authority or _from_title(report.title)
    body = _BODIES.get(level_of(evidence) or level_of_name(name))
    if body is None:
        body = Body.GOVERNMENT if _REGION.search(name) else Body.UNKNOWN
    return Filer(name, body)


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
    return Reach.UNSAID


def comparable(filer: Filer, words: str) -> bool:
    """Whether a number said with these words is the filer's own total, as its tables print it."""
    whom = reach(_without(words, filer.name))
    if whom is Reach.OTHER:
        return False
    if filer.body is Body.GOVERNMENT:
        return whom in (Reach.UNSAID, Reach.WHOLE)
    if filer.body is Body.UNKNOWN:
        return whom is Reach.UNSAID
    return whom is Reach.UNSAID or bool(_TOWN_WHOLE.search(words))


def _without(words: str, name: str) -> str:
    """Take the filer's own name out, so that it is not read as that of another body."""
    if not name:
        return words
    for known in (name, name.removesuffix("人民政府"), name[-6:] if len(name) > 6 else name):
        words = words.replace(known, "")
    return words
