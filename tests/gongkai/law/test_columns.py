"""The standard columns of a platform: every duty has its place, a level sees only its own."""

import pytest

from gongkai.errors import DataError
from gongkai.law import columns as law
from gongkai.law import entries
from gongkai.law.duties import duties, duties_of


def test_the_fixed_parts_are_there_once_and_the_content_branches() -> None:
    parts = [one.part for one in law.columns().values()]
    assert {part: parts.count(part) for part in ("guide", "systems", "reports")} == {
        "guide": 1,
        "systems": 1,
        "reports": 1,
    }
    assert law.columns()["guide"].zh == "政府信息公开指南"


@pytest.mark.parametrize("level", ["township", "county", "city", "province"])
def test_every_duty_of_a_level_has_a_column_there(level: str) -> None:
    carried = {code for one in law.columns_of(level) for code in one.duties}
    assert {duty.code for duty in duties_of(level)} <= carried


def test_departments_find_their_duties_among_their_governments_columns() -> None:
    carried = {code for one in law.columns_of("county") for code in one.duties}
    assert {duty.code for duty in duties_of("department", under="county")} <= carried


def test_a_township_has_no_rules_and_a_county_no_homesteads() -> None:
    assert "rules" not in {one.code for one in law.columns_of("township")}
    assert "homesteads" not in {one.code for one in law.columns_of("county")}


def test_only_what_the_inspection_counts_has_a_clock() -> None:
    clocks = {one.code: one.update_days for one in law.columns().values() if one.update_days}
    assert clocks == {"notices": 183, "news": 14}


def test_a_duty_without_a_column_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {key: value for key, value in entries.read("columns").items() if key != "finance"}
    monkeypatch.setattr(entries, "read", lambda name: fewer)
    law.columns.cache_clear()
    with pytest.raises(DataError, match="20-07"):
        law.columns()
    law.columns.cache_clear()


def test_budgets_and_statistics_are_renewed_every_year() -> None:
    assert [d.code for d in duties().values() if d.renewed == "yearly"] == ["20-04", "20-07"]
