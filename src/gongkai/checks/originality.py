"""Rules 38 and 39: text taken over from last year's report, or from another unit's.

Compared sentence by sentence after what every report must say in the same words is left out:
headings, the preface, sentences too short to tell, and texts the supervising office issued.
"""

import re
from collections.abc import Iterator, Sequence

from gongkai.checks.check import Evidence, Finding, NotAssessable, catalogue, check, found
from gongkai.checks.continuity import last_year
from gongkai.forms.filled import FilledForm

_SENTENCE = re.compile(r"[。；;！!？?\n]")
_NOISE = re.compile(r"[\s，,、：:“”\"'（）()《》·]|20\d\d年?度?|\d+")
_SHORTEST = 10  # characters: shorter sentences are alike by chance
_LEAST_TEXT = 150  # characters: below this a share says nothing
_ALIKE = 90  # rapidfuzz ratio at which two sentences are the same text


@check("not_last_years_text")
def not_last_years_text(evidence: Evidence) -> Iterator[Finding]:
    """No more than half of the text is that of last year's report (rule 38)."""
    limit = catalogue()["not_last_years_text"].limits["share"]
    own = _sentences(evidence.report, evidence.templates)
    before = _sentences(last_year(evidence), evidence.templates)
    share, same = _share(own, before)
    if share > limit:
        yield found(
            "not_last_years_text",
            percent=round(share * 100),
            limit=round(limit * 100),
            length=_length(own),
            same=_length(same),
            example=same[0][:40],
        )


@check("not_another_units_text")
def not_another_units_text(evidence: Evidence) -> Iterator[Finding]:
    """The text is not another unit's, the issued template left out (rule 39)."""
    limit = catalogue()["not_another_units_text"].limits["share"]
    if not evidence.peers:
        raise NotAssessable
    own = _sentences(evidence.report, evidence.templates)
    compared = False
    for peer in evidence.peers:
        theirs = _sentences(peer, evidence.templates)
        if _length(theirs) < _LEAST_TEXT:
            continue
        compared = True
        share, same = _share(own, theirs)
        if share > limit:
            yield found(
                "not_another_units_text",
                percent=round(share * 100),
                limit=round(limit * 100),
                other=peer.authority or peer.title,
                example=same[0][:40],
            )
    if not compared:
        raise NotAssessable


def _sentences(report: FilledForm, templates: Sequence[str]) -> list[str]:
    """Return the unit's own sentences of parts one to six, without figures and years."""
    name = report.authority
    issued = [_bare(s) for text in templates for s in _SENTENCE.split(text)]
    own = [
        _bare(sentence.replace(name, "") if name else sentence)
        for section in report.sections
        if section.number
        for sentence in _SENTENCE.split(section.text)
    ]
    return [s for s in own if len(s) >= _SHORTEST and not _alike(s, issued)]


def _bare(sentence: str) -> str:
    return _NOISE.sub("", sentence)


def _alike(sentence: str, others: Sequence[str]) -> bool:
    from rapidfuzz import fuzz, process  # only where there is something to compare

    return bool(others) and (
        process.extractOne(sentence, others, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None
    )


def _share(own: Sequence[str], others: Sequence[str]) -> tuple[float, list[str]]:
    """Return the share of `own` (by characters) that stands in `others`, and those sentences."""
    length = _length(own)
    if length < _LEAST_TEXT or not others:
        raise NotAssessable
    same = [sentence for sentence in own if _alike(sentence, others)]
    return _length(same) / length, same


def _length(sentences: Sequence[str]) -> int:
    return sum(len(sentence) for sentence in sentences)
