"""A guide's elements (art. 12), and what townships still print though it is no longer law."""

import pytest

from gongkai.law.guide import elements, repealed, repealed_wording

OLD = {
    "reply_in_fifteen_days": "本机关自收到申请之日起15个工作日内予以答复",
    "cost_fees": "除可以收取检索、复制、邮寄等成本费用外，不得收取其他费用",
    "special_needs": "可以根据自身生产、生活、科研等特殊需要，向本机关申请获取相关政府信息",
    "purpose": "申请表应当填写所需政府信息的用途",
    "old_regulation": "根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制本指南",
    "supervision_organ": "可以向上级行政机关、监察机关或者政府信息公开工作主管部门举报",
    "choice_of_review_body": "可以向本级人民政府或者上一级主管部门申请行政复议",
}
NOW = [
    "本机关自收到申请之日起20个工作日内予以答复",
    "第三方应当自收到征求意见书之日起15个工作日内提出意见，行政机关据此作出答复",
    "依申请提供政府信息不收取检索、复制、邮寄费用",
    "申请数量明显超过合理范围的，按规定收取信息处理费，不收取邮寄费",
    "申请人无需说明自身生产、生活、科研等特殊需要，也不必说明用途",
    "根据《中华人民共和国政府信息公开条例》（国令第711号）编制本指南",
    "可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报",
    "土地用途管制的有关规定见附件",
]


@pytest.mark.parametrize("rule", repealed())
def test_each_repealed_wording_is_found_and_no_other_with_it(rule: str) -> None:
    found = repealed_wording(OLD[rule] + "。")
    assert [one.rule.id for one in found] == [rule]
    assert found[0].quote == OLD[rule]


@pytest.mark.parametrize("text", NOW)
def test_what_is_law_today_is_left_in_peace(text: str) -> None:
    assert repealed_wording(text) == ()


def test_spaces_and_wide_digits_hide_nothing() -> None:
    assert repealed_wording("自收到申请之日起 １５ 个\u3000工作日内答复")


def test_two_sentences_do_not_make_one_finding() -> None:
    assert repealed_wording("第三方15个工作日内提出意见。本机关应当及时答复。") == ()


def test_a_finding_says_what_holds_today_with_its_article() -> None:
    rule = repealed()["reply_in_fifteen_days"]
    assert "20个工作日" in rule.sentence
    assert rule.citation == "《中华人民共和国政府信息公开条例》第三十三条第二款"
    assert "国令第711号" in repealed()["old_regulation"].sentence


def test_every_element_of_article_12_is_there() -> None:
    named = [one.zh for one in elements().values() if one.article == "第十二条"]
    assert len(named) == 9
    for word in ("分类", "编排体系", "获取方式", "办公地址", "办公时间", "传真", "互联网"):
        assert any(word in name for name in named)


def test_a_very_long_text_is_looked_through_quickly() -> None:
    assert repealed_wording("复议用途收取检索费用途" * 100_000) is not None
