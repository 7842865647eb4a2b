"""Requests of the small world: one where each act on a request is possible."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.cases import papers
from portal.cases.acts.asking import Answer, Ask, AskReasons, ReceiveReasons
from portal.cases.acts.fees import NotifyFee
from portal.cases.acts.keeping import CloseCase, Note
from portal.cases.acts.matters import AnswerMatter, SubmitMatter
from portal.cases.acts.receipt import AskCorrection
from portal.cases.acts.registration import Apply, RegisterCase
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case
from portal.cases.papers import Paper

OF_ACT = {
    "confirm": "收到", "take": "无人", "corrected": "补正", "override": "第三方", "arrived": "第三方",
    "aside": "反对", "reasons-given": "理由",
    "delay": "理由", "paid": "缴费", "submit": "拟稿", "pass": "审核", "return": "审核",
    "serve": "签发", "close": "办结", "archive": "结案", "reopen": "结案",
}  # fmt: skip
"""Which request each act is carried out on; 办理 for the others."""


def build(world: Any) -> None:
    """Make the requests through acts, all of 示例镇."""
    by, today = world.actor("经办"), clock.today()
    since = today - timedelta(days=3)

    def told() -> dict[str, Any]:
        return {
            "applicant": {"kind": "natural", "name": world.said("applicant", "李明"),
                          "id_number": "11010519491231002X", "phone": "13800138000",
                          "address": world.said("address", "示例镇一村12号")},
            "asked": {"subject": world.said("subject", "农村公路养护资金使用情况"),
                      "content": world.said("content", "2025年度的拨付文件")},
            "organ": world.town,
        }  # fmt: skip

    def new(name: str, channel: Channel = Channel.IN_PERSON, **facts: Any) -> Case:
        asked = {"arrived_on": since, **told(), **facts}
        world.of[name] = RegisterCase(by=by, channel=channel, **asked).execute()
        return world.of[name]

    def done(act: Callable[..., Any], name: str, **facts: Any) -> Any:
        target = Case.objects.get(pk=world.of[name].pk)
        return act(by=facts.pop("by", by), target=target, **facts).execute()

    paper = Paper(world.said("file", "申请书.txt"), "申请公开。".encode(), "text/plain")
    new("办理", files=[paper])
    world.of["case_file"] = world.of["办理"].files.get()
    done(Note, "办理", text=world.said("note", "电话联系过申请人"))
    given = Paper(world.said("file", "拨付文件.txt"), "拨付文件的内容。".encode(), "text/plain")
    done(Note, "办理", files=[given], what="material")
    world.of["given_file"] = world.of["办理"].files.get(what="material")
    whole = Paper(world.said("file", "明细.txt"), "明细。".encode(), "text/plain")
    done(Note, "办理", files=[whole], what="provided")
    world.of["whole_file"] = world.of["办理"].files.get(what="provided")
    shown = Paper(world.said("file", "提供.txt"), "提供。".encode(), "text/plain")
    world.of["shown_file"] = papers.add(world.of["办理"], "other", shown, by=by, shown=True)
    new("另一件")
    new("收到", Channel.LETTER)
    world.of["无人"] = Apply(by=SYSTEM, **told()).execute()
    new("补正")
    done(
        AskCorrection, "补正", what=world.said("what", "写明年度"), until=today + timedelta(days=9)
    )
    world.of["notice"] = world.of["补正"].letters.get()
    question = world.said("question", "合同单价是否同意公开")
    for name in ("第三方", "反对"):
        new(name)
        done(Ask, name, whom=world.said("whom", "甲养护公司"), question=question)
        asked = world.of[name].inquiries.get()
        Answer(by=by, target=asked, on=today, answer="objects", why="商业秘密").execute()
    done(DraftReply, "反对", parts=[Part("provided", what=world.said("part", "拨付文件"))])
    new("征求机关")
    done(
        Ask,
        "征求机关",
        asked="organ",
        organ=world.people.bureau,
        whom="示例县教育局",
        question=question,
    )
    world.of["inquiry"] = world.of["征求机关"].inquiries.get()
    new("理由")
    until = today + timedelta(days=9)
    done(AskReasons, "理由", what=world.said("what", "今年已申请30件"), until=until)
    done(ReceiveReasons, "理由", text=world.said("text", "为了研究"))
    new("缴费")
    done(NotifyFee, "缴费", by=world.actor("负责人"), tariff="pages", number=80, how="到窗口缴纳")
    for name, steps in (("拟稿", -1), ("审核", 0), ("签发", 2), ("办结", 2), ("结案", 2)):
        new(name)
        done(DraftReply, name, parts=[Part("provided", what=world.said("part", "拨付文件"))])
        if steps >= 0:
            done(SubmitReply, name)
        for step in ("审核", "签发")[: max(steps, 0)]:
            done(PassReply, name, by=world.actor(step))
    for name in ("办结", "结案"):
        done(ServeReply, name, service="direct")
    done(CloseCase, "结案")
    for name in ("matter", "answered"):
        world.of[name] = SubmitMatter(
            by=SYSTEM, organ=world.town, kind="correction", subject=world.said("matter", "姓名写错"),
            content="应为李明", files=[paper],
            applicant={"kind": "natural", "name": world.said("applicant", "李明"), "phone": "13800138000"},
        ).execute()  # fmt: skip
    AnswerMatter(
        by=world.actor("经办"), target=world.of["answered"], result="corrected", answer="情况属实",
        given={"correction": "姓名已更正"},
    ).execute()  # fmt: skip
