"""Every act of requests with a state in which it can be done and facts with which it succeeds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.portal.cases.conftest import APPLICANT, ASKED, Office
from tests.portal.cases.story import Story, day

from gongkai.cases.events import Channel
from portal.acts.actor import SYSTEM, Actor
from portal.cases.acts.asking import AskReasons
from portal.cases.acts.fees import NotifyFee
from portal.cases.acts.keeping import CloseCase, Note
from portal.cases.acts.matters import AnswerMatter, SubmitMatter
from portal.cases.acts.receipt import AskCorrection
from portal.cases.acts.reply import DraftReply, Part, SubmitReply
from portal.cases.models import Case, CaseRules, Matter

State = Callable[[Office], Story]


def opened(office: Office) -> Story:
    """Handed in at the counter on 4 March: open."""
    return Story(office).comes()


def unconfirmed(office: Office) -> Story:
    """A letter nobody has confirmed."""
    return Story(office).comes(Channel.LETTER)


def unhandled(office: Office) -> Story:
    """A request that nobody was given."""
    one = opened(office)
    Case.objects.filter(pk=one.case.pk).update(handler_id=None)
    return one


def unclear(office: Office) -> Story:
    """Waiting for the applicant's correction."""
    one = opened(office)
    one.act(AskCorrection, "3-05", what="请写明年度", until=day("3-29"))
    return one


def unpaid(office: Office) -> Story:
    """Waiting for the fee."""
    one = opened(office)
    one.act(NotifyFee, "3-05", office.head, number=80, how="窗口")
    return one


def asked(office: Office) -> Story:
    """Waiting for a third party."""
    one = opened(office)
    one.asks("3-05")
    return one


def objected(office: Office) -> Story:
    """A third party objected."""
    one = asked(office)
    one.answers(one.case.inquiries.get(), "3-06", "objects", "商业秘密")
    return one


def objected_and_drafted(office: Office) -> Story:
    """A reply is drafted that discloses what a third party objected to."""
    one = objected(office)
    one.act(DraftReply, "3-06", parts=[Part("provided", facts={"content": "明细"})])
    return one


def reasons(office: Office) -> Story:
    """Asked for his reasons."""
    one = opened(office)
    one.act(AskReasons, "3-05", what="自2024年以来提出46件", until=day("3-15"))
    return one


def reasoned(office: Office) -> Story:
    """Gave his reasons."""
    from portal.cases.acts.asking import ReceiveReasons

    one = reasons(office)
    one.act(ReceiveReasons, "3-06", text="编写村志")
    return one


def drafted(office: Office) -> Story:
    """A reply is drafted."""
    one = opened(office)
    one.act(DraftReply, "3-05", parts=[Part("provided")])
    return one


def in_review(office: Office) -> Story:
    """A reply is in review."""
    one = drafted(office)
    one.act(SubmitReply, "3-05")
    return one


def signed(office: Office) -> Story:
    """A reply is signed."""
    one = opened(office)
    one.signs("3-05")
    return one


def ended(office: Office) -> Story:
    """Answered."""
    one = opened(office)
    one.replies("3-05")
    return one


def closed(office: Office) -> Story:
    """Closed."""
    one = ended(office)
    one.act(CloseCase, "3-05")
    return one


def archived(office: Office) -> Story:
    """In the archive."""
    one = ended(office)
    one.archives("3-05")
    return one


def noted(office: Office) -> Story:
    """With a note to strike."""
    one = opened(office)
    one.act(Note, "3-05", text="误写")
    return one


def moved(office: Office) -> Story:
    """With a due date that the calendar no longer gives."""
    one = opened(office)
    Case.objects.filter(pk=one.pk).update(due_on=None)
    return one


def old(office: Office) -> Story:
    """Archived long ago by an organ that keeps files one year."""
    one = archived(office)
    CaseRules.objects.create(organ=office.county.town, keep_years=1)
    return one


@dataclass(frozen=True)
class Row:
    """How an act succeeds.

    state, facts  where and with what; facts see the story
    by            who: an attribute of the office, or "system"
    target        what it acts on: the request where nothing is said
    wrong         a state in which it is not possible
    may_be_empty  facts that may be left out
    """

    state: State = opened
    facts: Callable[[Story], Mapping[str, Any]] = lambda _one: {}
    by: str = "handler"
    target: Callable[[Story], Any] = lambda one: one.case
    wrong: State | None = archived
    may_be_empty: frozenset[str] = field(default_factory=frozenset)

    def actor(self, one: Story) -> Actor:
        """Who acts."""
        return SYSTEM if self.by == "system" else getattr(one.office, self.by)


def _facts(**facts: Any) -> Callable[[Story], Mapping[str, Any]]:
    return lambda _one: facts


def _notice(one: Story) -> Any:
    return one.letter("correction_notice")


def _matter(one: Story) -> Any:
    return SubmitMatter(by=SYSTEM, **_of_matter(one)).execute()


def _old_matter(one: Story) -> Any:
    found = _matter(one)
    AnswerMatter(
        by=one.office.handler, target=found, result="accurate", answer="与档案一致"
    ).execute()
    Matter.objects.filter(pk=found.pk).update(answered_on=day("2020-03-05"))
    CaseRules.objects.update_or_create(organ=one.office.county.town, defaults={"keep_years": 1})
    return Matter.objects.get(pk=found.pk)


def _of_matter(one: Story) -> dict[str, Any]:
    return {
        "organ": one.office.county.town, "kind": "correction", "subject": "出生年份写错",
        "content": "应为1950年", "applicant": APPLICANT,
    }  # fmt: skip


def _incoming(one: Story) -> dict[str, Any]:
    return {"organ": one.office.county.town, "applicant": APPLICANT, "asked": ASKED}


def _nothing(_one: Story) -> None:
    return None


def _optional(*names: str) -> frozenset[str]:
    return frozenset(names)


ROWS: Mapping[str, Row] = {
    "cases.apply": Row(facts=_incoming, target=_nothing, wrong=None),
    "cases.register": Row(
        facts=lambda one: {**_incoming(one), "arrived_on": day("3-05")},
        target=_nothing, wrong=None, may_be_empty=_optional("arrived_on"),
    ),
    "cases.confirm_receipt": Row(unconfirmed, wrong=opened),
    "cases.ask_correction": Row(facts=_facts(what="请写明年度", until=day("3-29"))),
    "cases.receive_correction": Row(unclear, _facts(text="2024年"), wrong=opened),
    "cases.send_correction": Row(unclear, _facts(text="2024年"), wrong=opened),
    "cases.withdraw": Row(facts=_facts(why="找到了"), may_be_empty=_optional("why")),
    "cases.take_back": Row(facts=_facts(why="找到了"), may_be_empty=_optional("why")),
    "cases.affirm": Row(unconfirmed, wrong=opened),
    "cases.prove_payment": Row(unpaid, _facts(text="票0001"), wrong=opened),
    "cases.ask": Row(
        facts=_facts(asked="third_party", whom="甲公司", question="是否同意", received_on=day("3-06")),
        may_be_empty=_optional("received_on"),
    ),
    "cases.answer": Row(
        asked, _facts(answer="objects", why="商业秘密"), wrong=None,
        target=lambda one: one.case.inquiries.get(),
    ),
    "cases.override_objection": Row(
        objected, _facts(whom="甲养护公司", what="关系公共安全"), "head"
    ),
    "cases.set_objection_aside": Row(
        objected_and_drafted,
        lambda one: {
            "objection": one.case.inquiries.get().pk, "how": "apart", "why": "不涉及单价"
        },
        wrong=objected,
    ),
    "cases.ask_reasons": Row(facts=_facts(what="46件", until=day("3-15"))),
    "cases.receive_reasons": Row(reasons, _facts(text="编写村志"), wrong=opened),
    "cases.propose_extension": Row(facts=_facts(days=10, why="需要整理")),
    "cases.extend": Row(facts=_facts(days=10, why="需要整理"), by="head"),
    "cases.delay": Row(reasoned, _facts(until=day("5-31"), why="三年的材料"), "head", wrong=opened),
    "cases.notify_fee": Row(
        facts=_facts(tariff="pages", number=80, received_on=day("3-06"), how="窗口"),
        by="head", may_be_empty=_optional("received_on", "how"),
    ),
    "cases.record_payment": Row(unpaid, _facts(receipt="票0001"), wrong=opened),
    "cases.draft_reply": Row(facts=_facts(parts=[Part("provided", (), "全部", {"content": "全文"})])),
    "cases.submit_reply": Row(drafted, wrong=opened),
    "cases.pass_reply": Row(
        in_review, _facts(opinion="同意"), "reviewer", wrong=opened, may_be_empty=_optional("opinion")
    ),
    "cases.return_reply": Row(in_review, _facts(opinion="写明文号"), "reviewer", wrong=opened),
    "cases.serve_reply": Row(
        signed, _facts(service="post", tracking="1234567890123"), wrong=opened
    ),
    "cases.assign": Row(facts=lambda one: {"to": one.office.head.user_id}),
    "cases.take": Row(unhandled),
    "cases.take_over": Row(
        facts=lambda one: {"to": one.office.county.person("fzr")}, by="system",
        may_be_empty=_optional("to"),
    ),
    "cases.note": Row(facts=_facts(text="备注", what="other"), wrong=None),
    "cases.change_registration": Row(
        facts=_facts(
            asked={"subject": "养护资金", "content": "明细"}, why="写错了", arrived_on=day("3-05"),
            channel=Channel.LETTER, confirmed_on=day("3-05"),
        ),
        may_be_empty=_optional("asked", "arrived_on", "channel", "confirmed_on"),
    ),
    "cases.enter_arrival": Row(
        asked, lambda one: {"event": one.last("third_party_asked").pk, "received_on": day("3-06")},
        wrong=archived,
    ),
    "cases.strike": Row(
        noted, lambda one: {"event": one.last("noted").pk, "why": "误写"}, "head"
    ),
    "cases.link": Row(facts=lambda one: {"other": opened(one.office).case, "how": "related"}),
    "cases.split": Row(facts=_facts(subjects=["拨付文件", "使用明细"])),
    "cases.join": Row(facts=lambda one: {"other": opened(one.office).case}),
    "cases.close": Row(ended, wrong=opened),
    "cases.archive": Row(closed, wrong=ended),
    "cases.reopen": Row(
        archived, _facts(basis="示府复决〔2024〕3号", until=day("7-20")), "head", wrong=opened,
        may_be_empty=_optional("until"),
    ),
    "cases.redact": Row(wrong=archived, facts=lambda one: {"file": _any_file(one), "made": None}),
    "cases.provide_whole": Row(
        facts=lambda one: {"file": _any_file(one), "why": "没有个人信息"}
    ),
    "cases.take_back_file": Row(
        facts=lambda one: {"file": _any_file(one, shown=True), "why": "附错了"}, wrong=None
    ),
    "cases.complete_letter": Row(
        unclear, _facts(given={"guidance": "写明年度"}), target=_notice, wrong=None,
        may_be_empty=_optional("given"),
    ),
    "cases.serve_letter": Row(
        unclear, _facts(service="post", tracking="1234567890123"), target=_notice, wrong=None
    ),
    "cases.word_letter": Row(
        facts=lambda one: {"organ": one.office.county.town, "kind": "refused", "text": ""},
        by="head", target=_nothing, wrong=None, may_be_empty=_optional("text"),
    ),
    "cases.submit_matter": Row(facts=_of_matter, target=_nothing, wrong=None),
    "cases.register_matter": Row(
        facts=lambda one: {**_of_matter(one), "source": "visit", "received_on": day("3-05")},
        target=_nothing, wrong=None, may_be_empty=_optional("received_on"),
    ),
    "cases.answer_matter": Row(
        facts=_facts(result="corrected", answer="属实", given={"correction": "改为1950年"}),
        target=_matter, wrong=None,
    ),
    "cases.erase_matter": Row(by="system", target=_old_matter, wrong=None),
    "cases.unmask": Row(
        facts=_facts(reason="电话联系"), target=lambda one: one.case.applicant, wrong=None
    ),
    "cases.take_paper": Row(
        facts=_facts(paper="letter:1"), target=lambda one: one.case.applicant, wrong=None
    ),
    "cases.remind": Row(
        facts=_facts(why="by_hand", due_on=date(2024, 4, 1), step=0, words="请抓紧"), by="head",
        wrong=None, may_be_empty=_optional("step", "words"),
    ),
    "cases.recompute": Row(moved, by="system", wrong=opened),
    "cases.erase": Row(old, by="system", wrong=opened),
    "cases.set_rules": Row(
        facts=lambda one: {
            "organ": one.office.county.town, "keep_years": 5, "steps": ["reviewer", "signer"],
        },
        by="head", target=_nothing, wrong=None, may_be_empty=_optional("keep_years", "steps"),
    ),
}  # fmt: skip


def _any_file(one: Story, *, shown: bool = False) -> Any:
    from portal.cases import papers
    from portal.cases.models import CaseFile

    paper = papers.received("明细.pdf", b"%PDF-1.4 x")
    what, by = CaseFile.What.PROVIDED, one.office.handler
    return papers.add(one.case, what, paper, by=by, shown=shown)
