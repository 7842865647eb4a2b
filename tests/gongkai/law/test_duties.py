"""What must be published: 15 items for all, 7 more for cities and counties, 8 for townships."""

import pytest

from gongkai.errors import DataError
from gongkai.law.duties import duties, duties_of


def test_the_lists_are_complete() -> None:
    codes = list(duties())
    assert codes[:15] == [f"20-{n:02}" for n in range(1, 16)]
    assert codes[15:22] == [f"21-C{n}" for n in range(1, 8)]
    assert codes[22:] == [f"21-T{n}" for n in range(1, 9)]


def test_article_21_reads_as_in_the_regulation() -> None:
    named = {code: duty.zh for code, duty in duties().items()}
    assert [named[f"21-C{n}"] for n in range(1, 8)] == (
        ["市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助"]
    )
    assert [named[f"21-T{n}"] for n in range(1, 9)] == [
        "贯彻落实农业农村政策",
        "农田水利工程建设运营",
        "农村土地承包经营权流转",
        "宅基地使用情况审核",
        "土地征收",
        "房屋征收",
        "筹资筹劳",
        "社会救助",
    ]


def test_article_20_numbers_its_items_and_article_21_does_not() -> None:
    assert duties()["20-01"].article == "第二十条第（一）项"
    assert duties()["20-10"].article == "第二十条第（十）项"
    assert duties()["20-15"].article == "第二十条第（十五）项"
    assert duties()["21-T4"].article == "第二十一条"


def test_a_township_owes_23_items_among_them_the_homesteads() -> None:
    owed = [duty.code for duty in duties_of("township")]
    assert len(owed) == 23
    assert "21-T4" in owed and "21-C1" not in owed


def test_article_21_binds_departments_of_cities_and_counties_only() -> None:
    assert len(duties_of("department", under="county")) == 22
    assert len(duties_of("department", under="city")) == 22
    assert len(duties_of("department", under="province")) == 15
    assert len(duties_of("department")) == 22
    assert len(duties_of("province")) == 15


def test_every_item_is_published_within_twenty_working_days() -> None:
    for duty in duties().values():
        assert (duty.clock.days, duty.clock.unit) == (20, "workday")
        assert duty.clock.article == "第二十六条"


def test_only_the_lists_of_article_21_are_open() -> None:
    assert {duty.code[:2] for duty in duties().values() if duty.open} == {"21"}


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(DataError):
        duties_of("village")
