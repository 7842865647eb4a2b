"""A doubtful figure is confirmed by a person; what was read stays, and nobody overwrites anybody."""

from decimal import Decimal

import pytest

from portal.acts.act import Changed, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.intake import feed
from portal.intake.acts.cells import ConfirmCell
from portal.intake.acts.reports import Choose, Recognise, SetAside
from portal.intake.models import Cell, Confirmation, Report
from portal.intake.recognise import Units
from portal.organs.models import Organ, Role
from tests.portal.conftest import County, establish
from tests.portal.intake.conftest import Take, example


def test_two_people_on_one_cell(county: County, take: Take) -> None:
    """两个人同时看同一个数：后提交的人先看到前一个人说了什么。"""
    take(example("lihe-xiang-2023"))
    cell = Cell.objects.get(address="requests/received/natural")
    first, second = county.actor("zhuguan"), county.actor("jia", Role.HANDLER, organ=county.county)
    seen, read = cell.version, cell.value
    ConfirmCell(by=first, target=cell, seen=seen, status="number", value=Decimal(7)).execute()
    with pytest.raises(Changed):
        ConfirmCell(by=second, target=cell, seen=seen, status="number", value=Decimal(9)).execute()
    cell.refresh_from_db()
    ConfirmCell(
        by=second,
        target=cell,
        seen=cell.version,
        status="number",
        value=Decimal(9),
        reason="原件是9",
    ).execute()
    cell.refresh_from_db()
    assert cell.value == read, "what was read stays"
    assert cell.figure.value == 9
    said = [(c.who, c.value) for c in Confirmation.objects.all()]
    assert said == [("zhuguan某", 7), ("jia某", 9)]
    assert ActRecord.objects.filter(act="intake.confirm").count() == 2


def test_the_page_shows_both_and_the_checks_follow(county: County, take: Take) -> None:
    take(example("lihe-xiang-2023"))
    report = Report.objects.get()
    before = report.findings.get("E", 0)
    cell = report.cells.get(address="requests/received/natural")
    clerk = county.client("zhuguan")
    page = clerk.get(f"/desk/intake/cells/{cell.pk}/")
    assert page.status_code == 200 and "<mark>" in page.content.decode()
    sent = {"status": "number", "value": "999", "reason": "原件是999", "seen": cell.version}
    done = clerk.post(f"/desk/intake/cells/{cell.pk}/", sent, follow=True)
    assert done.status_code == 200
    text = done.content.decode()
    assert "✓999" in text and "原件是999" in text and "zhuguan某" in text
    report.refresh_from_db()
    assert report.findings["E"] > before, "999 breaks the sums"
    again = clerk.post(f"/desk/intake/cells/{cell.pk}/", sent)
    assert again.status_code == 409 and "别人已作了修改" in again.content.decode()


@pytest.mark.parametrize(
    ("status", "value", "why"),
    [
        ("number", "", "请填写数字"),
        ("number", "NaN", ""),
        ("number", "1e400", ""),
        ("number", "12,5", ""),
        ("number", "9" * 39, "太大"),
        ("number", "0.12345678", "小数"),
        ("nonsense", "1", ""),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused(
    county: County, take: Take, status: str, value: str, why: str
) -> None:
    take(example("lihe-xiang-2023"))
    cell = Cell.objects.get(address="requests/received/natural")
    clerk = county.client("zhuguan")
    answer = clerk.post(
        f"/desk/intake/cells/{cell.pk}/", {"status": status, "value": value, "seen": cell.version}
    )
    assert answer.status_code in (409, 422) and why in answer.content.decode()
    assert not Confirmation.objects.exists()


def test_a_report_is_known_by_its_organ(county: County, take: Take, office: Actor) -> None:
    take(example("lihe-xiang-2023"))
    report = Report.objects.get()
    assert report.unit is None and report.name.startswith("例河乡")
    Recognise(by=office, target=report, unit=county.town, year=2022).execute()
    report.refresh_from_db()
    assert (report.unit, report.year, report.level) == (county.town, 2022, "township")
    assert report.said["year"] == 2023 and report.said["authority"].startswith("例河乡")
    assert set(report.cells.values_list("year", flat=True)) == {2022}
    with pytest.raises(Refused, match="年度"):
        Recognise(by=office, target=report, unit=county.town, year=None).execute()


def test_of_several_reports_on_one_year_one_is_chosen(
    county: County, take: Take, office: Actor
) -> None:
    take(example("lihe-xiang-2023"), example("lihu-zhen-2023"), example("lidong-2023"))
    reports = list(Report.objects.order_by("pk"))
    for one in reports:
        Recognise(by=office, target=one, unit=county.town, year=2023).execute()
    assert [r.chosen for r in Report.objects.order_by("pk")] == [True, False, False]
    clerk = county.client("zhuguan")
    page = clerk.get(f"/desk/intake/reports/{reports[1].pk}/").content.decode()
    assert "有几份报告" in page and "lidong-2023" in page
    assert clerk.post(f"/desk/intake/reports/{reports[1].pk}/choose/", {}).status_code == 302
    assert [r.chosen for r in Report.objects.order_by("pk")] == [False, True, False]
    with pytest.raises(Refused, match="已经以这份为准"):
        Choose(by=office, target=reports[1]).execute()
    SetAside(by=office, target=reports[1], reason="交错了").execute()
    assert [r.chosen for r in Report.objects.order_by("pk")] == [True, False, False]


def test_organs_are_recognised_by_name_place_and_former_name(
    county: County, take: Take, office: Actor
) -> None:
    other = establish("linxian", "邻县人民政府", "county", "government")
    far = establish("linzhen", "示例镇人民政府", "township", "government", other)
    units = Units()

    def found(name: str, office: Organ | None = county.county) -> Organ | None:
        return units.find(name, 2023, office)

    assert found("示例镇人民政府") == county.town, "of two of one name the one below the office"
    assert found("示例镇人民政府", other) == far
    assert found("示例镇人民政府", None) is None
    assert found("示例县教育局") == county.bureau
    assert found("某市示例县教育局") == county.bureau
    assert found("教育局") is None and found("") is None


def test_last_year_stands_beside_this_year_where_it_is_here(take: Take) -> None:
    take(example("lihe-xiang-2023"))
    this = Report.objects.get()
    take(example("lihe-xiang-2022"))
    before = feed.previous(this)
    assert before is not None and before.year == 2022


def test_a_report_is_read_anew_by_another_edition(
    take: Take, county: County, office: Actor
) -> None:
    take(example("lihe-xiang-2023"))
    report = Report.objects.get()
    clerk = county.client("zhuguan")
    url = f"/desk/intake/reports/{report.pk}/recognise/"
    sent = {"unit_name": "例河乡人民政府", "year": 2023, "edition": "2019", "seen": report.version}
    assert clerk.post(url, sent).status_code == 302
    report.refresh_from_db()
    assert report.edition == "2019" and report.cells.count() == 198 and report.chosen
    cell = report.cells.get(address="requests/received/total")
    assert cell.figure.is_number and cell.year == 2023, "table three is alike in both"
    ConfirmCell(by=office, target=cell, status="number", value=Decimal(1)).execute()
    with pytest.raises(Refused, match="确认过"):
        Recognise(
            by=office, target=report, unit=None, unit_name="例河乡", year=2023, edition="2021"
        ).execute()


def test_what_leaves_its_year_makes_room_for_the_other(
    county: County, take: Take, office: Actor
) -> None:
    take(example("lihe-xiang-2023"), example("lihu-zhen-2023"))
    first, second = Report.objects.order_by("pk")
    for one in (first, second):
        Recognise(by=office, target=one, unit=county.town, year=2023).execute()
    Recognise(by=office, target=first, unit=county.town, year=2022).execute()
    assert [r.chosen for r in Report.objects.order_by("pk")] == [True, True]
