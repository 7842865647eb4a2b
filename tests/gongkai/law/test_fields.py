"""The 26 pilot fields and the columns of their catalogues."""

from gongkai.law.fields import catalogue_columns, fields


def test_there_are_26_fields_of_which_20_are_confirmed() -> None:
    assert len(fields()) == 26
    assert sum(one.basis == "law" for one in fields().values()) == 20
    assert len({one.zh for one in fields().values()}) == 26


def test_what_must_be_in_a_catalogue_is_a_column() -> None:
    named = {one.zh for one in catalogue_columns().values()}
    for word in ("公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开方式", "公开对象"):
        assert word in named
    assert catalogue_columns()["first"].repeats
    assert catalogue_columns()["audience"].choices == ("全社会", "特定群体")
