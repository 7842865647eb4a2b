"""Rules 41 and 43: part six states the processing fee; 行政事业性收费 is what table two prints.

The two fees are never taken for one another: 信息处理费 is charged for requests and stands in part
six; 行政事业性收费 is all the organ charges by law and stands in table two, in 万元.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, catalogue, found
from gongkai.checks.naming import printed, stands
from gongkai.checks.prose.none import of_filer, of_this_year
from gongkai.checks.prose.passage import Passage, Span
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.said import part_name, quoted
from gongkai.checks.prose.scope import comparable
from gongkai.figures import Figure
from gongkai.forms.form import Address

_FEE = re.compile(
    r"信息处理费|处理费|(?:依申请公开|信息公开|申请)[^。\n]{0,20}(?:收费|收取|费用)|(?:收费|收取|费用)[^。\n]{0,24}(?:依申请|信息公开|申请)"
    r"|(?:未|没有|无)(?:产生|发生|收取|任何)?[^。，\n]{0,8}(?:收费|费用)"
)


def fee_statement_present(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding where no part six speaks of the fee, from the first year on which it is due."""
    prose = prose_of(evidence)
    since = catalogue()["fee_statement_present"].limits["since"]
    if prose.year is None or prose.year < since:
        raise NotAssessable
    six = prose.part(6)
    if six is None or six.abridged:
        raise NotAssessable
    if _FEE.search(six.text):
        return
    elsewhere = next((p for p in prose.passages if 0 < p.number < 6 and "处理费" in p.text), None)
    yield found(
        "fee_statement_present",
        variant="elsewhere" if elsewhere else "default",
        level=Level.NOTE if elsewhere else None,
        origin=six.origin(0),
    )


_CHARGES = re.compile(r"行政事业性收费")
_AMOUNT = re.compile(
    r"行政事业性收费(?:收入|总额|金额|资金|总计|总收入)*(?:共计?|合计|累计|达到?|为|是|约|[：])*$"
)
_TAKEN = re.compile(r"(?:收取|征收|实现)(?:了|各类|各项|共)*$")
_TAIL = re.compile(r"^的?行政事业性收费(?:收入|$)")
_NONE = re.compile(
    r"(?:未|没有|无)(?:曾)?(?:收取|征收|产生|发生|涉及|有)?(?:过)?(?:任何)?行政事业性收费(?:收入|情况|行为|项目|事项)*$"
    r"|行政事业性收费(?:收入|总额|金额)*(?:为|是)?(?:零|0元?|0万元|0\.0+万元)$"
)
# 违规收费, 减免 and the like say nothing of how much was charged; requests have a fee of their own.
_ANOTHER = re.compile(
    r"违规|违法|乱收|超标准|擅自|减[免征]|免征|停征|缓征|取消|降低|目录|清单|标准|公[开示布]|申请|处理费|信息公开|政务公开|其中|上年|去年"
)
_MYRIAD = Decimal(10_000)
_CELL = Address("fees", "fee", "amount")
_CLOSE = Decimal("0.01")  # 万元: what rounding one of the two may make


def admin_fees_agree(evidence: Evidence) -> Iterator[Finding]:
    """Rule 43: 行政事业性收费 said to be charged, or not, is what table two prints in 万元."""
    prose = prose_of(evidence)
    figure = evidence.figures.get(_CELL)
    if figure is None or not figure.is_number:
        raise NotAssessable
    amounts = [q for q in prose.quantities if _is_amount(prose, q)]
    for quantity in amounts:
        variant = _disagrees(quantity, figure)
        if variant:
            yield _finding(
                evidence,
                quantity.passage,
                quantity.quote,
                quantity.number.start,
                variant,
                printed(quantity.value / _MYRIAD),
            )
    if figure.value > 0 and not amounts:
        yield from _none_claimed(evidence, prose)


def _is_amount(prose: Prose, quantity: Quantity) -> bool:
    if quantity.unit not in ("元", "万元", "亿元") or quantity.change or quantity.part:
        return False
    if quantity.passage.number not in (1, 2, 6) or _ANOTHER.search(quantity.before):
        return False
    head, tail = quantity.head_text, quantity.tail_text
    if not (_AMOUNT.search(head) or (_TAKEN.search(head) and _TAIL.search(tail))):
        return False
    return comparable(prose.filer, quantity.words, quantity.before)


def _disagrees(quantity: Quantity, figure: Figure) -> str:
    """Return which message fits, "" where amount and cell agree to the digits printed."""
    number, cell = quantity.number, figure.value
    if number.low / _MYRIAD - _CLOSE <= cell <= number.high / _MYRIAD + _CLOSE:
        return ""
    if quantity.unit == "元" and number.may_be(cell * _MYRIAD):
        return ""
    digits = Decimal(1).scaleb(int(cell.as_tuple().exponent))
    if not number.approximate and (quantity.value / _MYRIAD).quantize(digits) == cell:
        return ""
    return "unit" if cell == quantity.value else "default"


def _none_claimed(evidence: Evidence, prose: Prose) -> Iterator[Finding]:
    for passage in prose.passages:
        if passage.number not in (1, 2, 6):
            continue
        for at in _CHARGES.finditer(passage.text):
            clause = passage.clause_at(at.start())
            words = passage.text[clause.start : clause.end]
            sentence = passage.sentences[passage.sentence_at(at.start())]
            before = passage.text[sentence.start : clause.end]
            if not _NONE.search(words) or _ANOTHER.search(before):
                continue
            if not of_filer(prose, passage, sentence, clause):
                continue
            if of_this_year(passage, sentence, clause.end, prose.year):
                quote = quoted(passage, Span(*clause))
                yield _finding(evidence, passage, quote, clause.start, "none", "0")


def _finding(
    evidence: Evidence, passage: Passage, quote: str, at: int, variant: str, stated: str
) -> Finding:
    shown, _ = stands(evidence.report, (_CELL,))
    return found(
        "admin_fees_match_table",
        variant=variant,
        addresses=(_CELL,),
        figures=((quote, stated), *shown),
        origin=passage.origin(at),
        part=part_name(passage.number),
        quote=quote,
        stated=stated,
        value=printed(evidence.figures[_CELL].value),
    )
