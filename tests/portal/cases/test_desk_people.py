"""Who sees what of a request, whose work it is, and what happens when two work at once."""

import threading
from datetime import date

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from tests.portal.cases.conftest import APPLICANT, ASKED

from portal.accounts.models import User
from portal.acts import clock
from portal.acts.act import Changed
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.cases import papers
from portal.cases.acts.asking import Ask
from portal.cases.acts.keeping import Note
from portal.cases.acts.matters import SubmitMatter
from portal.cases.acts.registration import Apply
from portal.cases.models import Case, CaseEvent, Inquiry, Matter
from portal.organs.acts.posts import HandOverPost
from portal.organs.models import Post, Role
from portal.organs.open_work import open_work

pytestmark = pytest.mark.django_db
SECRETS = (APPLICANT["name"], APPLICANT["phone"], APPLICANT["id_number"], APPLICANT["address"])


def again(case: Case) -> Case:
    return Case.objects.select_related("organ", "applicant").get(pk=case.pk)


def shown(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_identity_is_seen_once_and_each_look_is_a_record(office, county) -> None:
    case = office.case()
    clerk = county.client("jb", Role.HANDLER)
    assert not any(secret in shown(clerk, "case", case.pk) for secret in SECRETS)
    url = reverse("case_unmask", args=[case.pk])
    assert clerk.post(url, {"reason": ""}).status_code == 422  # nobody looks without saying why
    seen = clerk.post(url, {"reason": "电话确认收到"})
    assert all(secret in seen.content.decode() for secret in SECRETS)
    assert "no-store" in seen["Cache-Control"]
    record = ActRecord.objects.get(act="cases.unmask")
    assert record.reason == "电话确认收到" and record.after["number"] == case.number
    assert not any(secret in str(record.after) + record.about for secret in SECRETS)
    assert again(case).version == case.version  # nobody who works on it is disturbed
    assert "谁查看过申请人的信息" in shown(clerk, "case", case.pk)


def test_a_reviewer_works_without_seeing_who_applied(office, county) -> None:
    case = office.case()
    reviewer = county.client("sh", Role.REVIEWER)
    assert "李*" in shown(reviewer, "case", case.pk)
    assert reviewer.get(reverse("case_unmask", args=[case.pk])).status_code == 403
    assert (
        reviewer.post(reverse("case_unmask", args=[case.pk]), {"reason": "看看"}).status_code == 403
    )
    assert not ActRecord.objects.filter(act="cases.unmask").exists()


def test_a_paper_is_downloaded_with_one_record(office, county) -> None:
    case = office.case(files=[papers.received("申请书.pdf", b"%PDF-1.4 x")])
    clerk = county.client("jb", Role.HANDLER)
    file = case.files.get()
    assert clerk.get(reverse("case_file", args=[file.pk])).status_code == 405
    answer = clerk.post(reverse("case_file", args=[file.pk]))
    assert answer.content == b"%PDF-1.4 x" and answer["Content-Type"] == "application/octet-stream"
    assert "attachment" in answer["Content-Disposition"]
    assert ActRecord.objects.get(act="cases.take_paper").after["paper"] == f"file:{file.pk}"
    stranger = county.client("bjb", Role.HANDLER, organ=county.bureau)
    assert stranger.post(reverse("case_file", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SYSTEM, Role.AUDIT])
def test_nobody_above_sees_more_than_numbers_and_dates(office, county, role: Role) -> None:
    case = office.case()
    above = county.client("above", role, organ=county.county)
    for name, args in (
        ("case", [case.pk]),
        ("case_unmask", [case.pk]),
        ("case_act", [case.pk, "note"]),
    ):
        assert above.get(reverse(name, args=args)).status_code == 404
    listed = above.get(reverse("case_outlines"))
    if role == Role.SUPERVISOR:
        told = listed.content.decode()
        assert case.number in told
        assert not any(secret in told for secret in (*SECRETS, ASKED["subject"], "李*"))
    else:
        assert listed.status_code == 403


def test_an_organ_that_is_asked_sees_the_question_alone_and_answers(office, county) -> None:
    case = office.case()
    Ask(
        by=office.handler, target=case, asked="organ", organ=county.bureau, whom="示例县教育局",
        question="招标文件是否可以公开", on=date(2024, 3, 8),
    ).execute()  # fmt: skip
    other = county.client("bjb", Role.HANDLER, organ=county.bureau)
    assert "征求意见" in other.get(reverse("desk")).content.decode()
    inquiry = Inquiry.objects.get()
    for page in (shown(other, "case_inquiries"), shown(other, "case_inquiry", inquiry.pk)):
        assert "招标文件是否可以公开" in page and "示例镇人民政府" in page
        assert not any(s in page for s in (*SECRETS, ASKED["subject"], case.number, "李*"))
    sent = other.post(
        reverse("case_inquiry", args=[inquiry.pk]), {"answer": "agrees", "on": "2024-03-12"}
    )
    assert sent.status_code == 302 and sent["Location"] == reverse("case_inquiries")
    assert Inquiry.objects.get().answer == "agrees"
    assert again(case).waiting == ""
    third = county.client("cjb", Role.HANDLER, organ=county.county)
    assert third.get(reverse("case_inquiry", args=[inquiry.pk])).status_code == 404


def test_a_handover_gives_the_open_requests_to_the_new_handler(office, county) -> None:
    case = office.case()
    post = Post.objects.get(user__username="jb")
    assert [work.title for work in open_work(post)] == [case.number]
    new = county.person("xin", organ=county.county)
    guard = county.actor("aq", Role.SECURITY, organ=county.county)
    HandOverPost(by=guard, target=post, to=new, on=clock.today()).execute()
    assert again(case).handler_id == new.pk
    assert ActRecord.objects.filter(act="cases.take_over").count() == 1
    desk = Client()
    desk.force_login(new, backend="django.contrib.auth.backends.ModelBackend")
    assert case.number in desk.get(reverse("desk")).content.decode()


def test_work_of_somebody_who_left_shows_to_every_handler(office, county) -> None:
    case = office.case()
    Post.objects.filter(user__username="jb").update(to_on=clock.today())
    other = county.client("jb2", Role.HANDLER)
    assert case.number in other.get(reverse("desk")).content.decode()


def test_a_request_from_the_net_is_taken_on_in_one_press_or_given_by_the_head(
    office, county
) -> None:
    case = Apply(by=SYSTEM, organ=county.town, applicant=APPLICANT, asked=ASKED).execute()
    assert case.handler_id is None
    take = reverse("case_act", args=[case.pk, "take"])
    clerk, second = county.client("jb", Role.HANDLER), county.client("jb2", Role.HANDLER)
    reader, head = county.client("sh", Role.REVIEWER), county.client("fzr", Role.HEAD)
    assert take in shown(clerk, "cases") and take not in shown(reader, "cases")
    assert reverse("case_act", args=[case.pk, "assign"]) in shown(head, "cases")
    assert reverse("case_act", args=[case.pk, "assign"]) not in shown(clerk, "cases")
    assert case.number in clerk.get(f"{reverse('cases')}?handler=0").content.decode()
    assert reader.post(take).status_code == 403
    assert clerk.post(take).status_code == 302
    assert Case.objects.get(pk=case.pk).handler_id == county.people["jb"].pk
    assert "<b>承办</b>" in clerk.get(reverse("case", args=[case.pk])).content.decode()
    late = second.post(take)  # pressed on a list that was opened before
    assert late.status_code == 409 and "已经由" in late.content.decode()
    assert Case.objects.get(pk=case.pk).handler_id == county.people["jb"].pk
    assert take not in shown(second, "cases")
    assert case.number not in second.get(f"{reverse('cases')}?handler=0").content.decode()


def test_what_lies_with_somebody_who_left_can_be_taken_on(office, county) -> None:
    case = office.case()
    take = reverse("case_act", args=[case.pk, "take"])
    other = county.client("jb2", Role.HANDLER)
    assert take not in shown(other, "cases")
    Post.objects.filter(user__username="jb").update(to_on=clock.today())
    assert take in shown(other, "cases") and "（已离岗）" in shown(other, "cases")
    assert other.post(take).status_code == 302
    assert Case.objects.get(pk=case.pk).handler_id == county.people["jb2"].pk


def test_another_handlers_work_is_not_mine(office, county) -> None:
    case = office.case()
    other = county.client("jb2", Role.HANDLER)
    assert case.number not in other.get(reverse("desk")).content.decode()
    assert case.number in shown(other, "cases")  # but the list has it


def test_who_comes_second_gets_a_clear_message_and_keeps_what_he_typed(office, county) -> None:
    case = office.case()
    clerk = county.client("jb", Role.HANDLER)
    url = reverse("case_act", args=[case.pk, "note"])
    opened = clerk.get(url).context["form"]["seen"].value()
    Note(by=office.head, target=case, text="先写的一条").execute()
    typed = {"text": "后写的一条", "what": "other", "on": str(clock.today()), "seen": opened}
    refused = clerk.post(url, typed)
    page = refused.content.decode()
    assert refused.status_code == 409 and "别人已作了修改" in page
    assert "后写的一条" in page and "备注" in page
    now = refused.context["form"]["seen"].value()
    assert clerk.post(url, {**typed, "seen": now}).status_code == 302  # seen, and sent again


def test_two_clerks_at_the_same_moment_one_wins_and_nothing_is_lost(
    transactional_db: None, office
) -> None:
    case, by = office.case(), office.handler
    ready, outcomes = threading.Barrier(2), []

    def write(text: str) -> None:
        close_old_connections()
        try:
            ready.wait(600)
            try:
                Note(
                    by=by, target=Case.objects.get(pk=case.pk), seen=case.version, text=text
                ).execute()
                outcomes.append("written")
            except Changed:
                outcomes.append("changed")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(text,)) for text in ("甲", "乙")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(outcomes) == ["changed", "written"]
    assert CaseEvent.objects.filter(case=case, kind="noted").count() == 1


def test_a_matter_is_answered_and_who_brought_it_is_masked(county, office) -> None:
    made = SubmitMatter(
        by=SYSTEM, organ=county.town, kind="correction", subject="公示里姓名写错", content="应为刘二",
        applicant={"kind": "natural", "name": "刘二", "phone": "13700001112"},
        files=[papers.received("证明.pdf", b"%PDF-1.4 y")],
    ).execute()  # fmt: skip
    clerk = county.client("jb", Role.HANDLER)
    assert made.number in clerk.get(reverse("desk")).content.decode()
    page = shown(clerk, "matter", made.pk)
    assert "刘*" in page and "13700001112" not in page
    assert clerk.post(reverse("matter_file", args=[made.pk, 0])).content == b"%PDF-1.4 y"
    assert clerk.post(reverse("matter_file", args=[made.pk, 7])).status_code == 404
    seen = clerk.post(reverse("matter_unmask", args=[made.pk]), {"reason": "电话核实"})
    assert "13700001112" in seen.content.decode()
    wrong = clerk.post(reverse("matter", args=[made.pk]), {"result": "published", "answer": "…"})
    assert wrong.status_code == 422
    told = {"result": "corrected", "answer": "申请情况属实", "on": str(clock.today())}
    untold = clerk.post(reverse("matter", args=[made.pk]), told)
    assert untold.status_code == 409 and "请写明更正的内容" in untold.content.decode()
    assert "申请情况属实" in untold.content.decode()  # nothing typed is lost
    done = clerk.post(
        reverse("matter", args=[made.pk]), {**told, "correction": "公示里的姓名更正为刘二"}
    )
    assert done.status_code == 302 and Matter.objects.get().result == "corrected"


def test_a_user_of_no_organ_sees_no_requests(county, office) -> None:
    office.case()
    person: User = county.person("nobody")
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("cases")).status_code == 403
