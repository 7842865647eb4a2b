"""Organs from a clerk's file: parents in any order, once, and each refused row says why."""

import io
import time
from datetime import date

import pytest
from openpyxl import Workbook

from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.organs import importing, queries
from portal.organs.models import Organ, Role
from portal.tables import BadTable
from tests.portal.conftest import County

HEAD = "代码,名称,简称,统一社会信用代码,行政区划代码,层级,类别,上级代码,主管代码,设立日期\n"


def text(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows)).encode()


def take_in(content: bytes, **facts: object) -> tuple[int, int, list[str]]:
    plan = importing.plan(content, on=facts.get("on"))  # type: ignore[arg-type]
    made, changed, refused = importing.carry_out(plan, by=SYSTEM, **facts)  # type: ignore[arg-type]
    return made, changed, [line.refused for line in refused]


def test_parents_come_in_any_order_and_the_second_time_brings_nothing(county: County) -> None:
    content = text(
        "zhan,柏树镇农技站,农技站,,,乡镇级,派出机构,baishu,,",
        "baishu,柏树镇人民政府,柏树镇,,350426101,乡镇级,人民政府,shili,,2011年3月1日",
    )
    count = ActRecord.objects.count()
    assert take_in(content) == (2, 0, [])
    assert ActRecord.objects.count() == count + 2
    town, post = Organ.objects.get(code="baishu"), Organ.objects.get(code="zhan")
    assert post.path == f"{county.county.pk}.{town.pk}.{post.pk}."
    assert (town.founded_on, town.kind) == (date(2011, 3, 1), "government")
    assert take_in(content) == (0, 0, [])
    assert ActRecord.objects.count() == count + 2


@pytest.mark.parametrize("how", ["utf-8-sig", "gbk", "xlsx", "tabs"])
def test_files_as_offices_write_them(county: County, how: str) -> None:
    rows = [
        HEAD.strip().split(","),
        ["baishu", "柏树镇人民政府", "", "", "", "乡镇级", "", "shili"],
    ]
    if how == "xlsx":
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["机关名录"])
        for row in rows:
            sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    else:
        mark = "\t" if how == "tabs" else ","
        content = "\r\n".join(mark.join(row) for row in rows).encode(
            "utf-8" if how == "tabs" else how
        )
    assert take_in(content)[0] == 1
    assert Organ.objects.get(code="baishu").short_name == "柏树镇人民政府"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a b,名,,,,县级,,,,", "代码应为"),
        ("a,,,,,县级,,,,", "没有名称"),
        ("a,名,,,,村级,,,,", "层级“村级”不认识"),
        ("a,名,,,,县级,公司,,,", "类别“公司”不认识"),
        ("a,名,,,,县级,,meiyou,,", "没有代码为“meiyou”的机关"),
        ("a,名,,11110000000000000A,,县级,,,,", "校验位"),
        ("a,名,,,12,县级,,,,", "6、9或12位"),
        ("a,名,,,,县级,,,,2011-02-30", "不是日期"),
        ("a,名,,,,县级,,a,,", "成了一个圈"),
        ("shilizhen,另一个名,示例镇,,,乡镇级,,shili,,2010-01-01", "请写明自何日起变更"),
        ("a," + "长" * 300 + ",短,,,县级,,,,", "120"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_are_taken(
    county: County, row: str, why: str
) -> None:
    made, changed, refused = take_in(text(row, "hao,好镇人民政府,,,,乡镇级,,shili,,"))
    assert (made, changed, len(refused)) == (1, 0, 1)
    assert why in refused[0]


def test_what_hangs_on_a_refused_row_is_refused_too(county: County) -> None:
    _made, _changed, refused = take_in(text("zi,子,,,,乡镇级,,fu,,", "fu,父,,,,村级,,,,"))
    assert len(refused) == 2
    assert "“fu”没有被接受" in refused[0]
    made, _changed, refused = take_in(text("a,甲,,,,县级,,,,", "a,乙,,,,县级,,,,"))
    assert made == 1 and "第2行已出现过" in refused[0]


def test_a_decided_change_keeps_its_day_and_a_slip_is_only_corrected(county: County) -> None:
    row = "shilizhen,示例街道办事处,示例街道,,350426001,乡镇级,派出机关,shili,,2010-01-01"
    assert take_in(text(row), on=date(2024, 5, 1), basis="民函〔2024〕2号") == (0, 1, [])
    before = queries.state_on(county.town, date(2024, 4, 30))
    after = queries.state_on(county.town, date(2024, 5, 1))
    assert before and after and before.name == "示例镇人民政府"
    assert (after.name, after.kind, after.basis) == ("示例街道办事处", "branch", "民函〔2024〕2号")
    assert Organ.objects.get(code="shilizhen").division_code == "350426001"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, ".xls"),
        (b"PK\x03\x04 not a workbook", "不完整"),
        (b"\x00\x01\x02" * 500, "没有找到完整的表头"),
        ("甲,乙\n1,2".encode(), "没有找到完整的表头"),
        (HEAD.encode(), "没有数据"),
        (b"x" * (6 << 20), "超过5 MB"),
        ((HEAD + '"' + "字" * 200000).encode(), "引号"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(db: None, content: bytes, why: str) -> None:
    with pytest.raises(BadTable) as refused:
        importing.plan(content)
    assert why in refused.value.sentence


def test_two_thousand_rows_in_seconds(county: County) -> None:
    rows = [
        f"z{n},第{n}村村务办,,,,乡镇级,派出机构,{'shili' if n < 40 else f'z{n % 40}'},,2015-01-01"
        for n in range(2000)
    ]
    begun = time.process_time()
    assert take_in(text(*reversed(rows)))[0] == 2000
    took = time.process_time() - begun
    print(f"2,000 organs in {took:.1f} s of processor time")
    assert took < 30


def test_the_page_shows_what_would_come_then_enters_it(county: County) -> None:
    client = county.client("xitong", Role.SYSTEM, organ=county.county)
    file = io.BytesIO(
        text("", "baishu,柏树镇人民政府,,,,乡镇级,,shili,,", "x y,<b>坏</b>,,,,县级,,,,")
    )
    file.name = "机关.csv"
    count = ActRecord.objects.count()
    page = client.post("/desk/organs/import/", {"file": file})
    shown = page.content.decode()
    assert page.status_code == 200 and ActRecord.objects.count() == count
    assert "新设1个，变更0个，与现有相同0行，不能导入1行" in shown
    assert "&lt;b&gt;坏" in shown and "<b>坏" not in shown
    assert "<td>4</td><td>x y</td>" in shown  # the row's number in the clerk's file
    fields = page.context["form"].initial
    done = client.post(
        "/desk/organs/import/enter/",
        {"rows": fields["rows"], "on": "", "basis": ""},
        follow=True,
    )
    assert "已设立1个、变更0个机关，1行没有导入" in done.content.decode()
    assert "第4行" in done.content.decode()
    assert Organ.objects.filter(code="baishu").exists()


def test_nobody_else_imports(county: County) -> None:
    client = county.client("jingban", Role.HEAD)
    for url in ("/desk/organs/import/", "/desk/organs/import/template.csv"):
        assert client.get(url).status_code == 403
    assert client.post("/desk/organs/import/enter/", {"rows": "x"}).status_code == 403
