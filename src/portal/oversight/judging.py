"""What is noticed of each report that went up: findings counted, and whose words it shares."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db import models, transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from gongkai.checks.copied import Sentence, sentences
from gongkai.forms.filled import FilledForm
from portal.annual import drafting, findings, freezing, prose
from portal.annual.models import Filing, FilingVersion
from portal.jobs import leases, periodic
from portal.jobs.tasks import task
from portal.oversight.models import Judged, SentenceMark

COMMON = 0.2
"""Sentences that more than this share of the reports of a year have are taken as given to all."""
FEW = 10
"""So many reports may share a sentence before it is taken as given to all."""


@task(_("比对报送的年度报告"))
def judge_one(number: int) -> None:
    """Judge a version that went up, unless it was judged meanwhile."""
    _once(number)


def ask(version: FilingVersion) -> None:
    """Have a version judged as soon as its submission is certain."""
    judge_one.enqueue(version.pk)


freezing.follow(ask)


@periodic.every(120, _("比对新报送的年度报告"))
def judge_new() -> None:
    """Judge every version that went up and was not judged yet, whatever became of its own task."""
    waiting = FilingVersion.objects.filter(judged=None).order_by("pk").values_list("pk", flat=True)
    for pk in list(waiting[:500]):
        _once(pk)


def _once(number: int) -> None:
    """Judge a version that was not judged: its own task and the sweep may come to it at once."""
    with leases.effects():
        if FilingVersion.objects.select_for_update().filter(pk=number).first() is None:
            return
        if not Judged.objects.filter(version=number).exists():
            judge(FilingVersion.objects.select_related("filing__organ").get(pk=number))


def judge(version: FilingVersion) -> Judged:
    """Count what the checks find in a version, and find the reports that share its sentences."""
    filing = version.filing
    now = replace(drafting.working(filing), report=version.filled)
    told = findings.told(now, peers=findings.peers_of(filing))
    levels = Counter(one.level for one in told)
    own = _own(version.filled, prose.offered(now.facts))
    with transaction.atomic():
        SentenceMark.objects.filter(version=version).delete()
        SentenceMark.objects.bulk_create(
            SentenceMark(version=version, year=filing.year, digest=digest, length=length)
            for digest, length in own.items()
        )
        whom, share = _nearest(version, own)
        judged, _made = Judged.objects.update_or_create(
            version=version,
            defaults={
                "errors": levels["E"],
                "warnings": levels["W"],
                "notes": levels["I"],
                "codes": dict(Counter(one.finding.code for one in told)),
                "like_last": _like_last(filing, own),
                "like_other": share,
                "like_whom_id": whom,
            },
        )
    return judged


def _own(report: FilledForm, given: Iterable[str] = ()) -> dict[int, int]:
    """Return the report's own sentences, not those the portal gave: digest of the words -> length."""
    text = "\n".join(section.text for section in report.sections if section.number)
    found = sentences(text, name=report.authority, issued=given)
    return {_digest(s): len(s.text) for s in found}


def _digest(sentence: Sentence) -> int:
    found = hashlib.blake2b(sentence.words.encode(), digest_size=8).digest()
    return int.from_bytes(found, "big", signed=True)


def _like_last(filing: Filing, own: dict[int, int]) -> float | None:
    before = drafting.previous(filing)
    if before is None or not own:
        return None
    return _share(_own(before), own)


def _share(others: Iterable[int], own: dict[int, int]) -> float:
    return round(sum(own.get(digest, 0) for digest in others) / sum(own.values()), 3)


def _nearest(version: FilingVersion, own: dict[int, int]) -> tuple[int | None, float | None]:
    """Return the unit whose current report of the same year shares most, and how much."""
    if not own:
        return None, None
    filing = version.filing
    standing = SentenceMark.objects.filter(
        year=filing.year, digest__in=own, version__in=_current(filing)
    )
    reports = _current(filing).count() + 1
    most = max(FEW, int(COMMON * reports))
    common = standing.values("digest").annotate(n=Count("pk")).filter(n__gt=most).values("digest")
    found = (
        standing.exclude(digest__in=common)
        .values("version__filing__organ")
        .annotate(shared=Sum("length"))
        .order_by("-shared")
        .first()
    )
    if found is None:
        return None, 0.0
    return found["version__filing__organ"], round(min(1.0, found["shared"] / sum(own.values())), 3)


def _current(filing: Filing) -> models.QuerySet[FilingVersion]:
    others = Filing.objects.filter(year=filing.year).exclude(organ=filing.organ_id)
    return FilingVersion.objects.filter(pk__in=others.exclude(current=None).values("current"))
