"""Labels printed in traditional characters are the form's own, every one of them."""

import pytest

from gongkai.forms.form import load
from gongkai.readers.labels import core, full, is_misprint, likeness

TRADITIONAL = (
    "一、本年新收政府信息公開申請數量",
    "二、上年結轉政府信息公開申請數量",
    "三、本年度辦理結果",
    "（一）予以公開",
    "（二）部分公開（區分處理的，只計這一情形，不計其他情形）",
    "（三）不予公開",
    "1.屬於國家秘密",
    "2.其他法律行政法規禁止公開",
    "3.危及“三安全一穩定”",
    "4.保護第三方合法權益",
    "5.屬於三類內部事務信息",
    "6.屬於四類過程性信息",
    "7.屬於行政執法案卷",
    "8.屬於行政查詢事項",
    "（四）無法提供",
    "1.本機關不掌握相關政府信息",
    "2.沒有現成信息需要另行製作",
    "3.補正後申請內容仍不明確",
    "（五）不予處理",
    "1.信訪舉報投訴類申請",
    "2.重複申請",
    "3.要求提供公開出版物",
    "4.無正當理由大量反復申請",
    "5.要求行政機關確認或重新出具已獲取信息",
    "（六）其他處理",
    "1.申請人無正當理由逾期不補正、行政機關不再處理其政府信息公開申請",
    "2.申請人逾期未按收費通知要求繳納費用、行政機關不再處理其政府信息公開申請",
    "3.其他",
    "（七）總計",
    "四、結轉下年度繼續辦理",
)
OF_TABLE_TWO = {
    "documents": ("規章", "行政規範性文件"),
    "licences": ("行政許可",),
    "enforcement": ("行政處罰", "行政強制"),
    "fees": ("行政事業性收費",),
}


def test_every_row_of_table_three_is_known_in_traditional_characters() -> None:
    rows = load("2021").table("requests").rows
    assert [full(printed) for printed in TRADITIONAL] == [full(row.label) for row in rows]
    for printed, row in zip(TRADITIONAL, rows, strict=True):
        assert likeness(printed, row) == 1
        assert not is_misprint(printed, row)


@pytest.mark.parametrize("table", OF_TABLE_TWO)
def test_the_rows_of_table_two_are_too(table: str) -> None:
    rows = load("2021").table(table).rows
    assert [full(printed) for printed in OF_TABLE_TWO[table]] == [full(row.label) for row in rows]


def test_another_word_is_a_misprint_in_traditional_characters_too() -> None:
    (forbidden,) = (r for r in load("2021").table("requests").rows if r.id == "law_forbids")
    assert is_misprint("2.其他法律法規禁止公開", forbidden)


def test_how_a_character_is_spoken_is_no_part_of_a_label() -> None:
    assert full("行政規(guī)范性文件") == full("行政规范性文件")
    assert core("3.補(bǔ)正后申請(qǐng)內(nèi)容仍不明確（zhí）") == core(
        "3.补正后申请内容仍不明确"
    )
    assert full("A(b)") == full("A b")
