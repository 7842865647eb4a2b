"""The grounds of articles 14 to 16, and when a refusal must go to 行政复议 before any suit."""

from datetime import date

import pytest

from gongkai.errors import DataError
from gongkai.law.grounds import grounds, review_first, review_first_rule
from gongkai.law.outcomes import outcomes

DAY = date(2024, 3, 1)


def test_there_are_three_grounds_in_article_14_one_in_15_three_in_16() -> None:
    articles = [g.article[:4] for g in grounds().values()]
    assert articles == ["第十四条"] * 3 + ["第十五条"] + ["第十六条"] * 3


def test_the_organ_must_not_or_may_withhold() -> None:
    by_article = {(g.article[:4], g.discretion) for g in grounds().values()}
    assert by_article == {("第十四条", "must_not"), ("第十五条", "unless"), ("第十六条", "may")}


def test_third_party_rights_yield_to_consent_and_public_interest() -> None:
    assert "第三方同意" in grounds()["15"].exception
    assert "公共利益" in grounds()["15"].exception


@pytest.mark.parametrize("ground", list(grounds()))
def test_a_refusal_goes_to_review_first_since_2024(ground: str) -> None:
    assert review_first([ground], on=date(2024, 1, 1))
    assert not review_first([ground], on=date(2023, 12, 31))


def test_it_is_the_ground_that_decides_not_the_row_of_table_three() -> None:
    # 属于行政查询事项 is printed under 不予公开, but rests on art. 36(7): direct suit is open.
    assert outcomes()["special_regime"].grounds == "none"
    assert not review_first([], on=DAY)


def test_one_such_ground_is_enough() -> None:
    assert review_first(["16-1", "15"], on=DAY)


def test_the_rule_is_cited_from_the_law_of_2023() -> None:
    rule = review_first_rule()
    assert (rule.source, rule.article) == ("review-law-2023", "第二十三条第一款第（四）项")


def test_an_unknown_ground_is_refused() -> None:
    with pytest.raises(DataError):
        review_first(["36-7"], on=DAY)
