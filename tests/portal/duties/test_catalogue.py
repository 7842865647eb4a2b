"""A field's catalogue comes from the tables that are in use; what is wrong is said by its row."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from portal.acts.act import Forbidden, Refused
from portal.acts.actor import Actor
from portal.duties import queries
from portal.duties.acts.catalogue import ImportCatalogue
from portal.duties.acts.duty import AssignDocument, DeclareNotApplicable
from portal.duties.catalogue import MOST_BYTES, read_items
from portal.duties.models import CatalogueItem
from portal.organs.models import Role
from portal.publishing.models import Document
from tests.portal.conftest import County

HEAD = "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体\n"
ROWS = "1,政策文件,税收政策,文件名称、文号,税收征管法,20个工作日内,示例镇\n2,,办税指南,地点、电话,税收征管法,及时公开,示例镇\n"


def sheet() -> bytes:
    """Return a table as counties publish them: two rows of header, merged cells, ticks."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["示例县税收管理领域基层政务公开标准目录"] + [""] * 12)
    page.merge_cells("A1:M1")
    page.append(["序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体",
                 "公开渠道和载体", "公开对象", "", "公开方式", "", "公开层级"])  # fmt: skip
    page.append(
        [
            "",
            "一级事项",
            "二级事项",
            "",
            "",
            "",
            "",
            "",
            "全社会",
            "特定群众",
            "主动",
            "依申请",
            "乡级",
        ]
    )
    for cells in ("B2:C2", "I2:J2", "K2:L2", "A2:A3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3"):
        page.merge_cells(cells)
    page.append([1, "政策文件", "税收政策", "文件名称", "税收征管法", "20个工作日内", "示例镇",
                 "■政府网站 □政府公报", "√", "", "√", "", "√"])  # fmt: skip
    page.append(
        [
            2,
            "",
            "办税指南",
            "地点",
            "税收征管法",
            "及时公开",
            "示例镇",
            "■政府网站",
            "",
            "√",
            "",
            "√",
            "",
        ]
    )
    page.merge_cells("B4:B5")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_real_table_with_merged_cells_and_ticks_is_read() -> None:
    reading = read_items(sheet(), "目录.xlsx")
    assert reading.problems == ()
    first, second = reading.items
    assert (first["first"], first["second"]) == ("政策文件", "税收政策")
    assert (second["first"], second["second"]) == ("政策文件", "办税指南")
    assert (first["audience"], first["manner"], first["level"]) == ("全社会", "主动", "乡级")
    assert (second["audience"], second["manner"], second["level"]) == ("特定群众", "依申请", "")
    assert first["channels"] == "■政府网站 □政府公报"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_are_in_use(encoding: str) -> None:
    reading = read_items((HEAD + ROWS).encode(encoding), "目录.csv")
    assert [item["second"] for item in reading.items] == ["税收政策", "办税指南"]
    assert reading.items[1]["first"] == "政策文件"  # an empty cell means the one above


def test_what_is_wrong_is_said_by_the_row_of_the_file() -> None:
    bad = HEAD + ROWS + "3,其他,,要素,依据,及时,\n4,政策文件,税收政策,文件名称、文号,法,及时,镇\n"
    reading = read_items(bad.encode(), "目录.csv")
    assert reading.items == ()
    assert reading.problems[0] == "第4行：没有填“二级事项”；没有填“公开主体”。"
    assert reading.problems[1] == "第5行：与第2行重复。"


def test_in_a_sheet_the_row_is_the_one_that_excel_shows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet()))
    book.worksheets[0]["G5"] = None
    out = io.BytesIO()
    book.save(out)
    assert read_items(out.getvalue(), "a.xlsx").problems == ("第5行：没有填“公开主体”。",)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", ""),
        (b"\x00\x01\x02" * 100, "a.bin", ""),
        (b"PK\x03\x04broken", "a.xlsx", ""),
        ("姓名,电话\n张某,1\n".encode(), "a.csv", "没有找到目录的表头"),
        (HEAD.encode(), "a.csv", "没有事项"),
        (b"\xff\xfe\xfa\xfb,\x81", "a.csv", ""),
        (b"x" * (MOST_BYTES + 1), "a.csv", "超过5MB"),
        ((HEAD + '1,"' + "长" * 900_000).encode(), "a.csv", ""),
        ((HEAD + f"1,一,{'长' * 300},要素,依据,及时,镇\n").encode(), "a.csv", "超过200字"),
        ((HEAD + "1,一,二,三,四,五,六\n" * 4000).encode(), "a.csv", ""),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence(data: bytes, name: str, words: str) -> None:
    reading = read_items(data, name)
    assert reading.items == () and reading.problems
    assert words in reading.problems[0] and len(reading.problems) <= 51


def taken(county: County, by: Actor, text: str = HEAD + ROWS) -> None:
    items = read_items(text.encode(), "a.csv").items
    ImportCatalogue(by=by, target=county.town, field="taxes", items=items).execute()


def test_a_second_import_keeps_what_stays_and_ends_what_is_gone(
    county: County, office: dict[str, Actor], publish: Callable[..., Document]
) -> None:
    taken(county, office["handler"])
    kept, gone = CatalogueItem.objects.order_by("order")
    AssignDocument(by=office["handler"], document=publish("notices"), code=kept.code).execute()
    taken(county, office["handler"], HEAD + ROWS.splitlines()[0].replace("20个", "10个") + "\n")
    assert queries.items_of(county.town, "taxes") == [(kept, 1)]
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert kept.term == "10个工作日内" and kept.ended_at is None
    assert gone.ended_at is not None
    field = next(f for f in queries.field_overview(county.town) if f.code == "taxes")
    assert (field.items, field.met) == (1, 1)


def test_only_the_organ_imports_and_only_into_a_known_field(
    county: County, office: dict[str, Actor]
) -> None:
    with pytest.raises(Forbidden):
        taken(county, county.actor("waidi", Role.HANDLER, organ=county.bureau))
    with pytest.raises(Refused, match="没有这个领域"):
        ImportCatalogue(
            by=office["handler"], target=county.town, field="weather", items=[{}]
        ).execute()


def test_a_field_that_does_not_apply_is_said_so(county: County, office: dict[str, Actor]) -> None:
    DeclareNotApplicable(
        by=office["handler"], organ=county.town, code="field:taxes", reason="由县税务局负责"
    ).execute()
    page = county.client("jingban", Role.HANDLER).get("/desk/duties/fields/").content.decode()
    assert "不适用：由县税务局负责" in page and page.count("还没有导入") == 25


def test_the_page_imports_or_says_row_by_row_why_not(county: County) -> None:
    client = county.client("jingban", Role.HANDLER)
    url = "/desk/duties/fields/taxes/import/"

    def send(data: bytes, name: str = "目录.csv") -> Any:
        file = io.BytesIO(data)
        file.name = name
        return client.post(url, {"table": file})

    wrong = send((HEAD + "1,一,,三,四,五,六\n").encode())
    assert wrong.status_code == 409
    page = wrong.content.decode()
    assert "第2行：没有填“二级事项”" in page and "目录没有导入" in page
    assert not CatalogueItem.objects.exists()
    assert client.post(url).status_code == 422
    assert send((HEAD + ROWS).encode(), "../../<b>.csv").status_code == 302
    shown = client.get("/desk/duties/fields/taxes/").content.decode()
    assert "办税指南" in shown and "税收征管法" in shown
    assert client.get("/desk/duties/fields/weather/").status_code == 404
