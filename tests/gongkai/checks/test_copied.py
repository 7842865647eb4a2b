"""Whose words are these: last year's, the neighbour's, the county's template, or one's own."""

import pytest

from gongkai.checks.copied import copies, length, sentences, share

LAST_YEAR = """今年我镇把便民服务大厅的公示屏交由值班人员逐日更新，全年更换内容23次。
窗口人员轮流参加县里的业务学习，学习笔记由党政办逐月抽查。
我镇今年修缮了三处村级公示栏，费用列入年度预算。"""
THIS_YEAR = """今年我镇把便民服务大厅的公示屏交由值班人员逐日更新，全年更换内容三十一次。
镇里在集市日设了流动咨询台，答复群众提问一百余次。
窗口人员轮流参加县里的业务学习，学习笔记由党政办逐月抽查。"""


def test_a_sentence_with_only_its_number_changed_is_copied() -> None:
    found = copies(sentences(THIS_YEAR), sentences(LAST_YEAR))
    assert [copy.text[:5] for copy in found] == ["今年我镇把", "窗口人员轮"]
    assert found[0].source.endswith("23次。")
    assert found[0].likeness == 1


def test_a_word_changed_here_and_there_makes_no_new_sentence() -> None:
    (copy,) = copies(
        sentences("窗口人员轮流参加县里的业务学习，学习笔记由综合办逐月抽查。"),
        sentences(LAST_YEAR),
    )
    assert 0.9 <= copy.likeness < 1


def test_other_words_on_the_same_matter_are_no_copy() -> None:
    own = sentences("窗口值班的同志每个季度到县政务服务中心跟班学习一周。")
    assert copies(own, sentences(LAST_YEAR)) == ()


def test_the_share_is_told_by_printed_characters() -> None:
    own = sentences(THIS_YEAR)
    same = copies(own, sentences(LAST_YEAR))
    lines = THIS_YEAR.splitlines()
    assert length(own) == sum(map(len, lines))
    assert share(same, own) == (len(lines[0]) + len(lines[2])) / length(own)
    assert share((), ()) == 0


def test_what_the_county_told_everybody_to_write_is_nobodys_own() -> None:
    issued = ["窗口人员轮流参加县里的业务学习，学习笔记由党政办逐月抽查。"]
    own = sentences(THIS_YEAR, issued=issued)
    assert [s.text[:2] for s in own] == ["今年", "镇里"]


def test_a_town_that_only_put_its_own_name_in_has_copied() -> None:
    one = sentences("东岭镇人民政府坚持把政务公开纳入年度考核。", name="东岭镇人民政府")
    other = sentences("西河镇人民政府坚持把政务公开纳入年度考核。", name="西河镇人民政府")
    assert copies(one, other)[0].likeness == 1


@pytest.mark.parametrize("text", ["无。", "没有收费。", "2024年共收到12件。", ""])
def test_a_short_sentence_is_alike_by_chance(text: str) -> None:
    assert sentences(text) == ()


def test_an_issued_sentence_may_name_its_writer() -> None:
    issued = ["2025年示例镇人民政府没有开展政府信息公开工作社会评议。"]
    assert sentences(issued[0], name="示例镇人民政府", issued=issued) == ()
