"""Lines of Chinese text: as wide as a terminal shows them, broken where a typesetter would."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.cli.wrapping import width_of, wrapped


def test_a_chinese_character_takes_two_columns():
    assert width_of("表3第12行") == 9
    assert wrapped("一二三四五", 6) == ["一二三", "四五"]


def test_a_mark_never_opens_a_line_nor_does_an_opening_one_end_it():
    assert wrapped("请核对总计。", 10) == ["请核对总", "计。"]
    assert wrapped("甲乙“总计”", 5) == ["甲乙", "“总", "计”"]


def test_a_word_stays_whole_unless_it_is_longer_than_the_line():
    assert wrapped("写成--out指定的文件夹", 8) == ["写成", "--out指", "定的文件", "夹"]
    assert wrapped("https://www.example.cn/a", 10) == ["https://ww", "w.example.", "cn/a"]


def test_line_breaks_of_its_own_and_the_space_before_a_line_stay():
    assert wrapped("甲\n    [[event]]", 20) == ["甲", "    [[event]]"]
    assert wrapped("", 20) == [""]


@given(st.text(alphabet="一二，。“”（）ab c-1\u3000", max_size=60), st.integers(4, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text, width):
    lines = wrapped(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
