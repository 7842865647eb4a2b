"""The fee of 109号: the figures of the law, the working, and the tariff counted unit by unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import fees
from gongkai.errors import InputError


@pytest.mark.parametrize(
    ("number", "yuan"),
    [
        (0, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (60, 11000),
    ],
)
def test_all_applications_of_a_month(number: int, yuan: int) -> None:
    assert fees.by_items(number).amount == yuan


@pytest.mark.parametrize(
    ("number", "yuan"),
    [(0, 0), (30, 0), (31, 10), (68, 380), (100, 700), (101, 720), (200, 2700), (201, 2740)],
)
def test_pages_of_one_application(number: int, yuan: int) -> None:
    assert fees.by_pages(number).amount == yuan


def _item(ordinal: int) -> int:
    """The rate of one application, straight from article 4."""
    if ordinal <= 10:
        return 0
    return 100 if ordinal <= 30 else 100 * (-(-(ordinal - 30) // 10) + 1)


def _page(ordinal: int) -> int:
    """The rate of one page, straight from article 5."""
    return next(
        rate for up_to, rate in ((30, 0), (100, 10), (200, 20), (10**9, 40)) if ordinal <= up_to
    )


@given(st.integers(0, 400))
def test_by_items_is_the_sum_of_each_application(number: int) -> None:
    assert fees.by_items(number).amount == sum(map(_item, range(1, number + 1)))


@given(st.integers(0, 2000))
def test_by_pages_is_the_sum_of_each_page(number: int) -> None:
    assert fees.by_pages(number).amount == sum(map(_page, range(1, number + 1)))


@given(st.integers(1, 400))
def test_the_fee_of_one_application_alone(ordinal: int) -> None:
    assert fees.of_item(ordinal) == _item(ordinal)


def test_the_working_can_be_followed() -> None:
    assert fees.by_items(47).working == (
        "按件计收：同一申请人一个自然月内累计申请47件（《政府信息公开信息处理费管理办法》第四条）",
        "第1至10件：不收费",
        "第11至30件：20件×100元/件＝2000元",
        "第31至40件：10件×200元/件＝2000元",
        "第41至47件：7件×300元/件＝2100元",
        "31件以上以10件为一档、每档提高100元/件，31至40件为第一个增加档（通行理解，原文没有算例）",
        "合计：0＋2000＋2000＋2100＝6100元",
    )


def test_the_working_in_english() -> None:
    working = fees.by_pages(201, lang="en").working
    assert working[-2] == "page 201: 1 × 40 yuan = 40 yuan"
    assert working[-1] == "Sum: 0 + 700 + 2000 + 40 = 2740 yuan"


@pytest.mark.parametrize("number", [-1, 10_001])
def test_an_impossible_number_of_applications(number: int) -> None:
    with pytest.raises(InputError, match="10000"):
        fees.by_items(number)


def test_the_largest_number_that_is_still_believed() -> None:
    assert fees.by_items(fees.MOST["items"]).amount > 0
    assert fees.by_pages(fees.MOST["pages"]).amount == 2700 + 40 * (1_000_000 - 200)


@pytest.mark.parametrize("number", [-1, 1_000_001])
def test_an_impossible_number_of_pages(number: int) -> None:
    with pytest.raises(InputError, match="1000000"):
        fees.by_pages(number)


def test_there_is_no_zeroth_application() -> None:
    with pytest.raises(InputError):
        fees.of_item(0)
