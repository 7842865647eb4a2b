"""The files of a request: what is accepted, how it is kept sealed, who may have it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.readers.sniff import sniff
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.cases import vault
from portal.cases.models import Case, CaseFile
from portal.publishing.files import limit, safe_name

NEVER = frozenset({".exe", ".bat", ".cmd", ".com", ".js", ".vbs", ".scr", ".msi", ".ps1", ".lnk"})
MOST = 20  # files with one form
TAKEN_BACK = "taken_back"
"""Under which the facts of a file keep the day it was taken back, those of an event which file."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it came in or is to go out."""

    name: str
    data: bytes
    media_type: str = "application/octet-stream"


def received(name: str, data: bytes) -> Paper:
    """Return a file ready to be kept; raises Refused with one sentence for what is not accepted.

    An applicant's papers are kept as they came: they are evidence. They are never opened by a
    browser under this address, only downloaded.
    """
    name = safe_name(name)
    if not data:
        raise Refused(_("“%(name)s”是空文件（0字节）。") % {"name": name})
    if len(data) > limit():
        said = {"name": name, "limit": limit() >> 20}
        raise Refused(_("“%(name)s”超过%(limit)dMB的上限。请分成几个文件，或者邮寄。") % said)
    if any(name.lower().endswith(ending) for ending in NEVER):
        raise Refused(_("不接受“%(name)s”这类文件：它是程序，不是材料。") % {"name": name})
    return Paper(name, data, sniff(data, name).media_type)


def add(
    case: Case,
    what: str,
    paper: Paper,
    *,
    by: Actor,
    shown: bool = False,
    made_from: CaseFile | None = None,
    facts: dict[str, Any] | None = None,
) -> CaseFile:
    """Keep a file with a request; call it inside an act."""
    path, digest = vault.keep(paper.data, of=case.place)
    return CaseFile.objects.create(
        case=case,
        what=what,
        name=paper.name,
        media_type=paper.media_type,
        size=len(paper.data),
        sha256=digest,
        path=path,
        shown=shown,
        made_from=made_from,
        facts=facts or {},
        added_by=by.user_id,
    )


def content(file: CaseFile) -> bytes:
    """Return what a file holds; raises Unsealable, OSError."""
    return vault.read(file.path, file.sha256, of=file.case.place)


def outgoing(case: Case) -> QuerySet[CaseFile]:
    """Return the files a reply provides: of each original that was redacted its last redaction alone.

    What was taken back goes out no more, nor what it was made from; another redaction of it does.
    """
    files = case.files.filter(what__in=[CaseFile.What.PROVIDED, CaseFile.What.REDACTED])
    last = files.exclude(made_from=None).values("made_from").annotate(last=Max("pk"))
    kept = Q(pk__in=last.values("last")) | Q(made_from=None)
    found: QuerySet[CaseFile] = files.filter(kept).exclude(pk__in=last.values("made_from"))
    found = found.exclude(facts__has_key=TAKEN_BACK)
    return found.order_by("pk")


def undecided(case: Case) -> list[CaseFile]:
    """Return the files to be provided of which nobody has redacted anything nor said that they may go whole."""
    found = outgoing(case).filter(what=CaseFile.What.PROVIDED)
    return [file for file in found if not file.facts.get("whole")]


def withheld_on(case: Case) -> list[str]:
    """Return the grounds on which something was taken out of the files that go out with the next reply."""
    redacted = outgoing(case).filter(what=CaseFile.What.REDACTED, shown=False)
    named = {ground for file in redacted for ground in file.facts.get("grounds", ())}
    return sorted(named)
