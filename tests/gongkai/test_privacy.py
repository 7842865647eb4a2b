"""What must not be published unseen: numbers by their check, names by what announces them."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.privacy import Certainty, Kind, find, find_in_table, id_check, luhn, mask


def with_check(first: str) -> str:
    return next(first + c for c in "0123456789X" if id_check(first + c))


ID = with_check("13050319900307421")  # invented: region 130503, born 1990-03-07


def kinds(text: str) -> list[tuple[Kind, str, Certainty]]:
    return [(f.kind, f.text, f.certainty) for f in find(text)]


def test_an_id_number_is_known_by_its_check_character() -> None:
    assert kinds(f"申请人身份证号：{ID}。") == [(Kind.ID_NUMBER, ID, Certainty.CERTAIN)]
    assert kinds(f"共发放{ID}元") == [(Kind.ID_NUMBER, ID, Certainty.CERTAIN)]


def test_a_mistyped_id_number_is_still_somebodys() -> None:
    wrong = ID[:-1] + ("1" if ID[-1] != "1" else "2")
    assert kinds(f"身份证号{wrong}") == [(Kind.ID_NUMBER, wrong, Certainty.LIKELY)]
    assert kinds(f"编号{wrong}") == []


def test_the_number_of_a_project_is_shown_for_review_only() -> None:
    assert [f.certainty for f in find(f"项目编号：{ID}")] == [Certainty.REVIEW]


@pytest.mark.parametrize(
    "printed",
    [
        ID[:6] + " " + ID[6:14] + " " + ID[14:],
        ID[:9] + "\n" + ID[9:],
        "".join(chr(ord(c) + 0xFEE0) for c in ID),
    ],
)
def test_grouped_wrapped_and_full_width_digits_are_the_same_number(printed: str) -> None:
    found = find(f"身份证号码：{printed}")
    assert [(f.kind, f.text) for f in found] == [(Kind.ID_NUMBER, printed)]


def test_what_is_masked_already_is_left_alone() -> None:
    assert find("身份证号：130503********421X，手机138****5678，户主：王某某。") == []


@pytest.mark.parametrize("credit_code", ["91130503MA0A1B2C3D", "11130503000000000X"])
def test_the_credit_code_of_an_organ_is_nobodys_number(credit_code: str) -> None:
    assert find(f"统一社会信用代码：{credit_code}") == []


def test_a_mobile_number_and_an_office_that_answers_by_one() -> None:
    assert kinds("联系人电话：138 0013 8000") == [(Kind.MOBILE, "138 0013 8000", Certainty.CERTAIN)]
    assert kinds("监督电话：13800138000")[0][2] is Certainty.REVIEW
    assert kinds("办公电话：0319-6273048，邮编054300") == []


def test_a_bank_card_needs_its_words_or_its_check() -> None:
    card = next(c for c in (f"622848001234567{n:04d}" for n in range(10)) if luhn(c))
    assert kinds(f"开户银行账号：{card}") == [(Kind.BANK_CARD, card, Certainty.CERTAIN)]
    assert kinds(f"已转入{card}")[0][2] is Certainty.REVIEW
    assert kinds(f"发票号码 流水号{card}") == []


def test_a_name_is_found_only_where_one_is_announced() -> None:
    assert kinds("户主：王小明，家庭人口3人") == [(Kind.NAME, "王小明", Certainty.REVIEW)]
    assert kinds("申请人 欧阳丽华。")[0][1] == "欧阳丽华"
    assert kinds("王小明同志任办公室主任") == []
    assert kinds("申请人应当提供身份证明") == []


def test_a_home_address_after_its_words() -> None:
    assert kinds("家庭住址：示例镇东街村三组28号")[0][:2] == (Kind.ADDRESS, "示例镇东街村三组28号")
    assert kinds("办公地址：示例镇东街1号") == []


def test_a_list_of_names_under_its_header() -> None:
    rows = [
        ["序号", "姓 名", "身份证号码", "残疾等级", "金额（元）"],
        ["1", "王小明", ID, "二级肢体", "300"],
        ["2", "李某", "130503********1234", "", "300"],
        ["", "合计", "", "", "600"],
    ]
    found = {(f.row, f.column): f.kind for f in find_in_table(rows)}
    assert found == {(1, 1): Kind.NAME, (1, 2): Kind.ID_NUMBER, (1, 3): Kind.HEALTH}


def test_every_person_of_a_cell_is_found() -> None:
    rows = [
        ["姓名", "说明"],
        ["王小明、李大山", f"电话13800138000，身份证号{ID}"],
        ["王　明", "无"],
        ["买买提·艾力", "13900139000"],
        ["合计", ""],
    ]
    assert [(f.kind, f.text) for f in find_in_table(rows)] == [
        (Kind.NAME, "王小明"),
        (Kind.NAME, "李大山"),
        (Kind.MOBILE, "13800138000"),
        (Kind.ID_NUMBER, ID),
        (Kind.NAME, "王　明"),
        (Kind.NAME, "买买提·艾力"),
        (Kind.MOBILE, "13900139000"),
    ]


def test_a_table_of_figures_holds_nobody() -> None:
    assert find_in_table([["项目", "本年"], ["行政许可", "22"], ["总计", "13800"]]) == []


def test_masks_hide_birthday_and_sequence_and_keep_the_length() -> None:
    masked = mask(find(f"身份证号{ID}")[0])
    assert (masked[:6], masked[6:17], masked[17:]) == (ID[:6], "*" * 11, ID[17:])
    assert mask(find("电话13800138000")[0]) == "138****8000"
    assert mask(find("户主：王小明，")[0]) == "王某"
    assert find(mask(find(f"身份证号{ID}")[0])) == []


@given(st.text(max_size=300))
def test_any_text_is_searched_and_findings_are_where_they_say(text: str) -> None:
    last = 0
    for f in find(text):
        assert f.start >= last and text[f.start : f.end] == f.text
        last = f.end


@pytest.mark.parametrize("text", ["1" * 50_000, "1 " * 50_000, "户主：" * 20_000, "镇" * 50_000])
def test_hostile_text_takes_no_long_time(text: str) -> None:
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 5


def test_few_random_numbers_are_taken_for_a_person() -> None:
    rng = random.Random(7)
    text = "，".join(f"编号{rng.randrange(10**17, 10**18)}" for _ in range(2000))
    assert sum(f.kind is Kind.ID_NUMBER for f in find(text)) < 20
