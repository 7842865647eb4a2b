"""A scan is named as one, recognised on request, and none of its figures is trusted without a look or a sum."""

import pytest

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin
from gongkai.readers import ocr
from gongkai.readers.document import Document, Grid, GridCell
from gongkai.readers.read import interpret, read
from gongkai.readers.result import ReadResult, ReadStatus, Source
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.intake import originals, reading
from portal.intake.acts.batches import RecogniseScans, StopReading
from portal.intake.acts.reports import Recognise
from portal.intake.models import Batch, File, Report
from tests.portal.conftest import County
from tests.portal.intake.conftest import EXAMPLES, Take, example, given

SCAN = "lixiang-jiedao-2023-scan"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text recognition is there, whether this machine has it or not."""
    monkeypatch.setattr(ocr, "is_installed", lambda: True)


def recognised(monkeypatch: pytest.MonkeyPatch, folder: str = "fanli-shi-2024") -> None:
    """Let recognition find what stands in another file, as recognised text: no minute goes by."""
    data = next((EXAMPLES / folder).glob("report.*")).read_bytes()
    found = read(data, name="report.pdf").document
    assert found is not None
    blocks = tuple(_on_page(block) if isinstance(block, Grid) else block for block in found.blocks)
    document = Document("image/png", blocks, pages=1, issues=(Issue("readers.ocr"),))
    real = reading.read

    def quick(data: bytes, *, name: str = "", ocr: bool = True, told: object = None) -> ReadResult:
        if not ocr or not data.startswith(b"\x89PNG"):
            return real(data, name=name, ocr=ocr)
        told(1)  # type: ignore[operator]
        report, binding = interpret(document)
        source = Source(name, "image/png", "", 1)
        issues = (*document.issues, *binding.issues)
        edition = report.form.id
        return ReadResult(
            source, ReadStatus.PARTIAL, report, edition, issues=issues, document=document
        )

    monkeypatch.setattr(reading, "read", quick)


def _on_page(grid: Grid) -> Grid:
    cells = tuple(
        GridCell(
            c.text, c.row, c.column, c.row_span, c.column_span,
            Origin(page=1, box=(20.0 + 20 * c.column, 20.0 + 9 * c.row, 38.0 + 20 * c.column, 28.0 + 9 * c.row)),
        )
        for c in grid.cells
    )  # fmt: skip
    return Grid(cells, grid.exact)


def read_scans(batch: Batch) -> None:
    """Read what waits to be recognised, as the worker does."""
    for pk in batch.files.filter(state="waiting", is_scan=True).values_list("pk", flat=True):
        reading.recognise_file.call(pk)


def test_a_scan_waits_for_a_word_and_keeps_nobody_waiting(
    take: Take, county: County, installed: None
) -> None:
    """扫描件先放一边：别的文件照样读完，页面上有“识别扫描件”。"""
    batch = take(example(SCAN), example("lihe-xiang-2023"))
    assert [f.state for f in batch.files.all()] == ["scan", "read"]
    page = county.client("zhuguan").get(f"/desk/intake/{batch.pk}/").content.decode()
    assert "有1份扫描件" in page and "识别扫描件</a>" in page and "识别这一份" in page


def test_without_recognition_the_page_says_what_to_do(
    take: Take, county: County, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    batch = take(example(SCAN))
    page = county.client("zhuguan").get(f"/desk/intake/{batch.pk}/").content.decode()
    assert "没有安装文字识别" in page and "识别扫描件</a>" not in page
    with pytest.raises(Refused, match="没有安装文字识别"):
        RecogniseScans(by=office, target=batch).execute()


def test_what_is_recognised_is_doubtful_unless_sums_carry_it(
    take: Take, county: County, office: Actor, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised(monkeypatch)
    batch = take(example(SCAN))
    clerk = county.client("zhuguan")
    url = f"/desk/intake/{batch.pk}/scans/"
    assert "半分钟" in clerk.get(url).content.decode()
    assert clerk.post(url, {}).status_code == 302
    read_scans(batch)
    report = Report.objects.get()
    assert report.file is not None and report.file.page == 1
    doubtful = set(report.cells.filter(doubt=True).values_list("address", flat=True))
    assert "requests/received/total" not in doubtful, "two parts make the total"
    assert "documents/rules/issued" in doubtful and report.doubtful == len(doubtful) > 50
    page = clerk.get(f"/desk/intake/reports/{report.pk}/?cell=documents/rules/issued")
    assert (
        "由文字识别得来" in page.content.decode() and '<rect class="mark"' in page.content.decode()
    )
    assert "没有等待识别的扫描件" in clerk.post(url, {}).content.decode()


def test_a_bad_scan_says_what_to_do(
    take: Take, office: Actor, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(example(SCAN))
    RecogniseScans(by=office, target=batch).execute()

    def nothing(*_args: object, **_more: object) -> Document:
        raise UnreadableInput("readers.no_text_in_picture")

    monkeypatch.setattr(ocr, "parse", nothing)
    read_scans(batch)
    file = batch.files.get()
    assert file.state == "refused" and "没有识别出文字" in file.why and "300dpi" in file.why


def test_a_scan_that_cannot_be_drawn_is_no_scan(take: Take) -> None:
    batch = take(given("图.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64))
    file = batch.files.get()
    assert file.state == "refused" and "图片损坏" in file.why


def test_recognition_stops_at_the_next_page(
    take: Take, office: Actor, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(example(SCAN))
    RecogniseScans(by=office, target=batch).execute()

    def stopped(data: bytes, *, told: object, **_more: object) -> Document:
        told(1)  # type: ignore[operator]
        StopReading(by=office, target=batch).execute()
        told(2)  # type: ignore[operator]
        raise AssertionError("it went on")

    monkeypatch.setattr(ocr, "parse", stopped)
    read_scans(batch)
    file = batch.files.get()
    assert (file.state, file.page) == ("stopped", 1) and not Report.objects.exists()


def test_another_edition_needs_no_second_recognition(
    take: Take, office: Actor, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised(monkeypatch)
    batch = take(example(SCAN))
    RecogniseScans(by=office, target=batch).execute()
    read_scans(batch)

    def never(*_args: object, **_more: object) -> Document:
        raise AssertionError("recognised again")

    monkeypatch.setattr(ocr, "parse", never)
    report = Report.objects.get()
    Recognise(
        by=office, target=report, unit=None, unit_name="例河乡", year=2020, edition="2019"
    ).execute()
    report.refresh_from_db()
    cell = report.cells.get(address="requests/received/total")
    assert report.edition == "2019" and cell.figure.is_number
    assert report.cells.filter(doubt=True).exists(), "recognised figures stay doubtful"


def test_each_scan_is_a_task_of_its_own_behind_the_others(
    take: Take, office: Actor, installed: None
) -> None:
    from django_tasks_db.models import DBTaskResult

    batch = take(example(SCAN), example("lihe-xiang-2023"), read=False)
    reading.read_files.call(list(batch.files.values_list("pk", flat=True)))
    RecogniseScans(by=office, target=batch, file=File.objects.get(state="scan")).execute()
    rows = dict(DBTaskResult.objects.values_list("task_path", "priority"))
    assert rows["portal.intake.reading.recognise_file"] < rows["portal.intake.reading.read_files"]


def test_a_page_of_an_ofd_is_set_anew(take: Take, county: County) -> None:
    take(example("shili-jiedao-2023"))
    report = Report.objects.get()
    png = originals.picture(report, 1)
    assert png is not None and png.startswith(b"\x89PNG")
    page = county.client("zhuguan").get(
        f"/desk/intake/reports/{report.pk}/?cell=requests/received/total"
    )
    assert "重新画的" in page.content.decode() and '<rect class="mark"' in page.content.decode()
