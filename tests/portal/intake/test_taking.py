"""A report comes in as a file, is read in the background, and stands in the table cell by cell."""

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.intake.models import Batch, Cell, File, Report
from portal.organs.models import Role
from tests.portal.conftest import County
from tests.portal.intake.conftest import EXAMPLES, read_all


def test_files_are_handed_over_read_and_shown(county: County) -> None:
    clerk = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    paths = [
        next((EXAMPLES / name).glob("report.*")) for name in ("lihe-xiang-2023", "fanli-shi-2024")
    ]
    files = [SimpleUploadedFile(p.name, p.read_bytes()) for p in paths]
    answer = clerk.post("/desk/intake/new/", {"given": files, "batch_name": "两份"}, follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "正在读取" in page and "已读0份，共2份" in page and "hx-trigger" in page
    batch = Batch.objects.get()
    read_all(batch)
    page = clerk.get(f"/desk/intake/{batch.pk}/").content.decode()
    assert "正在读取" not in page and "hx-trigger" not in page
    assert [f.state for f in File.objects.all()] == ["read", "read"]
    for report in Report.objects.all():
        assert report.year in (2023, 2024) and report.unit_name
        assert report.cells.count() == 200
        shown = clerk.get(f"/desk/intake/reports/{report.pk}/")
        assert shown.status_code == 200 and report.unit_name in shown.content.decode()
    assert Cell.objects.filter(year=2023, address="requests/received/total").count() == 1
