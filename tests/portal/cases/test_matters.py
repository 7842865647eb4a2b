"""People suggest, have corrected, report; the organ it goes to answers, and the answer is tracked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portal.cases.citizen import Citizen
from tests.portal.cases.conftest import Office

from portal.acts import clock
from portal.acts.act import Forbidden, Refused
from portal.acts.actor import SYSTEM, stranger
from portal.acts.models import ActRecord
from portal.cases import daily, matter_letters, papers, retention
from portal.cases.acts import matters
from portal.cases.acts.matters import AnswerMatter, EraseMatter, RegisterMatter, SubmitMatter
from portal.cases.models import CaseRules, Matter
from portal.disputes.queries import report_counts
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
    given = {"responsible_organ": "示例县公安局", "responsible_contact": "示例县和平路1号"}
    act = AnswerMatter(
        by=office.handler, target=matter, result=result, answer="说明理由", given=given
    )
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


# 答复的文书、来源、保管期满 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "result", "given", "title", "says"),
    [
        ("suggestion", "published", {}, "建议主动公开政府信息答复书", "已予主动公开"),
        ("suggestion", "not_published", {}, "建议主动公开政府信息答复书", "不属于主动公开范围"),
        ("correction", "corrected", {"correction": "改为1950年"}, "政府信息更正告知书", "更正的内容为：改为1950年。"),
        ("correction", "accurate", {}, "政府信息不予更正告知书", "行政复议"),
        (
            "correction", "passed_on",
            {"responsible_organ": "示例县公安局", "responsible_contact": "和平路1号"},
            "政府信息更正申请转送告知书", "转送示例县公安局处理（联系方式：和平路1号）",
        ),
        (
            "correction", "advised",
            {"responsible_organ": "示例县公安局", "responsible_contact": "和平路1号"},
            "向有权机关提出更正告知书", "示例县公安局提出",
        ),
        ("report", "ordered", {}, "政府信息公开投诉举报答复书", "已对示例镇人民政府予以督促整改"),
        ("report", "criticised", {}, "政府信息公开投诉举报答复书", "予以通报批评"),
        ("report", "unfounded", {}, "政府信息公开投诉举报答复书", "情况不属实"),
    ],
)  # fmt: skip
def test_every_answer_is_a_letter_that_states_what_it_must(
    office: Office, kind: str, result: str, given: dict[str, str], title: str, says: str
) -> None:
    matter = submit(office.county.town, kind).execute()
    by = office.county.actor("above", Role.HANDLER, organ=office.county.county)
    by = by if kind == "report" else office.handler
    done = AnswerMatter(
        by=by, target=matter, result=result, answer="经核对档案，情况如此。", given=given
    ).execute()
    letter = done.facts["letter"]
    text = "\n".join(letter["paragraphs"])
    assert letter["title"] == title and says in text
    assert letter["addressee"] == "李明" and letter["number"].startswith("公开告〔")
    assert "【待填" not in text and "。。" not in text
    assert matter_letters.as_file(done, "pdf")[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("result", "given", "says"),
    [
        ("corrected", {}, "更正的内容"),
        ("passed_on", {"responsible_organ": "县公安局"}, "联系方式"),
        ("advised", {"responsible_contact": "和平路1号"}, "有权更正的机关"),
    ],
)
def test_what_the_law_wants_told_is_not_left_out(
    office: Office, result: str, given: dict[str, str], says: str
) -> None:
    matter = submit(office.county.town, "correction").execute()
    with pytest.raises(Refused, match=says):
        AnswerMatter(
            by=office.handler, target=matter, result=result, answer="属实", given=given
        ).execute()
    assert Matter.objects.get().answered_on is None


def test_who_left_no_name_is_answered_without_a_letter(office: Office) -> None:
    matter = submit(office.county.town, applicant={}).execute()
    done = AnswerMatter(
        by=office.handler, target=matter, result="published", answer="已公开"
    ).execute()
    assert "letter" not in done.facts


def test_the_letter_is_read_where_the_answer_is(office: Office) -> None:
    citizen = Citizen()
    citizen.code = citizen.code_on(sends(citizen, "suggest", phone="13800138000", name="李明"))
    citizen.unlocks()
    assert citizen.get("/track/matter/letter.pdf").status_code == 404
    matter = Matter.objects.get()
    desk = office.county.client("jb", Role.HANDLER)
    url = f"/desk/cases/matters/{matter.pk}/"
    assert "更正的内容" not in desk.get(url).content.decode()  # a suggestion needs none
    told = {"result": "published", "answer": "已在“村道养护”栏目公开", "on": str(clock.today())}
    assert desk.post(url, told).status_code == 302
    assert "track/matter/letter.pdf" in citizen.sees("/track/")
    assert citizen.get("/track/matter/letter.pdf").content[:5] == b"%PDF-"
    for ending in ("pdf", "docx"):
        got = desk.post(f"{url}letter.{ending}")
        assert got.status_code == 200 and len(got.content) > 1000
    assert desk.post(f"{url}letter.exe").status_code == 404
    assert ActRecord.objects.filter(act="cases.take_paper").count() == 2
    other = office.county.client("wai", Role.HANDLER, organ=office.county.bureau)
    assert other.post(f"{url}letter.pdf").status_code == 404


def test_a_report_that_came_otherwise_is_entered_with_its_source(office: Office) -> None:
    county = office.county
    desk = county.client("xjb", Role.HANDLER, organ=county.county)
    url = "/desk/cases/matters/new/"
    page = desk.get(url).content.decode()
    for words in ("来信", "来访", "电话", "上级转办", county.town.name):
        assert words in page
    told = {
        "kind": "report", "source": "phone", "received_on": str(clock.today()),
        "against": county.town.pk, "subject": "没有答复", "content": "去年提出，至今没有答复",
        "who": "natural", "phone": "13800138000", "token": "t-1",
    }  # fmt: skip
    assert desk.post(url, {**told, "against": ""}).status_code == 422
    for wrong in ({"source": "梦"}, {"received_on": "2099-01-05"}, {"subject": " "}):
        assert desk.post(url, {**told, **wrong}).status_code in (409, 422)
    assert not Matter.objects.exists()
    made = desk.post(url, told, follow=True).content.decode()
    matter = Matter.objects.get()
    assert (matter.source, matter.against, matter.organ) == ("phone", county.town, county.county)
    assert "code-shown" in made and "电话" in made
    desk.post(url, told)  # the same form again
    assert Matter.objects.count() == 1
    submit(county.town, "report").execute()
    counted = dict(report_counts(county.county, clock.today().year).sources)
    assert counted == {"电话": 1, "网络": 1}
    assert "来源：电话 1，网络 1" in desk.get("/desk/disputes/reports/").content.decode()


def test_a_matter_is_erased_when_its_time_is_over_and_its_counts_stay(
    office: Office, on: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """答复满一年、机关设定保管一年：姓名、联系方式、内容、附件和答复都清除，件数和结果留着。"""
    today = date(2026, 5, 6)
    on(today)
    paper = papers.received("证据.pdf", b"%PDF-1.4 evidence")
    act = submit(office.county.town, "correction", files=[paper])
    matter = act.execute()
    waiting = submit(office.county.town, "correction").execute()
    AnswerMatter(by=office.handler, target=matter, result="accurate", answer="与档案一致").execute()
    CaseRules.objects.create(organ=office.county.town, keep_years=1)
    on(date(2027, 12, 31))
    assert daily.erase() == 0
    with pytest.raises(Refused, match="保管到"):
        EraseMatter(by=SYSTEM, target=matter).execute()
    on(date(2028, 1, 1))
    path = Path(settings.MEDIA_ROOT) / matter.facts["files"][0]["path"]
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert daily.erase() == 1 and daily.erase() == 0
    matter = Matter.objects.select_related("applicant").get(pk=matter.pk)
    assert not path.exists() and matter.facts == {}
    assert (matter.subject, matter.content, matter.answer, matter.code) == ("—", "—", "", "")
    assert (matter.applicant.name, matter.applicant.unseal()) == ("", {})
    assert (matter.kind, matter.result, matter.answered_on) == ("correction", "accurate", today)
    waiting.refresh_from_db()
    assert waiting.subject == "公开村道养护计划"  # what is not answered is kept
    desk = office.county.client("jb", Role.HANDLER)
    assert desk.get(f"/desk/cases/matters/{matter.pk}/").status_code == 200


def test_what_keeps_a_request_keeps_the_report_about_it(
    office: Office, on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(date(2026, 5, 6))
    matter = submit(office.county.town, "report", case=office.case()).execute()
    above = office.county.actor("above", Role.HANDLER, organ=office.county.county)
    AnswerMatter(by=above, target=matter, result="unfounded", answer="已答复").execute()
    CaseRules.objects.create(organ=office.county.county, keep_years=1)
    on(date(2028, 1, 1))
    monkeypatch.setattr(retention, "_HOLDING", [lambda _case: "复议还没有结案。"])
    with pytest.raises(Refused, match="复议还没有结案"):
        EraseMatter(by=SYSTEM, target=matter).execute()
    assert daily.erase() == 0
    monkeypatch.setattr(retention, "_HOLDING", [])
    assert daily.erase() == 1
