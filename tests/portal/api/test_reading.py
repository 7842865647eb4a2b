"""What anybody reads through the interface: everything public, nothing else, page by page."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.figures import Status
from portal.api.v1 import api
from portal.organs.models import Role
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Document
from tests.portal.api.world import SECRETS, World


def get(path: str, status: int = 200, **headers: str) -> Any:
    """Return what the interface answers to anybody."""
    response = Client().get(f"/api/v1/{path}", headers=headers)
    assert response.status_code == status, response.content.decode()
    return response.json() if response.content else None


def test_organs_stand_in_a_tree_and_keep_what_they_were(world: World) -> None:
    found = {one["code"]: one for one in get("organs")["items"]}
    assert found["shilizhen"]["parent"] == "shili" and found["shili"]["parent"] is None
    assert [one["code"] for one in get("organs?level=township")["items"]] == ["shilizhen"]
    one = get("organs/shilizhen")
    assert [state["name"] for state in one["states"]] == ["示例镇人民政府"]
    assert {"normative", "reports"} & {c["code"] for c in get("organs/shilizhen/columns")["items"]}


def test_only_what_is_public_is_listed(world: World) -> None:
    titles = [one["title"] for one in get("documents?organ=shilizhen&limit=200")["items"]]
    assert "公开的文件6" in titles
    assert not {"尚未公开的草稿", "撤回了的内容"} & set(titles)
    assert get(f"documents/{world.documents['草稿'].pk}", 404)["title"] == "没有找到"
    gone = get(f"documents/{world.documents['撤回'].pk}", 404)
    assert gone["detail"] == "这份信息已经撤回。" and "撤回了的内容" not in json.dumps(gone)


def test_a_document_comes_with_its_particulars_and_files(world: World) -> None:
    one = get(f"documents/{world.documents['公开3'].pk}")
    assert one["number"].startswith("示镇发") and one["html"] == "<p>公开的文件3</p>"
    (file,) = one["files"]
    assert (file["name"], file["media_type"]) == ("通知.txt", "text/plain")
    given = Client().get(file["url"].removeprefix("http://testserver"))
    assert b"".join(given.streaming_content).decode() == "附件的内容。"  # type: ignore[attr-defined]
    for address in one["downloads"].values():
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_narrowing_by_column_genre_and_year(world: World) -> None:
    assert len(get("documents?column=normative&genre=normative")["items"]) == 7
    assert get("documents?genre=news")["items"] == []
    assert get("documents?organ=jiaoyu&scope=own")["items"] == []
    assert get("documents?column=nothing", 404)["detail"] == "没有“nothing”这个栏目。"


def _walk(path: str, cursor: str = "") -> list[int]:
    found: list[int] = []
    while True:
        page = get(path + (f"&cursor={cursor}" if cursor else ""))
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            return found


@pytest.mark.parametrize("scope", ["own", "below"])
def test_pages_neither_repeat_nor_leave_out_while_others_publish(world: World, scope: str) -> None:
    path = f"documents?organ=shilizhen&scope={scope}&limit=3"
    whole = _walk(path)
    assert len(whole) == len(set(whole)) == 8
    first = get(path)
    for number in range(3):
        world.published(f"后来公开{number}", days=0)
    rest = _walk(path, first["next"])
    assert [one["id"] for one in first["items"]] + rest == whole


def test_pages_go_on_where_the_last_row_is_gone_meanwhile(world: World) -> None:
    path = "documents?organ=shilizhen&scope=own&limit=3"
    whole, first = _walk(path), get(path)
    head = world.people.actor("fuzeren", Role.HEAD, organ=world.town)
    for gone in (first["items"][-1]["id"], whole[3]):
        Withdraw(by=head, target=Document.objects.get(pk=gone), reason="含有个人信息").execute()
    old = world.published("补录的旧文件", days=400)  # where the walk has not come by yet
    assert _walk(path, first["next"]) == [*whole[4:], old.pk]


def test_documents_of_the_same_moment_are_all_there(world: World) -> None:
    moment = world.documents["公开1"].published_at
    for number in range(5):
        world.published(f"同时{number}", published_at=moment)
    found = _walk("documents?limit=2")
    assert len(found) == len(set(found)) == 13


def test_a_cursor_belongs_to_its_list_and_cannot_be_made_up(world: World) -> None:
    cursor = get("documents?limit=3")["next"]
    assert "游标" in get(f"documents?limit=3&year=2026&cursor={cursor}", 404)["detail"]
    forged = cursor[:-4] + ("AAAA" if cursor[-4:] != "AAAA" else "BBBB")
    get(f"documents?limit=3&cursor={forged}", 404)
    assert get("documents?cursor=1", 422)["at"] == "query.cursor"
    assert len(get(f"documents?limit=5&cursor={cursor}")["items"]) == 5


def test_the_cells_of_a_report_keep_their_four_states(world: World) -> None:
    (one,) = get("reports?organ=shilizhen&year=2023")["items"]
    assert world.report is not None
    cells = get(f"reports/{one['id']}/cells")["items"]
    assert len(cells) == 200
    for cell in cells:
        assert (cell["value"] is None) == (cell["status"] != Status.NUMBER)
    by_address = {cell["address"]: cell for cell in cells}
    assert by_address["requests/received/total"]["status"] == "number"
    assert {str(a): world.report.report[a].text for a in world.report.report} == {
        a: cell["value"] for a, cell in by_address.items()
    }
    detail = get(f"reports/{one['id']}")
    assert detail["sections"] and set(detail["downloads"]) >= {"docx", "pdf", "xlsx", "json"}


def test_counts_are_those_of_the_public_pages(world: World) -> None:
    year = world.case.arrived_on.year if world.case else 0
    found = get(f"statistics/requests?organ=shilizhen&year={year}")
    assert found["received"] == 1 and found["by_applicant"] == [
        {"code": "natural", "name": "自然人", "count": 1}
    ]
    assert get("statistics/documents?organ=shilizhen")["total"] == 8
    assert get("statistics/registers?organ=shilizhen")["results"] == [
        {"code": "penalty", "name": "行政处罚", "count": 1}
    ]


def test_nothing_private_is_answered_by_any_operation(world: World) -> None:
    """Every operation that anybody may call, for every number there could be."""
    said = []
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if operation.auth_callbacks:
                    continue
                for number in range(1, 40) if "{id}" in path else (1,):
                    address = path.format(id=number, code="shilizhen").lstrip("/")
                    query = "?organ=shilizhen" if "statistics" in path else ""
                    query += "&year=2026" if "requests" in path else ""
                    said.append(Client().get(f"/api/v1/{address}{query}").content.decode())
    everything = "".join(said)
    assert "公开的文件6" in everything
    assert [secret for secret in SECRETS if secret in everything] == []


def test_what_did_not_change_is_not_sent_again(world: World, settings: Any) -> None:
    first = Client().get("/api/v1/documents")
    tag = first["ETag"]
    assert Client().get("/api/v1/documents", headers={"If-None-Match": tag}).status_code == 304
    for held in (
        f"W/{tag}",
        f'"other", {tag}',
        "*",
    ):  # as a proxy that compresses on the way says it
        asked = Client().get("/api/v1/documents", headers={"If-None-Match": held})
        assert (asked.status_code, asked.content, asked["ETag"]) == (304, b"", tag)
    english = Client().get("/api/v1/documents", headers={"Accept-Language": "en"})
    assert english["ETag"] != tag
    world.published("又公开了一份", days=0)
    again = Client().get("/api/v1/documents", headers={"If-None-Match": tag})
    assert again.status_code == 200 and "又公开了一份" in again.content.decode()


def test_other_sites_may_read_and_not_write(world: World) -> None:
    response = Client().get("/api/v1/organs", headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    asked = Client().options(
        "/api/v1/desk/cases",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
    )
    assert asked.status_code == 204 and "POST" not in asked["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("path", "status", "at"),
    [
        ("organs?limit=0", 422, "query.limit"),
        ("organs?limit=9999", 422, "query.limit"),
        ("organs?limit=many", 422, "query.limit"),
        ("organs?limit=1&limit=2", 422, "query.limit"),
        ("organs?colour=red", 422, "query.colour"),
        ("organs?level=village", 422, "query.level"),
        ("organs/%3Cscript%3E", 422, "path.code"),
        ("organs/nobody", 404, None),
        ("documents/0", 422, "path.id"),
        ("documents/99999999999999999999", 422, "path.id"),
        ("documents/1%27%20OR%201=1", 422, "path.id"),
        ("documents?organ=%00", 422, "query.organ"),
        ("documents?year=20260", 422, "query.year"),
        ("nothing/here", 404, None),
        ("", 404, None),
    ],
)
def test_wrong_questions_get_one_sentence(
    world: World, path: str, status: int, at: str | None
) -> None:
    response = Client().get(f"/api/v1/{path}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert said["status"] == status and said.get("at") == at
    assert said["detail"].endswith("。") and "\n" not in said["detail"]


@pytest.mark.parametrize(
    "path", ["organs", "duties", "openapi.json", "statistics/documents?organ=shili"]
)
def test_every_kind_of_answer_has_a_mark(world: World, path: str) -> None:
    tag = Client().get(f"/api/v1/{path}")["ETag"]
    again = Client().get(f"/api/v1/{path}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_refusals_are_said_in_english_too(world: World) -> None:
    response = Client().get("/api/v1/organs?limit=0", headers={"Accept-Language": "en"})
    assert response["Content-Language"] == "en" and "Accept-Language" in response["Vary"]


def test_who_asks_too_often_is_told_when_to_come_back(world: World, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "api": "3/minute"}
    settings.RATE_LIMIT_LOOPBACK = True
    client = Client(REMOTE_ADDR="203.0.113.77")
    answers = [client.get("/api/v1/duties") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert answers[3].json()["detail"].startswith("请求过于频繁")


def test_every_operation_has_an_address_of_its_own(world: World) -> None:
    names = [
        operation.operation_id or operation.view_func.__name__
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert len(names) == len(set(names))
    assert reverse("openapi") == "/api/v1/openapi.json"
