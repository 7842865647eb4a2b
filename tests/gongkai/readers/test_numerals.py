"""One cell, one value: nothing becomes a 0 that does not stand there."""

import pytest

from gongkai.figures import BLANK, UNREADABLE, number
from gongkai.readers.numerals import figure_of, han_number, is_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        (" 12 ", "12"),
        ("１，２３４", "1234"),
        ("1,234,567", "1234567"),
        ("3985\n758", "3985758"),  # a narrow cell broke the number
        ("96171.6", "96171.6"),
        ("22（其中修订16件）", "22"),
        ("22件", "22"),
        ("二十二", "22"),
        ("零", "0"),
    ],
)
def test_a_number_is_read_with_whatever_stands_around_it(text: str, value: str) -> None:
    assert figure_of(text) == number(value)


@pytest.mark.parametrize("text", ["", " \n", "\u00a0", "—", "——", "/", "-", "无", "－"])
def test_signs_for_nothing_are_blank_not_zero(text: str) -> None:
    assert figure_of(text) == BLANK


@pytest.mark.parametrize(
    "text", ["约30", "12（13）", "1.2.3", "12,34", "3-5", "见附件", "90余", "O", "行政许可"]
)
def test_what_is_no_single_number_is_unreadable(text: str) -> None:
    assert figure_of(text) == UNREADABLE


@pytest.mark.parametrize(
    ("text", "value"),
    [("3940元", "0.394"), ("96171.6万元", "96171.6"), ("1.2亿元", "12000"), ("0.03", "0.03")],
)
def test_an_amount_with_its_unit_is_read_in_ten_thousand_yuan(text: str, value: str) -> None:
    assert figure_of(text, kind="money_wan") == number(value)


@pytest.mark.parametrize(
    ("text", "value"), [("减3", "-3"), ("增22", "22"), ("-5", "-5"), ("+5", "5")]
)
def test_a_change_has_a_sign_in_words_or_figures(text: str, value: str) -> None:
    assert figure_of(text, kind="change") == number(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千二百五十六", 1256),
        ("二〇二三", 2023),
        ("三万五千", 35000),
        ("十", 10),
        ("两百零三", 203),
        ("年", None),
    ],
)
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert han_number(text) == value


def test_an_enumerator_is_a_label_not_a_value() -> None:
    assert not is_value("三")
    assert not is_value("1.属于国家秘密")
    assert not is_value("")
    assert is_value("—")
