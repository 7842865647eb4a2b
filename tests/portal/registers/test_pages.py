"""The registers on the desk and before the public."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.acts import clock
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing.models import Document
from portal.registers.models import (
    Batch,
    Entry,
    MonthlyCount,
    NormativeEntry,
    PowerItem,
    ZeroReport,
)
from tests.portal.conftest import County

ZONE = ZoneInfo("Asia/Shanghai")
ID_NUMBER = "110101199003078515"


@pytest.fixture
def clerk(county: County) -> Client:
    """Return the browser of 经办."""
    return county.client("jingban", Role.HANDLER)


def text(answer: object) -> str:
    content = getattr(answer, "content", None)
    if content is None:
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return content.decode()


def test_zero_is_one_page_and_one_button(clerk: Client, county: County) -> None:
    year = clock.today().year
    front = text(clerk.get("/desk/registers/"))
    assert "本年制发件数" in front and "没有登记，也没有确认本年无" in front
    assert front.count(" checked") == 6
    form = text(clerk.get(f"/desk/registers/zero/?year={year}"))
    assert form.count("checked") == 6
    records = ActRecord.objects.count()
    answer = clerk.post(
        f"/desk/registers/zero/?year={year}",
        {"things": ["rule", "normative", "licence", "penalty", "coercion", "fee"]},
    )
    assert answer.status_code == 302
    assert ActRecord.objects.count() == records + 1
    assert ZeroReport.objects.get().things[2] == "licence"
    front = text(clerk.get("/desk/registers/"))
    assert "已确认截至" in front and "没有登记，也没有确认本年无" not in front
    assert clerk.get(f"/desk/registers/zero/?year={year}").status_code == 403


def test_in_january_the_list_of_work_asks_again_what_was_confirmed_in_summer(
    clerk: Client, county: County
) -> None:
    asked = "2026年的规章、行政规范性文件、行政许可、行政处罚、行政强制、行政事业性收费还没有登记"
    zero = "/desk/registers/zero/?year=2026"
    said = {"things": ["rule", "normative", "licence", "penalty", "coercion", "fee"]}
    with clock.as_of(datetime(2026, 7, 6, 9, tzinfo=ZONE)):
        clerk.post(zero, said)
        assert "年度还没有结束，到下年1月再确认一次" in text(
            clerk.get("/desk/registers/?year=2026")
        )
    with clock.as_of(datetime(2027, 1, 11, 9, tzinfo=ZONE)):
        assert asked in text(clerk.get("/desk/"))
        assert "现在年度已结束，请再确认一次" in text(clerk.get("/desk/registers/?year=2026"))
        assert clerk.post(zero, said).status_code == 302
        assert asked not in text(clerk.get("/desk/"))


def test_an_entry_through_its_pages(clerk: Client) -> None:
    assert "决定书文号" in text(clerk.get("/desk/registers/book/penalty/new/"))
    facts = {"number": "示罚〔2026〕1号", "on": "2026-03-01", "party": "王小明",
             "party_kind": "person", "item": "占道经营"}  # fmt: skip
    bad = clerk.post("/desk/registers/book/penalty/new/", facts | {"item": f"证件{ID_NUMBER}"})
    assert bad.status_code == 409
    assert "占道经营" not in text(bad) and "示罚〔2026〕1号" in text(bad)  # nothing typed is lost
    assert clerk.post("/desk/registers/book/penalty/new/", facts).status_code == 302
    one = Entry.objects.get()
    page = text(clerk.get(f"/desk/registers/entry/{one.pk}/"))
    assert "王小明" in page and "更正" in page
    answer = clerk.post(
        f"/desk/registers/entry/{one.pk}/correct/",
        facts | {"item": "占道经营、乱倒垃圾", "reason": "漏记一项", "seen": one.version},
    )
    assert answer.status_code == 302, text(answer)
    assert "更正后的登记" in text(clerk.get(f"/desk/registers/entry/{one.pk}/"))
    assert "乱倒垃圾" in text(clerk.get("/desk/registers/book/penalty/?year=2026"))


def test_a_monthly_count_through_its_pages(clerk: Client) -> None:
    url = "/desk/registers/book/fee/month/?year=2026"
    assert "2026年1月" in text(clerk.get(url))
    facts = {"month": "202601", "count": "31", "amount": "12345.67", "source": "财政票据系统"}
    assert clerk.post(url, facts | {"amount": "-1"}).status_code == 422
    assert clerk.post(url, facts).status_code == 302
    assert MonthlyCount.objects.get().amount == 1234567
    page = text(clerk.get("/desk/registers/book/fee/?year=2026"))
    assert "12,345.67" in page and "1.23万元" in page
    one = MonthlyCount.objects.get()
    answer = clerk.post(
        f"/desk/registers/month/{one.pk}/correct/",
        {"count": "32", "amount": "12400", "source": "财政票据系统", "reason": "补票", "seen": "1"},
    )
    assert answer.status_code == 302, text(answer)
    assert "更正：补票" in text(clerk.get("/desk/registers/book/fee/?year=2026"))


def test_a_file_is_previewed_entered_and_its_refusals_downloaded(clerk: Client) -> None:
    url = "/desk/registers/import/licence/"
    assert "决定书文号" in text(clerk.get(url))
    assert text(clerk.get(f"{url}template.csv")).startswith("\ufeff决定书文号,决定日期")
    rows = "决定书文号,决定日期\n示许1号,2026-03-01\n=cmd|1,乱写\n"
    upload = SimpleUploadedFile('"><b>三月.csv', rows.encode("gbk"))
    answer = clerk.post(url, {"file": upload})
    assert answer.status_code == 302, text(answer)
    batch = Batch.objects.get()
    page = text(clerk.get(answer["Location"]))
    assert "&gt;&lt;b&gt;三月.csv" in page or "&lt;b&gt;" in page
    assert "<b>三月" not in page
    assert "认不出来" in page and not Entry.objects.exists()
    refused = text(clerk.get(f"/desk/registers/batch/{batch.pk}/refused.csv"))
    assert "3,'=cmd|1," in refused
    assert clerk.post(f"/desk/registers/batch/{batch.pk}/enter/").status_code == 302
    assert Entry.objects.get().number == "示许1号"
    assert clerk.get(f"/desk/registers/batch/{batch.pk}/enter/").status_code == 403


def test_a_bad_file_is_one_sentence_on_the_page(clerk: Client) -> None:
    answer = clerk.post(
        "/desk/registers/import/licence/", {"file": SimpleUploadedFile("x.csv", b"%PDF-1.4")}
    )
    assert answer.status_code == 409
    assert "这不是表格文件" in text(answer)
    assert clerk.post("/desk/registers/import/licence/", {}).status_code == 422
    assert clerk.get("/desk/registers/import/nothing/").status_code == 404


def test_a_published_document_is_entered_with_what_it_says(
    clerk: Client, publish: Callable[..., Document]
) -> None:
    one = publish("养护办法", number="示政规〔2026〕1号", formed_on=date(2026, 3, 2))
    assert f"/desk/registers/normative/from/{one.pk}/" in text(clerk.get("/desk/"))
    page = text(clerk.get(f"/desk/registers/normative/from/{one.pk}/"))
    assert "示政规〔2026〕1号" in page and 'value="2026-03-02"' in page
    answer = clerk.post(
        f"/desk/registers/normative/from/{one.pk}/",
        {
            "kind": "normative", "title": "养护办法", "number": "示政规〔2026〕1号",
            "issued_on": "2026-03-02", "disclosed_on": clock.today().isoformat(),
            "document": one.index_number, "numbered": "on", "expires_on": "2031-03-31",
        },
    )  # fmt: skip
    assert answer.status_code == 302, text(answer)
    entry = NormativeEntry.objects.get()
    assert entry.unified_number.endswith("-GF-2026-001")
    page = text(clerk.get(answer["Location"]))
    assert "登记废止" in page and "报送备案" in page
    answer = clerk.post(
        f"/desk/registers/normative/{entry.pk}/repeal/",
        {"on": "2026-06-01", "basis": "示政发〔2026〕5号", "seen": entry.version},
    )
    assert answer.status_code == 302, text(answer)
    listed = text(Client().get("/o/shilizhen/register/normative/"))
    assert "养护办法" in listed and "废止" in listed
    assert f"/info/{one.pk}/" in listed
    assert "养护办法" not in text(Client().get("/o/shilizhen/register/normative/?state=force"))


def test_the_public_never_reads_a_persons_name_nor_what_is_not_shown(
    county: County, enter: Callable[..., Entry]
) -> None:
    day = date(2026, 3, 1)
    enter("licence", "示许1号", day, party="欧阳小明", party_kind="person", shown=True)
    enter("licence", "示许2号", day, party="示例建材厂", party_kind="organisation", shown=True)
    enter("licence", "示许3号", day, party="李四光", party_kind="person")
    enter("penalty", "示罚1号", day, party="赵钱孙", party_kind="person")
    page = text(Client().get("/o/shilizhen/register/licence/"))
    assert "示许1号" in page and "示例建材厂" in page
    assert "小明" not in page and "示许3号" not in page
    assert "某" in page
    assert "示罚1号" not in text(Client().get("/o/shilizhen/register/penalty/"))
    for hidden in ("coercion", "fee", "nothing"):
        assert Client().get(f"/o/shilizhen/register/{hidden}/").status_code == 404
    assert Client().get("/o/nothing/register/").status_code == 404


def test_the_list_of_powers_before_the_public(county: County, clerk: Client) -> None:
    for code, kind, name in (
        ("A1", "licence", "宅基地审批"), ("A2", "payment", "临时救助"), ("A3", "payment", "=高龄津贴"),
    ):  # fmt: skip
        answer = clerk.post(
            "/desk/registers/powers/new/",
            {"code": code, "kind": kind, "name": name, "from_on": "2024-01-01"},
        )
        assert answer.status_code == 302, text(answer)
    page = text(Client().get("/o/shilizhen/register/powers/"))
    assert "共3项：行政许可1，行政给付2。" in page
    assert "宅基地审批" not in text(Client().get("/o/shilizhen/register/powers/?kind=payment"))
    table = text(Client().get("/o/shilizhen/register/powers/?kind=payment&csv=1"))
    assert "'=高龄津贴" in table and "宅基地" not in table
    item = PowerItem.objects.get(code="A2")
    answer = clerk.post(
        f"/desk/registers/powers/{item.pk}/change/",
        {
            "on": "2026-01-01", "ground": "机构改革", "kind": "payment", "name": "临时救助",
            "unit": "民政办", "seen": item.version,
        },
    )  # fmt: skip
    assert answer.status_code == 302, text(answer)
    assert "民政办" in text(clerk.get(f"/desk/registers/powers/{item.pk}/"))


def test_who_supervises_reads_and_changes_nothing(
    county: County, enter: Callable[..., Entry]
) -> None:
    one = enter("licence", "示许1号", date(2026, 3, 1))
    officer = county.client("jiandu", Role.SUPERVISOR, organ=county.county)
    page = text(officer.get("/desk/registers/?organ=shilizhen&year=2026"))
    assert "示例镇人民政府" in page and "确认这些本年没有" not in page
    assert "示许1号" in text(officer.get("/desk/registers/book/licence/?organ=shilizhen&year=2026"))
    assert officer.get(f"/desk/registers/entry/{one.pk}/").status_code == 200
    assert officer.get(f"/desk/registers/entry/{one.pk}/strike/").status_code == 403
    assert (
        officer.post(f"/desk/registers/entry/{one.pk}/strike/", {"reason": "x"}).status_code == 403
    )
    other = county.client("waiji", Role.HANDLER, organ=county.bureau)
    assert other.get("/desk/registers/?organ=shilizhen").status_code == 404
    assert other.get(f"/desk/registers/entry/{one.pk}/").status_code == 404


def test_nobody_gets_in_without_a_post(county: County) -> None:
    assert Client().get("/desk/registers/").status_code == 302
    audit = county.client("shenji", Role.AUDIT)
    assert audit.get("/desk/registers/").status_code == 403


@pytest.mark.parametrize(
    "query", ["year=abc", "year=2018", "year=99999999999999999999", "year=-1", "year=２０２５"]
)
def test_a_year_without_a_form_is_no_page(clerk: Client, query: str) -> None:
    assert clerk.get(f"/desk/registers/?{query}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/desk/registers/", "/desk/registers/?year=2020", "/desk/registers/normative/",
        "/desk/registers/normative/?state=force&kind=rule&q=x", "/desk/registers/normative/new/",
        "/desk/registers/powers/", "/desk/registers/powers/?all=1&kind=award", "/desk/registers/powers/new/",
        "/desk/registers/book/coercion/", "/desk/registers/book/procurement/?year=2020",
        "/desk/registers/book/licence/?struck=1", "/desk/registers/book/licence/?month=202603&page=x",
        "/desk/registers/book/licence/?q=%00", "/desk/registers/import/powers/",
        "/o/shilizhen/register/", "/o/shilizhen/register/normative/?q=%27&page=999",
        "/o/shilizhen/register/powers/?kind=nothing", "/o/shilizhen/register/normative/?csv=1",
    ],
)  # fmt: skip
def test_every_page_stands_empty(clerk: Client, path: str) -> None:
    assert clerk.get(path).status_code == 200
