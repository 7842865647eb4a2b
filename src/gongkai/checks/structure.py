"""Rules 5 and 11-13: labels, the edition of the year, the six parts as the form orders them, table four."""

import re
from collections.abc import Iterator

from gongkai.characters import numeral
from gongkai.checks.check import (
    Evidence,
    Finding,
    Level,
    NotAssessable,
    Verdict,
    check,
    found,
)
from gongkai.checks.completeness import OTHER_EDITION, breaks_off, lossy
from gongkai.checks.naming import (
    column_name,
    listed,
    printed,
    row_name,
    stands,
    table_name,
)
from gongkai.errors import UnknownEdition
from gongkai.figures import Status
from gongkai.forms.filled import FilledForm, Section
from gongkai.forms.form import edition_for
from gongkai.law.entries import sources

_NUMBER = re.compile(
    r"^\s*(?:第|[（(])?\s*([一二三四五六七八九十]+|\d+)\s*(?:部分|章|[）)])?\s*[、.．,，:：]?"
)
_TABLE_FOUR = re.compile(r"结果\s*维持|(?:\d+\s+){5}")
_NOT_WORDS = re.compile(r"[\W_]+")
_MARKS = re.compile(r"^[\s#*>•·]+")  # of Markdown and lists, not of the heading


@check("labels_as_in_form")
def labels_as_in_form(evidence: Evidence) -> Iterator[Finding]:
    """Rows and columns are named as the form names them (rule 5)."""
    report = evidence.report
    if all(figure.status is Status.ABSENT for figure in evidence.figures.values()):
        raise NotAssessable
    for misprint in report.misprints:
        yield found(
            "labels_as_in_form",
            table=table_name(report.form.table(misprint.table)),
            printed=misprint.printed,
            official=misprint.official,
            origin=misprint.origin,
        )


@check("edition_of_year")
def edition_of_year(evidence: Evidence) -> Iterator[Finding]:
    """A report is printed on the form in force for its year: 2019-2020, or 2021 on (rule 11)."""
    report = evidence.report
    if report.year is None:
        raise NotAssessable
    try:
        due = edition_for(report.year)
    except UnknownEdition:
        raise NotAssessable from None
    if all(figure.status is Status.ABSENT for figure in evidence.figures.values()):
        raise NotAssessable
    ought = sources()[due.basis]
    foreign = dict.fromkeys(
        str(title) for i in evidence.issues if i.code == OTHER_EDITION for _, title in i.facts
    )
    if due.id != report.form.id:
        yield found(
            "edition_of_year",
            source=due.basis,
            year=report.year,
            used=sources()[report.form.basis].number,
            due=ought.number,
            due_title=ought.title,
        )
        yield from _decisions_beside(evidence)
    elif foreign:
        yield found(
            "edition_of_year",
            variant="tables",
            year=report.year,
            tables=listed(foreign),
            due=ought.number,
            due_title=ought.title,
        )


@check("six_parts")
def six_parts(evidence: Evidence) -> Iterator[Finding]:
    """The six parts are all there, in order, numbered 一 to 六, under their titles (rule 12)."""
    report = evidence.report
    parts = [section for section in report.sections if section.number]
    if not parts:
        raise NotAssessable
    titles = {part.number: part.titles for part in report.form.sections}
    yield from _lost_parts(evidence, parts, titles)
    numbers = [part.number for part in parts]
    if numbers != sorted(numbers):
        yield found(
            "six_parts",
            variant="order",
            origin=parts[0].origin,
            order=listed(part.heading or part.title for part in parts),
        )
    for part in parts:
        yield from _heading(part, titles.get(part.number, ()), last=part is report.sections[-1])


@check("disputes_table")
def disputes_table(evidence: Evidence) -> Iterator[Finding]:
    """The table on reviews and suits is printed even where every figure is 0 (rule 13)."""
    report = evidence.report
    if all(figure.status is Status.ABSENT for figure in evidence.figures.values()):
        raise NotAssessable
    table = next(t for t in report.form.tables if t.section == 4)
    cells = list(table.addresses())
    if any(evidence.figures[a].status is not Status.ABSENT for a in cells):
        return
    cut = breaks_off(report) or lossy(evidence) or _left_in_prose(report)
    yield found(
        "disputes_table",
        variant="cut" if cut else "default",
        level=Level.WARNING if cut else None,
        verdict=Verdict.CANNOT_TELL if cut else Verdict.BROKEN,
        addresses=cells,
        table=table_name(table),
    )


def cut_short(part: Section, titles: tuple[str, ...]) -> bool:
    """Say whether the text ends within the heading of its last part: 三、收到和处理政府."""
    title = _bare(_MARKS.sub("", part.title))
    return not part.text.strip() and any(
        0 < len(title) < len(official) and _alike(title, official[: len(title)])
        for official in map(_bare, titles)
    )


def _decisions_beside(evidence: Evidence) -> Iterator[Finding]:
    """Yield the rows of the old table two whose decisions seem to stand under 本年增/减.

    Only in a report on the wrong form, whose clerk had a number of decisions and no column he knew.
    """
    report = evidence.report
    for previous in report.form.addresses:
        change, decisions = (
            previous._replace(column="change"),
            previous._replace(column="decisions"),
        )
        if previous.column != "previous" or decisions not in report.form.address_set:
            continue
        figures = [evidence.figures[a] for a in (previous, change, decisions)]
        if not all(f.is_number for f in figures):
            continue
        before, grown, decided = (f.value for f in figures)
        if grown > 0 and not before and not decided:
            shown, origin = stands(report, [change, decisions])
            yield found(
                "edition_of_year",
                variant="column",
                source="derived",
                level=Level.WARNING,
                addresses=[change, decisions],
                figures=shown,
                origin=origin,
                row=row_name(report.form, change),
                change=column_name(report.form, change),
                decisions=column_name(report.form, decisions),
                value=printed(grown),
            )


def _lost_parts(
    evidence: Evidence, parts: list[Section], titles: dict[int, tuple[str, ...]]
) -> Iterator[Finding]:
    """Yield one finding for the parts that are missing; those in lost pages cannot be told."""
    present = {part.number for part in parts}
    lost = [number for number in titles if number not in present]
    end = evidence.report.sections[-1]
    cut = breaks_off(evidence.report) or cut_short(end, titles.get(end.number, ()))
    after = [n for n in lost if lossy(evidence) or (cut and n > max(present))]
    for numbers, unsure in (([n for n in lost if n not in after], False), (after, True)):
        if numbers:
            yield found(
                "six_parts",
                variant="cut" if unsure else "missing",
                level=Level.WARNING if unsure else None,
                verdict=Verdict.CANNOT_TELL if unsure else Verdict.BROKEN,
                parts=listed(f"{numeral(n)}、{titles[n][0]}" for n in numbers),
            )


def _left_in_prose(report: FilledForm) -> bool:
    """Say whether table four seems to stand in part four after all, unread as a table."""
    part = report.section(4)
    return part is not None and _TABLE_FOUR.search(part.text) is not None


def _heading(part: Section, titles: tuple[str, ...], *, last: bool) -> Iterator[Finding]:
    """Yield a finding where a heading's number or words are not those of the form.

    last  the part is the last of the text: its heading may have been cut
    """
    heading, title = _MARKS.sub("", part.heading), _MARKS.sub("", part.title)
    if heading:
        match = _NUMBER.match(heading)
        shown = match.group(1) if match else ""
        if shown != numeral(part.number):
            # Word and HTML may number by themselves: what is not in the text may yet be printed
            yield found(
                "six_parts",
                variant="number" if shown else "no_number",
                level=None if shown else Level.WARNING,
                verdict=Verdict.BROKEN if shown else Verdict.CANNOT_TELL,
                origin=part.origin,
                heading=heading.strip(),
                number=numeral(part.number),
            )
    if titles and not any(_same_title(title, official) for official in titles):
        cut = last and cut_short(part, titles)
        yield found(
            "six_parts",
            variant="title_cut" if cut else "title",
            level=Level.WARNING,
            verdict=Verdict.CANNOT_TELL if cut else Verdict.BROKEN,
            origin=part.origin,
            heading=(heading or title).strip(),
            official=f"{numeral(part.number)}、{titles[0]}",
        )


def _same_title(printed: str, official: str) -> bool:
    """Say whether a title is the official one."""
    return _alike(_bare(printed), _bare(official))


def _bare(title: str) -> str:
    return _NOT_WORDS.sub("", _NUMBER.sub("", title, count=1))


def _alike(printed: str, official: str) -> bool:
    """Say whether two titles have the same words, traditional characters taken for their own.

    GB 2312 holds the simplified characters only: one outside it is not another word.
    """
    return len(printed) == len(official) and all(
        here == there or not _in_gb2312(here) for here, there in zip(printed, official, strict=True)
    )


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
