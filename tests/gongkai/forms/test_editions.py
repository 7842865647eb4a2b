"""The two editions are complete, and their labels are those of the official forms."""

from collections import Counter

import pytest

from gongkai.errors import DataError, UnknownEdition
from gongkai.forms.form import EDITIONS, Address, Form, edition_for, load
from gongkai.law.entries import sources

CELLS = {"2019": {2: 22, 3: 161, 4: 15}, "2021": {2: 10, 3: 175, 4: 15}}


@pytest.fixture(params=EDITIONS)
def form(request: pytest.FixtureRequest) -> Form:
    """Each edition."""
    return load(request.param)


def test_every_part_has_its_number_of_cells(form: Form) -> None:
    counted = Counter(form.table(a.table).section for a in form.addresses)
    assert counted == CELLS[form.id]
    assert len(form.address_set) == len(form.addresses)


@pytest.mark.parametrize(
    ("year", "edition"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")]
)
def test_the_year_of_the_report_chooses_the_edition(year: int, edition: str) -> None:
    assert edition_for(year).id == edition


def test_before_2019_there_was_no_national_form() -> None:
    with pytest.raises(UnknownEdition):
        edition_for(2018)


def test_the_edition_rests_on_a_registered_notice(form: Form) -> None:
    assert sources()[form.basis].number.startswith("国办公开办函")


def test_table_three_has_25_rows_since_2021_and_had_23() -> None:
    assert [len(load(e).table("requests").leaf_rows) for e in EDITIONS] == [23, 25]
    # 一、二、四 and the total apart, these are the results a request may have.
    assert [_results(load(e)) for e in EDITIONS] == [19, 21]


def _results(form: Form) -> int:
    rows = form.table("requests").leaf_rows
    return sum(1 for row in rows if row.under is not None and not row.sum)


def test_the_edition_of_2021_split_the_other_results_in_three() -> None:
    new, old = load("2021").table("requests"), load("2019").table("requests")
    assert old.row_path("other") == ("三、本年度办理结果", "（六）其他处理")
    assert [r.label for r in new.rows if r.under == "otherwise"] == [
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    ]


def test_everything_else_in_tables_three_and_four_is_the_same() -> None:
    def labels(edition: str) -> list[str]:
        tables = (load(edition).table("requests"), load(edition).table("disputes"))
        return [line.label for t in tables for line in (*t.columns, *t.rows)]

    added = Counter(labels("2021")) - Counter(labels("2019"))
    assert sorted(added) == sorted(
        line.label for line in load("2021").table("requests").rows if line.under == "otherwise"
    )
    assert not Counter(labels("2019")) - Counter(labels("2021"))


def test_an_address_reads_in_the_words_of_the_form() -> None:
    address = Address.parse("requests/third_party/law_service")
    assert load("2021").label(address) == (
        "三、本年度办理结果/（三）不予公开/4.保护第三方合法权益 · 法人或其他组织/法律服务机构"
    )
    assert load("2021").label(Address.parse("disputes/all/direct.pending")) == (
        "行政诉讼/未经复议直接起诉/尚未审结"
    )


def test_only_the_money_and_the_changes_are_no_counts() -> None:
    def others(edition: str) -> dict[str, str]:
        form = load(edition)
        return {str(a): form.kind(a) for a in form.addresses if form.kind(a) != "count"}

    assert others("2021") == {"fees/fee/amount": "money_wan"}
    assert Counter(others("2019").values()) == {"change": 5, "money": 1}


def test_the_six_parts_have_their_official_titles(form: Form) -> None:
    assert [(s.number, s.title) for s in form.sections] == [
        (1, "总体情况"),
        (2, "主动公开政府信息情况"),
        (3, "收到和处理政府信息公开申请情况"),
        (4, "政府信息公开行政复议、行政诉讼情况"),
        (5, "存在的主要问题及改进情况"),
        (6, "其他需要报告的事项"),
    ]
    spellings = [title for section in form.sections for title in section.titles]
    assert len(spellings) == len(set(spellings))


def test_part_one_reviews_five_aspects_since_2021() -> None:
    aspects = load("2021").sections[0].aspects
    assert [a.label for a in aspects] == [
        "主动公开",
        "依申请公开",
        "政府信息管理",
        "政府信息公开平台建设",
        "监督保障",
    ]
    assert aspects[-1].must_name == ("工作考核", "社会评议", "责任追究")


@pytest.mark.parametrize("text", ["", "requests", "requests/granted", "a/b/c/d", "a//c"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        Address.parse(text)


def test_an_address_survives_being_written(form: Form) -> None:
    for address in form.addresses:
        assert Address.parse(str(address)) == address


def test_no_printed_label_stands_for_two_lines_of_one_group(form: Form) -> None:
    for table in form.tables:
        for lines in (table.rows, table.columns):
            spellings = [(line.under, label) for line in lines for label in line.labels]
            assert len(spellings) == len(set(spellings)), table.id
