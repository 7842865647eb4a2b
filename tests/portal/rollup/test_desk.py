"""The supervising office sees the total, who is missing, and what stands behind each figure."""

from django.urls import reverse

from portal.acts.actor import SYSTEM
from portal.annual.acts import ArchiveReport
from portal.organs.models import Role
from tests.portal.annual.conftest import YEAR
from tests.portal.conftest import County
from tests.portal.rollup.conftest import accepted

LICENCES = "licences/licence/decisions"


def test_the_page_names_the_missing_and_links_each_figure(january: County) -> None:
    accepted(january.bureau, licences__licence__decisions=12)
    office = january.client("zg", Role.SUPERVISOR, organ=january.county)
    page = office.get(reverse("rollup_year", args=["shili", YEAR])).content.decode()
    assert "应汇总3个单位：已计入1个，未计入2个。" in page
    assert "示例镇人民政府" in page and "还没有开始填报" in page
    behind = reverse("rollup_figure", args=["shili", YEAR])
    assert f"{behind}?at=licences%2Flicence%2Fdecisions&amp;of=region" in page
    opened = office.get(behind, {"at": LICENCES, "of": "region"}).content.decode()
    assert "示例县教育局" in opened and ">12<" in opened


def test_an_outsider_sees_nothing_of_it(january: County) -> None:
    clerk = january.client("jb", Role.HANDLER)
    for name in ("rollup_year", "rollup_figure", "rollup_published"):
        assert clerk.get(reverse(name, args=["shili", YEAR])).status_code == 403


def test_an_address_that_is_none_is_not_found(january: County) -> None:
    office = january.client("zg", Role.SUPERVISOR, organ=january.county)
    page = reverse("rollup_figure", args=["shili", YEAR])
    for wrong in ("", "x", "licences/licence/none", "a/b/c/d", "\x00"):
        assert office.get(page, {"at": wrong}).status_code == 404
    assert office.get(reverse("rollup_year", args=["shili", 1999])).status_code == 404


def test_what_was_published_otherwise_is_shown(january: County) -> None:
    filing = accepted(january.bureau, licences__licence__decisions=12)
    version = filing.current
    assert version is not None
    text = version.report.replace('"12"', '"21"')
    assert text != version.report
    ArchiveReport(
        by=SYSTEM, organ=january.bureau, data=text.encode(), file_name="年报.json", year=YEAR
    ).execute()
    office = january.client("zg", Role.SUPERVISOR, organ=january.county)
    page = office.get(reverse("rollup_published", args=["shili", YEAR])).content.decode()
    assert "行政许可" in page and ">12<" in page and ">21<" in page
    assert "不一致1个，还没有公布2个" in page
