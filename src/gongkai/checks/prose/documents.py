"""Rules 19, 25 and 27: documents made, counts that must be exact, and rules a township cannot make."""

import re
from collections.abc import Iterator

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, catalogue, found
from gongkai.checks.prose.none import undated
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import prose_of
from gongkai.checks.prose.requests import about_requests
from gongkai.checks.prose.said import part_name, quoted
from gongkai.checks.prose.scope import Body, comparable
from gongkai.checks.prose.table import Reading, disagreement
from gongkai.forms.form import Address, Form

_UNITS = frozenset({"件", "份", "个", "部", "条", "项", "篇", ""})
_NORMATIVE = re.compile(r"规范性文件")
_RULES = re.compile(r"规章(?!制度|性|备案)")
_NOT_MADE = re.compile(
    r"清理|审[查核]|备案|修[订改]|修正|评估|解读|转发|草案|征求|上级|党内|党委|公开|公布|发布|上传|归集|政策[及和、]|合法性|报送|目录|学习|宣传|涉及|建议|拟|计划"
    r"|以来|历年|近[两二三五]年|累计|上年|去年|同比|较|按时|公平竞争|失效|年度计划"
)
_MADE = re.compile(r"制发|制定|出台|印发|新增|制作|新发")
_REPEALED = re.compile(r"废止")
_IN_FORCE = re.compile(r"现行有效|继续有效")
_WIDER = re.compile(r"政策(?:及|和|、|与)(?:行政)?规范性文件")
_YEAR = re.compile(r"(20\d\d)年")


def documents_agree(evidence: Evidence) -> Iterator[Finding]:
    """Rule 19: 制发、废止、现行有效规范性文件 in the prose stand in table two."""
    prose = prose_of(evidence)
    form = evidence.report.form
    stated = []
    for quantity in prose.quantities:
        if quantity.passage.number > 3 or not _countable(quantity):
            continue
        years = _YEAR.findall(quantity.before)
        if years and prose.year is not None and int(years[-1]) != prose.year:
            continue
        reading = _reading(quantity, form)
        if reading is None or not comparable(prose.filer, quantity.words, quantity.before):
            continue
        stated.append(reading)
        wider = bool(_WIDER.search(quantity.words))
        finding = disagreement(
            "prose_documents_match_table",
            evidence,
            quantity,
            (reading,),
            variant="wider" if wider else "default",
            level=Level.NOTE if wider else None,
        )
        if finding is not None:
            yield finding
    if stated and all(r.value(evidence.figures) is None for r in stated):
        raise NotAssessable


def _countable(quantity: Quantity) -> bool:
    return (
        quantity.number.kind is Kind.COUNT
        and quantity.unit in _UNITS
        and not quantity.number.loose
        and not quantity.change
        and not quantity.cumulative
    )


def _reading(quantity: Quantity, form: Form) -> Reading | None:
    words = quantity.words
    if _WIDER.search(words):
        return Reading((Address("documents", "normative", _made(form)),))
    rows = _rows(words) or _rows_before(quantity)
    # 其中 with 市政府规章 and the like is a part of a wider count; its own row still counts it.
    if not rows or _NOT_MADE.search(words):
        return None
    column = _column(words, form)
    if column is None:
        return None
    return Reading(tuple(Address("documents", row, column) for row in rows))


_ONLY_STATE = re.compile(r"^(?:废止|现行有效|继续有效)(?:的)?(?:文件)?$")


def _rows_before(quantity: Quantity) -> tuple[str, ...]:
    """Return what 废止5件 goes on to count: the documents named last in its sentence."""
    if not _ONLY_STATE.search(quantity.subject) or _NOT_MADE.search(quantity.before):
        return ()
    named = list(_NORMATIVE.finditer(quantity.before))
    return ("normative",) if named and not _RULES.search(quantity.before) else ()


def _rows(words: str) -> tuple[str, ...]:
    rows: tuple[str, ...] = ()
    if _RULES.search(words):
        rows += ("rules",)
    if _NORMATIVE.search(words):
        rows += ("normative",)
    return rows


def _made(form: Form) -> str:
    return "issued" if form.id != "2019" else "made"


def _column(words: str, form: Form) -> str | None:
    if _REPEALED.search(words):
        return "repealed" if form.id != "2019" else None
    if _IN_FORCE.search(words):
        return "in_force" if form.id != "2019" else None
    return _made(form) if _MADE.search(words) else None


_EXACT = (
    re.compile(r"主动公开(?:各类)?(?:政府|政务)?信息|公开(?:政府|政务)信息"),
    re.compile(r"(?:行政)?规范性文件|行政(?:许可|处罚|强制)(?:处理)?决定"),
    re.compile(r"信息公开申请|依申请公开|公开申请"),
    re.compile(r"行政复议|行政诉讼"),
    re.compile(r"信息处理费"),
)
_BY_CHANNEL = re.compile(
    r"网站|微信|公众号|微博|平台|新媒体|公开栏|咨询|点击|浏览|阅读|访问|培训|人次|解读|转发|学习|宣传|平均|每"
)


def counts_are_exact(evidence: Evidence) -> Iterator[Finding]:
    """Rule 25: what the form counts is not said with 余, 多, 近 or 约."""
    prose = prose_of(evidence)
    many = catalogue()["statutory_counts_exact"].limits["published"]
    for quantity in prose.quantities:
        number = quantity.number
        if number.kind not in (Kind.COUNT, Kind.MONEY) or not number.approximate:
            continue
        if quantity.passage.number not in (1, 2, 3, 4, 6) or quantity.change:
            continue
        if _BY_CHANNEL.search(quantity.words) or not comparable(prose.filer, quantity.words):
            continue
        what = next((i for i, p in enumerate(_EXACT) if p.search(quantity.words)), None)
        if what is None or (what < 2 and number.low >= many):
            continue
        if what == 2 and not about_requests(
            quantity.passage, quantity.passage.sentences[quantity.sentence]
        ):
            continue
        yield found(
            "statutory_counts_exact",
            figures=((quantity.quote, quantity.printed),),
            origin=quantity.origin,
            part=part_name(quantity.passage.number),
            quote=quantity.quote,
            printed=quantity.printed,
        )


_CLAIMS_RULES = re.compile(
    r"(?:发布|公开|公布|制定|出台|印发|制发)[^。；\n]{0,30}?(?:行政规章|政府规章|(?<!项)规章和规范性文件)"
)
_OF_OTHERS = re.compile(r"上级|国家|省|转发|学习|宣传|法律|法规|贯彻|市政府|县政府|零|无|未")


def township_claims_no_rules(evidence: Evidence) -> Iterator[Finding]:
    """Rule 27: a township's prose does not count 规章 among what it makes or publishes of its own."""
    prose = prose_of(evidence)
    if prose.filer.body is not Body.TOWNSHIP:
        return
    for passage in prose.passages:
        if passage.number not in (1, 2):
            continue
        for match in _CLAIMS_RULES.finditer(passage.text):
            clause = passage.clause_at(match.end() - 1)
            if _OF_OTHERS.search(undated(passage.text[clause.start : match.end()])):
                continue
            yield found(
                "township_claims_no_rules",
                origin=passage.origin(match.start()),
                part=part_name(passage.number),
                quote=quoted(passage, clause, 40),
                authority=prose.filer.name,
            )
            return
