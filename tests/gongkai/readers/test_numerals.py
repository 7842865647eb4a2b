"""One cell, one value: nothing becomes a 0 that does not stand there."""

import pytest

from gongkai.figures import BLANK, UNREADABLE, number
from gongkai.forms.filled import filled
from gongkai.forms.form import Address, load
from gongkai.readers.numerals import figure_of, is_value
from gongkai.readers.read import read
from gongkai.writers import html


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


@pytest.mark.parametrize("text", ["", " \n", "\u00a0", "—", "——", "/", "-", "_", "无", "－"])
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
        ("1 256", "1256"),
        ("12 345 678", "12345678"),
        ("1\u00a0256", "1256"),
        ("1\u2009256", "1256"),
        ("1\u202f256.5", "1256.5"),
        ("１　２５６", "1256"),
        ("1 256件", "1256"),
        ("22 （其中修订 16 件）", "22"),
        ("22\n（其中\n修订16件）", "22"),
        ("22 件", "22"),
    ],
)
def test_groups_of_three_and_spaces_around_a_number_are_no_breaks(text: str, value: str) -> None:
    assert figure_of(text) == number(value)


@pytest.mark.parametrize(
    "text",
    [
        "12 5",
        "1 2 5",
        "12  345",
        "1 2567",
        "1 25 6",
        "0 256",
        "1 256 7",
        "12 5件",
        "3\t4",
        "1, 256",
    ],
)
def test_two_numbers_in_one_line_are_never_one(text: str) -> None:
    assert figure_of(text) == UNREADABLE
    assert is_value(text)  # no label all the same
    assert figure_of("二十 三") == UNREADABLE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3985\n758", "3985758"),
        ("1234\r\n5678\r\n9", "123456789"),
        ("961\n71.6", "96171.6"),
        ("1,234,\n567", "1234567"),
        ("12 \n 56", "1256"),
        ("1256\n件", "1256"),
    ],
)
def test_a_number_goes_on_below_a_full_line(text: str, value: str) -> None:
    assert figure_of(text) == number(value)


@pytest.mark.parametrize("text", ["5\n12", "0\n0", "1\n2\n3", "10\n256", "12\n\n34", "00\n00"])
def test_numbers_one_above_the_other_are_not_joined(text: str) -> None:
    assert figure_of(text) == UNREADABLE


@pytest.mark.parametrize("text", ["12①", "12²", "12 ⁽¹⁾", "①"])
def test_the_sign_of_a_note_is_no_digit(text: str) -> None:
    assert figure_of(text) == UNREADABLE


def test_an_enumerator_is_a_label_not_a_value() -> None:
    assert not is_value("三")
    assert not is_value("1.属于国家秘密")
    assert not is_value("")
    assert is_value("—")


def test_a_page_is_read_as_it_is_seen_and_says_which_cell_is_not_clear() -> None:
    form = load("2021")
    licences, penalty, coercion = (
        Address("licences", "licence", "decisions"),
        Address("enforcement", "penalty", "decisions"),
        Address("enforcement", "coercion", "decisions"),
    )
    figures = dict.fromkeys(form.addresses, number(0))
    figures |= {licences: number(3985758), penalty: number(125), coercion: number(1256)}
    page = html.write(filled(form, figures, authority="示例镇人民政府", year=2023)).decode()
    for whole, printed in [
        (">3985758<", ">3985<br>758<"),
        (">125<", ">12 5<"),
        (">1256<", ">1&nbsp;256<"),
    ]:
        assert page.count(whole) == 1
        page = page.replace(whole, printed)
    result = read(page.encode(), name="report.html")
    assert result.report is not None
    assert result.report.figures[licences] == number(3985758)
    assert result.report.figures[penalty] == UNREADABLE
    assert result.report.figures[coercion] == number(1256)
    (issue,) = [i for i in result.issues if i.code == "readers.unreadable_cell"]
    assert (issue.address, dict(issue.facts)["raw"]) == (penalty, "12 5")
