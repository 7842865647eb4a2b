"""The pages: who sees which, what they offer, what the table of many organs says."""

from collections.abc import Callable
from datetime import date

from portal.acts.models import ActRecord
from portal.duties.models import Assignment, NotApplicable
from portal.organs.models import Role
from portal.publishing.models import Column, Document
from tests.portal.conftest import County, establish
from tests.portal.duties.conftest import at


def test_a_township_with_nothing_finds_a_calm_page(
    county: County, columns: dict[str, Column]
) -> None:
    client = county.client("jingban", Role.HANDLER)
    page = client.get("/desk/duties/").content.decode()
    assert "应公开<b>23</b>项" in page and "宅基地使用情况审核" in page
    assert "还没有设置" not in page
    assert 'aria-current="page">公开事项' in client.get("/desk/duties/").content.decode()


def test_before_the_columns_are_there_the_page_says_whom_to_ask(county: County) -> None:
    page = county.client("jingban", Role.HANDLER).get("/desk/duties/").content.decode()
    assert "还没有设置" in page and "系统管理员" in page


def test_each_count_opens_the_documents_behind_it(
    county: County, publish: Callable[..., Document]
) -> None:
    publish("plans", title="示例镇十五五规划")
    client = county.client("jingban", Role.HANDLER)
    assert '/desk/duties/item/20-03/"' in client.get("/desk/duties/").content.decode()
    page = client.get("/desk/duties/item/20-03/").content.decode()
    assert "示例镇十五五规划" in page and "标为不适用" not in page
    for code in ("21-C1", "20-99", "item:9", "field:zzz", "<script>"):
        assert client.get(f"/desk/duties/item/{code}/").status_code == 404


def test_a_clerk_declares_and_takes_back_with_one_record_each(
    county: County, columns: dict[str, Column]
) -> None:
    client = county.client("jingban", Role.HANDLER)
    before = ActRecord.objects.count()
    url = "/desk/duties/item/21-T6/not-applicable/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "由县办理"}).status_code == 302
    assert client.get(url).status_code == 403  # it is declared already
    assert "由县办理" in client.get("/desk/duties/").content.decode()
    assert client.post("/desk/duties/item/21-T6/applicable/").status_code == 302
    assert NotApplicable.objects.get().ended_at is not None
    assert ActRecord.objects.count() == before + 2


def test_a_clerk_finds_a_document_and_assigns_it(
    county: County, publish: Callable[..., Document]
) -> None:
    notice = publish("notices", title="安全生产检查通报")
    publish("notices", title="停水通知")
    client = county.client("jingban", Role.HANDLER)
    url = "/desk/duties/item/20-13/assign/"
    page = client.get(url, {"q": "安全"}).content.decode()
    assert "安全生产检查通报" in page and "停水通知" not in page
    assert client.post(url, {"document": "999999"}).status_code == 422
    assert client.post(url, {"document": notice.pk}).status_code == 302
    page = client.get("/desk/duties/item/20-13/").content.decode()
    assert "安全生产检查通报" in page and "不再对应" in page
    pk = Assignment.objects.get().pk
    assert client.post(f"/desk/duties/assignment/{pk}/end/").status_code == 302
    assert county.client("waidi", Role.HANDLER, organ=county.bureau).post(
        f"/desk/duties/assignment/{pk}/end/"
    ).status_code in (403, 404)


def test_the_csv_opens_in_a_spreadsheet_and_runs_no_formula(
    county: County, columns: dict[str, Column]
) -> None:
    client = county.client("jingban", Role.HANDLER)
    client.post("/desk/duties/item/21-T6/not-applicable/", {"reason": "=cmd|'/c calc'!A1"})
    answer = client.get("/desk/duties/export.csv")
    text = answer.content.decode("utf-8-sig")
    assert "attachment" in answer["Content-Disposition"]
    assert text.count("\n") == 24 and "'=cmd" in text
    assert "20-01,行政法规、规章和规范性文件,第二十条第（一）项,缺,0" in text


def test_the_supervisor_sees_every_organ_with_what_it_lacks(
    county: County, publish: Callable[..., Document]
) -> None:
    publish("plans")
    for n in range(3):
        establish(f"zhen{n}", f"第{n}镇人民政府", "township", "government", county.county)
    client = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    page = client.get("/desk/duties/wall/").content.decode()
    assert "6个机关" in page and "1/23" in page and "缺22项" in page and "0/22" in page
    assert client.get("/desk/duties/wall/", {"sort": "missing"}).status_code == 200
    table = client.get("/desk/duties/wall/export.csv").content.decode("utf-8-sig")
    assert table.count("\n") == 7 and "示例镇人民政府,23,1,22" in table
    assert "宅基地使用情况审核" in table.splitlines()[-1]
    seen = client.get("/desk/duties/of/shilizhen/").content.decode()
    assert "示例镇人民政府" in seen and "标为不适用" not in seen
    assert client.get("/desk/duties/of/shilizhen/item/20-03/").status_code == 200
    assert client.get("/desk/duties/of/shilizhen/clock/").status_code == 200
    assert client.get("/desk/duties/of/shilizhen/guide/").status_code == 200


def test_neighbours_and_strangers_see_nothing(county: County, columns: dict[str, Column]) -> None:
    neighbour = county.client("waidi", Role.HANDLER, organ=county.bureau)
    assert neighbour.get("/desk/duties/of/shilizhen/").status_code == 404
    assert neighbour.get("/desk/duties/of/shilizhen/export.csv").status_code == 404
    assert neighbour.get("/desk/duties/wall/").status_code == 403
    assert county.client("xitong", Role.SYSTEM).get("/desk/duties/").status_code == 404
    assert county.client("wugang").get("/desk/duties/").status_code == 403
    from django.test import Client

    assert Client().get("/desk/duties/").status_code == 302
    assert Client().get("/o/shilizhen/guide/").status_code == 200


def test_a_documents_page_tells_its_clock_its_duties_and_repealed_wording(
    county: County, draft: Callable[..., Document]
) -> None:
    document = draft(
        "social-assistance", title="低保制度", genre="system", formed=date(2026, 3, 2),
        body="<p>自收到申请之日起十五个工作日内答复。</p>",
    )  # fmt: skip
    client = county.client("jingban", Role.HANDLER)
    url = f"/desk/duties/document/{document.pk}/"
    with at(date(2026, 3, 4)):
        page = client.get(url).content.decode()
    assert "还剩18个工作日" in page and "第二十六条" in page
    assert "自成文日期2026年3月2日" in page and "以15个工作日为答复期限" in page
    assert (
        page.count("由栏目对应") == 1
    )  # the column carries 21-C7 too, which a township does not owe
    assert client.post(url, {"code": "21-C1"}).status_code == 422
    assert client.post(url, {"code": "20-11"}).status_code == 302
    assert "不再对应" in client.get(url).content.decode()
    stranger = county.client("waidi", Role.HANDLER, organ=county.bureau)
    assert stranger.get(url).status_code == 404
    above = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    assert above.get(url).status_code == 200
    assert above.post(url, {"code": "20-12"}).status_code == 409
