"""Rules 26, 28, 42, 43: the report against the portal's records, and fees against requests.

`Evidence.records` may hold, each a count for the year of the report:

    posts                            items published on the platform (rule 26)
    licence, penalty, coercion       decisions in the publicity of enforcement (rule 28)
    charged_requests, fee_notices    requests charged for, fee notices sent (rule 42)
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, check, found
from gongkai.checks.naming import cell_name, printed, stands
from gongkai.forms.filled import FilledForm, Section
from gongkai.forms.form import Address

_PUBLISHED = re.compile(
    r"(?:公开|发布|更新)[^。；;，,、\d]{0,20}(?:信息|内容|稿件)[^。；;，,\d]{0,4}(\d[\d,]*)\s*(余|多)?\s*条"
)
_SUM = r"(\d[\d,]*(?:\.\d+)?)\s*(万)?元"
_FEE = re.compile(
    rf"信息处理费[^。；;]{{0,24}}?(?<![\d.,]){_SUM}|{_SUM}(?:的)?(?:政府信息公开)?信息处理费"
)
_NO_FEE = re.compile(
    r"(?:未|没有|无|不)(?:曾|存在|收取|产生|发生|涉及|收|对|向|需)[^。；，,]{0,20}信息处理费|(?:未|没有|无)(?:任何|政府信息公开)*信息处理费"
    r"|信息处理费[^。；;，,\d]{0,10}(?:未|无|零|没有)"
)
_FEE_WITH_COUNT = re.compile(r"\d+\s*(?:件|项)")
_SPEAKS_OF_FEES = re.compile(r"收费通知|信息处理费|缴费|缴纳费用")
_PUBLICISED = {"licence": "licences", "penalty": "enforcement", "coercion": "enforcement"}
_STEP = (
    10  # yuan: every rate of the tariff by item or by page is a multiple of it (109号第四、五条)
)


@check("posts_as_published")
def posts_as_published(evidence: Evidence) -> Iterator[Finding]:
    """The items the prose says were published this year are those on the platform (rule 26).

    What is told with 累计 (all years), 余 or 多 is no claim on the year.
    """
    counted = _record(evidence, "posts")
    claims = [
        (Decimal(match[1].replace(",", "")), sentence, section)
        for section in evidence.report.sections
        for sentence in re.split(r"[。；;\n]", section.text)
        for match in _PUBLISHED.finditer(sentence)
        if not match[2] and "累计" not in sentence
    ]
    if not claims:
        raise NotAssessable
    if any(claim == counted for claim, _, _ in claims):
        return
    claim, sentence, section = claims[0]
    yield found(
        "posts_as_published",
        origin=section.origin,
        figures=[("主动公开信息", printed(claim))],
        claim=printed(claim),
        counted=printed(counted),
        sentence=sentence.strip()[:60],
    )


@check("decisions_as_publicised")
def decisions_as_publicised(evidence: Evidence) -> Iterator[Finding]:
    """Table two counts no fewer decisions than the publicity of enforcement shows (rule 28)."""
    records, report = evidence.records or {}, evidence.report
    compared = 0
    for row, table in _PUBLICISED.items():
        address = Address(table, row, "decisions")
        figure = evidence.figures.get(address)
        if row not in records or figure is None or not figure.is_number:
            continue
        compared += 1
        shown = Decimal(str(records[row]))
        if figure.value >= shown and not (figure.value and not shown):
            continue
        figures, origin = stands(report, [address])
        yield found(
            "decisions_as_publicised",
            variant="fewer" if figure.value < shown else "unseen",
            addresses=[address],
            figures=figures,
            origin=origin,
            cell=cell_name(report.form, address),
            value=printed(figure.value),
            shown=printed(shown),
        )
    if not compared:
        raise NotAssessable


@check("fee_has_requests")
def fee_has_requests(evidence: Evidence) -> Iterator[Finding]:
    """A 信息处理费 was taken for a stated number of requests, and can come of the tariff (42)."""
    fee = processing_fee(evidence.report)
    if fee is None:
        raise NotAssessable
    amount, sentence, section = fee
    charged = (evidence.records or {}).get("charged_requests")
    broken: list[tuple[str, Level | None]] = []
    if amount % _STEP:
        broken.append(("amount", None))
    if amount and charged == 0:
        broken.append(("no_request", None))
    elif amount and charged is None and not _FEE_WITH_COUNT.search(sentence):
        broken.append(("no_count", Level.NOTE))
    for variant, level in broken:
        yield found(
            "fee_has_requests",
            variant=variant,
            level=level,
            source="practice" if variant == "no_count" else "",
            figures=[("信息处理费（元）", printed(amount))],
            origin=section.origin,
            fee=printed(amount),
            sentence=sentence[:60],
        )


@check("unpaid_has_notice")
def unpaid_has_notice(evidence: Evidence) -> Iterator[Finding]:
    """（六）2 is not above 0 without a fee notice: a record of one, or a word on it (rule 42)."""
    report = evidence.report
    address = Address("requests", "fee_unpaid", "total")
    figure = evidence.figures.get(address)
    if figure is None or not figure.is_number:
        raise NotAssessable
    if figure.value <= 0:
        return
    notices = (evidence.records or {}).get("fee_notices")
    if notices is None:
        if not report.sections:
            raise NotAssessable
        if any(_SPEAKS_OF_FEES.search(section.text) for section in report.sections):
            return
    elif Decimal(str(notices)) >= figure.value:
        return
    figures, origin = stands(report, [address])
    yield found(
        "unpaid_has_notice",
        variant="silent" if notices is None else "default",
        addresses=[address],
        figures=figures,
        origin=origin,
        cell=cell_name(report.form, address),
        value=printed(figure.value),
        notices=notices,
    )


@check("fee_kinds_apart")
def fee_kinds_apart(evidence: Evidence) -> Iterator[Finding]:
    """行政事业性收费 of table two is not the 信息处理费 of part six copied there (rule 43)."""
    fee = processing_fee(evidence.report)
    address = Address("fees", "fee", "amount")
    figure = evidence.figures.get(address)
    if fee is None or figure is None or not figure.is_number:
        raise NotAssessable
    amount, _, _ = fee
    if not amount or figure.value not in (amount, amount / 10_000):
        return
    figures, origin = stands(evidence.report, [address])
    yield found(
        "fee_kinds_apart",
        addresses=[address],
        figures=figures,
        origin=origin,
        value=printed(figure.value),
        fee=printed(amount),
    )


def processing_fee(report: FilledForm) -> tuple[Decimal, str, Section] | None:
    """Return the 信息处理费 in yuan that the prose states (0 where it says none), and where."""
    for section in sorted(report.sections, key=lambda s: -s.number):
        for sentence in re.split(r"[。；;\n]", section.text):
            match = _FEE.search(sentence)
            if match is not None:
                digits, myriad = (match[1], match[2]) if match[1] else (match[3], match[4])
                yuan = Decimal(digits.replace(",", "")) * (10_000 if myriad else 1)
                return yuan, sentence.strip(), section
            if _NO_FEE.search(sentence):
                return Decimal(0), sentence.strip(), section
    return None


def _record(evidence: Evidence, name: str) -> Decimal:
    records = evidence.records or {}
    if name not in records:
        raise NotAssessable
    return Decimal(str(records[name]))
