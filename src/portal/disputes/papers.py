"""The papers of a dispute: in the file of its request where there is one, else sealed by themselves."""

from collections.abc import Sequence

from portal.acts.actor import Actor
from portal.cases import papers as case_papers
from portal.cases import vault
from portal.cases.models import CaseFile
from portal.cases.papers import Paper
from portal.disputes.models import Dispute, DisputeEvent, DisputeFile


def add(
    dispute: Dispute,
    event: DisputeEvent | None,
    paper: Paper,
    *,
    by: Actor,
    made_here: bool = False,
) -> DisputeFile:
    """Keep a paper with a dispute; call it inside an act."""
    file = DisputeFile(
        dispute=dispute,
        event=event,
        name=paper.name,
        media_type=paper.media_type,
        size=len(paper.data),
        made_here=made_here,
        added_by=by.user_id,
    )
    if dispute.case is not None:
        kept = case_papers.add(dispute.case, CaseFile.What.DISPUTE, paper, by=by)
        file.case_file, file.sha256 = kept, kept.sha256
    else:
        file.path, file.sha256 = vault.keep(paper.data, of=dispute.place)
    file.save()
    return file


def add_all(
    dispute: Dispute, event: DisputeEvent | None, files: Sequence[Paper], *, by: Actor
) -> None:
    """Keep several papers with a dispute."""
    for paper in files:
        add(dispute, event, paper, by=by)


def content(file: DisputeFile) -> bytes:
    """Return what a paper holds; raises Unsealable, OSError."""
    if file.gone:
        raise FileNotFoundError(file.pk)
    if file.case_file is not None:
        return case_papers.content(file.case_file)
    return vault.read(file.path, file.sha256, of=file.dispute.place)


def move_to_case(dispute: Dispute, *, by: Actor) -> None:
    """Bring the papers of a dispute into the file of the request it was linked to."""
    assert dispute.case is not None
    for file in dispute.files.filter(case_file=None):
        paper = Paper(file.name, content(file), file.media_type)
        file.case_file = case_papers.add(dispute.case, CaseFile.What.DISPUTE, paper, by=by)
        file.save(update_fields=["case_file"])
