"""Who reports on which year, when, under which number, and how to reach them."""

from datetime import date

import pytest

from gongkai.forms.filled import Contacts, Paragraph
from gongkai.readers.headings import sections_of
from gongkai.readers.particulars import particulars_of, without_title

BODY = ["一、总体情况", "2023年，我镇公开政府信息12条。", "六、其他需要报告的事项", "无。"]


def _particulars(*before: str, after: tuple[str, ...] = (), **facts):
    lines = [*before, *BODY, *after]
    return particulars_of(sections_of([Paragraph(line) for line in lines]), **facts)


@pytest.mark.parametrize(
    ("lines", "title", "authority"),
    [
        (
            ["示例镇人民政府", "2023年政府信息公开工作年度报告"],
            "示例镇人民政府2023年政府信息公开工作年度报告",
            "示例镇人民政府",
        ),
        (
            ["样例市 2023 年政府信息公开 工作年度报告"],
            "样例市2023年政府信息公开工作年度报告",
            "样例市",
        ),
        (
            ["样例县财政局关于2023年度政府信息公开工作年度报告"],
            "样例县财政局关于2023年度政府信息公开工作年度报告",
            "样例县财政局",
        ),
        (
            ["标题: 样例试验区2023年度政府信息公开工作年度报告", "发布时间: 2024-01-30 16:34"],
            "样例试验区2023年度政府信息公开工作年度报告",
            "样例试验区",
        ),
        (
            ["示例镇", "二〇二三年政府信息公开工作年度报告"],
            "示例镇二〇二三年政府信息公开工作年度报告",
            "示例镇",
        ),
    ],
)
def test_title_and_authority(lines: list[str], title: str, authority: str) -> None:
    found = _particulars(*lines)
    assert (found.title, found.authority, found.year) == (title, authority, 2023)


@pytest.mark.parametrize(
    ("lines", "authority"),
    [
        (["样例市水务局", "2023年度", "政府信息公开工作年度报告"], "样例市水务局"),
        (["样例市水务局", "关于2023年政府信息公开工作的", "年度报告"], "样例市水务局"),
        (["样例区东风街道办事处", "2023年政府信息公开工作年度报告"], "样例区东风街道办事处"),
        (["样例开发区管理委员会2023年政府信息公开工作年度报告"], "样例开发区管理委员会"),
        (["2023年样例市教育局政府信息公开工作年度报告"], "样例市教育局"),
        (["二〇二三年度样例县财政局政府信息公开工作年度报告"], "样例县财政局"),
        (["样例县财政局2023年", "政府信息公开年度报告"], "样例县财政局"),
        (["样例县公安局", "二○二三年政府信息公开工作年度报告"], "样例县公安局"),
        (["样例县卫生健康局政府信息公开工作", "2023年度报告"], "样例县卫生健康局"),
        (["示例镇人民政府", "政府信息公开工作年度报告", "（2023年度）"], "示例镇人民政府"),
        (["示例镇人民政府政府信息公开工作年度报告（2023年）"], "示例镇人民政府"),
        (
            [
                "样例县人民政府办公室关于印发样例县2023年政府信息公开工作年度报告的通知",
                "样例县2023年政府信息公开工作年度报告",
            ],
            "样例县",
        ),
    ],
)
def test_titles_over_lines_and_in_other_orders(lines: list[str], authority: str) -> None:
    found = _particulars(*lines)
    assert (found.authority, found.year) == (authority, 2023)


@pytest.mark.parametrize(
    "line", ["2024年1月12日", "2024 年 1 月 12 日", "二〇二四年一月十二日", "2024年元月12日"]
)
def test_the_date_at_the_end_in_the_ways_it_is_written(line: str) -> None:
    found = _particulars("示例镇2023年政府信息公开工作年度报告", after=("示例镇人民政府", line))
    assert found.written_on == date(2024, 1, 12)


@pytest.mark.parametrize(
    ("lines", "title", "authority"),
    [
        (
            ["首页 > 政务公开 > 年度报告 > 街道", "样例市示例街道2020年政府信息公开年度报告"],
            "样例市示例街道2020年政府信息公开年度报告",
            "样例市示例街道",
        ),
        (
            ["樣例區機關事務服務中心", "政府信息公開工作2021年度報告"],
            "樣例區機關事務服務中心政府信息公開工作2021年度報告",
            "樣例區機關事務服務中心",
        ),
    ],
)
def test_the_path_of_a_page_and_words_in_old_characters_are_no_organ(
    lines: list[str], title: str, authority: str
) -> None:
    facts = _particulars(*lines)
    assert (facts.title, facts.authority) == (title, authority)


def test_the_signature_completes_a_short_name_in_the_title() -> None:
    found = _particulars(
        "样例市示例镇", "2023年政府信息公开工作年度报告", after=("示例镇人民政府", "2024年1月29日")
    )
    assert found.authority == "样例市示例镇人民政府"
    assert found.written_on == date(2024, 1, 29)


def test_a_document_number_and_a_colophon() -> None:
    found = _particulars(
        "示例镇人民政府文件",
        "示政发〔2024〕3号",
        "示例镇2023年政府信息公开工作年度报告",
        after=("（此件公开发布）", "抄送：镇党政领导班子成员", "2024年1月24日印发"),
    )
    assert found.document_number == "示政发〔2024〕3号"
    assert found.printed_on == date(2024, 1, 24)
    assert found.written_on is None
    assert found.authority == "示例镇人民政府"


def test_contacts_and_period_are_taken_as_printed() -> None:
    found = _particulars(
        "示例镇2023年政府信息公开工作年度报告",
        "统计期限自2023年1月1日起，至2023年12月31日止。联系地址：样例县示例镇文化路1号，邮编：123456，"
        "电话：0123-4567890，传真：0123-4567891，电子邮箱：slz@example.cn，网址：www.example.gov.cn。",
    )
    contacts = found.contacts
    assert contacts.address == "样例县示例镇文化路1号"
    assert contacts.postcode == "123456"
    assert contacts.phones == ("0123-4567890",)
    assert contacts.fax == ("0123-4567891",)
    assert contacts.emails == ("slz@example.cn",)
    assert contacts.urls == ("www.example.gov.cn",)
    assert found.period == (date(2023, 1, 1), date(2023, 12, 31))


def test_the_telephone_in_the_foot_of_a_site_is_not_that_of_the_report() -> None:
    foot = (
        "主办单位：示例县人民政府 地址：示例县示例路9号 联系电话：0100-5559999",
        "网站标识码：0100000001 站长信箱：web@example.gov.cn",
    )
    assert _particulars(after=foot).contacts == Contacts()
    preface = "如有疑问，请与镇党政办联系（地址：示例镇1号，电话：0100-5550101）。"
    contacts = _particulars(preface, after=foot).contacts
    assert (contacts.address, contacts.phones) == ("示例镇1号", ("0100-5550101",))


def test_an_impossible_date_is_not_a_date() -> None:
    assert (
        _particulars("示例镇2023年政府信息公开工作年度报告", after=("2024年2月31日",)).written_on
        is None
    )


def test_without_a_title_the_year_is_the_one_the_prose_is_about() -> None:
    found = _particulars("本报告汇报我镇2023年工作。")
    assert (found.title, found.year) == ("", 2023)


def test_a_page_names_its_own_date_of_publication() -> None:
    found = _particulars(
        "示例镇2023年政府信息公开工作年度报告", meta={"PubDate": "2024-01-30 08:00"}
    )
    assert found.published_on == date(2024, 1, 30)


def test_the_title_is_no_prose_of_the_preface() -> None:
    lines = [
        "示例镇人民政府文件",
        "示政发〔2024〕3号",
        "示例镇人民政府",
        "2023年政府信息公开工作年度报告",
        "本报告由六部分组成。",
    ]
    sections = sections_of([Paragraph(line) for line in [*lines, *BODY]])
    kept = without_title(sections, particulars_of(sections))
    assert kept[0].text == "本报告由六部分组成。"


@pytest.mark.parametrize(
    ("prose", "authority"),
    [
        ("本报告由样例县农业农村局编制。县教育局认真落实要求。", "样例县农业农村局"),
        ("现将示例街道办事处2023年度信息公开工作报告如下。", "示例街道办事处"),
        ("2023年，在区委、区政府领导下，示例街道办事处认真贯彻落实《条例》。", "示例街道办事处"),
        ("2023年，我局认真贯彻《条例》，由局分管副局长负责，各街道认真落实要求。", ""),
        ("在县教育局帮助下，由示例镇人民政府公开，县教育局认真落实要求。", "示例镇人民政府"),
        ("县教育局认真落实要求，县水利局认真落实要求。", ""),
    ],
)
def test_without_a_title_the_organ_is_the_one_the_prose_says_reports(
    prose: str, authority: str
) -> None:
    assert _particulars("政府信息公开工作年度报告", prose).authority == authority
