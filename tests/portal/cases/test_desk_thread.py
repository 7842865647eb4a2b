"""A clerk works through a request on the desk: list, registering, its page, confirming, correcting, replying."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.portal.cases.conftest import APPLICANT
from tests.portal.cases.story import Story, day

from gongkai.cases.events import Channel
from portal.cases import papers
from portal.cases.acts.receipt import AskCorrection, ReceiveCorrection
from portal.cases.acts.redaction import ProvideWhole
from portal.cases.acts.reply import DraftReply, Part
from portal.cases.models import Case, CaseFile, CaseLetter
from portal.organs.models import Role

pytestmark = pytest.mark.django_db

FORM = {
    "channel": "letter", "arrived_on": "2024-03-04", "kind": "natural", "name": "李明",
    "phone": "13800138000", "subject": "2024年农村公路养护资金使用情况", "form": "paper", "way": "post",
    "token": "f-1",
}  # fmt: skip


@pytest.fixture
def clerk(county) -> Client:
    """Return the browser of 张经办."""
    return county.client("jb", Role.HANDLER)


def again(case: Case) -> Case:
    return Case.objects.select_related("organ", "applicant").get(pk=case.pk)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content[-800:].decode()
    return answer.content.decode()


def test_an_office_without_a_request_sees_one_calm_page(clerk: Client) -> None:
    shown = page(clerk, "cases")
    assert "没有收到申请" in shown and reverse("case_register") in shown
    assert 'role="search"' not in shown  # nothing to search in


def test_a_letter_is_registered_and_its_receipt_confirmed(clerk: Client, county) -> None:
    sent = clerk.post(reverse("case_register"), FORM)
    assert sent.status_code == 302, sent.context["form"].errors
    case = Case.objects.get()
    assert (case.channel, case.waiting) == ("letter", "confirmation")
    shown = clerk.get(sent["Location"]).content.decode()
    assert "确认收到" in shown and "李*" in shown
    for secret in ("李明", "13800138000"):
        assert secret not in shown
    assert "查询码" in shown and "查询码" not in page(clerk, "case", case.pk)  # once
    assert case.number in page(clerk, "cases")
    done = clerk.post(
        reverse("case_act", args=[case.pk, "confirm"]), {"on": "2024-03-06", "seen": case.version}
    )
    assert done.status_code == 302
    assert again(case).received_on == date(2024, 3, 6)


def test_a_form_sent_twice_registers_one_request(clerk: Client) -> None:
    clerk.post(reverse("case_register"), FORM)
    clerk.post(reverse("case_register"), FORM)
    assert Case.objects.count() == 1


def test_a_refusal_names_the_rule_and_loses_nothing(clerk: Client, office) -> None:
    case = office.case()
    sent = {
        "on": "2024-03-14", "what": "请写明年度", "guidance": "例如2024年", "until": "2024-03-30",
        "seen": case.version,
    }  # fmt: skip
    answer = clerk.post(reverse("case_act", args=[case.pk, "correct"]), sent)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "第三十条" in shown and "请写明年度" in shown and "例如2024年" in shown
    assert again(case).events.count() == 1


def test_correction_and_reply_to_the_end(clerk: Client, office, county) -> None:
    case = office.case()
    clerk.post(
        reverse("case_act", args=[case.pk, "correct"]),
        {
            "on": "2024-03-08",
            "what": "年度\n项目名称",
            "guidance": "写明年度即可",
            "until": "2024-03-22",
        },
    )
    notice = CaseLetter.objects.get(kind="correction_notice")
    assert notice.facts["items"] == ["年度", "项目名称"]
    assert "写明年度即可" in "".join(notice.text["paragraphs"])
    clerk.post(
        reverse("case_act", args=[case.pk, "corrected"]), {"on": "2024-03-15", "text": "2024年"}
    )
    parts = {
        "count": "2", "on": "2024-03-20", "seen": again(case).version,
        "p0-outcome": "provided", "p0-what": "拨付文件",
        "p1-outcome": "refused", "p1-what": "合同单价", "p1-grounds": ["15"],
    }  # fmt: skip
    url = reverse("case_reply", args=[case.pk])
    looked = clerk.post(url, {**parts, "preview": "1"})
    assert looked.status_code == 200 and "还缺" in looked.content.decode()
    assert again(case).stage == "handling"  # a look keeps nothing
    assert clerk.post(url, {**parts, "save": "1"}).status_code == 302
    refused = clerk.post(reverse("case_act", args=[case.pk, "submit"]), {"on": "2024-03-20"})
    assert refused.status_code == 409 and "理由" in refused.content.decode()
    parts |= {
        "p1-fact_reasons": "合同单价是乙公司的商业秘密，乙公司不同意公开",
        "seen": again(case).version,
    }
    assert clerk.post(url, {**parts, "save": "1"}).status_code == 302
    assert (
        clerk.post(reverse("case_act", args=[case.pk, "submit"]), {"on": "2024-03-20"}).status_code
        == 302
    )
    for post, role in (("sh", Role.REVIEWER), ("bm", Role.SECRECY), ("qf", Role.SIGNER)):
        client = county.client(post, role)
        named = "签发" if role is Role.SIGNER else "审核通过"
        assert f">{named}</a>" in page(client, "case", case.pk)
        sent = client.post(reverse("case_act", args=[case.pk, "pass"]), {"on": "2024-03-21"})
        assert sent.status_code == 302, sent.content[-500:].decode()
    letter = CaseLetter.objects.get(kind="reply")
    told = "".join(letter.text["paragraphs"])
    assert "先向示例县人民政府申请行政复议" in told and "合同单价" in told
    served = clerk.post(
        reverse("case_act", args=[case.pk, "serve"]),
        {"on": "2024-03-22", "service": "post", "tracking": "EA123456789CN"},
    )
    assert served.status_code == 302
    assert (again(case).outcome, again(case).stage) == ("partly_provided", "ended")
    assert case.number in clerk.get(reverse("cases") + "?done=1&year=2024").content.decode()


def test_the_words_of_the_acts_are_on_every_page(clerk: Client, office) -> None:
    case = office.case(Channel.POST)
    shown = page(clerk, "case", case.pk)
    for words in ("告知补正", "征求意见", "交办", "现在不能办的", "第三十一条"):
        assert words in shown
    assert APPLICANT["id_number"] not in shown


def test_the_page_says_why_a_draft_cannot_go_into_review_and_offers_nothing_a_second_time(
    office, clerk: Client
) -> None:
    one = Story(office).comes()
    home, correct = reverse("case", args=[one.pk]), reverse("case_act", args=[one.pk, "correct"])
    assert correct in clerk.get(home).content.decode()
    one.act(AskCorrection, "3-05", what="请写明年度", until=day("3-29"))
    one.act(ReceiveCorrection, "3-12", text="2023年度")
    page = clerk.get(home).content.decode()
    assert correct not in page and "还不能送审" not in page  # asked once; nothing drafted yet
    roll = papers.received("名册.txt", "王小明 13812345678".encode())
    one.act(DraftReply, "3-13", parts=[Part("provided")], files=[roll])
    page = clerk.get(home).content.decode()
    assert "还不能送审：“名册.txt”还没有决定怎样提供" in page
    file = CaseFile.objects.get(what="provided")
    ProvideWhole(by=office.handler, target=one.case, file=file, why="本人的信息").execute()
    assert "还不能送审" not in clerk.get(home).content.decode()


def test_a_field_left_empty_is_called_what_a_reader_calls_it(office, clerk: Client) -> None:
    one = Story(office).comes()
    sent = clerk.post(reverse("case_act", args=[one.pk, "correct"]), {"what": "请写明年度"})
    told = sent.content.decode()
    assert sent.status_code == 422 and "这一项必须填写。" in told and "字段" not in told


def test_an_outcome_names_the_instrument_its_article_is_of_and_the_last_step_its_name(
    office, clerk: Client
) -> None:
    one = Story(office).comes()
    shown = clerk.get(reverse("case_reply", args=[one.pk])).content.decode()
    assert "（《政府信息公开信息处理费管理办法》第六条）" in shown and "（第六条）" not in shown
    one.signs("3-05")
    steps = [event.in_words for event in one.case.events.filter(kind="passed").order_by("pk")]
    assert steps[-1] == "签发" and "签发" not in steps[:-1]
    assert one.case.events.first().in_words == "申请到达"
