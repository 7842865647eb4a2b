"""Freezing a report: what went up, with the records behind it and one digest over all of it."""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources
from typing import Any

from gongkai.forms.evaluate import computed
from gongkai.writers import json as library_json
from portal.acts import clock
from portal.acts.actor import Actor
from portal.acts.digest import canonical
from portal.annual.drafting import Working
from portal.annual.models import Filing, FilingCell, FilingVersion

CELLS_AT_ONCE = 500
_FOLLOWERS: list[Callable[[FilingVersion], None]] = []


def follow(follower: Callable[[FilingVersion], None]) -> None:
    """Call `follower` inside the transaction in which a version goes up."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def freeze(now: Working, by: Actor) -> FilingVersion:
    """Keep a filing's report as it stands now: the version, and a row for each address of the form."""
    filing = now.filing
    sums = computed(now.report.form)
    last = filing.versions.order_by("number").last()
    version = FilingVersion(
        filing=filing,
        number=last.number + 1 if last else 1,
        edition=now.report.form.id,
        report=library_json.write(now.report).decode(),
        sources={str(a): list(ids) for a, ids in sorted(now.ids.items()) if a not in sums and ids},
        adjustments=[
            {
                "address": one.address,
                "delta": f"{one.delta.normalize():f}",
                "reason": one.reason,
                "who": one.who,
                "at": one.at.isoformat(),
            }
            for some in now.adjusted.values()
            for one in some
        ],
        facts=dict(now.used),
        texts=filing.texts,
        wrapper=filing.wrapper,
        law=law(),
        at=clock.now(),
        user_id=by.user_id,
        who=by.name[:150],
    )
    version.sha256 = digest(version)
    version.save()
    FilingCell.objects.filter(version__filing=filing, standing=True).update(standing=False)
    FilingCell.objects.bulk_create(cells(filing, version, now), batch_size=CELLS_AT_ONCE)
    for follower in _FOLLOWERS:
        follower(version)
    return version


def cells(filing: Filing, version: FilingVersion, now: Working) -> Iterable[FilingCell]:
    """Yield a row for each address of the edition."""
    for address, figure in now.report.figures.items():
        yield FilingCell(
            version=version,
            organ_id=filing.organ_id,
            year=filing.year,
            scope=filing.scope,
            address=str(address),
            status=figure.status.value,
            value=figure.number,
        )


def digest(version: FilingVersion) -> str:
    """Return the SHA-256 over everything a version keeps of the report."""
    kept: dict[str, Any] = {
        name: getattr(version, name)
        for name in ("edition", "sources", "adjustments", "facts", "texts", "wrapper", "law")
    }
    return hashlib.sha256(canonical(kept | {"report": json.loads(version.report)})).hexdigest()


def intact(version: FilingVersion) -> bool:
    """Whether a version is still what went up."""
    return digest(version) == version.sha256


@cache
def law() -> str:
    """Return the digest of the law data and the editions in use."""
    found = hashlib.sha256()
    for folder in ("gongkai.law", "gongkai.forms.editions"):
        place = resources.files(folder.rpartition(".")[0]) / folder.rpartition(".")[2]
        for path in sorted(place.iterdir(), key=lambda one: one.name):
            if path.name.endswith(".toml"):
                found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
