"""Rules 38 and 39: text taken over from last year's report, or from another unit's.

What every report must say in the same words is left out: headings, the preface, sentences too short
to tell, and texts the supervising office issued.
"""

from collections.abc import Iterator, Sequence

from gongkai.checks.check import Evidence, Finding, NotAssessable, catalogue, check, found
from gongkai.checks.continuity import last_year
from gongkai.checks.copied import Copy, Sentence, copies, length, sentences, share
from gongkai.forms.filled import FilledForm

_LEAST_TEXT = 150  # characters: below this a share says nothing
_MOST_QUOTED = 40  # characters of an example


@check("not_last_years_text")
def not_last_years_text(evidence: Evidence) -> Iterator[Finding]:
    """No more than half of the text is that of last year's report (rule 38)."""
    limit = catalogue()["not_last_years_text"].limits["share"]
    own = _own(evidence.report, evidence.templates)
    before = _own(last_year(evidence), evidence.templates)
    part, same = _compared(own, before)
    if part > limit:
        yield found(
            "not_last_years_text",
            percent=round(part * 100),
            limit=round(limit * 100),
            length=length(own),
            same=length(same),
            example=_cut(same[0].text),
        )


@check("not_another_units_text")
def not_another_units_text(evidence: Evidence) -> Iterator[Finding]:
    """The text is not another unit's, the issued template left out (rule 39)."""
    limit = catalogue()["not_another_units_text"].limits["share"]
    if not evidence.peers:
        raise NotAssessable
    own = _own(evidence.report, evidence.templates)
    compared = False
    for peer in evidence.peers:
        theirs = _own(peer, evidence.templates)
        if length(theirs) < _LEAST_TEXT:
            continue
        compared = True
        part, same = _compared(own, theirs)
        if part > limit:
            yield found(
                "not_another_units_text",
                percent=round(part * 100),
                limit=round(limit * 100),
                other=peer.authority or peer.title,
                example=_cut(same[0].text),
            )
    if not compared:
        raise NotAssessable


def _own(report: FilledForm, templates: Sequence[str]) -> tuple[Sentence, ...]:
    """Return the unit's own sentences of parts one to six."""
    text = "\n".join(section.text for section in report.sections if section.number)
    return sentences(text, name=report.authority, issued=templates)


def _compared(
    own: Sequence[Sentence], others: Sequence[Sentence]
) -> tuple[float, tuple[Copy, ...]]:
    if length(own) < _LEAST_TEXT or not others:
        raise NotAssessable
    same = copies(own, others)
    return share(same, own), same


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= _MOST_QUOTED else sentence[: _MOST_QUOTED - 1] + "…"
