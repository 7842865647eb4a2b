"""Where a request stands in a sentence, its days left, and its timeline in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.calendar import workdays
from gongkai.cases.events import Channel, Kind
from gongkai.errors import CalendarUnknown
from gongkai.law.outcomes import outcomes
from portal.cases.channel import channel_name
from portal.cases.desk_listing import WAITING
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Case, CaseEvent, CaseLetter, Inquiry
from portal.organs.models import Role
from portal.ui.language import article, said, spoken
from portal.ui.templatetags.ui import day

ARTICLES: dict[str, str] = {
    Kind.ARRIVED: "第三十一条",
    Kind.CONFIRMED: "第三十一条",
    Kind.CORRECTION_ASKED: "第三十条",
    Kind.CORRECTED: "第三十条",
    Kind.THIRD_PARTY_ASKED: "第三十二条",
    Kind.THIRD_PARTY_ANSWERED: "第三十二条",
    Kind.ORGAN_ASKED: "第三十三条",
    Kind.ORGAN_ANSWERED: "第三十三条",
    Kind.CO_MAKER_ASKED: "第三十四条",
    Kind.CO_MAKER_ANSWERED: "第三十四条",
    Kind.EXTENDED: "第三十三条",
    Kind.FEE_NOTIFIED: "第四十二条",
    Kind.FEE_PAID: "第四十二条",
    Kind.DELAYED: "第三十五条",
    Kind.REPLIED: "第三十三条",
    Office.REASONS_ASKED: "第三十五条",
    Office.REASONS_GIVEN: "第三十五条",
    Office.OVERRIDDEN: "第三十二条",
    Office.EXTENSION_ASKED: "第三十三条",
}
"""The article of the Regulation an event rests on; an office's own step rests on none."""

_HOW = {
    "direct": gettext_lazy("直接送达"),
    "entrusted": gettext_lazy("委托其他机关送达"),
    "post": gettext_lazy("邮政企业邮寄"),
    "online": gettext_lazy("按申请人选择网上送达"),
}


def days_left(due_on: date | None, today: date) -> str:
    """Say how many working days are left; calendar days where the calendar is not known."""
    if due_on is None:
        return ""
    try:
        if due_on < today:
            late = workdays.count(due_on, today)
            return _("已逾期%(n)d个工作日") % {"n": late} if late else _("期限已过")
        if due_on == today:
            return _("今天到期")
        return _("还剩%(n)d个工作日") % {"n": workdays.count(today, due_on)}
    except CalendarUnknown:
        days = (due_on - today).days
        return _("还剩%(n)d天") % {"n": days} if days > 0 else _("已逾期%(n)d天") % {"n": -days}


def waits(case: Case) -> str:
    """Say whom a request waits for, "" for nobody."""
    return str(WAITING[case.waiting]) if case.waiting in WAITING else ""


def outcome_name(code: str) -> str:
    """Return the name of an outcome."""
    return said(outcomes()[code]) if code in outcomes() else ""


def sentence(case: Case, steps: list[str], eligible: list[str]) -> str:
    """Say in a sentence where a request stands and who has to do what."""
    stage = Stage(case.stage)
    if stage is Stage.REVIEW:
        words = _("答复在审核，第%(n)d步“%(role)s”，共%(count)d步") % {
            "n": case.step + 1,
            "role": Role(steps[case.step]).label,
            "count": len(steps),
        }
        if eligible:
            return _("%(step)s，等%(who)s办理。") % {"step": words, "who": _("、").join(eligible)}
        return _("%(step)s没有人能办：这一岗位没有拟稿人以外的人担任。") % {"step": words}
    if stage is Stage.SIGNED:
        return _("答复已签发，等待送达；送达之日为答复之日。")
    if stage in (Stage.ENDED, Stage.CLOSED, Stage.ARCHIVED):
        return _("%(stage)s，结果：%(outcome)s。") % {
            "stage": case.in_words,
            "outcome": outcome_name(case.outcome) or _("没有登记"),
        }
    if case.waiting:
        return waits(case) + _("。")
    if stage is Stage.DRAFT:
        return _("答复已拟写，还没有送审。")
    return _("正在办理，还没有拟写答复。")


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a timeline tells it."""

    event: CaseEvent
    article: str
    details: tuple[str, ...]


def timeline(events: list[CaseEvent], names: dict[str, str]) -> list[Told]:
    """Return events in words, with the article each rests on."""
    return [
        Told(one, article(ARTICLES.get(one.kind, "")), tuple(_details(one, names)))
        for one in events
    ]


def _details(one: CaseEvent, names: dict[str, str]) -> Any:
    facts = one.facts
    if one.whom:
        yield one.whom
    if one.days:
        yield _("%(n)d个工作日") % {"n": one.days}
    if one.received_on:
        yield _("对方收到：%(day)s") % {"day": day(one.received_on)}
    if one.until:
        yield _("至%(day)s") % {"day": day(one.until)}
    if one.role:
        yield str(Role(one.role).label)
    if facts.get("answer"):
        yield str(Inquiry.Answer(facts["answer"]).label)
    if facts.get("outcomes"):
        yield _("、").join(outcome_name(code) for code in facts["outcomes"])
    if facts.get("service"):
        yield str(_HOW.get(facts["service"], ""))
    if "amount" in facts:
        yield _("%(n)d元") % {"n": facts["amount"]}
    if facts.get("receipt"):
        yield _("票据%(n)s") % {"n": facts["receipt"]}
    if facts.get("into"):
        yield _("、").join(facts["into"])
    if facts.get("files"):
        yield _("%(n)d个文件") % {"n": len(facts["files"])}
    if one.kind == Office.LETTER_ARRIVED:
        yield Kind(facts["kind"]).named(spoken())
    if facts.get("arrival"):
        yield corrected_arrival(facts["arrival"])
    if one.kind == Office.STRUCK:
        yield names.get(str(facts.get("struck")), "")


def corrected_arrival(said: dict[str, Any]) -> str:
    """Say what a correction of the arrival changed: the day, the channel, the due date."""

    def told(text: str | None) -> str:
        return day(date.fromisoformat(text)) if text else str(_("没有确定"))

    parts = []
    if said["on"] != said["on_after"]:
        parts.append(
            _("到达日期原登记为%(before)s，更正为%(after)s")
            % {"before": told(said["on"]), "after": told(said["on_after"])}
        )
    if said["channel"] != said["channel_after"]:
        before, after = Channel(said["channel"]), Channel(said["channel_after"])
        parts.append(
            _("提出方式原登记为%(before)s，更正为%(after)s")
            % {"before": channel_name(before), "after": channel_name(after)}
        )
    if said["due"] != said["due_after"]:
        parts.append(
            _("答复期限原为%(before)s，现为%(after)s")
            % {"before": told(said["due"]), "after": told(said["due_after"])}
        )
    if said["on"][:4] != said["on_after"][:4]:
        parts.append(_("原编号%(number)s") % {"number": said["number"]})
    return _("；").join(parts) + _("。") if parts else ""


def letter_name(letter: CaseLetter) -> str:
    """Return a letter's title, with the outcomes of a reply."""
    title = str(letter.text.get("title", "")) if letter.text else ""
    return title or str(_("答复"))
