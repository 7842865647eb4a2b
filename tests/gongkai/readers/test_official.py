"""An official document says its title, number, issuer and dates; what it does not say is not guessed."""

from datetime import date

import pytest

from gongkai.readers.official import Official, recognise
from gongkai.readers.read import parse

NOTICE = """示例县示例镇人民政府文件
示镇政发〔2026〕5号
示例镇人民政府关于印发示例镇农村公路
养护管理办法
的通知
各村（社区），镇直各单位：
　　现将《示例镇农村公路养护管理办法》印发给你们。《示例省公路条例》自2019年5月15日起施行。
示例镇人民政府
2026年3月2日
（此件公开发布）
附件
示例镇农村公路养护管理办法
第一条　根据2025年1月3日会议精神，制定本办法。
第二条　经营许可证有效期3年。
第三条　本办法自2026年4月1日起施行，有效期5年。原《示例镇养护办法》（示政发〔2020〕3号）同时废止。
抄送：县人大。
示例镇人民政府办公室　　　　2026年3月5日印发
"""


def read(text: str) -> Official:
    """Return what is recognised in a plain text."""
    return recognise(parse(text.encode(), name="a.txt"))


def values(found: Official) -> dict[str, object]:
    """Return what was found by name, without where."""
    names = ("title", "number", "issuer", "formed_on", "effective_on", "expires_on")
    return {n: one.value for n in names if (one := getattr(found, n)) is not None}


def test_a_notice_says_everything() -> None:
    found = read(NOTICE)
    assert values(found) == {
        "title": "示例镇人民政府关于印发示例镇农村公路养护管理办法的通知",
        "number": "示镇政发〔2026〕5号",
        "issuer": "示例镇人民政府",
        "formed_on": date(2026, 3, 2),
        "effective_on": date(2026, 4, 1),
        "expires_on": date(2031, 3, 31),
    }
    assert found.disclosure and found.disclosure.value == "open"
    assert found.formed_on and found.formed_on.sure and found.formed_on.why == "signature"
    assert found.expires_on and "有效期5年" in found.expires_on.words
    assert found.front == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("示镇政发〔2026〕5号", "示镇政发〔2026〕5号"),
        ("示镇政发[2026]5号", "示镇政发〔2026〕5号"),
        ("示镇政发（2026）5号", "示镇政发〔2026〕5号"),
        ("示镇政发【2026】 5 号", "示镇政发〔2026〕5号"),
        ("示镇政发﹝2026﹞005号", "示镇政发〔2026〕005号"),
        ("示 镇 政 发〔２０２６〕５号", "示镇政发〔2026〕5号"),
        ("示镇政发〔2026〕5号　　签发人：王某", "示镇政发〔2026〕5号"),
    ],
)
def test_a_number_is_known_in_every_kind_of_bracket(printed: str, value: str) -> None:
    assert values(read(NOTICE.replace("示镇政发〔2026〕5号", printed)))["number"] == value


def test_a_decree_names_the_rules_it_promulgates() -> None:
    found = read(
        "示例县人民政府令\n第 5 号\n"
        "《示例县城市管理办法》已经2026年2月20日县人民政府第12次常务会议通过，现予公布，自2026年4月1日起施行。\n"
        "县　长　王某\n2026年3月2日\n示例县城市管理办法\n"
        "（2026年3月2日示例县人民政府令第5号公布）\n第一条 为了加强管理，制定本办法。\n"
    )
    assert values(found) == {
        "title": "示例县城市管理办法",
        "number": "示例县人民政府令第5号",
        "issuer": "示例县人民政府",
        "formed_on": date(2026, 3, 2),
        "effective_on": date(2026, 4, 1),
    }
    assert found.disclosure is None


def test_a_public_announcement_is_numbered_by_the_year() -> None:
    found = read(
        "示例县自然资源局公告\n2026年第3号\n根据有关规定，现将有关事项公告如下。\n特此公告。\n"
        "示例县自然资源局\n二〇二六年三月二日\n"
    )
    assert values(found) == {
        "title": "示例县自然资源局公告",
        "number": "2026年第3号",
        "issuer": "示例县自然资源局",
        "formed_on": date(2026, 3, 2),
    }


def test_a_letter_has_an_organ_for_its_head() -> None:
    found = read(
        "示例县人民政府办公室\n示政办函[2026]12号\n示例县人民政府办公室关于\n同意设立示例开发区的复函\n"
        "县发展改革局：\n你局请示收悉。\n示例县人民政府办公室\n二○二六年三月二日\n"
    )
    assert values(found)["title"] == "示例县人民政府办公室关于同意设立示例开发区的复函"
    assert values(found)["formed_on"] == date(2026, 3, 2)


def test_minutes_without_a_signature_have_no_day() -> None:
    found = read(
        "示例镇人民政府专题会议纪要\n〔2026〕3号\n"
        "2026年3月1日，镇长王某主持召开会议，研究事项。现纪要如下：\n一、会议同意。\n"
    )
    assert values(found) == {"title": "示例镇人民政府专题会议纪要", "number": "〔2026〕3号"}


def test_organs_that_issue_together_are_all_named() -> None:
    found = read(
        "特急\n示例县教育局\n示例县财政局文件\n示教发（2026）7号\n"
        "示例县教育局 示例县财政局关于做好学生资助工作的通知\n各学校：\n"
        "现将有关事项通知如下。本通知自印发之日起执行，有效期至2028年12月31日。\n"
        "示例县教育局　　　示例县财政局\n2026年3月2日\n示例县教育局办公室 2026年3月6日印发\n"
    )
    assert values(found)["issuer"] == "示例县教育局 示例县财政局"
    assert values(found)["formed_on"] == date(2026, 3, 2)
    assert values(found)["effective_on"] == date(2026, 3, 6)
    assert values(found)["expires_on"] == date(2028, 12, 31)
    assert found.effective_on and found.effective_on.why == "from_printing"


def test_the_day_of_issue_is_inferred_and_says_so() -> None:
    found = read(NOTICE.replace("自2026年4月1日起施行", "自发布之日起施行"))
    assert found.effective_on and found.effective_on.value == date(2026, 3, 2)
    assert (found.effective_on.sure, found.effective_on.why) == (False, "from_signature")
    assert found.expires_on and not found.expires_on.sure


def test_a_day_in_the_text_is_not_the_day_of_the_document() -> None:
    found = read(
        "关于2026年放假安排的通知\n各村：\n2025年12月30日下午召开会议，请准时参加。\n特此通知。\n"
    )
    assert values(found) == {"title": "关于2026年放假安排的通知"}


def test_what_is_passed_on_is_not_taken_for_the_document_itself() -> None:
    found = read(
        "示例镇人民政府关于转发县政府防汛通知的通知\n各村：\n现将县政府通知转发给你们。\n"
        "示例镇人民政府\n2026年6月2日\n附件\n示例县人民政府关于做好防汛工作的通知\n各乡镇：\n"
        "请做好防汛工作。\n示例县人民政府\n2026年5月28日\n"
    )
    assert values(found)["formed_on"] == date(2026, 6, 2)
    assert found.formed_on and found.formed_on.sure
    assert values(found)["issuer"] == "示例镇人民政府"


def test_two_signatures_of_different_days_are_doubtful() -> None:
    found = read(
        "关于合作的通知\n各村：\n现将协议通知如下。\n甲村村民委员会\n2026年6月2日\n"
        "乙村村民委员会\n2026年6月3日\n"
    )
    assert found.formed_on and not found.formed_on.sure


@pytest.mark.parametrize(
    "sentence",
    [
        "《示例省公路条例》自2019年5月15日起施行。",
        "养护合同有效期3年。",
        "许可证有效期5年，期满应当换证。",
        "企业自2026年1月1日设立。",
    ],
)
def test_sentences_about_other_things_give_no_dates(sentence: str) -> None:
    found = read(f"示例镇公路管理办法\n第一条　为加强管理，制定本办法。\n第二条　{sentence}\n")
    assert found.effective_on is None and found.expires_on is None


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("本办法自2026年4月1日起施行，有效期五年。", date(2026, 4, 1), date(2031, 3, 31)),
        ("本办法自2024年2月29日起施行，有效期1年。", date(2024, 2, 29), date(2025, 2, 28)),
        (
            "本办法自2026年4月1日起施行，有效期至2028年12月31日。",
            date(2026, 4, 1),
            date(2028, 12, 31),
        ),
        ("本办法自2026年4月1日起至2027年3月31日止施行。", date(2026, 4, 1), date(2027, 3, 31)),
        ("本规定从二〇二六年四月一日起执行。", date(2026, 4, 1), None),
        ("本意见自 2026 年 4 月 1 日起实施，试行期2年。", date(2026, 4, 1), date(2028, 3, 31)),
    ],
)
def test_effect_and_expiry_are_read_from_the_documents_own_sentence(
    sentence: str, first: date, last: date | None
) -> None:
    found = read(f"示例镇公路管理办法\n第一条　为加强管理，制定本办法。\n第九条　{sentence}\n")
    assert found.effective_on and found.effective_on.value == first
    assert (found.expires_on.value if found.expires_on else None) == last


def test_a_mark_of_secrecy_is_not_overlooked() -> None:
    found = read("000012\n机密★3年\n特急\n" + NOTICE)
    assert found.secrecy and found.secrecy.value == "机密"
    assert values(found)["number"] == "示镇政发〔2026〕5号"


def test_a_note_against_publication_is_read() -> None:
    found = read(NOTICE.replace("此件公开发布", "此件依申请公开"))
    assert found.disclosure and found.disclosure.value == "on_request"


@pytest.mark.parametrize(
    "text", ["今天天气很好，大家都来了。\n第二段也很好。\n", "一\n", "2026年3月2日\n"]
)
def test_a_text_that_is_no_document_gives_nothing(text: str) -> None:
    assert not {"title", "number", "issuer", "effective_on"} & set(values(read(text)))


def test_a_page_of_many_lines_is_read_in_no_time() -> None:
    found = read(NOTICE + "第四条　自" * 3000 + "\n" + ("示例镇人民政府" * 40 + "\n") * 200)
    assert values(found)["formed_on"] == date(2026, 3, 2)
