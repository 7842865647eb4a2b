"""One character, one meaning, whoever reads it: numerals, old forms and full-width signs."""

import pytest

from gongkai.characters import SIMPLIFIED, half_width, han_number, numeral, simplified, squeeze


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("卅", 30),
        ("一百零三", 103),
        ("两百零三", 203),
        ("一千二百五十六", 1256),
        ("三万五千", 35_000),
        ("三万零五", 30_005),
        ("一亿二千万", 120_000_000),
        ("一亿三千万零五", 130_000_005),
        ("一万三千亿", 1_300_000_000_000),
        ("二〇二三", 2023),
        ("二零二三", 2023),
        ("贰拾", 20),
        ("貳佰陸拾萬", 2_600_000),
        ("兩千", 2000),
    ],
)
def test_a_numeral_has_one_value(text: str, value: int) -> None:
    assert han_number(text) == value


@pytest.mark.parametrize("text", ["一百二", "三万五", "二三十", "三五百"])
def test_a_colloquial_numeral_that_could_mean_two_numbers_has_none(text: str) -> None:
    assert han_number(text) is None


@pytest.mark.parametrize("text", ["", "年", "万", "亿万", "3十", "十三年", "一" * 5000])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert han_number(text) is None


def test_every_number_written_is_read_back() -> None:
    assert [n for n in range(10_000) if han_number(numeral(n)) != n] == []
    assert [n for n in range(10_000) if han_number(numeral(n, formal=True)) != n] == []


def test_numbers_are_written_as_people_count() -> None:
    assert [numeral(n) for n in (0, 1, 10, 11, 20, 101, 110, 1005, 10_000, -1)] == [
        "零", "一", "十", "十一", "二十", "一百零一", "一百一十", "一千零五", "10000", "-1",
    ]  # fmt: skip
    assert numeral(120, formal=True) == "壹佰贰拾"


def test_a_simplified_character_is_never_taken_for_a_traditional_one() -> None:
    assert not SIMPLIFIED.keys() & set(SIMPLIFIED.values())
    assert all(len(one) == len(same) == 1 for one, same in SIMPLIFIED.items())


def test_text_is_squeezed_for_comparison() -> None:
    assert squeeze("１，２３４ 件\u200b\n") == "1,234件"
    assert squeeze("－３") == squeeze("−3") == "-3"
    assert simplified("政府 信息公開\n申請") == "政府信息公开申请"
    assert half_width("１\u00a0２\n３") == "1 2\n3"
