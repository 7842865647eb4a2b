"""The complete file of a request: every paper in it, each by its digest, and the day it was taken."""

import csv
import hashlib
import io
import zipfile
from datetime import date

import pypdfium2
import pytest
from tests.portal.cases.test_whole_case import again, answered

from portal.acts.models import ActRecord
from portal.cases import papers
from portal.cases.acts.receipt import AskCorrection, ReceiveCorrection
from portal.cases.acts.reply import Part
from portal.cases.models import Case
from portal.organs.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office) -> Case:
    """An answered request with a correction and two papers."""
    one = office.case(files=[papers.received("申请表.txt", "申请公开养护资金".encode())])
    AskCorrection(
        by=office.handler,
        target=one,
        on=date(2024, 3, 8),
        what="请写明项目",
        until=date(2024, 3, 22),
    ).execute()
    ReceiveCorrection(
        by=office.handler,
        target=again(one),
        on=date(2024, 3, 12),
        text="村道项目",
        files=[papers.received("补正.txt", "村道养护项目".encode())],
    ).execute()
    part = Part("provided", what="", facts={"content": "拨付文件全文"})
    return answered(office, again(one), part, day=date(2024, 3, 28))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_zip_holds_every_paper_as_it_came_and_the_pdf_every_page(office, case) -> None:
    client = office.county.client("jb", Role.HANDLER)
    data = client.post(f"/desk/cases/{case.pk}/whole.zip").content
    archive = zipfile.ZipFile(io.BytesIO(data))
    rows = list(csv.DictReader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
    assert {"申请表.txt", "补正.txt"} <= {row["文件名"][3:] for row in rows}
    for row in rows:
        paper = archive.read(f"材料/{row['文件名']}")
        assert hashlib.sha256(paper).hexdigest() == row["SHA-256"]
    text = text_of(archive.read("案卷.pdf"))
    for words in ("政府信息公开申请登记表", "李明", "告知补正", "村道养护项目", "期限的计算"):
        assert words in text
    assert ActRecord.objects.filter(act="cases.take_paper").count() == 1


def test_only_the_handling_organ_has_it(office, case) -> None:
    for client in (
        office.county.client("js", Role.HANDLER, organ=office.county.bureau),
        office.county.client("zg", Role.SUPERVISOR, organ=office.county.county),
    ):
        assert client.post(f"/desk/cases/{case.pk}/whole.pdf").status_code == 404
