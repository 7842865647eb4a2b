"""The open data: every cell of every published report, as it was read, in files anybody may take."""

import csv
import hashlib
import io
import json
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gongkai.figures import Status
from portal.annual.acts import ArchiveReport
from portal.api.opendata import making
from portal.organs.models import Role
from tests.portal.api.world import EXAMPLES, SECRETS, World


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


def taken(name: str) -> bytes:
    """Return a file as anybody takes it."""
    response = Client().get(f"/opendata/{name}")
    assert response.status_code == 200, name
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_all_three_kinds_say_the_same_of_every_cell(world: World) -> None:
    assert world.report is not None
    report = world.report.report
    rows = list(csv.DictReader(io.StringIO(taken("annual-reports.csv").decode("utf-8-sig"))))
    by_address = {row["address"]: row for row in rows}
    assert len(rows) == len(by_address) == 200
    (listed,) = json.loads(taken("annual-reports.json"))
    table = pq.read_table(io.BytesIO(taken("annual-reports-2021.parquet")))
    (wide,) = table.to_pylist()
    for address in report:
        figure, row = report[address], by_address[str(address)]
        assert (row["status"], row["value"]) == (figure.status, figure.text or "")
        assert listed["cells"][str(address)] == {"status": figure.status, "value": figure.text}
        mark = {Status.BLANK: -1, Status.ABSENT: -2, Status.UNREADABLE: -3}.get(figure.status)
        assert wide[str(address)] == (figure.value if mark is None else mark)
    assert wide["organ"] == "shilizhen" and wide["year"] == 2023
    assert str(table.schema.field("requests/received/total").type) == "int32"
    assert isinstance(wide["fees/fee/amount"], Decimal)
    assert pq.read_table(io.BytesIO(taken("annual-reports-2019.parquet"))).num_rows == 0


def test_the_schema_names_the_columns_that_are_there(world: World) -> None:
    package = json.loads(taken("schema.json"))
    for resource in package["resources"]:
        first = taken(resource["path"]).decode("utf-8-sig").splitlines()[0]
        assert first.split(",") == [one["name"] for one in resource["schema"]["fields"]]


def test_the_digests_are_those_of_the_files(world: World) -> None:
    lines = taken("SHA256SUMS").decode().splitlines()
    assert len(lines) == 6
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(taken(name)).hexdigest() == digest


def test_the_digests_are_sent_anew_when_any_file_is_another(world: World) -> None:
    tag = Client().get("/opendata/SHA256SUMS")["ETag"]
    world.published("又公开了一份", days=0)
    making.make()
    answer = Client().get("/opendata/SHA256SUMS", headers={"If-None-Match": tag})
    assert answer.status_code == 200


def test_a_catalogue_of_open_data_finds_every_file(world: World) -> None:
    response = Client().get("/opendata/dcat.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    found = json.loads(response.content)
    reports, documents = found["dcat:dataset"]
    assert len(reports["dcat:distribution"]) == 4 and len(documents["dcat:distribution"]) == 1
    for one in (*reports["dcat:distribution"], *documents["dcat:distribution"]):
        address = one["dcat:downloadURL"]["@id"].removeprefix("http://testserver/opendata/")
        content = taken(address)
        assert len(content) == one["dcat:byteSize"]
        assert hashlib.sha256(content).hexdigest() == one["spdx:checksum"]["spdx:checksumValue"]


def test_another_report_makes_the_files_anew(world: World) -> None:
    before = making.state()
    first = Client().get("/opendata/annual-reports.csv")
    tag = first["ETag"]
    assert (
        Client().get("/opendata/annual-reports.csv", headers={"If-None-Match": tag}).status_code
        == 304
    )
    weak = Client().get("/opendata/annual-reports.csv", headers={"If-None-Match": f"W/{tag}"})
    assert weak.status_code == 304
    path = next((EXAMPLES / "fanli-qu-2022").glob("report.*"))
    by = world.people.actor("jingban", Role.HANDLER)
    ArchiveReport(by=by, organ=world.town, data=path.read_bytes(), file_name=path.name).execute()
    assert making.state() != before
    making.watch()
    making.watch()  # asked for once
    assert DBTaskResult.objects.count() == 1
    making.refresh.call()
    making.watch()
    assert DBTaskResult.objects.count() == 1
    years = {
        row["year"]
        for row in csv.DictReader(io.StringIO(taken("annual-reports.csv").decode("utf-8-sig")))
    }
    assert years == {"2022", "2023"}
    assert (
        Client().get("/opendata/annual-reports.csv", headers={"If-None-Match": tag}).status_code
        == 200
    )
    making.refresh.call()  # nothing changed: nothing is made
    assert len(list(making.folder().glob("*/manifest.json"))) == 2


def test_nothing_private_and_no_formula(world: World) -> None:
    world.published("=cmd|'/c calc'!A1")
    making.make()
    everything = "".join(taken(name).decode() for name in ("documents.csv", "annual-reports.json"))
    assert "公开的文件6" in everything and [s for s in SECRETS if s in everything] == []
    titles = [
        row["title"]
        for row in csv.DictReader(io.StringIO(taken("documents.csv").decode("utf-8-sig")))
    ]
    assert "'=cmd|'/c calc'!A1" in titles


def test_the_page_says_what_there_is_and_under_which_terms(world: World, settings: Any) -> None:
    page = Client().get("/opendata/").content.decode()
    assert "annual-reports.csv" in page and "没有另行设定使用条件" in page
    (settings.DATA / "licence.txt").write_text("署名即可使用。<b>", "utf-8")
    page = Client().get("/opendata/").content.decode()
    assert "署名即可使用。&lt;b&gt;" in page


@pytest.mark.parametrize(
    "name", ["nothing.csv", "manifest.json", "..%2F..%2Flicence.txt", "%2e%2e"]
)
def test_no_other_file_is_given(world: World, name: str) -> None:
    assert Client().get(f"/opendata/{name}").status_code == 404
