"""The example county: the same day gives the same county, made through acts, and it calls itself one."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gongkai.law.columns import columns
from portal.acts import clock
from portal.acts.models import ActRecord
from portal.acts.record import verify
from portal.assurance.kinds import kinds
from portal.assurance.models import NoneReport, Record
from portal.channels.models import ChannelEntry
from portal.demo import assurance, command, offices, reports, unfinished, world
from portal.demo.documents import written
from portal.organs.models import Organ
from portal.publishing.models import Document
from portal.registers.models import NormativeEntry
from tests.portal.conftest import County

TODAY = date(2026, 11, 21)
EXAMPLES = Path(__file__).parents[3] / "examples"


def test_the_same_day_gives_the_same_documents() -> None:
    rows = [row for row in world.rows() if row["group"] != "elsewhere"]
    first, again = written(rows, TODAY), written(rows, TODAY)
    assert first == again and len(first) > 1000
    assert len([row for row in rows if row["group"] == "townships"]) == 12
    assert len([row for row in rows if row["group"] == "departments"]) == 20
    assert {one.published_at.year for one in first} == {2024, 2025, 2026}


def test_every_document_stands_in_a_column_of_the_law_and_no_number_is_given_twice() -> None:
    rows = [row for row in world.rows() if row["group"] != "elsewhere"]
    known = {one.code for one in columns().values()}
    documents = written(rows, TODAY)
    assert {one.column for one in documents} <= known
    numbers = Counter(
        (one.organ, one.content["number"]) for one in documents if one.content.get("number")
    )
    assert max(numbers.values()) == 1


def test_nothing_in_it_lies_ahead() -> None:
    rows = [row for row in world.rows() if row["group"] != "elsewhere"]
    for day in (date(2026, 1, 1), date(2026, 3, 1), TODAY):
        assert all(one.published_at.date() < day for one in written(rows, day))


@pytest.fixture
def made(db: None) -> world.World:
    """A part of the county: its government, its office and the township that is shown."""
    county = world.World(clock.today(), print)
    world.found(county, only={"lijiang", "zhengfuban", "lihe"})
    offices.describe(county)
    offices.open_channels(county)
    for _number in world.publish_all(county):
        pass
    offices.log(county)
    offices.enter_normative(county)
    offices.keep_registers(county)
    offices.say_what_does_not_apply(county)
    assurance.tell(county)
    unfinished.leave(county)
    return county


def test_it_is_made_through_acts_alone_and_stands_open(made: world.World) -> None:
    proof = verify()
    assert proof.broken is None and proof.records == ActRecord.objects.count() > 300
    assert Document.objects.filter(is_public=True).count() > 60
    assert NormativeEntry.objects.exists() and ChannelEntry.objects.exists()
    assert {*kinds()} == {*Record.objects.values_list("kind", flat=True)}
    assert NoneReport.objects.filter(organ__code="lihe").exists()
    states = set(Document.objects.filter(organ__code="lihe").values_list("state", flat=True))
    assert {"draft", "review", "scheduled", "published", "withdrawn"} <= states
    names = [name for name, _posts, _password in made.passwords]
    assert {"lihe-jingban", "lihe-qianfa", "zhuguan", "system", "security", "audit"} <= set(names)
    assert len({password for _n, _p, password in made.passwords}) == len(names)
    page = Client().get("/")
    assert page.status_code == 200 and "例江县" in page.content.decode()


def test_the_shipped_reports_stand_in_its_archive_with_their_findings(
    made: world.World, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    for name in ("lihe-xiang-2022", "lihe-xiang-2023", "fanli-ju-2023"):
        (tmp_path / name).symlink_to(EXAMPLES / name)
    with django_capture_on_commit_callbacks(execute=True):
        taken = list(reports.archive(made, tmp_path))
    assert [one.refused for one in taken] == ["", "", ""]
    assert Organ.objects.filter(name="范例市自然资源局").exists()
    page = Client().get("/o/lihe/reports/2023/?findings=1").content.decode()
    assert "处需要留意" in page
    table = b"".join(Client().get("/figures/table.csv?organ=例河乡&year=2023")).decode()
    assert table.count("\n") > 200 and "例河乡" in table
    again = list(reports.archive(made, tmp_path))
    assert all(one.known and not one.refused for one in again)


def test_it_is_never_built_over_real_work(county: County) -> None:
    with pytest.raises(command.NotADemo, match="真实数据"):
        command.build(print, [])
