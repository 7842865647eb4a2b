"""Single decisions and payments, monthly counts, corrections, zero."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.acts import clock
from portal.acts.act import Changed, Forbidden, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.registers import queries
from portal.registers.acts.counts import (
    ConfirmZero,
    CorrectMonthlyCount,
    EnterMonthlyCount,
    StrikeMonthlyCount,
)
from portal.registers.acts.entries import CorrectEntry, EnterEntry, HideEntry, StrikeEntry
from portal.registers.models import Entry, MonthlyCount
from tests.portal.conftest import County

Enter = Callable[..., Entry]
DAY = date(2026, 3, 5)


def test_an_entry_leaves_one_record(enter: Enter) -> None:
    before = ActRecord.objects.count()
    one = enter("penalty", "示罚〔2026〕1号", DAY, party="王小明", party_kind="person")
    assert ActRecord.objects.count() == before + 1
    assert ActRecord.objects.latest("number").subject == one.subject


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"number": ""}, "缺少决定书文号"),
        ({"on": None}, "缺少决定日期"),
        ({"on": date(2099, 1, 1)}, "还没有到"),
        ({"on": date(1926, 1, 1)}, "太早"),
        ({"party": "王小明 110101199003078515", "party_kind": "person"}, "身份证号"),
        ({"item": "联系电话13800138000"}, "手机号"),
        ({"party": "王小明"}, "个人还是单位"),
        ({"amount": -1}, "负数"),
        ({"item": "长" * 301}, "300字"),
        ({"document_id": 1}, "没有这些登记项"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_in_words(
    county: County, handler: Actor, fields: dict[str, object], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        EnterEntry(
            by=handler,
            organ=county.town,
            register="licence",
            fields={"number": "示许1号", "on": DAY, **fields},
        ).execute()
    assert not Entry.objects.exists()


def test_a_fee_names_its_amount(enter: Enter) -> None:
    with pytest.raises(Refused, match="缺少金额"):
        enter("fee", "票1", DAY)


def test_a_number_is_entered_once(enter: Enter) -> None:
    enter("licence", "示许1号", DAY)
    with pytest.raises(Refused, match="已经登记过"):
        enter("licence", "示许1号", DAY)
    enter("penalty", "示许1号", DAY)  # another register has its own numbers


def test_others_enter_nothing(county: County) -> None:
    """别的机关的经办、只有监督职责的人，都不能登记。"""
    for name, role, organ in (
        ("waiji", Role.HANDLER, county.bureau),
        ("jiandu", Role.SUPERVISOR, county.county),
        ("shenji", Role.AUDIT, county.town),
    ):
        actor = county.actor(name, role, organ=organ)
        with pytest.raises(Forbidden, match="只有示例镇人民政府的经办"):
            EnterEntry(
                by=actor, organ=county.town, register="licence", fields={"number": "1", "on": DAY}
            ).execute()


def test_a_correction_strikes_the_one_and_makes_another(
    county: County, enter: Enter, handler: Actor
) -> None:
    wrong = enter("licence", "示许1号", DAY, item="砍树")
    right = CorrectEntry(
        by=handler, target=wrong, fields={"on": date(2025, 12, 30)}, reason="日期录错"
    ).execute()
    wrong.refresh_from_db()
    assert wrong.struck_reason == "更正：日期录错"
    assert (right.corrects_id, right.number, right.item) == (wrong.pk, "示许1号", "砍树")
    assert [m.number for m in queries.by_month(county.town, "licence", 2026)] == [0] * 12
    assert queries.by_month(county.town, "licence", 2025)[11].number == 1
    with pytest.raises(Refused, match="已经注销"):
        StrikeEntry(by=handler, target=wrong, reason="再来").execute()


def test_a_correction_does_not_pass_over_anothers(enter: Enter, handler: Actor) -> None:
    one = enter("licence", "示许1号", DAY, shown=True)
    HideEntry(by=handler, target=one, reason="涉及商业秘密").execute()
    with pytest.raises(Changed):
        CorrectEntry(
            by=handler, target=one, seen=0, fields={"kind": "普通"}, reason="补录"
        ).execute()


def test_nothing_is_struck_or_corrected_without_a_reason(enter: Enter, handler: Actor) -> None:
    one = enter("licence", "示许1号", DAY)
    with pytest.raises(Refused, match="理由"):
        StrikeEntry(by=handler, target=one, reason=" ").execute()
    with pytest.raises(Refused, match="理由"):
        CorrectEntry(by=handler, target=one, fields={"kind": "普通"}).execute()
    with pytest.raises(Refused, match="没有变化"):
        CorrectEntry(by=handler, target=one, fields={"number": "示许1号"}, reason="x").execute()


def count(county: County, by: Actor, month: int, n: int) -> MonthlyCount:
    return EnterMonthlyCount(
        by=by, organ=county.town, register="licence", month=month, count=n, source="月报"
    ).execute()


def test_a_month_has_entries_or_a_count_never_both(
    county: County, enter: Enter, handler: Actor
) -> None:
    one = enter("licence", "示许1号", DAY)
    with pytest.raises(Refused, match="2026年3月已逐件登记1件"):
        count(county, handler, 202603, 12)
    count(county, handler, 202604, 12)
    with pytest.raises(Refused, match="2026年4月已有月报数12"):
        enter("licence", "示许2号", date(2026, 4, 1))
    with pytest.raises(Refused, match="2026年4月已有月报数12"):
        CorrectEntry(
            by=handler, target=one, fields={"on": date(2026, 4, 2)}, reason="日期录错"
        ).execute()
    monthly = MonthlyCount.objects.get()
    StrikeMonthlyCount(by=handler, target=monthly, reason="改为逐件登记").execute()
    enter("licence", "示许2号", date(2026, 4, 1))


def test_a_monthly_count_is_corrected_by_another(county: County, handler: Actor) -> None:
    first = count(county, handler, 202604, 12)
    with pytest.raises(Refused, match="更正月报数"):
        count(county, handler, 202604, 13)
    second = CorrectMonthlyCount(
        by=handler, target=first, count=13, source="月报修订", reason="漏报一件"
    ).execute()
    assert second.corrects_id == first.pk
    assert queries.by_month(county.town, "licence", 2026)[3].number == 13
    assert MonthlyCount.objects.count() == 2


@pytest.mark.parametrize("month", [202613, 202600, 209901, 2026, -1])
def test_a_month_must_be_one_that_has_begun(county: County, handler: Actor, month: int) -> None:
    with pytest.raises(Refused, match="月份"):
        count(county, handler, month, 1)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_zero_is_said_once_and_holds_only_while_it_is_so(
    county: County, enter: Enter, handler: Actor
) -> None:
    def confirm(*registers: str) -> object:
        return ConfirmZero(by=handler, organ=county.town, year=2026, things=registers).execute()

    with clock.as_of(at(2026, 12, 1)):
        confirm("rule", "normative", "licence", "penalty", "coercion", "fee")
        assert queries.unsaid(county.town, 2026) == {}
        enter("licence", "示许1号", date(2026, 11, 30))
        with pytest.raises(Refused, match="2026年已登记行政许可，不是没有"):
            confirm("licence", "penalty")
    with clock.as_of(at(2027, 1, 4)):
        # What was said in December says nothing of the days after it; what was entered is no zero.
        asked = ["rule", "normative", "penalty", "coercion", "fee"]
        assert list(queries.unsaid(county.town, 2026)) == asked
        confirm("penalty")
        assert "penalty" not in queries.unsaid(county.town, 2026)


def test_zero_is_not_said_of_what_the_form_does_not_ask(county: County, handler: Actor) -> None:
    for year, registers, why in (
        (2026, ["procurement"], "不问"), (2026, [], "请选择"), (2099, ["fee"], "还没有开始"),
        (2015, ["fee"], "2015"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            ConfirmZero(by=handler, organ=county.town, year=year, things=registers).execute()


def test_a_normative_document_in_force_is_not_zero(
    county: County, handler: Actor, normative: Callable[..., object]
) -> None:
    normative("养护办法", date(2020, 1, 1))
    with pytest.raises(Refused, match="2026年已登记行政规范性文件"):
        ConfirmZero(by=handler, organ=county.town, year=2026, things=["normative"]).execute()
