"""Files of rows: read and shown first, entered once, refused rows named with their reason."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from portal import tables
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.registers import importing
from portal.registers.acts.counts import EnterMonthlyCount
from portal.registers.acts.entries import StrikeEntry
from portal.registers.acts.importing import DropBatch, EnterBatch, ReadBatch
from portal.registers.models import Batch, BatchFile, Entry, PowerItem
from tests.portal.conftest import County

HEADER = "决定书文号,决定日期,许可类别,相对人,事项名称"
ROWS = "\n".join(
    [
        "示例镇行政许可一览表,,,,",  # titles stand above the header
        HEADER,
        "示许〔2026〕1号,2026-03-01,普通,示例县某某有限公司,占用绿地",
        "示许〔2026〕2号,2026年3月2日,普通,王小明,砍伐林木",
        "示许〔2026〕3号,20260303,普通,王小明,砍伐林木",
        "示许〔2026〕4号,2026/3/4,普通,,",
    ]
)


@pytest.fixture
def read(county: County, handler: Actor) -> Callable[..., Batch]:
    """Return how the handler hands a file in."""

    def carry_out(content: bytes | str, register: str = "licence", name: str = "三月.csv") -> Batch:
        data = content.encode() if isinstance(content, str) else content
        return ReadBatch(
            by=handler, organ=county.town, register=register, file_name=name, content=data
        ).execute()

    return carry_out


def reasons(batch: Batch) -> dict[int, str]:
    return dict(batch.refusals.values_list("row", "reason"))


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_file_is_shown_first_and_entered_by_a_second_act(
    read: Callable[..., Batch], handler: Actor, encoding: str
) -> None:
    batch = read(ROWS.encode(encoding))
    assert (batch.rows, batch.fresh, batch.same, batch.refused) == (4, 4, 0, 0)
    assert not Entry.objects.exists()
    records = ActRecord.objects.count()
    batch = EnterBatch(by=handler, target=batch).execute()
    assert ActRecord.objects.count() == records + 1
    assert [e.on.day for e in Entry.objects.order_by("number")] == [1, 2, 3, 4]
    assert [e.party_kind for e in Entry.objects.order_by("number")] == [
        "organisation", "person", "person", "",
    ]  # fmt: skip
    assert bytes(BatchFile.objects.get(batch=batch).content) == b""
    with pytest.raises(Refused, match="已登记"):
        EnterBatch(by=handler, target=batch).execute()


def test_the_same_file_again_enters_nothing_twice(
    read: Callable[..., Batch], handler: Actor
) -> None:
    EnterBatch(by=handler, target=read(ROWS)).execute()
    again = read(ROWS + "\n示许〔2026〕5号,2026-03-05,普通,,\n")
    assert (again.fresh, again.same, again.refused) == (1, 4, 0)
    EnterBatch(by=handler, target=again).execute()
    assert Entry.objects.count() == 5


def test_two_people_with_the_same_file_enter_it_once(
    read: Callable[..., Batch], handler: Actor
) -> None:
    """两人先后读取同一文件，先后确认：第二次一行也不重复。"""
    first, second = read(ROWS), read(ROWS)
    EnterBatch(by=handler, target=first).execute()
    done = EnterBatch(by=handler, target=second).execute()
    assert (done.fresh, done.same) == (0, 4)
    assert Entry.objects.count() == 4


def test_each_row_that_cannot_be_entered_says_why(
    county: County, read: Callable[..., Batch], handler: Actor, enter: Callable[..., Entry]
) -> None:
    enter("licence", "旧1", date(2026, 1, 5), kind="特许")
    struck = enter("licence", "旧2", date(2026, 1, 6))
    StrikeEntry(by=handler, target=struck, reason="重复").execute()
    EnterMonthlyCount(
        by=handler, organ=county.town, register="licence", month=202602, count=9, source="月报"
    ).execute()
    batch = read(
        "决定书文号,决定日期,许可类别,相对人类型,相对人,是否公开,身份证号\n"
        "好1,2026-03-01,,,,,110101199003078515\n"
        ",2026-03-01,,,,,\n"
        "坏2,3月1日,,,,,\n"
        "坏3,2026-02-30,,,,,\n"
        "坏4,2099-01-01,,,,,\n"
        "坏5,2026-02-10,,,,,\n"
        "好1,2026-03-02,,,,,\n"
        "旧1,2026-01-05,普通,,,,\n"
        "旧2,2026-01-06,,,,,\n"
        "坏6,2026-03-01,,火星人,某某,,\n"
        "坏7,2026-03-01,,个人,110101199003078515,,\n"
        "坏8,2026-03-01,,,,也许,\n"
        f"{'长' * 130},2026-03-01,,,,,\n"
    )
    said = reasons(batch)
    assert batch.fresh == 1
    assert batch.ignored == ["身份证号"]
    for row, why in {
        3: "缺少决定书文号", 4: "认不出来", 5: "认不出来", 6: "还没有到", 7: "月报数9",
        8: "与第2行编号相同", 9: "内容不同", 10: "已注销（重复）", 11: "火星人", 12: "身份证号",
        13: "“是”或“否”", 14: "120字",
    }.items():  # fmt: skip
        assert why in said[row], (row, said[row])
    EnterBatch(by=handler, target=batch).execute()
    kept = Entry.objects.get(number="好1")
    assert "110101" not in str([getattr(kept, f.attname) for f in kept._meta.concrete_fields])


def test_a_workbook_with_dates_serial_numbers_and_formulas(
    read: Callable[..., Batch], handler: Actor
) -> None:
    content = workbook(
        ["票据号", "收费日期", "收费项目", "收费金额（元）"],
        ["票1", date(2026, 3, 1), "占道费", 1234.5],
        ["票2", "2026.3.2", "占道费", "1,000.05元"],
        ["票3", 46084, "占道费", 0.1],  # 2026-03-03 as the workbook counts days
        ["票4", date(2026, 3, 4), "占道费", "=D2*2"],  # never calculated: no value is stored
        ["票5", date(2026, 3, 5), "占道费", "0.001"],
        [12345, date(2026, 3, 6), "占道费", "1.2万元"],
        [1234567890123456789, date(2026, 3, 7), "占道费", 1],
        ["票8", date(2026, 3, 8), "占道费", -5],
    )
    batch = read(content, "fee", "三月.xlsx")
    said = reasons(batch)
    assert sorted(said) == [5, 6, 8, 9]
    assert "公式" in said[5] and "两位小数" in said[6] and "15位" in said[8] and "负数" in said[9]
    EnterBatch(by=handler, target=batch).execute()
    kept = {e.number: (e.on, e.amount) for e in Entry.objects.all()}
    assert kept == {
        "票1": (date(2026, 3, 1), 123450),
        "票2": (date(2026, 3, 2), 100005),
        "票3": (date(2026, 3, 3), 10),
        "12345": (date(2026, 3, 6), 1200000),
    }


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * (300 << 20))
    return file.getvalue()


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"\x00\x01\x02\xff" * 500, "不是文字表格|没有找到完整的表头"),
        (b"%PDF-1.7 ...", "不是表格文件"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, ".xls"),
        (b"PK\x03\x04 broken", "损坏"),
        ("随便写的一段话".encode(), "缺少：决定书文号、决定日期"),
        (HEADER.encode(), "没有数据"),
        ((HEADER + "\n").encode() * 20, "缺少决定|没有"),
        (zipped(xl__workbook='<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "DOCTYPE"),
        (zipped(other="<x/>"), "损坏|缺少"),
        (HEADER.encode() + b'\n"' + b"x" * 200_000, "读不下去"),
        ((HEADER + "\n" + "1,2026-03-01,,,\n" * 100_001).encode(), "100000行"),
        (b"," * (31 << 20), "30 MB"),
    ],
    ids=range(13),
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(
    read: Callable[..., Batch], content: bytes, why: str
) -> None:
    try:
        batch = read(content)
    except Refused as refusal:
        assert any(part in refusal.sentence for part in why.split("|")), refusal.sentence
        assert not Batch.objects.exists()
    else:
        assert batch.fresh == 0
        assert set(reasons(batch).values())


def test_a_bomb_is_not_unpacked(read: Callable[..., Batch]) -> None:
    with pytest.raises(Refused):
        read(bomb())


def test_a_dropped_file_enters_nothing(read: Callable[..., Batch], handler: Actor) -> None:
    batch = DropBatch(by=handler, target=read(ROWS)).execute()
    with pytest.raises(Refused, match="已放弃"):
        EnterBatch(by=handler, target=batch).execute()
    assert not Entry.objects.exists()
    assert bytes(BatchFile.objects.get(batch=batch).content) == b""


def test_a_list_of_powers_comes_from_a_file(
    county: County, read: Callable[..., Batch], handler: Actor
) -> None:
    """权责清单63项那样的表：类型可以写全称或简称。"""
    text = (
        "事项编码,类型,事项名称,设定依据,责任单位\n"
        "A1,行政许可,农村村民宅基地审批,《土地管理法》第六十二条,自然资源所\n"
        "A2,给付,临时救助,《社会救助暂行办法》,民政办\n"
        "A3,其他,水利工程巡查,,农业办\n"
        "A4,行政魔法,点石成金,,\n"
    )
    batch = read(text, importing.POWERS)
    assert (batch.fresh, batch.refused) == (3, 1)
    assert "没有这个类型" in reasons(batch)[5]
    EnterBatch(by=handler, target=batch).execute()
    assert [i.kind for i in PowerItem.objects.order_by("code")] == ["licence", "payment", "other"]
    assert PowerItem.objects.get(code="A1").events.get().what == "added"
    again = read(text.replace("民政办", "社会事务办"), importing.POWERS)
    assert (again.fresh, again.same, again.refused) == (0, 2, 2)


@pytest.mark.parametrize(
    ("written", "fen"),
    [("1,234.50", 123450), ("１２元", 1200), ("0.01", 1), ("3万", 3_000_000), ("", None)],
)
def test_amounts_as_people_write_them(written: str, fen: int | None) -> None:
    assert tables.fen(written) == fen


@pytest.mark.parametrize("written", ["一百", "1.234", "--5", "1e9", "5美元", "nan"])
def test_what_is_no_amount_is_no_amount(written: str) -> None:
    with pytest.raises(ValueError):
        tables.fen(written)


def test_a_csv_cell_is_never_a_formula() -> None:
    assert importing.csv_line(["=1+1", "@x", "好", 5]) == ["'=1+1", "'@x", "好", "5"]
