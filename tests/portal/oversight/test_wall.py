"""The wall: who has sent what, how late, what was noticed; and reminding those who have not."""

from datetime import date

import pytest
from django.urls import reverse

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.annual.acts import PublishFiling, SaveTexts, SubmitFiling
from portal.annual.models import FilingEvent
from portal.organs.models import Role
from portal.oversight.acts import RemindUnits, SetTimetable
from portal.oversight.judging import judge_new
from portal.oversight.models import Judged, Reminder
from portal.oversight.queries import Wall, wall
from tests.portal.annual.conftest import TEXTS, YEAR, answered, moment
from tests.portal.conftest import County, establish
from tests.portal.rollup.conftest import accepted, begun, sent


def _wall(county: County, *, today: date | None = None) -> Wall:
    return wall(county.county, YEAR, today=today or clock.today())


def test_every_unit_has_its_stage_and_its_days(january: County) -> None:
    PublishFiling(by=SYSTEM, target=accepted(january.bureau)).execute()
    found = _wall(january)
    rows = {row.organ: row for row in found.rows}
    assert set(rows) == {january.bureau, january.town}
    assert (rows[january.bureau].published, rows[january.bureau].late) == (True, False)
    town = rows[january.town]
    assert (town.stage, town.left, town.late) == (None, 19, False)
    assert (found.numbers["published"], found.numbers["unbegun"]) == (1, 1)


def test_units_stand_as_the_tree_has_them(january: County) -> None:
    """Not by the text of their numbers, where the tenth would stand before the second."""
    later = [
        establish(f"zhen{n}", f"示例{n}镇人民政府", "township", "government", january.town)
        for n in range(12)
    ]
    order = [row.organ for row in _wall(january).rows if row.scope == "own"]
    assert order == [january.town, *later, january.bureau]


def test_who_is_late_is_late_until_it_is_published(january: County) -> None:
    sent(january.town)
    assert _wall(january).numbers["late"] == 0
    february = _wall(january, today=date(2026, 2, 2))
    assert {row.organ for row in february.rows if row.late} == {january.bureau, january.town}


def test_a_unit_is_told_the_days_its_office_set(january: County) -> None:
    SetTimetable(
        by=SYSTEM, organ=january.county, year=YEAR, tier="township", submit_on=date(2026, 1, 20)
    ).execute()
    clerk = january.client("jb", Role.HANDLER)
    assert "2026年1月20日" in clerk.get("/desk/").content.decode()
    filing = begun(january.town)
    both = "应于2026年1月20日（周二）前报送，2026年1月31日（周六）前公布"
    for page in ("annual_filing", "annual_write"):
        assert both in clerk.get(reverse(page, args=[filing.pk])).content.decode()
    with clock.as_of(moment(1, 22)):
        assert "已逾期" in clerk.get("/desk/").content.decode()
        office = january.client("zg", Role.SUPERVISOR, organ=january.county)
        shown = office.get(reverse("oversight_year", args=[YEAR])).content.decode()
        assert "报送逾期2天" in shown and "还有9天" in shown  # the bureau has the law's days


def test_the_office_finds_late_reports_in_its_list_of_work(january: County) -> None:
    sent(january.town)
    office = january.client("zg", Role.SUPERVISOR, organ=january.county)
    assert "逾期没有报送或者公布" not in office.get("/desk/").content.decode()
    with clock.as_of(moment(2, 2)):
        page = office.get("/desk/").content.decode()
        late = reverse("oversight_year", args=[YEAR]) + "?show=late"
        assert f"2份{YEAR}年度报告逾期没有报送或者公布" in page and late in page
        assert "示例县教育局" in office.get(late).content.decode()


def test_an_office_sets_earlier_days_but_never_later_ones(january: County) -> None:
    facts = {"organ": january.county, "year": YEAR, "tier": "township"}
    SetTimetable(
        by=SYSTEM, submit_on=date(2026, 1, 10), publish_on=date(2026, 1, 25), **facts
    ).execute()
    rows = {row.organ: row for row in _wall(january).rows}
    assert rows[january.town].late, "not sent by the 10th"
    assert rows[january.town].due.publish_on == date(2026, 1, 25)
    assert not rows[january.bureau].late
    sent(january.town)
    assert not {row.organ: row for row in _wall(january).rows}[january.town].late
    with pytest.raises(Refused, match="第四十九条"):
        SetTimetable(
            by=SYSTEM,
            organ=january.county,
            year=YEAR,
            tier="department",
            publish_on=date(2026, 2, 5),
        ).execute()
    with pytest.raises(Refused, match="早于"):
        SetTimetable(
            by=SYSTEM, submit_on=date(2026, 1, 20), publish_on=date(2026, 1, 15), **facts
        ).execute()


def test_many_are_reminded_at_once_and_it_is_recorded_once(january: County) -> None:
    begun(january.bureau)
    before = ActRecord.objects.count()
    RemindUnits(
        by=SYSTEM, organ=january.county, year=YEAR, rows=_wall(january).rows, words="请抓紧"
    ).execute()
    assert ActRecord.objects.count() == before + 1
    assert FilingEvent.objects.filter(kind="reminded", words="请抓紧").count() == 1
    assert Reminder.objects.get().organ == january.town, "it has not begun"
    assert [row.reminders for row in _wall(january).rows] == [1, 1]
    home = january.client("jb", Role.HANDLER).get("/desk/").content.decode()
    assert "主管部门催报2025年度报告" in home and "请抓紧" in home


def test_what_is_published_is_not_reminded(january: County) -> None:
    PublishFiling(by=SYSTEM, target=accepted(january.bureau)).execute()
    with pytest.raises(Refused, match="不需要催报"):
        RemindUnits(by=SYSTEM, organ=january.county, year=YEAR, rows=_wall(january).rows).execute()


def test_copied_reports_are_named_and_an_issued_text_is_not_copying(january: County) -> None:
    """Sentences that many share were given to all; what two share is what one took from the other."""
    units = [
        establish(f"ju{n}", f"示例县第{n}局", "county", "department", january.county)
        for n in range(14)
    ]
    own = {
        **TEXTS,
        "1": [*TEXTS["1"], "全镇设置七处公开栏并由专人每周更换张贴的内容确保群众看得懂。"],
    }
    for organ in (january.town, january.bureau):
        filing = begun(organ)
        SaveTexts(by=SYSTEM, target=filing, texts=own).execute()
        SubmitFiling(by=SYSTEM, target=answered(filing)).execute()
    for organ in units:
        sent(organ)
    judge_new()
    judged = {one.version.filing.organ: one for one in Judged.objects.all()}
    assert judged[january.town].like_whom in (january.bureau, None)
    last = judged[january.bureau]
    assert last.like_whom == january.town and last.like_other is not None and last.like_other > 0
    assert judged[units[-1]].like_other == 0.0, "every unit has these sentences"


def test_a_version_is_judged_once(january: County) -> None:
    sent(january.town)
    judge_new()
    first = Judged.objects.get()
    judge_new()
    assert Judged.objects.get().pk == first.pk
    assert first.errors == 0


def test_the_page_filters_orders_and_leads_to_reminding(january: County) -> None:
    sent(january.town)
    office = january.client("zg", Role.SUPERVISOR, organ=january.county)
    page = office.get(reverse("oversight_year", args=[YEAR])).content.decode()
    assert "应报送2份，逾期0份。" in page
    only = office.get(
        reverse("oversight_year", args=[YEAR]), {"show": "submitted"}
    ).content.decode()
    assert "示例镇" in only and "示例县教育局" not in only
    unit = f"{january.bureau.pk}-own"
    url = reverse("oversight_remind", args=[YEAR]) + f"?unit={unit}"
    assert "示例县教育局" in office.get(url).content.decode()
    assert Reminder.objects.count() == 0, "looking reminds nobody"
    assert office.post(url, {"words": "请报送"}).status_code == 302
    assert Reminder.objects.get().words == "请报送"
    lines = office.get(reverse("oversight_export", args=[YEAR])).content.decode("utf-8-sig")
    assert lines.count("\n") == 3


def test_only_a_supervising_office_sees_it(january: County) -> None:
    clerk = january.client("jb", Role.HANDLER)
    assert clerk.get(reverse("oversight")).status_code == 403
    with clock.as_of(moment(1, 12)):
        assert clerk.post(reverse("oversight_remind", args=[YEAR]) + "?all=1").status_code == 403
