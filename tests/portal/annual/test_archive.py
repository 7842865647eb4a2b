"""A published report goes into the archive as a file and comes out as tables, findings and downloads."""

from pathlib import Path

import pytest
from django.test import Client

from portal.acts.act import Forbidden, Refused
from portal.acts.models import ActRecord
from portal.annual.acts import ArchiveReport
from portal.annual.models import AnnualReport
from portal.organs.models import Role
from portal.publishing.models import Column
from tests.portal.conftest import County

EXAMPLES = Path(__file__).parents[3] / "examples"


def _file(folder: str) -> tuple[bytes, str]:
    path = next((EXAMPLES / folder).glob("report.*"))
    return path.read_bytes(), path.name


def _archive(county: County, folder: str = "lihe-xiang-2023", **more: object) -> AnnualReport:
    data, name = _file(folder)
    facts: dict[str, object] = {"organ": county.town, "data": data, "file_name": name}
    return ArchiveReport(by=county.actor("jb", Role.HANDLER), **(facts | more)).execute()  # type: ignore[arg-type]


def test_a_report_is_read_kept_and_found(county: County, column: Column) -> None:
    one = _archive(county)
    assert (one.year, one.edition) == (2023, "2021")
    assert one.document.is_public and one.document.column == column
    assert ActRecord.objects.filter(act="annual.archive").count() == 1
    page = Client().get("/o/shilizhen/reports/2023/")
    assert page.status_code == 200
    assert 'data-address="requests/received/total"' in page.content.decode()
    assert one.title in Client().get("/o/shilizhen/reports/").content.decode()


@pytest.mark.parametrize("ending", ["html", "docx", "pdf", "xlsx", "json"])
def test_it_comes_in_every_format_and_reads_back_equal(
    county: County, column: Column, ending: str
) -> None:
    from gongkai.readers.read import read

    one = _archive(county)
    given = Client().get(f"/o/shilizhen/reports/2023/report.{ending}")
    assert given.status_code == 200 and "attachment" in given["Content-Disposition"]
    again = read(given.content, name=f"report.{ending}").report
    assert again is not None and again.figures == one.report.figures


def test_a_second_file_for_the_year_asks_why_and_the_first_one_stays_on_record(
    county: County, column: Column
) -> None:
    first = _archive(county)
    with pytest.raises(Refused, match="已在档案中"):
        _archive(county, reason="再存一次")
    with pytest.raises(Refused, match="写明原因"):
        _archive(county, "lihu-zhen-2023")
    second = _archive(county, "lihu-zhen-2023", reason="原件有误，更正后重新公布")
    first.refresh_from_db()
    assert (
        first.replaced_at is not None
        and not first.document.__class__.objects.get(pk=first.document_id).is_public
    )
    assert AnnualReport.objects.get(replaced_at=None) == second


def test_the_archive_takes_reports_only_and_from_who_may(county: County, column: Column) -> None:
    with pytest.raises(Refused, match="没有政府信息公开"):
        _archive(county, data=b"nothing of a report", file_name="x.txt")
    with pytest.raises(Refused, match="2023年度"):
        _archive(county, year=2022)
    data, name = _file("lihe-xiang-2023")
    with pytest.raises((Refused, Forbidden), match="经办"):
        ArchiveReport(
            by=county.actor("qt", Role.HANDLER, organ=county.bureau),
            organ=county.town,
            data=data,
            file_name=name,
        ).execute()
    assert not AnnualReport.objects.exists()


def test_the_desk_names_the_missing_years(county: County, column: Column) -> None:
    _archive(county)
    page = county.client("jb", Role.HANDLER).get("/desk/reports/").content.decode()
    assert "档案中没有" in page and "/o/shilizhen/reports/2023/" in page


def test_the_county_reads_all_its_organs_at_once(county: County, column: Column) -> None:
    _archive(county)
    page = Client().get("/reports/").content.decode()
    assert "示例镇人民政府" in page and "/o/shilizhen/reports/2023/" in page


def test_last_year_stands_beside_this_year_on_request(county: County, column: Column) -> None:
    _archive(county, "lihe-xiang-2022")
    _archive(county, "lihe-xiang-2023")
    plain = Client().get("/o/shilizhen/reports/2023/").content.decode()
    assert "与2022年对照" in plain
    beside = Client().get("/o/shilizhen/reports/2023/?beside=previous").content.decode()
    assert "2022年与2023年对照" in beside


def test_the_file_itself_stands_beside_what_was_read(county: County, column: Column) -> None:
    _archive(county)
    page = Client().get("/o/shilizhen/reports/2023/").content.decode()
    place = page.split('href="/files/')[1].split('"')[0]
    given = Client().get(f"/files/{place}")
    assert given.status_code == 200 and b"".join(given.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
