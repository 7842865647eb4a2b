"""Remedies by legal ground, day and level; the last days; never the old choice of bodies."""

import re
from datetime import date

import pytest

from gongkai.cases.remedies import NO_REPLY, Remedies, proofs, remedies
from gongkai.errors import DataError, InputError
from gongkai.law.grounds import grounds
from gongkai.law.outcomes import outcomes
from gongkai.law.remedies import bodies, no_reply_rule

DAY = date(2026, 3, 20)


def told(act: str, *, on: date = DAY, used: tuple[str, ...] = (), **more: object) -> Remedies:
    facts = {"level": "department", "body": "临江县人民政府", **more}
    return remedies(act, on=on, grounds=used, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("ground", grounds())
@pytest.mark.parametrize("outcome", ["refused", "partly_provided"])
def test_a_refusal_under_articles_14_to_16_goes_to_review_first_since_2024(
    outcome: str, ground: str
) -> None:
    after = told(outcome, on=date(2024, 1, 1), used=(ground,))
    before = told(outcome, on=date(2023, 12, 31), used=(ground,))
    assert after.review_first and after.suit is None
    assert "先向临江县人民政府申请行政复议" in after.text and "直接" not in after.text
    assert not before.review_first and before.suit is not None
    assert "也可以" in before.text
    assert "早于2024年1月1日" in before.reasons[0].text


@pytest.mark.parametrize(
    "outcome", [o.id for o in outcomes().values() if o.grounds == "none" and o.ends]
)
def test_every_other_outcome_may_go_to_court_directly(outcome: str) -> None:
    found = told(outcome)
    assert not found.review_first
    assert [way.kind for way in found.ways] == ["review", "suit", "suit_after_review"]
    assert "60日" in found.text and "6个月" in found.text


def test_it_is_the_ground_and_not_the_row_that_decides() -> None:
    assert not told("special_regime").review_first  # printed under 不予公开 in table three
    assert told("partly_provided", used=("15",)).review_first
    assert not told("partly_provided").review_first


def test_no_reply_at_all_goes_to_review_first_as_practice() -> None:
    found = told(NO_REPLY)
    assert found.review_first and no_reply_rule().basis == "practice"
    assert found.reasons[0].basis == "practice"
    assert "应当先向临江县人民政府申请行政复议" in found.text and "投诉、举报" in found.text
    assert found.review.last_on is None
    assert not told(NO_REPLY, on=date(2023, 12, 31)).review_first


def test_the_last_days_count_from_the_day_of_service() -> None:
    # 送达3月23日：60日到5月22日（星期五）；六个月到9月23日（星期三）
    found = told("nonexistent", served_on=date(2026, 3, 23))
    assert found.review.last_on == date(2026, 5, 22)
    assert found.suit is not None and found.suit.last_on == date(2026, 9, 23)
    assert "申请行政复议的最后一日为2026年5月22日" in found.text
    assert any("60日" in each.text for each in found.review.reasons)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day() -> None:
    # 送达2月28日：60日到4月29日；3月2日送达：到5月1日，劳动节放假，顺延
    found = told("refused", used=("15",), served_on=date(2026, 3, 2), on=date(2026, 3, 2))
    assert found.review.last_on == date(2026, 5, 6)


def test_without_a_calendar_the_last_day_is_not_guessed() -> None:
    found = told("nonexistent", on=date(2026, 11, 2), served_on=date(2026, 11, 2))
    assert found.review.last_on is None
    assert "2027年的节假日安排" in found.review.reasons[-1].text
    assert "最后一日" not in found.text


@pytest.mark.parametrize("level", bodies())
def test_one_body_is_named_and_which_is_practice(level: str) -> None:
    found = told("nonexistent", level=level)
    assert found.text.count("申请行政复议") == 1
    assert "或者" not in found.text
    assert bodies()[level].basis == "practice"
    assert bodies()[level].zh in found.review.reasons[0].text


def test_a_department_goes_to_its_own_government_and_a_township_to_the_county() -> None:
    assert "本级人民政府" in bodies()["department"].zh
    assert "上一级人民政府" in bodies()["township"].zh
    assert "主管部门" in bodies()["vertical"].zh


def test_what_cannot_be_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="village"):
        told("refused", level="village")
    with pytest.raises(InputError, match="早于决定日期"):
        told("refused", served_on=date(2026, 3, 1))
    with pytest.raises(DataError):
        told("refused", used=("17",))


def test_the_reasons_are_said_in_both_languages() -> None:
    for found in (told("refused", used=("14-a",)), told("nonexistent"), told(NO_REPLY)):
        for each in (*found.reasons, *(r for way in found.ways for r in way.reasons)):
            assert each.sentence("zh") and each.sentence("en")


@pytest.mark.parametrize("act", ["refused", "nonexistent", NO_REPLY])
@pytest.mark.parametrize("on", [date(2023, 12, 29), DAY])
def test_the_standard_words_prove_themselves(act: str, on: date) -> None:
    found = told(act, on=on, used=("15",) if act == "refused" else ())
    finds, lacks = proofs(found)
    assert all(re.search(one, found.text) for one in finds)
    assert not any(re.search(one, found.text) for one in lacks)
