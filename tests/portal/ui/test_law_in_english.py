"""What the law says is named in the language of the page."""

import pytest
from django.utils import translation

from gongkai.law.duties import duties
from portal.ui.language import article, said, spoken


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("第十条", "article 10"),
        ("第二十六条", "article 26"),
        ("第一百零五条", "article 105"),
        ("第三十三条第二款", "article 33, paragraph 2"),
        ("第二十条第（十一）项", "article 20, item (11)"),
        ("第二十三条第一款第（四）项", "article 23, paragraph 1, item (4)"),
        ("条例第二十五条（信息公告栏）", "article 25 of the Regulations（信息公告栏）"),
        ("《行政复议法》第二十条", "article 20 of 《行政复议法》"),
        ("国办秘函〔2019〕19号", "国办秘函〔2019〕19号"),
    ],
)
def test_an_article_is_cited_in_the_language_of_the_page(zh: str, en: str) -> None:
    with translation.override("en"):
        assert article(zh) == en
    with translation.override("zh-hans"):
        assert article(zh) == zh


def test_a_duty_has_its_name_in_both_languages() -> None:
    duty = duties()["20-07"]
    with translation.override("en"):
        assert (spoken(), said(duty)) == ("en", "Budgets and final accounts")
    with translation.override("zh-hans"):
        assert (spoken(), said(duty)) == ("zh", "财政预算、决算信息")
    with translation.override(None):
        assert spoken() == "zh"
