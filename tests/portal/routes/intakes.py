"""Reports of others in the small world: one organ's year handed in twice, and one with pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.acts.actor import Actor
from portal.intake import archived, reading
from portal.intake.acts.reports import Recognise
from portal.intake.acts.taking import Offered, TakeIn
from portal.intake.models import Batch, Report
from portal.organs.models import Organ

EXAMPLES = Path(__file__).parents[3] / "examples"
FOLDERS = ("fanli-shi-2024", "lidong-2023", "lizhong-2022")


def build(by: Actor, office: Organ, said: Callable[[str, str], str]) -> dict[str, Any]:
    """Take the reports in through acts, and return what a page stands for."""
    files = []
    for folder in FOLDERS:
        path = next((EXAMPLES / folder).glob("report.*"))
        files.append(
            Offered(said("file", path.name), path.stat().st_size, lambda path=path: path.read_bytes())
        )  # fmt: skip
    files.append(Offered(said("file", "通知.txt"), 6, lambda: "通知".encode()))
    batch = TakeIn(
        by=by, office=office, files=files, batch_name=said("batch", "各镇报告")
    ).execute()
    reading.read_files.call(list(batch.files.values_list("pk", flat=True)))
    pdf, first, second = (Report.objects.get(file=one) for one in batch.files.filter(state="read"))
    for one in (first, second):
        Recognise(
            by=by, target=one, unit=None, unit_name=said("organ", "例东镇人民政府"), year=2023
        ).execute()
    archived.follow_all()
    return {
        "intake_batch": batch, "intake_pdf": pdf, "intake_report": second,
        "intake_cell": second.cells.get(address="requests/received/total"),
    }  # fmt: skip


def keys() -> dict[str, int]:
    """Return what stands for the pages in the county of the browser."""
    batch = Batch.objects.latest("pk")
    pdf = Report.objects.get(file__batch=batch, media_type="application/pdf")
    other = Report.objects.filter(file__batch=batch).latest("pk")
    cell = other.cells.get(address="requests/received/total")
    return {"batch": batch.pk, "pdf": pdf.pk, "report": other.pk, "cell": cell.pk}
