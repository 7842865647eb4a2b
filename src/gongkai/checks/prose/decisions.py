"""Rule 19: 行政许可, 行政处罚 and 行政强制 counted in the prose, against table two.

Table two counts decisions made (处理决定). What is published, listed, reviewed or not punished is
another quantity; so is what one kind of business or one body of the filer's does.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, found
from gongkai.checks.naming import printed, stands
from gongkai.checks.prose.none import of_filer, of_this_year, undated
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.passage import Span
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.said import part_name, quoted
from gongkai.checks.prose.scope import comparable, own_names
from gongkai.checks.prose.table import Reading, disagreement
from gongkai.forms.form import Address

CELLS = {
    "许可": Address("licences", "licence", "decisions"),
    "处罚": Address("enforcement", "penalty", "decisions"),
    "强制": Address("enforcement", "coercion", "decisions"),
}
_UNITS = frozenset({"件", "起", "宗", "例", "个", "份", "次", "件次", ""})
_LEAD = (
    r"(?:全[省市县区州旗盟镇乡局]|全街道|全系统|各级(?:行政机关|部门)|政府|依法|依规|规范|严格|及时|共|总共"
    r"|[我本](?:街道|机关|单位|部门|[镇乡县市区局委厅办])|[，、]|20\d\d年(?:度|以来)?|全年|本年度?)*"
)
_VERB = r"(?:作出|做出|办理|办结|实施|下达|开展|完成)了?(?:各类|各项)?"
_KIND = r"行政(许可|处罚|强制)(?:措施)?"
_DECISION = r"(?:的)?(?:处理)?决定书?"
# The number behind: 作出行政处罚决定35件; or before: 作出35件行政处罚决定.
_BEHIND = re.compile(rf"^{_LEAD}(?:{_VERB})?{_KIND}(?P<decision>{_DECISION})?(?:数量|总数)?$")
_BEFORE = re.compile(rf"^(?:的)?{_KIND}(?P<decision>{_DECISION})?$")
_ONLY_VERB = re.compile(rf"^{_LEAD}{_VERB}(?:共计?|合计|约|近|了)*$")
_ANOTHER = re.compile(
    r"公[开示布告]|发布|归集|上传|录入|推送|报送|信息|事项|清单|目录|案卷|评查|抽查|不予|免予|免于|从轻|减轻|撤[销回]|注销|委托"
    r"|取消|下放|承接|复议|诉讼|申请|投诉|听证|权力|网站|平台|宣传|培训|其中|较|比|上年|去年|同期|以来|历年|累计|季度|[上下]半年|月份"
)
_NONE = re.compile(
    r"(?:未|没有|无)(?:曾)?(?:作出|做出|实施|办理|下达|产生|发生|出现|涉及)?过?(?:任何)?"
    rf"(?:行政(?:许可|处罚|强制)(?:措施)?(?:{_DECISION})?[、和及与或])*{_KIND}(?:{_DECISION}|案件|行为|情况)*$"
)
_YEAR = re.compile(r"(20\d\d)年")


def decisions_agree(evidence: Evidence) -> Iterator[Finding]:
    """Yield every number of decisions, and every claim that there were none, not in table two."""
    prose = prose_of(evidence)
    stated = list(_stated(prose))
    for quantity, kind, exact in stated:
        finding = disagreement(
            "prose_decisions_match_table",
            evidence,
            quantity,
            (Reading((CELLS[kind],)),),
            # 处罚35件 may be counted by cases or by persons; 处罚决定35件 is what the table asks.
            level=None if exact else Level.WARNING,
        )
        if finding is not None:
            yield finding
    yield from _none_claimed(evidence, prose)
    if stated and not any(evidence.figures[CELLS[k]].is_number for _, k, _ in stated):
        raise NotAssessable


def _stated(prose: Prose) -> Iterator[tuple[Quantity, str, bool]]:
    """Yield (number, kind of decision, whether the words say decisions) for what can be compared."""
    for quantity in prose.quantities:
        if quantity.passage.number not in (1, 2) or not _countable(quantity):
            continue
        named = _named(prose, quantity)
        if named is None or not _usable(prose, quantity):
            continue
        yield quantity, named[1], bool(named["decision"])


def _countable(quantity: Quantity) -> bool:
    return (
        quantity.number.kind is Kind.COUNT
        and quantity.unit in _UNITS
        and not quantity.number.loose
        and not (quantity.change or quantity.cumulative or quantity.part or quantity.beyond)
    )


def _named(prose: Prose, quantity: Quantity) -> re.Match[str] | None:
    head = quantity.head_text
    for name in own_names(prose.filer):
        head = head.replace(name, "")
    head = re.sub(r"(?:共计?|合计|总计|约|近|超过?|逾|达到?|为|了|[：，])+$", "", head)
    if not quantity.tail_text:
        return _BEHIND.search(head)
    if _ONLY_VERB.search(head):
        return _BEFORE.search(quantity.tail_text)
    return None


def _usable(prose: Prose, quantity: Quantity) -> bool:
    if _ANOTHER.search(quantity.before + quantity.tail_text):
        return False
    years = _YEAR.findall(quantity.before)
    if years and prose.year is not None and int(years[-1]) != prose.year:
        return False
    return comparable(prose.filer, quantity.words, quantity.before)


def _none_claimed(evidence: Evidence, prose: Prose) -> Iterator[Finding]:
    for passage in prose.passages:
        if passage.number not in (1, 2):
            continue
        for at in re.finditer(r"行政(?:许可|处罚|强制)", passage.text):
            clause = passage.clause_at(at.start())
            words = passage.text[clause.start : clause.end]
            claim = _NONE.search(words)
            sentence = passage.sentences[passage.sentence_at(at.start())]
            if claim is None or at.end() > clause.start + claim.end():
                continue
            if _ANOTHER.search(undated(passage.text[sentence.start : clause.end])):
                continue
            cell = CELLS[at[0][2:]]
            figure = evidence.figures[cell]
            if not figure.is_number or figure.value <= Decimal(0):
                continue
            if not of_filer(prose, passage, sentence, clause):
                continue
            if of_this_year(passage, sentence, clause.end, prose.year):
                shown, _ = stands(evidence.report, (cell,))
                yield found(
                    "prose_decisions_match_table",
                    variant="none",
                    level=Level.WARNING,
                    addresses=(cell,),
                    figures=shown,
                    origin=passage.origin(clause.start),
                    part=part_name(passage.number),
                    quote=quoted(passage, Span(*clause)),
                    value=printed(figure.value),
                )
