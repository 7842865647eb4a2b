"""Reports of others in the small world: one organ's year handed in twice, and one with pages."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.acts.actor import Actor
from portal.intake import archived, reading
from portal.intake.acts.batches import SetAsideBatch, StopReading
from portal.intake.acts.cells import ConfirmCell
from portal.intake.acts.reports import Recognise, SetAside
from portal.intake.acts.taking import Offered, TakeIn
from portal.intake.models import Batch, Confirmation, Report
from portal.organs.models import Organ

EXAMPLES = Path(__file__).parents[3] / "examples"
FOLDERS = ("fanli-shi-2024", "lidong-2023", "lizhong-2022")


def _example(folder: str) -> bytes:
    return next((EXAMPLES / folder).glob("report.*")).read_bytes()


def build(by: Actor, office: Organ, said: Callable[[str, str], str]) -> dict[str, Any]:
    """Take the reports in through acts, and return what a page stands for."""

    def take(name: str, *given: tuple[str, bytes]) -> Batch:
        files = [Offered(said("file", n), len(data), lambda data=data: data) for n, data in given]
        return TakeIn(by=by, office=office, files=files, batch_name=said("batch", name)).execute()

    stopped = take("停下的", ("甲.txt", "甲".encode()), ("乙.txt", "乙".encode()))
    StopReading(by=by, target=stopped).execute()
    aside = take("交错的", ("丙.txt", "丙".encode()))
    SetAsideBatch(by=by, target=aside, reason="交错了").execute()
    scans = take(
        "扫描件",
        ("扫描.png", _example("lixiang-jiedao-2023-scan")),
        ("丁.txt", _example("lihu-zhen-2023")),
    )
    reading.read_files.call(list(scans.files.values_list("pk", flat=True)))
    left = Report.objects.get(file__batch=scans)
    SetAside(by=by, target=left, reason="没有盖章").execute()
    TakeIn(by=by, office=office, target=scans, files=[Offered("戊.txt", 3, "戊".encode)]).execute()
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
    other = second.cells.get(address="requests/received/natural")
    ConfirmCell(by=by, target=other, status="number", value=Decimal(1)).execute()
    archived.follow_all()
    return {
        "intake_batch": batch, "intake_pdf": pdf, "intake_report": second,
        "intake_stopped": stopped, "intake_aside": aside, "intake_scans": scans,
        "intake_left": left, "intake_word": other.confirmations.get(),
        "intake_cell": second.cells.get(address="requests/received/total"),
    }  # fmt: skip


def keys() -> dict[str, Any]:
    """Return what stands for the pages in the county of the browser."""
    batch, scans, aside, stopped = Batch.objects.order_by("-pk")[:4]
    pdf = Report.objects.get(file__batch=batch, media_type="application/pdf")
    other = Report.objects.filter(file__batch=batch).latest("pk")
    cell = other.cells.get(address="requests/received/total")
    left = Report.objects.get(file__batch=scans)
    return {
        "batch": batch.pk, "pdf": pdf.pk, "report": other.pk, "cell": cell.pk,
        "scans": scans.pk, "aside": aside.pk, "stopped": stopped.pk, "left": left.pk,
        "word": str(Confirmation.objects.get(cell__report=other).together),
    }  # fmt: skip
