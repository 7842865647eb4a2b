"""For every address that takes a form: who sends it, what is in it, and the record it leaves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.law.letters import letters
from portal.acts import clock
from portal.publishing import personal
from portal.publishing.models import Document
from tests.portal.routes.world import EXAMPLES, World, picture

Filled = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Story:
    """One form sent with success.

    act      the record it leaves; records  how many, with `because` where it is not one
    address  the address, where it is not the one of the walk
    status   what it answers; also: who else may send what has no page to look at
    """

    post: str
    act: str
    filled: Filled = lambda _world: {}
    records: int = 1
    because: str = ""
    address: str = ""

    further: dict[str, Any] = field(default_factory=dict)
    status: int = 302
    also: tuple[str, ...] = ()


def _just(**filled: Any) -> Filled:
    return lambda _world: filled


def _today(days: int = 0) -> str:
    return str(clock.today() + timedelta(days=days))


def _file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


TRAINING = {"title": "条例解读", "organiser": "示例县人民政府办公室", "people": "12"}
CONTENT = {"title": "示例镇关于用水的通告", "body": "现予公布。", "base": ""}


def _placed(world: World) -> dict[str, Any]:
    return {**CONTENT, "column": world.columns["guifan"].pk}


def _doubtful(world: World) -> dict[str, Any]:
    cells = world.of["intake_report"].cells.filter(doubt=True, address__startswith="disputes/")
    return {"looked": "on", "shown": ",".join(f"{cell.pk}:{cell.version}" for cell in cells)}


def _started(world: World) -> dict[str, Any]:
    return {**_placed(world), "genre": "notice", "attribute": "open"}


def _edited(name: str) -> Filled:
    def filled(world: World) -> dict[str, Any]:
        one = Document.objects.get(pk=(world.documents.get(name) or world.of[name]).pk)
        return {**CONTENT, "title": "改过的标题", "base": one.working.serial}

    return filled


def _hidden(world: World) -> dict[str, Any]:
    found = personal.hits(world.documents["草稿"].working)
    return {"keys": [found[0].key], "hide": "1"}


def _organ(code: str) -> dict[str, Any]:
    return {"name": "示例县水利局", "short_name": "水利局", "code": code, "level": "county",
            "kind": "department", "founded_on": "2020-01-01", "basis": "示编〔2020〕1号"}  # fmt: skip


def _changed_organ(world: World) -> dict[str, Any]:
    return {"on": _today(), "basis": "示编〔2026〕1号", "name": "示例镇", "short_name": "示例镇",
            "level": "township", "kind": "government", "parent": world.people.county.pk}  # fmt: skip


def _catalogue(_world: World) -> dict[str, Any]:
    head = "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体\n"
    rows = "1,政策文件,其他,文号,税收征管法,及时公开,示例镇\n2,,另一项,文号,税收征管法,及时公开,示例镇\n"
    return {"table": _file("目录.csv", (head + rows).encode())}


def _archived(world: World) -> dict[str, Any]:
    path = next((EXAMPLES / "lihu-zhen-2023").glob("report.*"))
    return {"organ": world.town.pk, "file": _file(path.name, path.read_bytes()), "reason": "更正"}


def _linked(world: World) -> dict[str, Any]:
    return {"other": world.documents["另一份草稿"].pk, "relation": "related"}


ENTRY = {"number": "示罚〔2026〕7号", "on": "", "kind": "罚款", "item": "占道", "amount": "50",
         "party": "示例公司", "party_kind": "organisation"}  # fmt: skip
REASON = _just(reason="登错了")
DAY = {"on": "2026-01-05"}

REQUEST = {
    "channel": "in_person", "arrived_on": "2026-03-02", "kind": "natural", "name": "王某",
    "phone": "13800138001", "subject": "示例村土地征收补偿方案", "form": "paper", "way": "post",
}  # fmt: skip


def _on(**filled: Any) -> Filled:
    return lambda _world: {"on": _today(), **filled}


CASE_STORIES = {
    "confirm": Story("经办", "cases.confirm_receipt", _on()),
    "correct": Story(
        "经办", "cases.ask_correction",
        lambda _w: {"on": _today(), "what": "年度", "guidance": "写明年度", "until": _today(9)},
    ),
    "corrected": Story("经办", "cases.receive_correction", _on(text="2025年")),
    "ask": Story("经办", "cases.ask", _on(asked="third_party", whom="乙公司", question="是否同意公开")),
    "arrived": Story(
        "经办", "cases.enter_arrival",
        lambda w: {"event": w.of["第三方"].events.get(kind="third_party_asked").pk,
                   "received_on": _today()},
    ),
    "override": Story(
        "负责人", "cases.override_objection",
        lambda w: {"on": _today(), "what": "为了公共利益",
                   "whom": w.of["第三方"].inquiries.get().whom},
    ),
    "aside": Story(
        "经办", "cases.set_objection_aside",
        lambda w: {"on": _today(), "objection": w.of["反对"].inquiries.get().pk,
                   "how": "apart", "why": "拨付文件里没有合同单价"},
    ),
    "reasons": Story(
        "经办", "cases.ask_reasons", lambda _w: {"on": _today(), "what": "30件", "until": _today(9)}
    ),
    "reasons-given": Story("经办", "cases.receive_reasons", _on(text="为了研究")),
    "propose": Story("经办", "cases.propose_extension", _on(days=10, why="需要整理")),
    "extend": Story("负责人", "cases.extend", _on(days=10, why="需要整理")),
    "delay": Story(
        "负责人", "cases.delay", lambda _w: {"on": _today(), "until": _today(60), "why": "数量多"}
    ),
    "fee": Story("负责人", "cases.notify_fee", _on(tariff="pages", number=80, how="到窗口缴纳")),
    "paid": Story("经办", "cases.record_payment", _on(receipt="票据1号")),
    "submit": Story("经办", "cases.submit_reply", _on()),
    "pass": Story("审核", "cases.pass_reply", _on()),
    "return": Story("审核", "cases.return_reply", _on(opinion="写明文号")),
    "serve": Story("经办", "cases.serve_reply", _on(service="direct")),
    "close": Story("经办", "cases.close", _on()),
    "archive": Story("经办", "cases.archive", _on()),
    "reopen": Story("负责人", "cases.reopen", _on(basis="示府复决〔2026〕1号")),
    "take": Story("经办", "cases.take", _just()),
    "assign": Story(
        "经办", "cases.assign", lambda w: {"on": _today(), "to": w.actor("负责人").user_id}
    ),
    "note": Story("经办", "cases.note", _on(text="备注", what="other")),
    "change": Story(
        "经办", "cases.change_registration",
        _just(subject="养护资金", why="写错了", channel="post", arrived_on="2026-01-05"),
    ),
    "link": Story(
        "经办", "cases.link",
        lambda w: {"on": _today(), "other": w.of["另一件"].number, "how": "related"},
    ),
    "split": Story("经办", "cases.split", _on(subjects="拨付文件\n使用明细")),
    "join": Story("经办", "cases.join", lambda w: {"on": _today(), "other": w.of["另一件"].number}),
    "withdraw": Story("经办", "cases.withdraw", _on()),
    "strike": Story(
        "负责人", "cases.strike",
        lambda w: {"on": _today(), "why": "登错",
                   "event": w.of["办理"].events.filter(kind="noted").first().pk},
    ),
}  # fmt: skip
"""One form for each act on a request."""

STORIES: dict[str, Story] = {
    # --- 机关
    "api_key_make": Story(
        "系统",
        "api.make_key",
        lambda w: {"organ": w.town.pk, "system": "政务服务平台", "scopes": ["cases"]},
    ),
    "api_key_end": Story("系统", "api.end_key", _just(reason="系统停用")),
    "organ_establish": Story("系统", "organs.establish", lambda _w: _organ("shuili")),
    "organs_import_enter": Story(
        "系统", "organs.establish",
        _just(rows="代码,名称,层级,类别,上级代码\nmin,示例县民政局,县级,工作部门,shili\n"),
    ),
    "organ_correct": Story("负责人", "organs.correct", _just(short_name="镇", order=1)),
    "organ_change": Story("系统", "organs.change", _changed_organ),
    "organ_merge": Story(
        "系统", "organs.merge",
        lambda w: {"on": _today(), "basis": "示编", "merged": [w.people.bureau.pk]},
        records=2, because="并入的每个机关各记一条撤销",
    ),
    "organ_split": Story(
        "系统", "organs.split",
        _just(on="2026-01-05", basis="示编", new="dongzhen 东镇人民政府\nxizhen 西镇人民政府"),
        records=4, because="分立出的每个机关各记一条设立，原机关记一条撤销",
    ),
    "organ_abolish": Story(
        "系统", "organs.abolish",
        lambda w: {"on": _today(), "why": "abolished", "basis": "示编", "successors": [w.people.county.pk]},
    ),
    # --- 人员和岗位
    "account_open": Story("系统", "accounts.open", _just(username="xinren", person="新人")),
    "account_change": Story("系统", "accounts.change", _just(person="经办人")),
    "account_reset": Story("系统", "accounts.reset_password"),
    "account_unlock": Story("系统", "accounts.unlock"),
    "account_factor": Story("系统", "accounts.take_factor"),
    "account_close": Story("系统", "accounts.close"),
    "account_reopen": Story("系统", "accounts.reopen"),
    "post_give": Story(
        "安全", "organs.give_post",
        lambda w: {"organ": w.town.pk, "role": "reviewer", "on": _today()},
    ),
    "post_end": Story("安全", "organs.end_post", lambda _w: {"on": _today()}),
    "post_hand_over": Story(
        "安全", "organs.hand_over_post",
        lambda w: {"to": w.people.people["shenhe"].pk, "on": _today()},
        records=3, because="原岗位结束、新岗位授予各记一条",
    ),
    "task_retry": Story("系统", "jobs.retry"),
    # --- 公开信息
    "document_start": Story("经办", "publishing.start", _started),
    "document_upload": Story(
        "经办", "publishing.upload",
        lambda w: {"file": _file("通告.txt", "示例镇关于用水的通告".encode()), "genre": "notice",
                   "attribute": "open", "column": w.columns["guifan"].pk, "token": "t-1"},
    ),
    "document_check": Story("经办", "publishing.edit", _edited("uploaded")),
    "file_add": Story("经办", "publishing.add_file", lambda _w: {"file": _file("b.txt", b"words")}),
    "file_end": Story("经办", "publishing.end_file"),
    "file_keep": Story("经办", "publishing.keep_file", lambda _w: {"reason": "依法公示"}),
    "clarify": Story("经办", "publishing.start_clarification", lambda w: {**_placed(w), "rumour": "传言"}),
    "document_edit": Story("经办", "publishing.edit", _edited("草稿")),
    "document_personal": Story("经办", "publishing.hide_personal_data", _hidden),
    "document_personal 保留": Story(
        "经办", "publishing.keep_personal_data",
        lambda w: {**_hidden(w), "reason": "依法公示"}, further={"without": "hide"},
    ),
    "document_link": Story("经办", "publishing.link", _linked, address="?q=办法"),
    "document_interpret": Story("经办", "publishing.start_interpretation", _placed),
    "document_clarify": Story("经办", "publishing.start_clarification", _placed),
    "link_end": Story("经办", "publishing.end_link", REASON),
    "column_open": Story(
        "负责人", "publishing.open_column",
        _just(column_title="村务", code="cunwu", part="content", order="5"),
    ),
    "column_change": Story(
        "负责人", "publishing.change_column", _just(column_title="规范性文件", order="5")
    ),
    "column_close": Story("负责人", "publishing.close_column"),
    "column_reopen": Story("负责人", "publishing.reopen_column"),
    "numbers": Story("负责人", "publishing.set_rules", _just(index_pattern="{organ}-{year}-{serial:05d}")),
    "chain_set": Story(
        "负责人", "publishing.set_review_chain", _just(first="secrecy", second="signer")
    ),
    "document_act submit": Story("经办", "publishing.submit", address="送审"),
    "document_act pass": Story("审核", "publishing.pass_step"),
    "document_act return": Story("审核", "publishing.return", _just(opinion="请补充依据")),
    "document_act publish": Story("经办", "publishing.publish"),
    "document_act schedule": Story(
        "经办", "publishing.schedule", lambda _w: {"at": f"{_today(2)}T09:00"}
    ),
    "document_act revise": Story("经办", "publishing.revise", REASON),
    "document_act withdraw": Story("负责人", "publishing.withdraw", REASON),
    "document_act reassess": Story(
        "负责人", "publishing.reassess", _just(attribute="open", reason="可以公开")
    ),
    "document_act move": Story(
        "经办", "publishing.move", lambda w: {"column": w.columns["guifan"].pk, "genre": "notice"}
    ),
    "document_act discard": Story("经办", "publishing.discard"),
    "document_act pass（保密审查）": Story("保密", "publishing.pass_step"),
    "document_act pass（签发）": Story("签发", "publishing.pass_step"),
    "document_act return（已签发）": Story("签发", "publishing.return", _just(opinion="有误")),
    # --- 登记簿
    "register_zero": Story("经办", "registers.confirm_zero", _just(things=["fee"])),
    "register_rules": Story("负责人", "registers.set_rules", _just(review_months="3")),
    "normative_new": Story(
        "经办", "registers.enter_normative",
        _just(kind="normative", title="示例镇用地办法", issued_on="2026-01-05"),
    ),
    "normative_from": Story(
        "经办", "registers.enter_normative",
        _just(kind="normative", title="示例镇办法", issued_on="2026-01-05"),
    ),
    "normative_decline": Story("经办", "registers.decline_normative", REASON),
    "normative_act continue": Story(
        "经办", "registers.continue_normative", lambda _w: {"on": _today(), "basis": "会议"}
    ),
    "normative_act amend": Story(
        "经办", "registers.amend_normative", lambda _w: {"on": _today(), "basis": "会议"}
    ),
    "normative_act repeal": Story(
        "经办", "registers.repeal_normative", lambda _w: {"on": _today(), "basis": "会议"}
    ),
    "normative_act lapse": Story(
        "经办", "registers.lapse_normative", lambda _w: {"on": _today(), "basis": "会议"}
    ),
    "normative_act file": Story(
        "经办", "registers.file_normative", lambda _w: {"on": _today(), "to": "示例县司法局"}
    ),
    "normative_act receipt": Story(
        "经办", "registers.receive_filing", lambda _w: {"on": _today(), "receipt": "1"}
    ),
    "normative_act correct": Story(
        "经办", "registers.correct_normative",
        lambda w: {"kind": "normative", "title": "示例镇办法", "issued_on": _today(), "reason": "错字",
                   "unified_number": w.of["normative"].unified_number},
    ),
    "normative_act strike": Story("经办", "registers.strike_normative", REASON),
    "register_power_new": Story(
        "经办", "registers.add_power",
        lambda _w: {"kind": "penalty", "code": "CF-2", "name": "处罚", "from_on": _today()},
    ),
    "register_power_act change": Story(
        "经办", "registers.change_power",
        lambda _w: {"kind": "penalty", "name": "改名", "on": _today(), "ground": "条例修改"},
    ),
    "register_power_act end": Story(
        "经办", "registers.end_power", lambda _w: {"on": _today(1), "ground": "取消"}
    ),
    "register_power_act strike": Story("经办", "registers.strike_power", REASON),
    "register_import": Story(
        "经办", "registers.read_batch",
        lambda _w: {"file": _file("a.csv", "决定书文号,决定日期\n示许9号,2026-01-05".encode())},
    ),
    "register_batch_act enter": Story("经办", "registers.enter_batch"),
    "register_batch_act drop": Story("经办", "registers.drop_batch"),
    "register_entry_act correct": Story(
        "经办", "registers.correct",
        lambda _w: {**ENTRY, "on": _today(), "reason": "号错"},
    ),
    "register_entry_act show": Story("经办", "registers.show"),
    "register_entry_act hide": Story("经办", "registers.hide", REASON),
    "register_entry_act strike": Story("经办", "registers.strike", REASON),
    "register_month_act correct": Story(
        "经办", "registers.correct_month", _just(count="4", source="月报", reason="更正")
    ),
    "register_month_act strike": Story("经办", "registers.strike_month", REASON),
    "assurance_none": Story("经办", "assurance.say_none", _just(things=["evaluation", "assessed"])),
    "assurance_new": Story("经办", "assurance.record", lambda _w: {**TRAINING, "on": _today()}),
    "assurance_record_act correct": Story(
        "经办", "assurance.correct",
        lambda _w: {**TRAINING, "on": _today(), "people": "13", "reason": "人数录错"},
    ),
    "assurance_record_act strike": Story("经办", "assurance.strike", REASON),
    "register_entry_new": Story("经办", "registers.enter", lambda _w: {**ENTRY, "on": _today()}),
    "register_month_new": Story(
        "经办", "registers.count_month",
        lambda _w: {"month": clock.today().year * 100 + 1, "count": "4", "source": "月报"},
    ),
    # --- 复议诉讼
    "case_rules": Story(
        "负责人", "cases.set_rules", lambda _w: {"steps": ["reviewer", "signer"], "keep_years": 10}
    ),
    "case_remind": Story("主管部门", "cases.remind", lambda _w: {"words": "请尽快办理。"}),
    "case_register": Story("经办", "cases.register", lambda _w: REQUEST),
    "case_reply": Story(
        "经办", "cases.draft_reply",
        lambda _w: {"on": _today(), "count": "1", "p0-outcome": "provided", "save": "1"},
    ),
    "case_unmask": Story("经办", "cases.unmask", _just(reason="电话联系"), status=200),
    "case_file": Story("经办", "cases.take_paper", status=200, also=("审核", "保密", "签发", "负责人")),
    "case_whole": Story(
        "经办", "cases.take_paper", status=200, also=("审核", "保密", "签发", "负责人")
    ),
    "case_as_it_is": Story("经办", "cases.provide_whole", _just(why="没有个人信息。")),
    "case_take_back": Story("经办", "cases.take_back_file", _just(why="附错了文件。")),
    "case_redact": Story("经办", "cases.redact", _just(text="拨付文件", ground="15")),
    "case_letter_file": Story(
        "经办", "cases.take_paper", status=200, also=("审核", "保密", "签发", "负责人")
    ),
    "case_letter_complete": Story(
        "经办", "cases.complete_letter", _just(fact_guidance="写明年度和项目名称")
    ),
    "case_letter_serve": Story(
        "经办", "cases.serve_letter", lambda _w: {"on": _today(), "service": "direct"}
    ),
    "case_inquiry": Story(
        "外单位经办", "cases.answer", lambda _w: {"on": _today(), "answer": "agrees"}
    ),
    "matter": Story(
        "经办", "cases.answer_matter",
        lambda _w: {"on": _today(), "result": "corrected", "answer": "已更正",
                    "correction": "姓名更正为李明"},
    ),
    "matter_register": Story(
        "经办", "cases.register_matter",
        lambda _w: {"kind": "suggestion", "source": "letter", "received_on": _today(),
                    "subject": "公开村道养护计划", "content": "全镇的人都要走", "who": "natural"},
    ),
    "matter_letter": Story("经办", "cases.take_paper", status=200, also=("负责人",)),
    "matter_unmask": Story("经办", "cases.unmask", _just(reason="电话核实"), status=200),
    "matter_file": Story("经办", "cases.take_paper", status=200, also=("负责人",)),
    "letter_template": Story(
        "负责人", "cases.word_letter", lambda _w: {"text": letters()["refused"].text, "save": "1"}
    ),
    **{f"case_act {slug}": story for slug, story in CASE_STORIES.items()},
    "dispute_open": Story(
        "经办", "disputes.open",
        lambda _w: {"step": "review_applied", "subject": "不服公开", "body": "示例县人民政府", "on": _today(),
                    "party_kind": "natural", "party_name": "李某"},
    ),
    "dispute_bundle": Story(
        "经办", "disputes.bundle", lambda w: {f"on-own-{w.of['dispute_file'].pk}": "on"}
    ),
    "dispute_file": Story(
        "经办", "disputes.take_paper", status=200, also=("审核", "保密", "签发", "负责人")
    ),
    "dispute_act notify": Story("经办", "disputes.receive_copy", lambda _w: {"on": _today()}),
    "dispute_act answer": Story("经办", "disputes.submit_answer", lambda _w: {"on": _today()}),
    "dispute_act hearing": Story(
        "经办", "disputes.set_hearing", lambda _w: {"on": _today(), "until": _today(9)}
    ),
    "dispute_act decide": Story(
        "经办", "disputes.decide",
        lambda _w: {"on": _today(), "received_on": _today(), "way": "maintained", "number": "1号"},
    ),
    "dispute_act sue": Story("经办", "disputes.sue", lambda _w: {"on": _today(), "body": "法院"}),
    "dispute_act end-review": Story(
        "经办", "disputes.end_review",
        lambda _w: {"on": _today(), "way": "withdrawn", "text": "电话告知已撤回"},
    ),
    "dispute_act appeal": Story("经办", "disputes.appeal", lambda _w: {"on": _today(), "body": "法院"}),
    "dispute_act carry-out": Story(
        "经办", "disputes.carry_out", lambda _w: {"on": _today(), "text": "已更正"}
    ),
    "dispute_act close": Story(
        "经办", "disputes.close", lambda _w: {"on": _today(), "why": "不再起诉"}
    ),
    "dispute_act cost": Story(
        "经办", "disputes.record_cost", lambda _w: {"on": _today(), "what": "律师费", "amount": "800"}
    ),
    "dispute_act lesson": Story(
        "经办", "disputes.lesson", lambda _w: {"on": _today(), "text": "说明理由"}
    ),
    "dispute_act note": Story("经办", "disputes.note", lambda _w: {"on": _today(), "text": "备注"}),
    "dispute_act assign": Story(
        "经办", "disputes.assign",
        lambda w: {"on": _today(), "to": w.people.people["fuzeren"].pk},
    ),
    "dispute_act link": Story(
        "经办", "disputes.link",
        lambda w: {"on": _today(), "document": w.documents["已公开"].index_number},
    ),
    "dispute_act strike": Story(
        "负责人", "disputes.strike",
        lambda w: {"on": _today(), "why": "登错", "event": w.of["dispute"].events.get(kind="notified").pk},
    ),
    # --- 渠道
    "channel_open": Story(
        "经办", "channels.open", _just(name="东村公示栏", address="东村村口")
    ),
    "channels_log": Story(
        "经办", "channels.log",
        lambda w: {"title": "防汛通知", "channels": [w.of["notice_board"].pk], "on": _today()},
    ),
    "column_explain": Story(
        "经办", "channels.explain", lambda _w: {"reason": "没有", "until_on": _today(30)}
    ),
    "document_log": Story(
        "经办", "channels.log", lambda w: {"channels": [w.of["wechat"].pk], "on": _today(),
                                       "link": "https://mp.weixin.qq.com/s/1"},
    ),
    "channel_entry_end": Story("经办", "channels.take_down", lambda _w: {"on": _today()}),
    "channel_entry_strike": Story("经办", "channels.strike", REASON),
    "channel_entry_photo": Story(
        "经办", "channels.photo", lambda _w: {"photo": _file("b.jpg", picture())}
    ),
    "handover_receive": Story(
        "经办", "channels.receive", lambda _w: {"on": _today(), "who": "李某"}
    ),
    "channel_change": Story(
        "经办", "channels.change", _just(name="镇政府公示栏", address="大院")
    ),
    "channel_close": Story(
        "经办", "channels.close", lambda _w: {"on": _today(), "reason": "关停"}
    ),
    "channel_explain": Story(
        "经办", "channels.explain", lambda _w: {"reason": "维修", "until_on": _today(30)}
    ),
    "channel_log": Story(
        "经办", "channels.log", lambda _w: {"title": "停水通知", "topic": "民生", "on": _today()}
    ),
    "channel_paste": Story("经办", "channels.log", lambda _w: {"rows": f"{_today()}\t停电通知\t民生\t"}),
    "channel_hand_over": Story(
        "经办", "channels.hand_over",
        lambda _w: {"from_on": "2020-01-01", "until_on": _today(), "on": _today()},
    ),
    # --- 公开事项
    "duty_columns": Story("系统", "duties.install_columns"),
    "guide_edit": Story("负责人", "duties.describe_office", _just(office="党政办", seen="1")),
    "duty_field_import": Story("经办", "duties.import_catalogue", _catalogue),
    "duty_document": Story("经办", "duties.assign", _just(code="20-02")),
    "duty_unassign": Story("经办", "duties.end_assignment"),
    "duty_not_applicable": Story("经办", "duties.declare_not_applicable", REASON),
    "duty_applicable": Story("经办", "duties.declare_applicable"),
    "duty_assign": Story(
        "经办", "duties.assign", lambda w: {"document": w.documents["另一份公开"].pk}
    ),
    "intake_new": Story("经办", "intake.take_in", lambda _w: {"given": _file("a.txt", b"a")}),
    "intake_add": Story("经办", "intake.take_in", lambda _w: {"given": _file("a.txt", b"a")}),
    "intake_recognise": Story(
        "经办", "intake.recognise", _just(unit_name="例河乡人民政府", year=2022)
    ),
    "intake_choose": Story("经办", "intake.choose"),
    "intake_set_aside": Story("经办", "intake.set_aside", REASON),
    "intake_restore": Story("经办", "intake.restore"),
    "intake_scans": Story("经办", "intake.recognise_scans"),
    "intake_stop": Story("经办", "intake.stop"),
    "intake_go_on": Story("经办", "intake.go_on"),
    "intake_set_aside_batch": Story("经办", "intake.set_aside_batch", REASON),
    "intake_restore_batch": Story("经办", "intake.restore_batch"),
    "intake_confirm_table": Story("经办", "intake.confirm_table", _doubtful),
    "intake_take_back": Story("经办", "intake.take_back"),
    "intake_confirm": Story("经办", "intake.confirm", _just(status="number", value="1")),
    "annual_archive": Story("经办", "annual.archive", _archived),
    "annual_start": Story("经办", "annual.start"),
    "annual_write": Story("经办", "annual.save_texts", _just(part_6="没有其他事项。", base="0")),
    "annual_finding": Story("经办", "annual.answer_finding", _just(how="explained", words="确实")),
    "annual_findings": Story(
        "经办", "annual.answer_finding", lambda w: {"keys": [w.of["asking"]], "words": "确实"}
    ),
    "annual_finding 保留": Story("主管部门", "annual.permit_finding", _just(words="同意")),
    "annual_filing_figure": Story("经办", "annual.adjust", _just(delta="1", reason="漏记")),
    "annual_adjustment_end": Story("经办", "annual.end_adjustment"),
    "annual_remark": Story("主管部门", "annual.remark", _just(words="请核对")),
    "annual_remark_answer": Story("经办", "annual.reply_to_remark", _just(words="已核对")),
    "annual_filing_act submit": Story("负责人", "annual.submit"),
    "annual_filing_act accept": Story("主管部门", "annual.accept"),
    "annual_filing_act return": Story("主管部门", "annual.return", _just(words="请修改")),
    "annual_filing_act publish": Story("经办", "annual.publish"),
    "annual_filing_act correct": Story("经办", "annual.correct", _just(words="更正一处")),
    "annual_filing_act balance": Story("经办", "annual.open_balance"),
    "annual_filing_act zero": Story("经办", "annual.write_zero"),
    "annual_filing_act wrapper": Story("经办", "annual.wrap", _just(number="示镇政发〔2026〕1号")),
    "oversight_remind": Story("主管部门", "oversight.remind", _just(words="请尽快报送")),
    "oversight_timetable": Story(
        "主管部门", "oversight.set_timetable", _just(tier="township", submit_on="2026-01-20")
    ),
}  # fmt: skip

WITHOUT_RECORD = {
    "show": "只记住这台浏览器怎样显示网页，不改动任何数据",
    "act_for": "只选择以哪个机关的岗位办理，记在本人的会话里",
    "organs_import": "只读取文件并显示将导入什么；确认在 organs_import_enter",
    "metrics": "只读；只答复本机",
    **dict.fromkeys(
        (
            "apply_form",
            "matter_form",
            "track",
            "track_close",
            "track_correct",
            "track_pay",
            "track_withdraw",
            "track_affirm",
        ),
        "公众提交，没有岗位；见tests/portal/cases/test_public_*.py和test_matters.py",
    ),
    "site_atom": "只读",
    "site_rss": "只读",
    "site_column_atom": "只读",
    "site_column_rss": "只读",
    "account_reauthenticate": "只核对本人密码，记在本人的会话里",
    "mfa_authenticate": "登录的第二步：登录成功时由登录记一条",
    "mfa_reauthenticate": "同 account_reauthenticate",
    "mfa_download_recovery_codes": "只读",
    "socialaccount_signup": "不开放注册，总是转到登录页",
    "openid_connect_login": "没有设置统一身份认证",
    "openid_connect_callback": "同上；登录成功时由登录记一条（tests/portal/accounts/test_sign_on.py）",
}
"""Addresses that take a form and leave no record, and why."""

IN_ACCOUNTS = {
    "account_login",
    "account_logout",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "socialaccount_connections",
}
"""Addresses of one's own account: each has a story of its own in `test_own_account`."""
