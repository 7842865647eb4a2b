"""What a clerk copies along with the page: paths, dates, buttons and the foot of the site."""

from pathlib import Path

import pytest

from gongkai.readers.furniture import is_furniture
from gongkai.readers.read import read, read_file

PAGE = [
    "首页 > 政务公开 > 政府信息公开年报",
    "您现在所在的位置：网站首页 > 柳溪镇 > 政府信息公开年报",
    "当前位置： 网站首页 -> 政务公开 -> 正文",
    "发布时间：2024-01-26 17:28 来源：云海县人民政府办公室 浏览次数：1283次 字体：[大 中 小] 打印 分享",
    "2024-01-26 10时25分浏览次数：",
    "索 引 号：000014349/2023-74857 发布机构：云海县人民政府办公室",
    "字号：",
    "[字体：大 中 小] 打印",
    "【打印本页】【关闭窗口】",
    "分享到：微信 微博",
    "无障碍浏览 | 长者版",
    "扫一扫在手机打开当前页面",
    "更多精彩内容欢迎扫描下方二维码关注云海县！",
    "上一篇：云海县松岗镇2022年政府信息公开工作年度报告",
    "主办单位：云海县人民政府 承办单位：云海县大数据局",
    "版权所有 云海县人民政府办公室 皖ICP备05001234号 网站标识码：3405000001",
    "主办：示例网站　网站标识码：0000000000",
    "Copyright © 2024 云海县人民政府",
    "政府网站找错",
    "【返回首页】",
    "本网站已支持IPv6",
    "您是第 12345 位访问者",
]
PROSE = [
    "无。",
    "本报告由云海县柳溪镇人民政府编制。",
    "来源于县政府网站的信息120条，其中公告40条。",
    "主办单位开放日活动3次，参加群众120人。",
    "2024年1月26日",
    "云海县柳溪镇人民政府",
    "一、总体情况",
    "（一）主动公开",
    "开展扫码看政策活动，群众扫一扫即可查阅，全年扫码1200次。",
    "在首页开设专栏5个，发布信息30条",
    "打印公开目录200份，分享到各村微信群",
    "如对本报告有疑问，请与镇党政办联系（地址：柳溪镇1号，电话：0555-1234567）",
]


@pytest.mark.parametrize("line", PAGE)
def test_what_belongs_to_the_page_is_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", PROSE)
def test_what_belongs_to_the_report_is_left(line: str) -> None:
    assert not is_furniture(line)


def test_a_copied_page_gives_the_report_without_the_page() -> None:
    parts = [
        "云海县柳溪镇人民政府2023年政府信息公开工作年度报告",
        "本报告统计期限自2023年1月1日起至2023年12月31日止。",
        "一、总体情况",
        "主动公开信息120条。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "公开不够及时，下一步加强培训。",
        "六、其他需要报告的事项",
        "无。",
    ]
    text = "\n".join([PAGE[0], PAGE[3], *parts, *PAGE[6:]])
    report = read(text.encode(), name="copied.txt").report
    assert report is not None
    prose = {s.number: [p.text for p in s.paragraphs] for s in report.sections}
    assert prose[0] == [parts[1]]
    assert prose[6] == ["无。"]
    assert report.published_on is not None and report.published_on.isoformat() == "2024-01-26"


def test_the_foot_of_a_web_page_is_in_no_part_of_the_report() -> None:
    page = Path(__file__).parents[3] / "examples/yangli-xian-2019/report.html"
    assert "网站标识码" in page.read_text(encoding="utf-8")
    report = read_file(page).report
    assert report is not None
    assert not [s.number for s in report.sections if "网站标识码" in s.text]
