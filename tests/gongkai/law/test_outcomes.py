"""How a request may end: the whole catalogue O1 to O18, each with what the answer must say."""

import pytest

from gongkai.errors import DataError
from gongkai.law.outcomes import must_state, outcomes, reply_elements


def test_the_catalogue_is_complete() -> None:
    assert {o.number for o in outcomes().values()} == {f"O{n}" for n in range(1, 19)}


def test_all_seven_answers_of_article_36_are_there() -> None:
    articles = [o.article for o in outcomes().values() if o.article.startswith("第三十六条")]
    assert articles == [f"第三十六条第（{n}）项" for n in "一二三四五六七"]


def test_only_a_delayed_reply_leaves_the_request_open() -> None:
    assert [o.id for o in outcomes().values() if not o.ends] == ["delayed_reply"]


def test_only_a_refusal_needs_a_ground_and_only_a_partial_one_may_have_it() -> None:
    use = {o.id: o.grounds for o in outcomes().values() if o.grounds != "none"}
    assert use == {"refused": "required", "partly_provided": "optional"}


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("already_public", "获取该政府信息的方式、途径"),
        ("provided", "该政府信息，或者获取该政府信息的方式、途径和时间"),
        ("refused", "不予公开的理由"),
        ("nonexistent", "该政府信息不存在"),
        ("not_responsible", "能够确定负责公开的行政机关的，其名称、联系方式"),
        ("partly_provided", "对不予公开的内容说明理由"),
        ("delayed_reply", "延迟答复的合理期限"),
    ],
)
def test_an_answer_states_what_the_article_demands(outcome: str, said: str) -> None:
    assert said in must_state(outcome)
    assert must_state(outcome)[: len(reply_elements())] == reply_elements()


def test_what_no_instrument_states_is_practice() -> None:
    practice = {o.id for o in outcomes().values() if o.basis == "practice"}
    assert {"reconfirmation", "withdrawn", "not_a_request", "archived", "other"} <= practice
    assert all(o.article for o in outcomes().values() if o.basis == "law")


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(DataError):
        must_state("granted")
