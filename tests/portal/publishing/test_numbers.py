"""Index numbers by the organ's own rule: one after another, none twice, none changed afterwards."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM, Actor
from portal.acts.models import ActRecord
from portal.organs.models import Organ, Role
from portal.publishing.acts.importing import ImportDocument
from portal.publishing.acts.rules import SetPublishingRules
from portal.publishing.index_numbers import next_index_number, preview, rule_for
from portal.publishing.models import Column, Document, Part
from tests.portal.conftest import County

CODE = "11370322004222241N"
IN_MARCH = datetime(2026, 3, 8, tzinfo=UTC)


@pytest.fixture
def head(county: County) -> Actor:
    """Return the head of the township's disclosure office."""
    return county.actor("zhuren", Role.HEAD)


def rule(head: Actor, organ: Organ, pattern: str) -> None:
    SetPublishingRules(by=head, organ=organ, index_pattern=pattern).execute()


def test_each_part_of_a_rule(
    county: County, head: Actor, column: Column, publish: Callable[..., Document]
) -> None:
    Organ.objects.filter(pk=county.town.pk).update(credit_code=CODE)
    county.town.refresh_from_db()
    with clock.as_of(IN_MARCH):
        assert publish(organ=county.town).index_number == f"{CODE}/2026-00001"
        for pattern, number in (
            ("{organ9}/{year}{month}-{serial:05d}", "004222241/202603-00001"),
            ("{column}-{year}-{serial}", "guifan-2026-1"),
            ("示例〔{year}〕{serial:03d}号", "示例〔2026〕001号"),
            # The first rule again: its series goes on where it stood.
            ("{organ}/{year}-{serial:07d}", f"{CODE}/2026-0000002"),
        ):
            records = ActRecord.objects.count()
            rule(head, county.town, pattern)
            assert ActRecord.objects.count() == records + 1
            assert preview(county.town, "guifan", date(2026, 3, 8), pattern) == number
            assert publish(organ=county.town).index_number == number
    # What was given before any of the changes still is what it was.
    assert Document.objects.filter(index_number=f"{CODE}/2026-00001").count() == 1


def test_a_rule_holds_below_until_an_organ_sets_its_own(county: County, head: Actor) -> None:
    assert rule_for(county.town) == ("{organ}/{year}-{serial:05d}", None)
    rule(SYSTEM, county.county, "县-{year}-{serial}")
    assert rule_for(county.town) == rule_for(county.bureau) == ("县-{year}-{serial}", county.county)
    rule(head, county.town, "镇-{year}-{serial}")
    assert rule_for(county.town) == ("镇-{year}-{serial}", county.town)
    assert rule_for(county.bureau)[0] == "县-{year}-{serial}"
    rule(head, county.town, "")
    assert rule_for(county.town)[1] == county.county
    with pytest.raises(Refused, match="工作机构负责人"):
        rule(head, county.county, "{serial}")


def test_organs_under_one_rule_without_a_code_share_the_series(
    county: County, column: Column
) -> None:
    """规则里没有机关代码时，县里各机关的号也不会重。"""
    rule(SYSTEM, county.county, "县-{year}-{serial}")
    today = date(2026, 3, 8)
    given = [next_index_number(o, column, today) for o in (county.town, county.bureau)]
    assert given == ["县-2026-1", "县-2026-2"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("{organ}/{year}", "有且只有一个"),
        ("{serial}-{serial:05d}", "有且只有一个"),
        ("{organ}/{month}-{day}-{serial}", "只能用"),
        ("{organ.__class__}{serial}", "只能用"),
        ("{organ[0]}{serial}", "只能用"),
        ("{organ!r}{serial}", "只能用"),
        ("{year:>999999999}{serial}", "只能用"),
        ("{serial:999999999d}", "只能用"),
        ("{serial:{year}}", "只能用"),
        ("{}{serial}", "只能用"),
        ("{0}{serial}", "只能用"),
        ("{organ", "成对"),
        ("organ}{serial}", "成对"),
        ("{{}}{serial}", "花括号"),
        ("示例 {serial}", "空格"),
        ("\x00{serial}", "看不见"),
        ("长" * 60 + "{serial}", "不能超过60字"),
        ("{organ}{organ}{organ}{organ}{organ}{organ}{serial}", "可长达"),
    ],
)
def test_a_rule_that_cannot_number_is_refused_in_one_sentence(
    county: County, head: Actor, pattern: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        rule(head, county.town, pattern)
    assert refused.value.sentence.count("。") == 1
    assert rule_for(county.town)[1] is None


def test_numbers_taken_over_from_the_former_site_are_passed_by(
    county: County, column: Column, publish: Callable[..., Document], office: dict[str, Actor]
) -> None:
    for serial in (*range(1, 40), 41):
        ImportDocument(
            by=office["handler"],
            organ=county.town,
            column=column,
            genre="notice",
            published_at=IN_MARCH,
            content={"title": f"旧{serial}", "body": "<p>旧</p>"},
            index_number=f"shilizhen/2026-{serial:05d}",
        ).execute()
    with clock.as_of(datetime(2026, 4, 1, tzinfo=UTC)):
        assert publish().index_number == "shilizhen/2026-00040"
        assert publish().index_number == "shilizhen/2026-00042"


def test_two_at_once_never_get_the_same_number(transactional_db: None, county: County) -> None:
    column = Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)
    given: list[str] = []
    start = threading.Barrier(2)

    def take() -> None:
        start.wait()
        for _ in range(15):
            with transaction.atomic():
                given.append(next_index_number(county.town, column, date(2026, 3, 8)))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(given) == [f"shilizhen/2026-{n:05d}" for n in range(1, 31)]


def test_the_page_shows_the_next_number_and_tries_a_rule(county: County, column: Column) -> None:
    client = county.client("zhuren", Role.HEAD)
    year = clock.today().year
    page = client.get("/desk/numbers/").content.decode()
    assert f"shilizhen/{year}-00001" in page and "不再给别的文件" in page
    records = ActRecord.objects.count()
    tried = client.post("/desk/numbers/", {"index_pattern": "试{serial:03d}", "try": "1"})
    assert "试001" in tried.content.decode() and ActRecord.objects.count() == records
    wrong = client.post("/desk/numbers/", {"index_pattern": "{organ.__class__}"})
    assert wrong.status_code == 409 and "只能用" in wrong.content.decode()
    assert client.post("/desk/numbers/", {"index_pattern": "镇{serial:03d}"}).status_code == 302
    assert "镇001" in client.get("/desk/numbers/").content.decode()
    clerk = county.client("jingban", Role.HANDLER)
    assert clerk.get("/desk/numbers/").status_code == 403
