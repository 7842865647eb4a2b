"""A third party objects: nothing it objected to goes out before somebody has decided over it (art. 32)."""

import pytest
from django.urls import reverse
from tests.portal.cases.story import Story

from portal.acts.act import Forbidden
from portal.cases.acts.asking import OverrideObjection
from portal.cases.acts.objections import SetObjectionAside, standing
from portal.cases.acts.reply import (
    DraftReply,
    Part,
    PassReply,
    ReturnReply,
    ServeReply,
    SubmitReply,
)
from portal.cases.models import Inquiry
from portal.organs.models import Role

pytestmark = pytest.mark.django_db
GIVEN = Part("provided", facts={"content": "养护资金使用明细"})
PARTLY = Part(
    "partly_provided",
    ("15",),
    facts={"content": "拨付文件", "withheld": "合同单价", "reasons": "属于商业秘密，第三方不同意"},
)
REFUSED = Part("refused", ("15",), facts={"reasons": "属于商业秘密，第三方不同意公开"})


def objected(office, answer: str = "objects") -> Story:
    one = Story(office).comes()
    one.answers(one.asks("3-18"), "3-26", answer, "合同单价是商业秘密")
    return one


def aside(one: Story, on: str = "3-28", **facts: object) -> None:
    told = {"objection": one.case.inquiries.get().pk, "how": "apart", "why": "只公开拨付文件"}
    one.act(SetObjectionAside, on, **{**told, **facts})


@pytest.mark.parametrize("answer", ["objects", "partly"])
@pytest.mark.parametrize("part", [GIVEN, PARTLY])
def test_what_was_objected_to_is_not_disclosed_just_so(office, part: Part, answer: str) -> None:
    one = objected(office, answer)
    one.act(DraftReply, "3-28", parts=[part])
    said = one.refused(SubmitReply, "3-28")
    assert "甲养护公司" in said and "第三十二条" in said
    assert "负责人决定公开" in said and "不受其意见影响" in said


@pytest.mark.parametrize("answer", ["agrees", "silent"])
def test_who_agreed_or_was_silent_does_not_stand_in_the_way(office, answer: str) -> None:
    one = Story(office).comes()
    one.answers(one.asks("3-18"), "4-10", answer)
    assert one.replies("4-10", GIVEN).state == "served"


def test_a_refusal_follows_the_objection(office) -> None:
    one = objected(office)
    assert one.replies("3-28", REFUSED).state == "served"


def test_the_head_decides_to_disclose_and_tells_the_third_party(office) -> None:
    one = objected(office)
    one.act(OverrideObjection, "3-28", office.head, whom="甲养护公司", what="关系公共安全")
    assert one.letter("override_notice").addressee == "甲养护公司"
    assert one.replies("3-29", GIVEN).state == "served"


def test_what_the_head_decided_does_not_cover_a_later_objection(office) -> None:
    one = objected(office)
    one.act(OverrideObjection, "3-28", office.head, whom="甲养护公司", what="关系公共安全")
    one.answers(one.asks("3-29"), "4-02", "objects", "运输路线也是商业秘密")
    one.act(DraftReply, "4-03", parts=[GIVEN])
    assert "第三十二条" in one.refused(SubmitReply, "4-03")


def test_a_decision_struck_no_longer_opens_the_way(office) -> None:
    one = objected(office)
    one.act(OverrideObjection, "3-28", office.head, whom="甲养护公司", what="关系公共安全")
    one.strikes(one.last("overridden"), "3-28")
    one.act(DraftReply, "3-28", parts=[GIVEN])
    assert "第三十二条" in one.refused(SubmitReply, "3-28")


def test_reasons_on_the_reply_open_the_way_for_this_draft_alone(office) -> None:
    one = objected(office)
    one.act(DraftReply, "3-28", parts=[PARTLY])
    aside(one)
    noted = one.last("noted")
    assert noted.opinion == "公开的部分不涉及这个第三方：只公开拨付文件"
    assert not standing(one.case)
    one.act(SubmitReply, "3-28")
    one.act(ReturnReply, "3-28", office.reviewer, opinion="还应公开明细")
    one.act(SubmitReply, "3-28")  # as it was drafted then: the reasons still hold
    one.act(ReturnReply, "3-28", office.reviewer, opinion="还应公开明细")
    one.act(DraftReply, "3-29", parts=[GIVEN])
    assert "第三十二条" in one.refused(SubmitReply, "3-29")


def test_reasons_are_needed_and_an_objection_that_stands(office) -> None:
    one = objected(office)
    told = {"objection": one.case.inquiries.get().pk, "how": "apart", "why": "只公开拨付文件"}
    assert "拟写好" in one.refused(SetObjectionAside, "3-28", **told)
    one.act(DraftReply, "3-28", parts=[PARTLY])
    for wrong in ({"why": " "}, {"how": "other"}, {"objection": 0}):
        one.refused(SetObjectionAside, "3-28", **{**told, **wrong})
    with pytest.raises(Forbidden):
        one.act(SetObjectionAside, "3-28", office.reviewer, **told)
    aside(one)
    assert "不用说明" in one.refused(SetObjectionAside, "3-28", **told)


def test_an_objection_that_comes_in_late_stops_the_signature_and_the_service(office) -> None:
    one = Story(office).comes()
    inquiry = one.asks("3-18")
    one.answers(inquiry, "4-10", "silent")
    one.signs("4-10", GIVEN)
    one.strikes(one.last("noted"), "4-11")
    one.answers(inquiry, "4-08", "objects", "商业秘密")
    assert "第三十二条" in one.refused(ServeReply, "4-11", service="direct")
    one.act(ReturnReply, "4-11", office.signer, opinion="第三方不同意")
    assert "第三十二条" in one.refused(SubmitReply, "4-11")
    aside(one, "4-11", how="unfounded", why="只写了不同意，没有写明理由")
    one.act(SubmitReply, "4-11")
    one.act(PassReply, "4-11", office.reviewer)
    one.act(PassReply, "4-11", office.signer)
    one.act(ServeReply, "4-11", service="direct")
    assert one.case.outcome == "provided"


def test_the_way_out_is_a_page_and_the_reviewer_reads_the_reasons(office, county) -> None:
    one = objected(office)
    clerk = county.client("jb", Role.HANDLER)
    home, page = reverse("case", args=[one.pk]), reverse("case_act", args=[one.pk, "aside"])
    assert page not in clerk.get(home).content.decode()
    one.act(DraftReply, "3-28", parts=[PARTLY])
    assert page in clerk.get(home).content.decode()
    shown = clerk.get(page)
    assert (
        "甲养护公司（不同意公开）" in shown.content.decode()
        and "第三十二条" in shown.content.decode()
    )
    sent = {"seen": shown.context["form"].initial["seen"], "on": "2024-03-28"}
    refused = clerk.post(page, {**sent, "how": "apart"})
    assert refused.status_code == 422
    told = {"objection": Inquiry.objects.get().pk, "how": "apart", "why": "只公开拨付文件"}
    assert clerk.post(page, {**sent, **told}).status_code == 302
    reviewer = county.client("sh", Role.REVIEWER)
    assert "只公开拨付文件" in reviewer.get(home).content.decode()
