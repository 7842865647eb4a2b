"""Systems of organs with their keys: what each may do, and what none of them may."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.acts import clock
from portal.acts.act import Forbidden, Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.api.acts import EndKey, MakeKey
from portal.api.calls import KEPT, forget
from portal.api.models import ApiKey, Call, Scope
from portal.cases.models import Case
from portal.organs.models import Role
from portal.publishing.models import Document
from portal.registers.models import Entry
from tests.portal.api.world import APPLICANT, EXAMPLES, World

DRAFT = {
    "column": "normative",
    "genre": "normative",
    "title": "农村公路养护管理办法",
    "html": "<p>第一条</p><script>alert(1)</script>",
    "formed_on": "2026-03-02",
}
CASE = {"applicant": APPLICANT, "subject": "养护合同", "channel": "in_person"}
ENTRY = {"number": "示罚〔2026〕2号", "on": "2026-03-02", "item": "占道经营", "amount": "200.50"}


class System:
    """A unit's own system with a key."""

    def __init__(self, secret: str) -> None:
        self.secret, self._calls = secret, 0

    def send(self, path: str, body: Any = None, *, token: str = "", **more: Any) -> Any:
        """Return the answer to a call that changes something."""
        self._calls += 1
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Idempotency-Key": token or f"call-{self._calls:06d}",
        }
        data = more.get("files") or (json.dumps(body) if body is not None else "")
        kind = {} if more.get("files") else {"content_type": "application/json"}
        return Client().post(f"/api/v1/desk/{path}", data, headers=headers, **kind)

    def get(self, path: str) -> Any:
        """Return the answer to a question."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        return Client().get(f"/api/v1/desk/{path}", headers=headers)


@pytest.fixture
def office(world: World) -> System:
    """The town's office system, with a key for everything."""
    return System(world.secret())


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data)}


def test_a_document_is_drafted_filed_and_handed_in_and_people_do_the_rest(
    world: World, office: System
) -> None:
    before = ActRecord.objects.count()
    made = office.send("documents", DRAFT)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    added = office.send(f"documents/{number}/files", files=_file("附件.txt", "内容".encode()))
    assert added.status_code == 201 and added.json()["name"] == "附件.txt"
    assert office.send(f"documents/{number}/submission").status_code == 201
    document = Document.objects.get(pk=number)
    assert document.state == "review" and not document.is_public
    assert document.working is not None and "script" not in document.working.body
    records = ActRecord.objects.filter(number__gt=before)
    assert [r.act for r in records] == [
        "publishing.start", "publishing.add_file", "publishing.submit",
    ]  # fmt: skip
    assert {r.who.split(" ")[0] for r in records} == {"接口"}
    assert {(r.user_id, r.organ_id) for r in records} == {(None, world.town.pk)}
    assert Client().get(f"/api/v1/documents/{number}").status_code == 404
    assert office.get(f"documents/{number}").json()["in_words"] == "等待审核"


def test_a_key_passes_no_review(world: World, office: System) -> None:
    from portal.api.keys import actor_of
    from portal.publishing.acts.publication import Publish
    from portal.publishing.acts.review import PassStep

    number = office.send("documents", DRAFT).json()["id"]
    office.send(f"documents/{number}/submission")
    document = Document.objects.get(pk=number)
    by = actor_of(ApiKey.objects.get(), "")
    with pytest.raises(Forbidden):
        PassStep(by=by, target=document).execute()
    with pytest.raises(Refused):
        Publish(by=by, target=document).execute()


def test_a_request_is_registered_and_who_applied_is_never_answered(
    world: World, office: System
) -> None:
    made = office.send("cases", CASE)
    assert made.status_code == 201, made.content.decode()
    said = made.json()
    assert said["code"].count("-") == 2 and said["due_on"] is not None
    again = office.get(f"cases/{said['id']}")
    everything = made.content.decode() + again.content.decode()
    assert [v for k, v in APPLICANT.items() if k != "kind" and v in everything] == []
    assert Case.objects.get(pk=said["id"]).applicant.name == APPLICANT["name"]
    kept = json.dumps(list(Call.objects.values_list("answer", flat=True)), ensure_ascii=False)
    assert said["code"] not in kept and APPLICANT["phone"] not in kept


def test_an_entry_of_a_register_in_yuan(world: World, office: System) -> None:
    made = office.send("registers/penalty/entries", ENTRY)
    assert made.status_code == 201, made.content.decode()
    assert Entry.objects.get(pk=made.json()["id"]).amount == 20050
    twice = office.send("registers/penalty/entries", ENTRY)
    assert twice.status_code == 409 and "已经登记过" in twice.json()["detail"]
    assert office.send("registers/nothing/entries", ENTRY).json()["detail"] == "没有这个登记簿。"


def test_a_published_report_goes_into_the_archive(world: World, office: System) -> None:
    path = next((EXAMPLES / "libei-2023-old-form").glob("report.*"), None) or next(
        (EXAMPLES / "lidong-2023").glob("report.*")
    )
    world.people.town = world.town
    sent = office.send("reports", files=_file(path.name, path.read_bytes()) | {"reason": "更正"})
    assert sent.status_code == 201, sent.content.decode()
    assert sent.json()["cells"] > 50
    wrong = office.send("reports", files=_file("乱.docx", b"PK\x03\x04" + b"\0" * 99))
    assert wrong.status_code == 409 and wrong.json()["detail"].endswith("。")


def test_the_same_call_twice_is_done_once(world: World, office: System) -> None:
    first = office.send("documents", DRAFT, token="once-only-1")
    records = ActRecord.objects.count()
    again = office.send("documents", DRAFT, token="once-only-1")
    assert again.status_code == 201 and again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true" and ActRecord.objects.count() == records
    other = office.send("documents", DRAFT | {"title": "另一份"}, token="once-only-1")
    assert other.status_code == 409 and "Idempotency-Key" in other.json()["detail"]
    elsewhere = System(world.secret())  # another key has tokens of its own
    assert elsewhere.send("documents", DRAFT, token="once-only-1").json() != first.json()


def test_the_query_code_is_answered_once(world: World, office: System) -> None:
    assert office.send("cases", CASE, token="case-call-1").json()["code"]
    assert "code" not in office.send("cases", CASE, token="case-call-1").json()
    assert Case.objects.filter(subject="养护合同").count() == 1


def test_answers_to_old_calls_are_forgotten(world: World, office: System) -> None:
    office.send("documents", DRAFT)
    Call.objects.update(at=clock.now() - KEPT - timedelta(days=1))
    forget()
    assert not Call.objects.exists()


def test_a_rehearsal_changes_nothing(world: World, office: System) -> None:
    before = ActRecord.objects.count(), Document.objects.count(), Case.objects.count()
    assert office.send("documents?rehearse=yes", DRAFT).json() == {"possible": True}
    assert office.send("cases?rehearse=yes", CASE).json() == {"possible": True}
    refused = office.send("documents?rehearse=yes", DRAFT | {"attribute": "closed"})
    assert refused.status_code == 409 and "依据和理由" in refused.json()["detail"]
    assert (ActRecord.objects.count(), Document.objects.count(), Case.objects.count()) == before
    assert not Call.objects.exists()


def test_a_key_does_what_it_is_for_and_nothing_else(world: World) -> None:
    one = System(world.secret(Scope.REGISTERS))
    assert one.send("registers/penalty/entries", ENTRY).status_code == 201
    for answer in (
        one.send("documents", DRAFT),
        one.send("cases", CASE),
        one.get(f"documents/{world.documents['草稿'].pk}"),
        one.send("reports", files=_file("报告.txt", b"x")),
    ):
        assert answer.status_code == 403 and "没有" in answer.json()["detail"]
    assert one.get("key").json()["scopes"] == ["registers"]


def test_a_key_touches_nothing_of_another_organ(world: World) -> None:
    other = System(world.secret(organ=world.people.bureau))
    draft, case = world.documents["草稿"].pk, world.case and world.case.pk
    before = ActRecord.objects.count()
    for answer in (
        other.get(f"documents/{draft}"),
        other.get(f"cases/{case}"),
        other.send(f"documents/{draft}/submission"),
        other.send(f"documents/{draft}/files", files=_file("附件.txt", b"x")),
    ):
        assert answer.status_code == 404
    assert ActRecord.objects.count() == before
    number = other.send("documents", DRAFT).json()["id"]
    assert Document.objects.get(pk=number).organ == world.people.bureau


@pytest.mark.parametrize(
    "secret",
    ["", "x", "gk_aaaaaaaa_" + "A" * 32, "gk_" + "a" * 5000, "gk_aaaaaaaa_密钥", "' OR 1=1 --"],
)
def test_no_key_or_a_wrong_one_is_refused(world: World, secret: str) -> None:
    world.secret()
    headers = {"Authorization": f"Bearer {secret}".encode().decode("latin-1")} if secret else {}
    response = Client().get("/api/v1/desk/key", headers=headers)
    assert response.status_code == 401 and response.json()["title"] == "密钥无效"
    assert response["WWW-Authenticate"] == "Bearer" and response.json()["detail"].endswith("。")


def test_an_ended_key_ends_at_once(world: World, office: System) -> None:
    key = ApiKey.objects.get()
    assert office.get("key").status_code == 200
    key.refresh_from_db()
    assert key.used_at is not None
    EndKey(by=SYSTEM, target=key, reason="系统停用").execute()
    ended = office.get("key")
    assert ended.status_code == 401 and "已停用" in ended.json()["detail"]
    with pytest.raises(Refused):
        EndKey(by=SYSTEM, target=key).execute()


def test_the_secret_is_kept_nowhere(world: World) -> None:
    secret = world.secret()
    key = ApiKey.objects.get()
    assert key.digest == hashlib.sha256(secret.encode()).hexdigest()
    rows = list(ActRecord.objects.filter(act="api.make_key").values("before", "after", "about"))
    assert key.prefix in json.dumps(rows) and secret not in json.dumps(rows)
    assert key.digest not in json.dumps(rows)


def test_who_calls_too_often_with_a_key_waits(world: World, office: System, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "key": "2/minute", "api": "2/minute"}
    assert [office.get("key").status_code for _ in range(3)] == [200, 200, 429]
    settings.RATE_LIMIT_LOOPBACK = True
    wrong = [
        Client(REMOTE_ADDR="203.0.113.9").get(
            "/api/v1/desk/key", headers={"Authorization": "Bearer gk_wrong"}
        )
        for _ in range(3)
    ]
    assert [one.status_code for one in wrong] == [401, 401, 429]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("{", "body"),
        ("[]", "body"),
        (json.dumps(DRAFT | {"colour": "red"}), "body.colour"),
        (json.dumps(DRAFT | {"title": "甲" * 301}), "body.title"),
        (json.dumps(DRAFT | {"title": "甲\0乙"}), "body.title"),
        (json.dumps(DRAFT | {"title": 5}), "body.title"),
        (json.dumps(DRAFT | {"formed_on": 20260302}), "body.formed_on"),
        (json.dumps(DRAFT | {"formed_on": "2026-02-30"}), "body.formed_on"),
        (json.dumps(DRAFT | {"genre": "poem"}), "body.genre"),
    ],
)
def test_what_is_sent_wrongly_is_said_in_one_sentence(
    world: World, office: System, body: str, at: str
) -> None:
    headers = {"Authorization": f"Bearer {office.secret}", "Idempotency-Key": "wrong-call"}
    response = Client().post(
        "/api/v1/desk/documents", body, content_type="application/json", headers=headers
    )
    assert response.status_code == 422, response.content.decode()
    assert response.json()["at"] == at and response.json()["detail"].endswith("。")


def test_hostile_bodies_are_refused_and_leave_nothing(world: World, office: System) -> None:
    before = ActRecord.objects.count()
    headers = {"Authorization": f"Bearer {office.secret}", "Idempotency-Key": "hostile-call"}

    def post(body: Any, kind: str) -> Any:
        return (
            Client()
            .post("/api/v1/desk/documents", body, content_type=kind, headers=headers)
            .status_code
        )

    assert post("<xml/>", "text/xml") == 415
    assert post(json.dumps(DRAFT), "text/plain") == 415
    assert post("[" * 100_000, "application/json") == 422
    assert post(b"\xff\xfe", "application/json") == 422
    assert post("x" * (11 << 20), "application/json") == 413
    number = world.documents["草稿"].pk
    broken = Client().post(
        f"/api/v1/desk/documents/{number}/files",
        b"--no-such-boundary",
        content_type="multipart/form-data; boundary=x",
        headers=headers,
    )
    assert broken.status_code == 422
    program = office.send(f"documents/{number}/files", files=_file("a.exe", b"MZ" + b"\0" * 99))
    assert program.status_code == 409 and "不接受" in program.json()["detail"]
    assert ActRecord.objects.count() == before


# --- on the desk ------------------------------------------------------------------------------


def test_the_system_administrator_makes_a_key_and_sees_its_secret_once(world: World) -> None:
    client = world.people.client("xitong", Role.SYSTEM, organ=world.people.county)
    filled = {"organ": world.town.pk, "system": "办公系统", "scopes": ["documents", "cases"]}
    answer = client.post("/desk/keys/new/", filled, follow=True).content.decode()
    key = ApiKey.objects.get()
    assert answer.count(f"{key.prefix}_") == 1 and "只显示这一次" in answer
    assert f"{key.prefix}_" not in client.get("/desk/keys/").content.decode()
    ended = client.post(f"/desk/keys/{key.pk}/end/", {"reason": "不用了"}, follow=True)
    assert "密钥已停用" in ended.content.decode()
    assert ActRecord.objects.filter(act__startswith="api.").count() == 2


def test_nobody_else_makes_or_ends_keys(world: World) -> None:
    world.secret(organ=world.people.county)
    key = ApiKey.objects.get()
    for name, role, organ in (
        ("jingban", Role.HANDLER, world.town),
        ("anquan", Role.SECURITY, world.people.county),
    ):
        client = world.people.client(name, role, organ=organ)
        assert client.get("/desk/keys/").status_code == 403
        assert client.post(f"/desk/keys/{key.pk}/end/", {}).status_code == 403
    below = world.people.client("zhenxitong", Role.SYSTEM, organ=world.town)
    assert below.get("/desk/keys/").status_code == 200
    assert below.post(f"/desk/keys/{key.pk}/end/", {}).status_code == 403
    with pytest.raises(Forbidden):
        MakeKey(
            by=world.people.actor("zhenxitong"),
            organ=world.people.county,
            system="办公系统",
            scopes=["cases"],
        ).execute()


# --- the annual report ------------------------------------------------------------------------


def test_a_key_made_for_it_sends_the_report_up(world: World) -> None:
    """Only where the organ made the key for that too; what blocks a person blocks it as well."""
    from portal.annual.models import Filing
    from tests.portal.annual.conftest import TEXTS

    office = System(world.secret("reports", "submission"))
    clerk = System(world.secret("reports"))
    number = office.send("filings", {"year": clock.today().year - 1}).json()["id"]
    empty = office.send(f"filings/{number}/submission", {})
    assert empty.status_code == 409, "a report without its words does not go up"
    assert office.send(f"filings/{number}/texts", {"texts": TEXTS}).status_code == 201
    assert clerk.send(f"filings/{number}/submission", {}).status_code == 403
    assert Filing.objects.get().stage == "drafting"
    sent = office.send(f"filings/{number}/submission", {"message": "由本单位系统报送"})
    assert sent.status_code == 201 and sent.json()["stage"] == "submitted", sent.content.decode()
    assert office.send(f"filings/{number}/submission", {}).status_code == 409


def test_a_finding_is_read_and_explained_with_a_key(world: World, office: System) -> None:
    """The same act as on the desk: what was explained no longer stops the report, and outlives the next run."""
    number = office.send("filings", {"year": clock.today().year - 1}).json()["id"]
    claim = {"texts": {"1": ["全年共收到政府信息公开申请12件。"]}}
    assert office.send(f"filings/{number}/texts", claim).status_code == 201
    found = office.get(f"filings/{number}/findings").json()["items"]
    one = next(item for item in found if item["level"] == "W")
    assert one["blocks"] and one["answer"] is None and one["in_words"].endswith("。")
    answers = f"filings/{number}/answers"
    said = {"keys": [one["key"]], "message": "当年没有这项工作。"}
    assert office.send(answers, {"keys": [one["key"]]}).status_code == 409, "without words"
    assert office.send(f"{answers}?rehearse=yes", said).json() == {"possible": True}
    done = office.send(answers, said)
    assert done.status_code == 201, done.content.decode()
    again = office.get(f"filings/{number}/findings").json()["items"]
    mine = next(item for item in again if item["key"] == one["key"])
    assert done.json()["items"] == [mine] and not mine["blocks"]
    assert mine["answer"]["message"] == "当年没有这项工作。" and "办公系统" in mine["answer"]["who"]
    assert ActRecord.objects.filter(act="annual.answer_finding").count() == 1
    gone = office.send(answers, {**said, "keys": ["0" * 64]})
    assert gone.status_code == 409 and "已经没有了" in gone.json()["detail"]
    other = System(world.secret(organ=world.people.bureau))
    assert other.get(f"filings/{number}/findings").status_code == 404
    assert other.send(answers, said).status_code == 404


def test_a_report_is_begun_and_written_with_a_key_and_sent_up_by_people(
    world: World, office: System
) -> None:
    from portal.annual.acts.judging import SubmitFiling
    from portal.annual.models import Filing
    from portal.api.keys import actor_of

    year = clock.today().year
    made = office.send("filings", {"year": year})
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    texts = {"texts": {"6": ["没有其他需要报告的事项。"]}, "base": 0}
    saved = office.send(f"filings/{number}/texts", texts)
    assert saved.status_code == 201 and saved.json()["edits"] == 1, saved.content.decode()
    late = office.send(f"filings/{number}/texts", texts)  # somebody saved since
    assert late.status_code == 409
    filing = Filing.objects.get(pk=number)
    assert filing.texts["6"] == ["没有其他需要报告的事项。"]
    with pytest.raises(Forbidden):
        SubmitFiling(by=actor_of(ApiKey.objects.get(), ""), target=filing).execute()
    assert office.get(f"filings/{number}").json()["stage"] == "drafting"
    assert [one["id"] for one in office.get("filings").json()["items"]] == [number]
    assert office.send("filings", {"year": year}).status_code == 409
    other = System(world.secret(organ=world.people.bureau))
    assert other.get("filings").json()["items"] == []
    assert other.get(f"filings/{number}").status_code == 404
    assert other.send(f"filings/{number}/texts", texts).status_code == 404
