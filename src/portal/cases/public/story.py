"""A request in plain words: what happened, what it means, what comes next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases import clock as law_clock
from gongkai.cases.clock import ClockReading
from gongkai.cases.events import Channel, Kind
from gongkai.cases.transitions import State
from gongkai.errors import CalendarUnknown
from gongkai.law.outcomes import outcomes
from portal.acts import clock
from portal.cases import provisional, queries
from portal.cases.acts.applicant import SAID, affirmed
from portal.cases.channel import channel_name, receipt_day
from portal.cases.desk_words import corrected_arrival, days_left
from portal.cases.lifecycle import Office, Stands
from portal.cases.models import Case, CaseEvent
from portal.cases.papers import TAKEN_BACK
from portal.ui.language import article, said, spoken
from portal.ui.templatetags.ui import day

_MEANS: Mapping[Kind | Office, str | Promise] = {
    Kind.ARRIVED: gettext_lazy("机关得到了申请，登记了编号。"),
    Kind.CONFIRMED: gettext_lazy(
        "机关与您确认了申请。这一天就是收到申请之日，答复期限从第二天起算。"
    ),
    Kind.CORRECTION_ASKED: gettext_lazy(
        "申请内容不够明确，机关一次告知了需要补正的全部事项。您补正之前，答复期限不计算。"
    ),
    Kind.CORRECTED: gettext_lazy("机关收到了您的补正，答复期限从这一天起重新计算。"),
    Kind.THIRD_PARTY_ASKED: gettext_lazy(
        "信息涉及他人的商业秘密或者个人隐私，机关书面征求他的意见。这段时间不计入答复期限。"
    ),
    Kind.THIRD_PARTY_ANSWERED: gettext_lazy("机关收到了第三方的意见，由机关决定是否公开。"),
    Kind.ORGAN_ASKED: gettext_lazy("机关征求其他机关的意见。这段时间不计入答复期限。"),
    Kind.ORGAN_ANSWERED: gettext_lazy("机关收到了其他机关的意见。"),
    Kind.CO_MAKER_ASKED: gettext_lazy(
        "信息由几个机关共同制作，牵头的机关征求其他机关的意见。这段时间不计入答复期限。"
    ),
    Kind.CO_MAKER_ANSWERED: gettext_lazy("机关收到了共同制作机关的意见。"),
    Kind.FEE_NOTIFIED: gettext_lazy(
        "申请的数量或者页数超过了免费的范围，机关通知缴纳信息处理费。缴费之前，答复期限不计算。"
    ),
    Kind.FEE_PAID: gettext_lazy("费用已经缴清，答复期限重新计算。"),
    Kind.DELAYED: gettext_lazy(
        "机关认为申请理由合理，但不能在规定的期限内答复，确定了延迟答复的期限。"
    ),
    Kind.REPLIED: gettext_lazy("机关作出了答复。"),
    Kind.WITHDRAWN: gettext_lazy("申请撤回了，不再办理。需要时可以重新申请。"),
    Kind.REOPENED: gettext_lazy("按照复议决定或者判决，机关要重新答复。"),
    Office.REASONS_ASKED: gettext_lazy("申请的数量、频次较多，机关请您说明理由（第三十五条）。"),
    Office.REASONS_GIVEN: gettext_lazy("机关收到了您说明的理由。"),
    Office.SPLIT: gettext_lazy("这份申请写了几件事，机关分成几份分别办理。"),
    Office.JOINED: gettext_lazy("这份申请与内容相同的申请一并办理。"),
}
_TEXT_SHOWN = frozenset(
    {Kind.CORRECTION_ASKED, Kind.FEE_NOTIFIED, Office.REASONS_ASKED, Kind.CORRECTED}
)
_TAKEN_BACK = gettext_lazy(
    "这个文件提供错了，从这一天起不能再下载；其余的仍在“文书和提供的信息”里。"
)
"""Its name is not told: that may be what should not have been given."""
_SELF = {
    "affirmed": gettext_lazy("您确认了申请由您提出"),
    "paid": gettext_lazy("您提交了缴费凭证"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, as the applicant is told it."""

    on: date
    title: str
    means: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """Where the request stands today.

    todo     what the applicant can do: affirm, correct, pay, "" for nothing
    reading  the law's clock, None where its calendar is not known
    left     how many working days are left, in words
    """

    head: str
    next: str
    todo: str
    reading: ClockReading | None
    left: str
    state: State
    overdue: bool = False


def steps(case: Case) -> list[Step]:
    """Return what happened, the newest last; what the office does inside is not told."""
    return list(_steps(case.events.filter(struck=None).order_by("on", "pk")))


def _steps(events: Iterable[CaseEvent]) -> Iterator[Step]:
    for one in events:
        what = one.what
        if what is Office.NOTED:
            if TAKEN_BACK in one.facts:
                yield Step(one.on, _("机关收回一个文件"), str(_TAKEN_BACK))
            own = one.facts.get(SAID)
            if own in _SELF:
                yield Step(one.on, str(_SELF[own]), "", one.opinion if own == "paid" else "")
            continue
        if what is Office.CHANGED:
            if "arrival" in one.facts:  # whoever was told a due date is told why it is another one
                means = corrected_arrival(one.facts["arrival"])
                yield Step(one.on, _("更正了登记"), means, one.opinion)
            continue
        if what is Kind.EXTENDED:
            means = _(
                "经机关政府信息公开工作机构负责人同意，答复期限延长%(n)d个工作日（第三十三条）。"
            )
            yield Step(one.on, one.in_words, means % {"n": one.days})
            continue
        if what not in _MEANS:
            continue
        means = str(_MEANS[what])
        title = _("提交申请") if what is Kind.ARRIVED else one.in_words
        if one.until and what in (Kind.CORRECTION_ASKED, Kind.DELAYED, Kind.REOPENED):
            means += _("期限：%(until)s。") % {"until": day(one.until)}
        yield Step(one.on, title, means, one.opinion if what in _TEXT_SHOWN else "")


def rule(channel: Channel) -> str:
    """Say which day is the date of receipt for a channel (art. 31)."""
    return _("%(name)s的申请，以%(day)s为收到申请之日（%(article)s）。") % {
        "name": channel_name(channel),
        "day": receipt_day(channel),
        "article": article(channel.receipt.article),
    }


def read(case: Case) -> tuple[Stands, ClockReading | None]:
    """Return where a request stands and its clock; no clock where the calendar is not known."""
    now = queries.stands_of(case)
    last, today = now.law.standing.last_on, clock.today()
    try:
        return now, now.law.reading(today=max(today, last) if last else today)
    except CalendarUnknown:
        return now, None


def reasons(reading: ClockReading | None) -> list[str]:
    """Return why the due date is what it is, sentence by sentence."""
    return [one.sentence(spoken()) for one in reading.reasons] if reading else []


def now(case: Case) -> Now:
    """Return where a request stands today, and what comes next."""
    stands, reading = read(case)
    law, due_on = stands.law.standing, reading.due_on if reading else None
    state, left = law.state, days_left(due_on, clock.today())
    overdue = reading is not None and reading.status == law_clock.OVERDUE
    head, following, todo = "", "", ""
    match state:
        case State.WAITING_CONFIRMATION:
            head = _("已提交，等待机关与您确认")
            following = _("机关确认之后，答复期限才开始计算。机关会按您留下的联系方式与您联系。")
            if affirmed(case):
                following += _("您这一边已经确认，还差机关的确认。")
            elif case.channel == Channel.ONLINE:
                todo = "affirm"
        case State.WAITING_APPLICANT:
            head, todo = _("等待您补正"), "correct"
            if law.correction_until:
                following = _(
                    "请在%(until)s前补正。没有正当理由逾期不补正的，视为放弃申请（第三十条）。"
                )
                following %= {"until": day(law.correction_until)}
        case State.WAITING_FEE:
            head, todo = _("等待您缴费"), "pay"
            following = _(
                "请在%(until)s前缴费，并在这里提交凭证。逾期不缴的，机关不再处理这份申请。"
            )
            try:
                following %= {"until": day(law_clock.fee_due(law))}
            except CalendarUnknown:
                following = _("请缴费，并在这里提交凭证。") + _(
                    "最后一天要等下一年的节假日安排公布后才能推算，届时在这里显示。"
                )
        case State.REPLIED:
            name = outcomes().get(case.outcome)
            head = _("已答复：%(outcome)s") % {"outcome": said(name)} if name else _("已答复")
            following = _("答复书和提供的信息在下面。对答复不服的，救济途径也在下面。")
        case State.WITHDRAWN:
            head, following = _("已撤回"), _("不再办理。需要时可以重新申请。")
        case _ if overdue:
            head = _("已过答复期限")
            following = _(
                "机关应当在%(due)s前答复而没有答复。您可以申请行政复议，也可以投诉、举报。"
            )
            following %= {"due": day(due_on)}
        case _:
            head = _("正在办理")
            if due_on:
                following = _("机关最迟在%(due)s答复您。") % {"due": day(due_on)}
            elif reading is None:
                following = _(
                    "答复的最后一天要等下一年的节假日安排公布后才能推算，届时在这里显示。"
                ) + provisional.sentence(law)
    if state is not State.OPEN or overdue:
        left = ""
    return Now(head, following, todo, reading, left, state, overdue)
