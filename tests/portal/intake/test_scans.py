"""A scan is named as one, recognised on request, and none of its figures is trusted without a look or a sum."""

import dataclasses
import io
from collections.abc import Callable
from decimal import Decimal

import pypdfium2
import pytest

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin
from gongkai.readers import ocr, pdf
from gongkai.readers.document import Document, Grid, GridCell
from gongkai.readers.read import read
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.intake import originals, reading
from portal.intake.acts.batches import RecogniseScans, StopReading
from portal.intake.acts.cells import ConfirmCell
from portal.intake.acts.reports import Recognise
from portal.intake.acts.taking import Offered
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
    find(monkeypatch, document, 1)


def find(monkeypatch: pytest.MonkeyPatch, document: Document, page: int) -> None:
    """Let recognition find a document, with its last page `page`."""

    def quick(_data: bytes, *, told: Callable[[int], object], **_more: object) -> Document:
        told(page)
        return document

    monkeypatch.setattr(ocr, "parse", quick)


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


# --- Scanned pages in a file that otherwise has text ------------------------------------------------

WHOLE = EXAMPLES / "fanli-shi-2024" / "report.pdf"


def with_scanned(page: int) -> Offered:
    """Return a report of which one page is a picture."""
    whole, mixed, packed = pypdfium2.PdfDocument(WHOLE), pypdfium2.PdfDocument.new(), io.BytesIO()
    for number in range(1, len(whole) + 1):
        if number == page:
            drawn = io.BytesIO()
            picture = whole[number - 1].render(scale=150 / 72, grayscale=True).to_pil()
            picture.save(drawn, "PDF", resolution=150)
            mixed.import_pages(pypdfium2.PdfDocument(drawn.getvalue()))
        else:
            mixed.import_pages(whole, [number - 1])
    mixed.save(packed)
    return given("范例市2024年年报.pdf", packed.getvalue())


def recognising(monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    """Let recognition find on a scanned page what is printed there, one figure with little confidence."""
    found = pdf.parse(WHOLE.read_bytes())

    def weighed(cell: GridCell) -> GridCell:
        if cell.origin is None or cell.origin.page != page:
            return cell
        return dataclasses.replace(cell, sure=0.61 if cell.text == "500" else 0.97)

    grids = [
        dataclasses.replace(block, cells=tuple(map(weighed, block.cells)))
        if isinstance(block, Grid)
        else block
        for block in found.blocks
    ]
    noted = Issue("readers.ocr", (("page", page),), origin=Origin(page=page))
    document = dataclasses.replace(found, blocks=tuple(grids), issues=(noted,))
    find(monkeypatch, document, page)


def ask_for_pages(batch: Batch, county: County) -> None:
    """Press the link beside the report, and let the worker recognise its pages."""
    clerk = county.client("zhuguan")
    file = batch.files.get()
    page = clerk.get(f"/desk/intake/{batch.pk}/").content.decode()
    assert "有1页是图片，没有读" in page and "识别这几页" in page
    answer = clerk.post(f"/desk/intake/{batch.pk}/scans/?file={file.pk}", {})
    assert answer.status_code == 302
    assert "正在识别扫描的页" in report_page(county)
    read_scans(batch)


def report_page(county: County, cell: str = "") -> str:
    """Return the page of the only report."""
    url = f"/desk/intake/reports/{Report.objects.get().pk}/" + (f"?cell={cell}" if cell else "")
    return county.client("zhuguan").get(url).content.decode()


def test_a_table_on_a_scanned_page_is_read_when_asked_for(
    take: Take, county: County, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """表三那一页是扫描的：先读别的页，点“识别这几页”以后，表三也读出，逐格待确认。"""
    batch = take(with_scanned(2))
    report = Report.objects.get()
    total = report.cells.get(address="requests/received/total")
    assert (report.pictured, total.status) == (1, "absent")
    assert report.cells.get(address="documents/rules/in_force").figure.is_number
    recognising(monkeypatch, 2)
    ask_for_pages(batch, county)
    report.refresh_from_db()
    total.refresh_from_db()
    assert (report.pictured, total.figure.text, total.sure) == (0, "500", 61)
    doubtful = report.cells.filter(doubt=True)
    assert {cell.where.table for cell in doubtful} == {"requests"}, "pages with text are sure"
    assert "requests/received/total" not in {cell.address for cell in doubtful}, "its row adds up"
    page = report_page(county)
    assert "原件第2页是扫描的，那里的数字由文字识别得来" in page and "识别这几页" not in page


def test_what_a_person_confirmed_stays_when_pages_are_recognised(
    take: Take, county: County, office: Actor, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(with_scanned(2))
    cell = Report.objects.get().cells.get(address="requests/received/natural")
    ConfirmCell(by=office, target=cell, status="number", value=Decimal(7)).execute()
    recognising(monkeypatch, 2)
    ask_for_pages(batch, county)
    cell.refresh_from_db()
    assert cell.figure.text == "7" and cell.status == "number" and cell.value != 7
    assert cell.confirmations.count() == 1


def test_organ_and_year_on_a_scanned_first_page_are_recognised_unless_a_person_named_them(
    take: Take, county: County, office: Actor, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(with_scanned(1))
    report = Report.objects.get()
    assert report.name == ""
    recognising(monkeypatch, 1)
    ask_for_pages(batch, county)
    report.refresh_from_db()
    assert (report.name, report.year) == ("范例市人民政府", 2024)
    assert set(report.cells.values_list("year", flat=True)) == {2024}
    Recognise(by=office, target=report, unit=None, unit_name="例河乡", year=2020).execute()
    File.objects.update(state="waiting")
    read_scans(batch)
    report.refresh_from_db()
    assert (report.name, report.year) == ("例河乡", 2020)


def test_recognition_of_pages_that_fails_or_is_stopped_loses_nothing(
    take: Take, county: County, office: Actor, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(with_scanned(2))
    RecogniseScans(by=office, target=batch).execute()
    StopReading(by=office, target=batch).execute()
    assert batch.files.get().state == "read" and "识别这几页" in report_page(county)
    RecogniseScans(by=office, target=batch).execute()

    def late(*_args: object, **_more: object) -> Document:
        raise UnreadableInput("readers.took_too_long")

    monkeypatch.setattr(ocr, "parse", late)
    read_scans(batch)
    assert batch.files.get().state == "read" and "用时超过上限" in report_page(county)
    assert Report.objects.get().cells.get(address="documents/rules/in_force").figure.is_number


def test_the_least_sure_figures_come_first(
    take: Take, county: County, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """识别把握最小的先看：红框、百分数，确认完一个到下一个最没把握的。"""
    batch = take(with_scanned(2))
    recognising(monkeypatch, 2)
    ask_for_pages(batch, county)
    report = Report.objects.get()
    unsure = report.cells.filter(doubt=True).order_by("pk").last()
    assert unsure is not None
    unsure.sure = 55
    unsure.save()
    page = report_page(county)
    assert page.index("识别把握55%") < page.index("识别把握97%") and "红色边框" in page
    clerk = county.client("zhuguan")
    table = clerk.get(f"/desk/intake/reports/{report.pk}/tables/requests/").content.decode()
    assert "有1个识别把握不大，请先看" in table and "mark thin unsure" in table
