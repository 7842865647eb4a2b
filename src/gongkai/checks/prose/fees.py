"""Rule 41: part six states the information processing fee, an amount or none."""

import re
from collections.abc import Iterator

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, found
from gongkai.checks.prose.reading import prose_of
from gongkai.law.entries import sources

_FEE = re.compile(
    r"信息处理费|处理费|(?:依申请公开|信息公开|申请)[^。\n]{0,20}(?:收费|收取|费用)|(?:收费|收取|费用)[^。\n]{0,24}(?:依申请|信息公开|申请)"
    r"|(?:未|没有|无)(?:产生|发生|收取|任何)?[^。，\n]{0,8}(?:收费|费用)"
)


def fee_statement_present(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding where no part six speaks of the fee, from the year its rules are in force."""
    prose = prose_of(evidence)
    since = sources()["fee-109"].in_force
    if prose.year is None or since is None or prose.year < since.year:
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
