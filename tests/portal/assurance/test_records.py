"""Records of supervision and guarantee: entered, corrected, struck, and said to be none."""

from datetime import date

import pytest

from portal.acts import clock
from portal.acts.act import Changed, Forbidden, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.assurance import queries
from portal.assurance.acts import CorrectRecord, MakeRecord, SayNone, StrikeRecord
from portal.assurance.kinds import askable, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.models import Organ, Role
from tests.portal.assurance.conftest import SAID, Make, at
from tests.portal.conftest import County

DAY = date(2026, 3, 5)
ALL = [kind.code for kind in askable()]
ASKED = [kind.code for kind in askable() if not kind.over]


def test_a_record_of_each_kind_leaves_one_record_of_the_act(make: Make) -> None:
    for kind in kinds():
        before = ActRecord.objects.count()
        one = make(kind, DAY)
        assert ActRecord.objects.count() == before + 1
        assert ActRecord.objects.latest("number").subject == one.subject


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        ("training", {"people": None}, "缺少本机关参加人数"),
        ("training", {"people": 0}, "本机关参加人数不能是0"),
        ("training", {"people": -1}, "不能是负数"),
        ("training", {"people": "12"}, "应是整数"),
        ("training", {"hours": "半天"}, "学时应是数字"),
        ("training", {"hours": "NaN"}, "学时应是数字"),
        ("training", {"material": "长" * 2001}, "2000字"),
        ("training", {"material": "王小明13800138000"}, "手机号"),
        ("training", {"persons": 1}, "没有这些登记项"),
        ("accountability", {"outcome": "fine"}, "处理方式没有这一项"),
        ("accountability", {"finding": ""}, "缺少认定的情况"),
        ("accountability", {"unit": "王小明 110101199003078515"}, "身份证号"),
        ("evaluation", {"feedback_on": "明天"}, "不是日期"),
        ("evaluation", {"feedback_on": "2099-01-01"}, "还没有到"),
        ("evaluation", {"satisfied": "280"}, "人数还是百分比"),
        ("evaluation", {"counted": "people", "satisfied": "280", "fairly": "21"}, "超过参加评议人数"),
        ("evaluation", {"counted": "people", "satisfied": "28.5"}, "应是整数"),
        ("evaluation", {"counted": "percent", "satisfied": "98", "fairly": "12"}, "超过100"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_in_words(
    make: Make, kind: str, said: dict[str, object], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        make(kind, DAY, **said)
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("on", "title", "why"),
    [
        (date(2099, 1, 1), "条例", "还没有到"),
        (date(1926, 1, 1), "条例", "太早"),
        (DAY, "", "缺少培训内容"),
        (DAY, "长" * 201, "200字"),
    ],
)
def test_a_day_and_a_subject_are_asked_of_every_record(
    make: Make, on: date, title: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        make("training", on, title)


def test_an_assessment_counts_in_the_year_it_is_of_not_in_that_of_its_result(make: Make) -> None:
    assert make("assessed", DAY, year=2025).year == 2025
    assert make("training", DAY).year == 2026
    with pytest.raises(Refused, match="计入年度"):
        make("assessed", DAY, year=2024)


def test_others_record_nothing(county: County) -> None:
    for name, role, organ in (
        ("waiji", Role.HANDLER, county.bureau),
        ("jiandu", Role.SUPERVISOR, county.county),
        ("shenji", Role.AUDIT, county.town),
    ):
        actor = county.actor(name, role, organ=organ)
        with pytest.raises(Forbidden, match="只有示例镇人民政府的经办"):
            MakeRecord(by=actor, organ=county.town, kind="meeting").execute()
        with pytest.raises(Forbidden):
            SayNone(by=actor, organ=county.town, year=2026, things=ALL).execute()


def test_a_correction_strikes_the_one_and_makes_another(
    county: County, make: Make, handler: Actor
) -> None:
    wrong = make("training", DAY, people=12)
    right = CorrectRecord(
        by=handler,
        target=wrong,
        fields={"said": {**SAID["training"], "people": 21}},
        reason="人数录反了",
    ).execute()
    wrong.refresh_from_db()
    assert wrong.struck_reason == "更正：人数录反了"
    assert (right.corrects_id, right.said["people"], right.on) == (wrong.pk, 21, DAY)
    assert queries.of_year(county.town, 2026)["training"] == [right]
    moved = CorrectRecord(
        by=handler, target=right, fields={"on": date(2025, 12, 30)}, reason="日期录错"
    ).execute()
    assert moved.year == 2025
    with pytest.raises(Refused, match="已经注销"):
        StrikeRecord(by=handler, target=wrong, reason="再来").execute()


def test_nothing_is_struck_or_corrected_without_a_reason(make: Make, handler: Actor) -> None:
    one = make("training", DAY)
    with pytest.raises(Refused, match="理由"):
        StrikeRecord(by=handler, target=one, reason=" ").execute()
    with pytest.raises(Refused, match="理由"):
        CorrectRecord(by=handler, target=one, fields={"title": "别的"}).execute()
    with pytest.raises(Refused, match="没有变化"):
        CorrectRecord(by=handler, target=one, fields={"title": "条例解读"}, reason="x").execute()
    StrikeRecord(by=handler, target=one, reason="登错单位").execute()
    with pytest.raises(Changed):
        StrikeRecord(by=handler, target=one, seen=0, reason="登错单位").execute()


def test_none_is_said_once_for_all_and_holds_only_while_it_is_so(
    county: County, make: Make, handler: Actor
) -> None:
    def say(*kinds: str) -> NoneReport:
        return SayNone(by=handler, organ=county.town, year=2026, things=kinds).execute()

    with clock.as_of(at(2026, 12, 1)):
        say(*ALL)
        assert queries.unsaid(county.town, 2026) == []
        make("training", date(2026, 11, 30))
        with pytest.raises(Refused, match="2026年已登记培训"):
            say("training", "evaluation")
    with clock.as_of(at(2027, 1, 4)):
        # What was said in December says nothing of the days after it.
        assert [kind.code for kind in queries.unsaid(county.town, 2026)] == ASKED[1:]
        say(*ALL[1:])
        assert queries.unsaid(county.town, 2026) == []


def test_none_is_not_said_of_what_may_not_be_asked(county: County, handler: Actor) -> None:
    for year, asked, why in (
        (2026, ["meeting"], "不问"), (2026, [], "请选择"), (2099, ALL, "还没有开始"), (2015, ALL, "2015"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            SayNone(by=handler, organ=county.town, year=year, things=asked).execute()


def test_only_who_has_units_below_is_asked_whether_it_assessed_them(county: County) -> None:
    assert {kind.code for kind in queries.unsaid(county.town, 2026)} == set(ASKED)
    assert {kind.code for kind in queries.unsaid(county.county, 2026)} == {*ASKED, "assessing"}
    place = list(kinds()).index("assessing")
    both = queries.standings(Organ.objects.filter(code__in=["shilizhen", county.county.code]), 2026)
    asked = {one.organ.pk: one.cells[place][1] for one in both}
    assert asked == {county.town.pk: False, county.county.pk: True}


def test_the_office_sees_at_once_which_unit_said_nothing(
    county: County, make: Make, handler: Actor
) -> None:
    make("training", DAY)
    SayNone(by=handler, organ=county.town, year=2026, things=["evaluation"]).execute()
    place = list(kinds()).index
    two = Organ.objects.filter(pk__in=[county.town.pk, county.bureau.pk]).order_by("-code")
    town, bureau = queries.standings(two, 2026)
    counts = [town.counts[place(kind)] for kind in ("training", "evaluation", "accountability")]
    assert counts == [1, 0, None]
    assert set(bureau.counts) == {None} and bureau.open
    said = [kind for kind in ALL if kind not in ("training", "evaluation")]
    SayNone(by=handler, organ=county.town, year=2026, things=said).execute()
    town, _bureau = queries.standings(two, 2026)
    assert not town.open and town.counts[place("meeting")] is None


def test_every_kind_is_told_in_both_languages_and_no_kind_keeps_names() -> None:
    for kind in kinds().values():
        words = [kind.title, kind.what, kind.on, kind.subject, *(f.label for f in kind.fields)]
        assert all(one.zh and one.en for one in words)
        names = ("姓名", "人员名单")
        assert not [f for f in kind.fields if any(one in f.label.zh for one in names)]
