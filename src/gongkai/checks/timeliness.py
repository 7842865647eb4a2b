"""Rules 46 and 49: when the report had to be out, and whether its dates follow each other."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.calendar.workdays import count
from gongkai.checks.check import Evidence, Finding, NotAssessable, Words, check, found
from gongkai.checks.organ import GOVERNMENTS, level_of
from gongkai.errors import CalendarUnknown
from gongkai.law.entries import cite
from gongkai.law.limits import limit

_NUMBER_YEAR = re.compile(r"[〔\[（(【［]\s*((?:19|20)\d{2})\s*[〕\]）)】］]")


@check("published_in_time")
def published_in_time(evidence: Evidence) -> Iterator[Finding]:
    """Departments publish by 31 January, governments by 31 March, or by an earlier local day (46).

    The law sets no day for townships: theirs is the local one. A report that was signed or printed
    after the day was not published before it.
    """
    due, reason, source = _due(evidence)
    report, filing = evidence.report, evidence.filing
    published = (filing.published_on if filing else None) or report.published_on
    existed = max((d for d in (report.written_on, report.printed_on) if d), default=None)
    on = published or existed
    if on is None or (published is None and on <= due):
        raise NotAssessable
    if on > due:
        yield found(
            "published_in_time",
            variant="default" if published else "signed",
            source=source,
            on=on.isoformat(),
            due=due.isoformat(),
            days=(on - due).days,
            reason=reason,
        )


@check("number_of_its_year")
def number_of_its_year(evidence: Evidence) -> Iterator[Finding]:
    """The year in the 发文字号 is that of the day of signing or printing (rule 49)."""
    report = evidence.report
    match = _NUMBER_YEAR.search(report.document_number)
    day = report.written_on or report.printed_on
    if match is None or day is None:
        raise NotAssessable
    if int(match[1]) != day.year:
        yield found("number_of_its_year", number=report.document_number, day=day.isoformat())


@check("published_after_signing")
def published_after_signing(evidence: Evidence) -> Iterator[Finding]:
    """Published not before it was signed, and within twenty working days of it (49).

    Derived: art. 26 gives every document that time, but leaves it to art. 49 to set another.
    """
    report, filing = evidence.report, evidence.filing
    signed = report.written_on
    published = (filing.published_on if filing else None) or report.published_on
    if signed is None or published is None:
        raise NotAssessable
    allowed = limit("publication").length
    days = 0
    if published >= signed:
        try:
            days = count(signed, published)
        except CalendarUnknown:
            raise NotAssessable from None
    if published < signed or days > allowed:
        yield found(
            "published_after_signing",
            variant="before" if published < signed else "late",
            signed=signed.isoformat(),
            published=published.isoformat(),
            days=days,
            allowed=allowed,
        )


def _due(evidence: Evidence) -> tuple[date, Words, str]:
    """Return the last day for publishing (the earlier of the law's and the local), why, its source."""
    year, level = evidence.report.year, level_of(evidence)
    local = evidence.filing.due_on if evidence.filing else None
    key = None
    if level == "department":
        key = "annual_report_department"
    elif level in GOVERNMENTS:
        key = "annual_report_government"
    if key is None or year is None:
        if local is None:
            raise NotAssessable
        return local, _LOCAL, "practice"
    law = limit(key)
    if law.month_day is None:
        raise NotAssessable
    by_law = date(year + 1, *law.month_day)
    if local is not None and local < by_law:
        return local, _LOCAL, "practice"
    citation = cite(law.source, law.article)
    return by_law, Words(citation, citation), law.source


_LOCAL = Words("当地要求", "the local requirement")
