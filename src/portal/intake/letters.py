"""The letter that tells a unit what was found in its report, and the report with each finding beside its place."""

import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _

from gongkai.cases.letter import Letter
from gongkai.checks.check import Finding, Level
from gongkai.forms.form import load
from gongkai.writers import letter as writer
from gongkai.writers.annotate import annotated_docx
from portal.annual.findings import LEVELS
from portal.annual.pages import UNWRITTEN
from portal.intake import feed
from portal.intake.models import Batch, File, Report
from portal.publishing.files import safe_name
from portal.ui.language import article, spoken

if TYPE_CHECKING:
    from gongkai.checks.assess import Assessment

_PARTS = ((Level.ERROR, "errors"), (Level.WARNING, "warnings"), (Level.NOTE, "notes"))
_NUMERALS = "一二三四"
_MOST_UNCLEAR = 60


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "letter.toml").read_text("utf-8"))


def title_of(report: Report) -> str:
    """Return what the letter calls the report."""
    return report.title or f"{report.name}{report.year or ''}年政府信息公开工作年度报告"


def letter(report: Report, *, on: date, answer: "Assessment | None" = None) -> Letter:
    """Return the letter of findings on a report, from the office that took it in; always in Chinese."""
    words, office = _words(), report.office
    assert office is not None
    answer = answer or feed.assessed(report)
    unclear = _unclear(report)
    count = len(answer.findings) + len(unclear)
    named = {"report": title_of(report), "count": count}
    paragraphs = [words["opening" if count else "nothing"].format(**named)]
    parts = [
        (words[name], [_item(f) for f in answer.findings if f.level is level])
        for level, name in _PARTS
    ]
    parts.append((words["unclear"], unclear))
    for numeral, (head, items) in zip(_NUMERALS, [p for p in parts if p[1]], strict=False):
        paragraphs.append(f"{numeral}、{head}")
        paragraphs += [item.format(n=n) for n, item in enumerate(items, 1)]
    if count:
        paragraphs.append(words["asks"])
    title = words["title" if report.year else "title_without_year"]
    return Letter(
        kind="findings",
        title=title.format(year=report.year),
        number="",
        addressee=report.name,
        paragraphs=tuple(paragraphs),
        remedies="",
        attachments=(words["attachment"].format(**named),) if count else (),
        organ=office.name,
        date=on,
    )


def _item(finding: Finding) -> str:
    words = _words()
    return _numbered(
        words["item"],
        sentence=finding.message("zh").rstrip("。"),
        basis=words["basis"].get(finding.basis, finding.basis),
    )


def _unclear(report: Report) -> list[str]:
    """Return the cells that nobody could read and nobody has settled."""
    words, form = _words(), load(report.edition)
    found = feed.doubtful(report)[:_MOST_UNCLEAR]
    return [
        _numbered(
            words["unclear_item" if cell.raw.strip() else "unclear_empty"],
            label=form.label(cell.where),
            raw=cell.raw.strip(),
        )
        for cell in found
    ]


def _numbered(template: str, **facts: str) -> str:
    """Fill in everything but the number; what stands in the facts is no template."""
    plain = {name: text.replace("{", "{{").replace("}", "}}") for name, text in facts.items()}
    return template.format(n="{n}", **plain)


def written(report: Report, ending: str, *, on: date) -> bytes:
    """Return the letter as ``docx`` or ``pdf``."""
    return _file(letter(report, on=on), ending)


def _file(made: Letter, ending: str) -> bytes:
    return writer.docx(made) if ending == "docx" else writer.pdf(made)


def annotated(report: Report) -> bytes:
    """Return the report written anew as a Word document, each finding as a comment at its figure.

    The file itself is not given out: it may hold what nobody meant to pass on (decision 0011).
    """
    return annotated_docx(feed.settled(report), feed.assessed(report).findings)


def name_of(report: Report, what: str, ending: str) -> str:
    """Return the name of a file about a report."""
    return safe_name(f"{report.name or report.pk}-{report.year or ''}-{what}.{ending}")


class _Sent:
    """What a ZIP writes, to be sent on at once."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Keep a part."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """Return what was written since."""
        parts, self._parts = b"".join(self._parts), []
        return parts


def lines(batch: Batch, reports: Iterable[Report]) -> Iterator[Sequence[object]]:
    """Yield the rows of one table with what was found in every report, then the files that were not read."""
    yield (
        _("机关"), _("年度"), _("表式"), _("程度"), _("编号"), _("问题"), _("依据"), _("位置"), _("文件"),
    )  # fmt: skip
    for report in reports:
        form, file = load(report.edition), report.file.name if report.file else ""
        head = (report.name, report.year or "", report.edition)
        for one in feed.assessed(report).findings:
            said = one.message(spoken())
            basis = str(UNWRITTEN.get(one.basis) or article(one.basis))
            where = "；".join(form.label(a) for a in one.addresses)
            yield *head, str(LEVELS[one.level]), one.code, said, basis, where, file
        for cell in feed.doubtful(report):
            yield *head, _("待确认"), "", cell.raw.strip(), "", form.label(cell.where), file
    states = (File.State.REFUSED, File.State.SCAN, File.State.STOPPED, File.State.WAITING)
    for left in batch.files.filter(state__in=states):
        yield "", "", "", _("没有读出"), "", left.why or left.get_state_display(), "", "", left.name


def zipped(reports: Iterable[Report], ending: str, *, on: date) -> Iterator[bytes]:
    """Yield a ZIP with the letter on each report and the report with its findings, while they are made."""
    sent = _Sent()
    with zipfile.ZipFile(cast(IO[bytes], sent), "w", zipfile.ZIP_DEFLATED) as archive:
        for number, report in enumerate(reports, 1):
            answer = feed.assessed(report)
            made = letter(report, on=on, answer=answer)
            data = _file(made, ending)
            archive.writestr(f"{number:03d}-{name_of(report, '核对函', ending)}", data)
            if answer.findings:
                marked = annotated_docx(feed.settled(report), answer.findings)
                archive.writestr(f"{number:03d}-{name_of(report, '批注件', 'docx')}", marked)
            yield sent.taken()
    yield sent.taken()
