"""A former site comes over as it stood: twice is once, and each row that cannot come says why."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from portal import tables
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.publishing.former_site import Line, Outcome, take_over_all
from portal.publishing.models import Attachment, Column, Document
from tests.portal.conftest import County

HEADER = "文件,标题,文号,成文日期,发布日期,栏目,附件,原网址\n"
PAGE = "<html><body><h1>{0}</h1><p>第一条　为了规范管理，制定本办法。</p></body></html>"


@pytest.fixture
def columns(db: None) -> None:
    Column.objects.create(code="normative", title="行政规范性文件", part="content")
    Column.objects.create(code="reports", title="政府信息公开年报", part="reports")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "art").mkdir(parents=True)
    (folder / "art/1.html").write_text(PAGE.format("示例镇河道管理办法"), encoding="utf-8")
    (folder / "art/2.html").write_text(PAGE.format("示例镇公墓管理办法"), encoding="gb18030")
    (folder / "art/名单.csv").write_text("村,户数\n杨柳村,3\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("不在文件夹里", encoding="utf-8")
    return folder


def _run(county: County, folder: Path, rows: str, **more: bool) -> list[Line]:
    sheet = folder.parent / "list.csv"
    sheet.write_text(HEADER + rows, encoding="utf-8-sig")
    return list(take_over_all(county.town, folder, sheet, by=SYSTEM, **more))


TWO = (
    "art/1.html,,示政规〔2018〕3号,2018-03-02,2018年3月8日,行政规范性文件,art/名单.csv,/a/1.html\n"
    "art/2.html,示例镇公墓管理办法（试行）,,,2019/5/6,normative,,\n"
)


@pytest.mark.usefixtures("columns")
def test_pages_come_over_with_their_dates_numbers_and_files(county: County, site: Path) -> None:
    lines = _run(county, site, TWO)
    assert [one.outcome for one in lines] == [Outcome.TAKEN, Outcome.TAKEN], lines
    first = Document.objects.get(pk=lines[0].document)
    assert first.shown is not None and first.shown.title == "示例镇河道管理办法"
    assert first.shown.number == "示政规〔2018〕3号" and "第一条" in first.shown.body
    assert timezone.localdate(first.published_at) == date(2018, 3, 8)
    assert Attachment.objects.get(document=first).name == "名单.csv"
    second = Document.objects.get(pk=lines[1].document)
    assert second.shown is not None and second.shown.title == "示例镇公墓管理办法（试行）"
    assert ActRecord.objects.filter(act="publishing.import").count() == 2


@pytest.mark.usefixtures("columns")
def test_the_same_table_again_changes_nothing(county: County, site: Path) -> None:
    _run(county, site, TWO)
    records = ActRecord.objects.count()
    assert [one.outcome for one in _run(county, site, TWO)] == [Outcome.THERE, Outcome.THERE]
    assert ActRecord.objects.count() == records and Document.objects.count() == 2


@pytest.mark.usefixtures("columns")
def test_what_changed_since_is_left_to_a_person(county: County, site: Path) -> None:
    _run(county, site, TWO)
    (site / "art/1.html").write_text(PAGE.format("改了的标题"), encoding="utf-8")
    changed = _run(county, site, TWO)[0]
    assert changed.outcome is Outcome.REFUSED and "工作台更正" in changed.reason


@pytest.mark.usefixtures("columns")
@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("art/9.html,,,,2019-1-1,normative,,", "没有这个文件"),
        ("../secret.txt,,,,2019-1-1,normative,,", "文件夹之外"),
        ("art/1.html,,,,,normative,,", "没有公开日期"),
        ("art/1.html,,,,去年,normative,,", "不是日期"),
        ("art/1.html,,,,2999-1-1,normative,,", "今天之后"),
        ("art/1.html,,,,2019-1-1,没有的栏目,,", "没有“没有的栏目”这个栏目"),
        ("art/1.html,,,,2019-1-1,reports,,", "年度报告"),
        (",,,,2019-1-1,normative,,", "没有写文件"),
        ("art/1.html,,,,2019-1-1,normative,art/没有.doc,", "没有这个文件"),
    ],
)
def test_a_row_that_cannot_come_says_why(county: County, site: Path, row: str, why: str) -> None:
    (one,) = _run(county, site, row + "\n")
    assert one.outcome is Outcome.REFUSED and why in one.reason and one.row == 2
    assert not Document.objects.exists() and not Attachment.objects.exists()


@pytest.mark.usefixtures("columns")
def test_a_rehearsal_keeps_nothing(county: County, site: Path) -> None:
    lines = _run(county, site, TWO, rehearse=True)
    assert [one.outcome for one in lines] == [Outcome.TAKEN, Outcome.TAKEN]
    assert not Document.objects.exists()
    assert not ActRecord.objects.filter(act="publishing.import").exists()


@pytest.mark.usefixtures("columns")
def test_a_table_without_its_columns_is_one_sentence(county: County, site: Path) -> None:
    sheet = site.parent / "list.csv"
    sheet.write_text("名字,时间\na,b\n", encoding="utf-8")
    with pytest.raises(tables.BadTable, match="缺少"):
        list(take_over_all(county.town, site, sheet, by=SYSTEM))
