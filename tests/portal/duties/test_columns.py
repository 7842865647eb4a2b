"""The standard columns are set up once, by one act, and keep what somebody has changed."""

import pytest

from gongkai.law import columns as law
from portal.acts.act import Forbidden, Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.duties.acts.columns import InstallStandardColumns, install
from portal.organs.models import Role
from portal.publishing.models import Column, Part
from portal.publishing.queries import columns_for
from tests.portal.conftest import County


def test_one_act_sets_up_every_column_with_one_record(county: County) -> None:
    before = ActRecord.objects.count()
    InstallStandardColumns(by=SYSTEM).execute()
    assert Column.objects.count() == len(law.columns())
    assert ActRecord.objects.count() == before + 1
    assert "finance" in ActRecord.objects.get(pk=before + 1).after["columns"]


def test_a_second_time_nothing_happens_and_nothing_is_recorded(county: County) -> None:
    install(SYSTEM)
    records = ActRecord.objects.count()
    assert install(SYSTEM) == len(law.columns())
    with pytest.raises(Refused, match="齐全"):
        InstallStandardColumns(by=SYSTEM).execute()
    assert ActRecord.objects.count() == records


def test_a_changed_title_stays_and_wrong_duties_are_set_right(county: County) -> None:
    install(SYSTEM)
    Column.objects.filter(code="finance").update(title="财政资金", duties=[])
    install(SYSTEM)
    column = Column.objects.get(code="finance")
    assert (column.title, column.duties) == ("财政资金", ["20-07"])


def test_a_township_and_a_county_see_their_own_branches(county: County) -> None:
    install(SYSTEM)
    town = {c.code for c in columns_for(county.town)}
    above = {c.code for c in columns_for(county.county)}
    assert "homesteads" in town - above and "municipal" in above - town
    assert {c.part for c in columns_for(county.town)} == set(Part)


def test_only_the_system_administrator_sets_them_up(county: County) -> None:
    with pytest.raises(Forbidden):
        InstallStandardColumns(by=county.actor("jingban", Role.HANDLER)).execute()
    InstallStandardColumns(by=county.actor("guanli", Role.SYSTEM)).execute()


def test_the_page_says_what_it_does_and_the_button_names_it(county: County) -> None:
    client = county.client("guanli", Role.SYSTEM)
    page = client.get("/desk/duties/columns/").content.decode()
    assert "61号" in page and "设置标准栏目" in page
    assert client.post("/desk/duties/columns/").status_code == 302
    assert Column.objects.filter(code="guide").exists()
    assert county.client("jingban", Role.HANDLER).get("/desk/duties/columns/").status_code == 403
