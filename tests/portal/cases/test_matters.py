"""People suggest, have corrected, report; the organ it goes to answers, and the answer is tracked."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portal.cases.citizen import Citizen
from tests.portal.cases.conftest import Office

from portal.acts.act import Forbidden, Refused
from portal.acts.actor import stranger
from portal.cases.acts import matters
from portal.cases.acts.matters import AnswerMatter, RegisterMatter, SubmitMatter
from portal.cases.models import Matter
from portal.organs.models import Role

pytestmark = pytest.mark.django_db
PERSON = {"kind": "natural", "name": "李明", "phone": "13800138000"}


def submit(organ: Any, kind: str = "suggestion", **facts: Any) -> SubmitMatter:
    told: dict[str, Any] = {
        "subject": "公开村道养护计划", "content": "全镇的人都要走村道", "applicant": PERSON, "kind": kind,
    }  # fmt: skip
    return SubmitMatter(by=stranger(""), organ=organ, **(told | facts))


def sends(citizen: Citizen, slug: str, **typed: Any) -> Any:
    url = f"/o/shilizhen/apply/{slug}/"
    token = citizen.token_on(citizen.get(url))
    told = {
        "token": token,
        "kind": "natural",
        "subject": "公开村道养护计划",
        "content": "全镇的人都要走村道",
    }
    return citizen.posts(url, told | typed, follow=True)


def test_a_suggestion_is_numbered_and_its_answer_stands_where_one_looks(office: Office) -> None:
    citizen = Citizen()
    answer = sends(citizen, "suggest", phone="13800138000")
    citizen.code = citizen.code_on(answer)
    matter = Matter.objects.get()
    assert matter.number.startswith("公开建议〔") and matter.organ == office.county.town
    assert "正在办理" in citizen.unlocks().content.decode()
    AnswerMatter(
        by=office.handler, target=matter, result="published", answer="已在“村道养护”栏目公开。"
    ).execute()
    page = citizen.sees("/track/")
    assert "已主动公开" in page and "已在“村道养护”栏目公开。" in page


def test_without_a_telephone_it_is_taken_and_cannot_be_followed(office: Office) -> None:
    page = sends(Citizen(), "suggest").content.decode()
    assert Matter.objects.get().code == "" and "处理结果不能查询" in page


def test_a_report_goes_to_who_is_above(office: Office) -> None:
    citizen = Citizen()
    page = sends(
        citizen, "report", phone="13800138000", number="公开申请〔2024〕1号"
    ).content.decode()
    matter = Matter.objects.get()
    assert (matter.organ, matter.against) == (office.county.county, office.county.town)
    assert matter.number.startswith("投诉举报〔") and "公开申请〔2024〕1号" in matter.content
    assert "由谁处理" in page and office.county.county.name in page
    with pytest.raises(Forbidden):  # not by the organ it is about
        AnswerMatter(by=office.handler, target=matter, result="ordered", answer="已督促").execute()
    above = office.county.actor("shang", Role.HANDLER, organ=office.county.county)
    AnswerMatter(by=above, target=matter, result="ordered", answer="已督促答复").execute()
    citizen.code = citizen.code_in(page)
    assert "督促整改" in citizen.unlocks().content.decode()


def test_nobody_here_is_above_the_highest(office: Office) -> None:
    with pytest.raises(Refused, match="上级机关不在本平台"):
        submit(office.county.county, "report").execute()
    page = Citizen().sees("/o/shili/apply/report/")
    assert "请直接向它的上一级行政机关" in page and 'name="subject"' not in page


def test_a_correction_needs_who_it_is_about_and_brings_its_evidence(office: Office) -> None:
    citizen = Citizen()
    answer = sends(citizen, "correct", phone="13800138000")
    assert answer.status_code == 422 and not Matter.objects.exists()
    evidence = SimpleUploadedFile("户口簿.txt", "1949年".encode())
    answer = sends(
        citizen, "correct", name="李明", id_kind="居民身份证", id_number="11010519491231002X",
        phone="13800138000", attached=evidence,
    )  # fmt: skip
    citizen.code = citizen.code_on(answer)
    matter = Matter.objects.get()
    assert matters.content(matter, 0) == ("户口簿.txt", "1949年".encode())
    citizen.unlocks()
    assert citizen.get("/track/matter/0/").content.decode() == "1949年"
    assert citizen.get("/track/matter/1/").status_code == 404
    assert Citizen().get("/track/matter/0/").status_code == 302


@pytest.mark.parametrize(
    ("kind", "result", "right"),
    [
        ("suggestion", "not_published", True),
        ("suggestion", "corrected", False),
        ("correction", "passed_on", True),
        ("correction", "ordered", False),
        ("suggestion", "nonsense", False),
        ("suggestion", "", False),
    ],
)
def test_a_matter_ends_as_its_kind_can(office: Office, kind: str, result: str, right: bool) -> None:
    matter = submit(office.county.town, kind).execute()
    act = AnswerMatter(by=office.handler, target=matter, result=result, answer="说明理由")
    if right:
        assert act.execute().answered_on
    else:
        with pytest.raises(Refused, match="请选择处理结果"):
            act.execute()


def test_an_answer_says_why_and_is_given_once(office: Office) -> None:
    matter = submit(office.county.town).execute()
    with pytest.raises(Refused, match="请写明答复的内容和理由"):
        AnswerMatter(by=office.handler, target=matter, result="published", answer=" ").execute()
    AnswerMatter(by=office.handler, target=matter, result="published", answer="已公开").execute()
    with pytest.raises(Refused, match="已经答复"):
        AnswerMatter(by=office.handler, target=matter, result="published", answer="又").execute()


def test_others_neither_answer_nor_register(office: Office) -> None:
    matter = submit(office.county.town).execute()
    elsewhere = office.county.actor("wai", Role.HANDLER, organ=office.county.bureau)
    for act in (
        AnswerMatter(by=elsewhere, target=matter, result="published", answer="是"),
        RegisterMatter(by=elsewhere, organ=office.county.town, kind="suggestion", subject="甲", content="乙", applicant={}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            act.execute()
    registered = RegisterMatter(
        by=office.handler, organ=office.county.town, kind="suggestion", subject="甲", content="乙", applicant={}
    ).execute()  # fmt: skip
    assert registered.number.endswith("2号")


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "nonsense"}, {"subject": " "}, {"content": ""}, {"subject": "x" * 301},
        {"content": "x" * 5001}, {"kind": "correction", "applicant": {"phone": "13800138000"}},
        {"kind": "correction", "applicant": {"name": "李明"}},
    ],
)  # fmt: skip
def test_what_lacks_is_one_sentence_and_nothing_is_kept(
    office: Office, facts: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refusal:
        submit(office.county.town, **facts).execute()
    assert refusal.value.sentence.endswith("。") and not Matter.objects.exists()


def test_sent_twice_it_is_one(office: Office) -> None:
    citizen = Citizen()
    url = "/o/shilizhen/apply/suggest/"
    told = {
        "token": citizen.token_on(citizen.get(url)),
        "kind": "natural",
        "subject": "甲",
        "content": "乙",
    }
    assert [citizen.posts(url, told).status_code for _ in range(2)] == [302, 302]
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "x" * 10_000, "a\x00b", "😀"])
@pytest.mark.parametrize("slug", ["suggest", "correct", "report"])
def test_hostile_words_do_no_harm(office: Office, slug: str, typed: str) -> None:
    names = (
        "name",
        "subject",
        "content",
        "number",
        "phone",
        "email",
        "address",
        "id_kind",
        "id_number",
    )
    citizen = Citizen()
    for fields in (names, ("subject", "content"), ("name", "number")):
        answer = sends(citizen, slug, **dict.fromkeys(fields, typed))
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.content.decode()


def test_no_such_kind_of_matter(office: Office) -> None:
    assert Citizen().get("/o/shilizhen/apply/nonsense/").status_code == 404
