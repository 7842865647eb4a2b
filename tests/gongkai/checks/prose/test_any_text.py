"""No text, however broken, makes a prose check fail: it finds something or nothing."""

from collections.abc import Callable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import most

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence
from gongkai.checks.narrative import CHECKS

WORDS = [
    "收到",
    "政府信息公开申请",
    "办结",
    "件",
    "条",
    "项",
    "其中",
    "分别为",
    "包括",
    "占",
    "%",
    "百分之",
    "点",
    "三",
    "十",
    "百",
    "万",
    "亿",
    "零",
    "两",
    "余",
    "近",
    "约",
    "1",
    "23",
    "1,256",
    "0",
    ".",
    "，",
    "。",
    "；",
    "：",
    "(",
    "）",
    "（一）",
    "一、",
    "2.",
    "\n",
    "行政复议",
    "行政诉讼",
    "结果维持",
    "未",
    "无",
    "均已办结",
    "2023年",
    "2022年",
    "1月1日",
    "至",
    "12月31日",
    "统计期限",
    "自",
    "编制本报告",
    "由",
    "人民政府",
    "我局",
    "我办",
    "规范性文件",
    "制发",
    "规章",
    "主动公开政府信息",
    "同比增长",
    "较上年的",
    "累计",
    "新增",
    "权责事项",
    "行政许可",
    "“",
    "”",
    "《",
    "》",
    "〔2023〕",
    "XX县",
    "起步",
    "结转下年",
    "3-5",
    "１２",
    "申請",
    "件数为",
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)


@settings(max_examples=most(300), deadline=None)
@given(more=st.dictionaries(st.integers(0, 6), texts), filer=st.sampled_from(["county", "town"]))
def test_any_words_in_any_order(
    report_of: Callable[[str, Mapping[int, str]], Evidence], more: dict[int, str], filer: str
) -> None:
    evidence = report_of(filer, more)
    answer = assess(evidence, CHECKS)
    for finding in answer.findings:
        assert finding.message() and finding.message("en")
    codes = {f.code for f in answer.findings}
    assert codes | set(answer.passed) | set(answer.not_assessable) == set(CHECKS)
