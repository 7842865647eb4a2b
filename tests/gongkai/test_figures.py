"""A figure is a number, or it says why it is none: never None, never a falsy 0."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import DataError
from gongkai.figures import ABSENT, BLANK, UNREADABLE, Figure, Status, kept, number, plain, plus


def test_a_reported_zero_is_not_a_missing_value() -> None:
    zero = number(0)
    assert zero.is_number and zero.value == 0
    assert zero not in (BLANK, ABSENT, UNREADABLE)
    with pytest.raises(TypeError):
        bool(zero)


def test_what_holds_no_number_has_no_value_and_no_text() -> None:
    for figure in (BLANK, ABSENT, UNREADABLE):
        assert not figure.is_number
        assert figure.text is None
        with pytest.raises(DataError):
            _ = figure.value


def test_the_status_and_the_number_must_agree() -> None:
    with pytest.raises(DataError):
        Figure(Status.NUMBER)
    with pytest.raises(DataError):
        Figure(Status.BLANK, Decimal(0))


@pytest.mark.parametrize("text", ["", "—", "3件", "NaN", "Infinity"])
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        number(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("96171.60", "96171.6"), ("1E+3", "1000"), ("0.00", "0"), ("-22", "-22"), ("100", "100")],
)
def test_a_number_prints_without_exponent_and_idle_zeros(value: str, text: str) -> None:
    assert number(value).text == text
    assert str(number(value)) == text


def test_what_is_no_number_adds_nothing_and_hides_nothing() -> None:
    assert plus(number(2), number("0.5")) == number("2.5")
    assert plus(number(2), BLANK) == plus(BLANK, number(2)) == number(2)
    assert plus(ABSENT, BLANK) == BLANK


def test_a_figure_comes_back_from_its_two_columns() -> None:
    for figure in (number("1.25"), BLANK, ABSENT, UNREADABLE):
        assert kept(figure.status.value, figure.number) == figure


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_printing_loses_nothing(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
