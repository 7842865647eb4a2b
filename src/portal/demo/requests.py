"""Three years of requests in the example county: told step by step through the acts of real work."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from gongkai.calendar import workdays
from gongkai.cases.events import Channel
from gongkai.errors import CalendarUnknown
from portal.acts import clock
from portal.acts.act import Act
from portal.acts.actor import stranger
from portal.cases import letters
from portal.cases.acts import (
    asking,
    fees,
    keeping,
    objections,
    period,
    receipt,
    registration,
    reply,
)
from portal.cases.acts.letters import ServeLetter
from portal.cases.models import Case, CaseLetter, Inquiry, LetterState
from portal.demo.world import SHOWN, World, at

OTHERS = ("jiaoyu", "ziran", "minzheng", "zhujian", "zhengfuban", "lihu", "lishan", "nongye")
"""Who besides the shown township had requests: a few each year, answered without much ado."""

_SUBJECTS = (
    "专项资金分配文件",
    "项目批复",
    "会议纪要",
    "补贴发放名单",
    "年度工作总结",
    "规划调整公告",
)
_SIGNERS = {"reviewer": "shenhe", "secrecy": "baomi", "signer": "qianfa"}


@cache
def stories() -> tuple[Mapping[str, Any], ...]:
    """Return the requests as the file tells them: of the shown township, and disputed ones of others."""
    text = (Path(__file__).parent / "requests.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["request"])


def tell(world: World, *, year: int | None = None) -> int:
    """Tell every request that lies behind today, or those of a year; return how many there are."""
    several = [*enumerate(stories()), *enumerate(_others(world.today), 500)]
    for number, story in several:
        began = world.today - timedelta(days=int(story["ago"]))
        if year in (None, began.year):
            with transaction.atomic():
                _Told(world, story, number).all()
    return Case.objects.count()


def answer_anew(world: World, case: Case, parts: Sequence[Mapping[str, Any]]) -> None:
    """Answer a reopened request today, and archive it again."""
    story = {"organ": case.organ.code, "channel": case.channel, "ago": 0}
    told = _Told(world, story, case.pk)
    told.pk = case.pk
    told.reply({"parts": parts})
    told.archive({})


def _others(today: date) -> list[Mapping[str, Any]]:
    """Return plain requests of other organs, spread over three years."""
    found: list[Mapping[str, Any]] = []
    for number, organ in enumerate(OTHERS):
        for which, ago in enumerate(range(40 + 17 * number, 1000, 170)):
            content = f"{_SUBJECTS[(number + which) % len(_SUBJECTS)]}全文"
            part = {"outcome": "provided", "facts": {"content": content}}
            found.append(
                {
                    "organ": organ,
                    "ago": ago,
                    "channel": [c.value for c in Channel][(number + which) % 6],
                    "who": f"示例{'甲乙丙丁戊己庚辛'[(number + which) % 8]}",
                    "subject": content,
                    "steps": [
                        {"do": "confirm", "day": 1},
                        {"do": "reply", "day": 5 + (number * 7 + which * 3) % 17, "parts": [part]},
                        {"do": "archive", "day": 30},
                    ],
                }
            )
    return found


class _Told:
    """One request as it is told."""

    def __init__(self, world: World, story: Mapping[str, Any], number: int) -> None:
        self.world, self.story, self.organ = world, story, str(story["organ"])
        self.number = number
        self.channel = Channel(story["channel"])
        first = world.today - timedelta(days=int(story["ago"]))
        while not workdays.is_workday(first):
            first -= timedelta(days=1)
        self.first = first
        self.pk = 0

    @property
    def case(self) -> Case:
        """The request as it stands now."""
        return Case.objects.select_related("organ", "applicant").get(pk=self.pk)

    def all(self) -> None:
        """Let it come in, then each step, as far as it lies behind today."""
        if self.organ not in self.world.organs:
            return
        with clock.as_of(at(self.first, 9, 5 + self.number % 50)):
            self.pk = self._come_in().pk
        for step in self.story["steps"]:
            if step["do"] == "confirm" and self.channel not in registration.BY_CONFIRMATION:
                continue
            moment = self._moment(int(step["day"]))
            if moment is None or moment.date() > self.world.today:
                return
            with clock.as_of(moment):
                _STEPS[step["do"]](self, step)
                if step["do"] in _SENDS:
                    self.serve()

    def _moment(self, days: int) -> datetime | None:
        """Return the moment so many working days after the arrival, None where no calendar reaches."""
        try:
            day = workdays.add(self.first, days) if days else self.first
        except CalendarUnknown:
            return None
        return at(day, 10, self.number % 60)

    def _come_in(self) -> Case:
        story = self.story
        applicant = {
            "kind": story.get("kind", "natural"),
            "name": story["who"],
            "phone": f"1390000{self.number:04d}",
            "address": "例江县例河乡示例村",
        }
        asked = {
            "subject": story["subject"],
            "form": story.get("form", "electronic"),
            "way": "online" if self.channel is Channel.ONLINE else "post",
            "topic": story.get("topic", ""),
        }
        organ = self.world.organs[self.organ]
        if self.channel is Channel.ONLINE:
            apply = registration.Apply(
                by=stranger("127.0.0.1"), organ=organ, applicant=applicant, asked=asked
            )
            case = apply.execute()
            if self.organ == SHOWN:
                self.world.codes.append((case.number, apply.code, applicant["phone"][-4:]))
            return case
        return registration.RegisterCase(
            by=self.world.actor(self.organ),
            organ=organ,
            applicant=applicant,
            asked=asked,
            channel=self.channel,
            oral=bool(story.get("oral")),
        ).execute()

    def act(self, act: type[Act[Any]], who: str = "jingban", **facts: Any) -> None:
        """Carry out an act on the request as somebody of its office."""
        act(by=self.world.actor(self.organ, who), target=self.case, **facts).execute()

    def serve(self) -> None:
        """Enter that the notices went out, each by post with its number."""
        for one in CaseLetter.objects.filter(case=self.pk, state=LetterState.SIGNED):
            if one.kind != letters.REPLY:
                ServeLetter(
                    by=self.world.actor(self.organ),
                    target=one,
                    service="post",
                    tracking=f"示例{one.pk:08d}",
                ).execute()

    def until(self, days: int) -> date:
        """Return the day so many working days from now."""
        return workdays.add(clock.today(), days)

    def ask(self, step: Mapping[str, Any]) -> None:
        """Ask somebody."""
        facts = {name: step[name] for name in ("asked", "whom", "question")}
        organ = self.world.organs.get(step.get("organ", ""))
        until = self.until(5) if step["asked"] == "records" else None
        self.act(asking.Ask, organ=organ, received_on=clock.today(), until=until, **facts)

    def answer(self, step: Mapping[str, Any]) -> None:
        """Enter the answer."""
        one = Inquiry.objects.get(case=self.pk, whom=step["whom"], answered_on=None)
        asking.Answer(
            by=self.world.actor(self.organ),
            target=one,
            on=clock.today(),
            answer=step["answer"],
            why=step.get("why", ""),
        ).execute()

    def draft(self, step: Mapping[str, Any]) -> None:
        """Draft the reply."""
        parts = [
            reply.Part(
                part["outcome"],
                tuple(part.get("grounds", ())),
                part.get("what", ""),
                part.get("facts", {}),
            )
            for part in step["parts"]
        ]
        self.act(reply.DraftReply, parts=parts)

    def reply(self, step: Mapping[str, Any]) -> None:
        """Draft, review, sign and serve the reply in one day."""
        self.draft(step)
        for objection in objections.standing(self.case) if "aside" in step else ():
            self.act(objections.SetObjectionAside, objection=objection.pk, **step["aside"])
        self.act(reply.SubmitReply)
        for role in self.case.steps:
            self.act(reply.PassReply, _SIGNERS[role], opinion="同意")
        way = {Channel.IN_PERSON: "direct", Channel.ONLINE: "online"}.get(self.channel, "post")
        tracking = f"示例{self.number:08d}" if way == "post" else ""
        self.act(reply.ServeReply, service=way, tracking=tracking)

    def archive(self, step: Mapping[str, Any]) -> None:
        """Close and archive the file."""
        self.act(keeping.CloseCase)
        self.act(keeping.ArchiveCase)


_SENDS = ("correct", "ask", "extend", "reasons", "fee")
"""The steps that send a notice."""

_STEPS: dict[str, Callable[[_Told, Mapping[str, Any]], None]] = {
    "confirm": lambda told, step: told.act(receipt.ConfirmReceipt),
    "correct": lambda told, step: told.act(
        receipt.AskCorrection, what=step["what"], until=told.until(step["until"])
    ),
    "corrected": lambda told, step: told.act(receipt.ReceiveCorrection, text=step["text"]),
    "ask": _Told.ask,
    "answer": _Told.answer,
    "propose": lambda told, step: told.act(
        period.ProposeExtension, days=step["days"], why=step["why"]
    ),
    "extend": lambda told, step: told.act(
        period.ExtendDeadline, "qianfa", days=step["days"], why=step["why"]
    ),
    "reasons": lambda told, step: told.act(
        asking.AskReasons, what=step["what"], until=told.until(step["until"])
    ),
    "reasoned": lambda told, step: told.act(asking.ReceiveReasons, text=step["text"]),
    "fee": lambda told, step: told.act(
        fees.NotifyFee,
        "qianfa",
        tariff=step["tariff"],
        number=step["number"],
        how=step["how"],
        received_on=clock.today(),
    ),
    "paid": lambda told, step: told.act(fees.RecordPayment, receipt=step["receipt"]),
    "draft": _Told.draft,
    "submit": lambda told, step: told.act(reply.SubmitReply),
    "reply": _Told.reply,
    "withdraw": lambda told, step: told.act(receipt.WithdrawRequest, why=step["why"]),
    "archive": _Told.archive,
}
