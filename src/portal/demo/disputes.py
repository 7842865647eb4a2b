"""Three years of reviews, suits, suggestions and complaints: told step by step through the acts of real work."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.db import transaction

from gongkai.calendar import workdays
from gongkai.cases.disputes import Step
from gongkai.errors import CalendarUnknown
from portal.acts import clock
from portal.acts.act import Act
from portal.acts.actor import stranger
from portal.cases.acts.matters import AnswerMatter, SubmitMatter
from portal.cases.models import Case, Matter
from portal.demo import requests
from portal.demo.world import World, at
from portal.disputes.acts import keeping, opening, steps
from portal.disputes.models import Dispute
from portal.publishing.models import Document

_BEGINS = {"review": Step.REVIEW_APPLIED, "suit": Step.SUED}
_PHONE = "13900009999"


@cache
def stories() -> Mapping[str, Any]:
    """Return the disputes and the matters as the file tells them."""
    text = (Path(__file__).parent / "disputes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def tell(world: World) -> int:
    """Tell every dispute as far as it lies behind today; return how many there are."""
    for story in stories()["dispute"]:
        if story["organ"] in world.organs:
            with transaction.atomic():
                _Told(world, story).all()
    return Dispute.objects.count()


def tell_matters(world: World) -> int:
    """Tell what else people asked; return how many there are."""
    for story in stories()["matter"]:
        if story["organ"] in world.organs:
            with transaction.atomic():
                _matter(world, story)
    return Matter.objects.count()


def _day(first: date, days: int) -> date | None:
    """Return the working day so many days later, None where no calendar reaches."""
    try:
        return workdays.next_workday(first + timedelta(days=days))
    except CalendarUnknown:
        return None


def _request(world: World, story: Mapping[str, Any]) -> Case:
    return Case.objects.filter(organ=world.organs[story["organ"]], subject=story["about"]).latest(
        "arrived_on"
    )


class _Told:
    """One dispute as it is told; the office learns of it when the copy comes in."""

    def __init__(self, world: World, story: Mapping[str, Any]) -> None:
        self.world, self.story, self.organ = world, story, str(story["organ"])
        first = _day(world.today, -int(story["ago"]))
        assert first is not None
        self.first = first
        self.pk = 0

    @property
    def dispute(self) -> Dispute:
        """The dispute as it stands now."""
        return Dispute.objects.select_related("organ", "case__organ").get(pk=self.pk)

    def all(self) -> None:
        """Let it come in, then each step, as far as it lies behind today."""
        if not self._tell(int(self.story["copy"]), self._come_in):
            return
        for step in self.story["steps"]:
            when = int(step.get("received", step.get("copy", step["day"])))
            if not self._tell(when, partial(_STEPS[step["do"]], self, step)):
                return

    def _tell(self, days: int, what: Callable[[], object]) -> bool:
        """Carry out at its moment what lies behind today."""
        day = _day(self.first, days)
        if day is None or day > self.world.today:
            return False
        moment: datetime = at(day, 15, 10)
        with clock.as_of(moment):
            what()
        return True

    def _on(self, days: int) -> date:
        """Return the day of something that is known by now."""
        return min(_day(self.first, days) or clock.today(), clock.today())

    def _come_in(self) -> None:
        story = self.story
        dispute = opening.OpenDispute(
            by=self.world.actor(self.organ),
            organ=self.world.organs[self.organ],
            step=_BEGINS[story["begins"]],
            on=self.first,
            accepted_on=self._on(story["accepted"]),
            received_on=clock.today(),
            case=_request(self.world, story),
            **{name: story[name] for name in ("body", "number", "subject", "claims")},
        ).execute()
        self.pk = dispute.pk

    def act(self, act: type[Act[Any]], who: str = "jingban", **facts: Any) -> None:
        """Carry out an act on the dispute as somebody of its office."""
        act(by=self.world.actor(self.organ, who), target=self.dispute, **facts).execute()

    def hearing(self, step: Mapping[str, Any]) -> None:
        """Enter a hearing to come."""
        until = _day(self.first, step["on"])
        self.act(steps.SetHearing, until=until, place=step["place"])

    def decide(self, step: Mapping[str, Any]) -> None:
        """Enter a decision on the day it is received; the head enters what orders a new answer."""
        self.act(
            steps.Decide,
            "qianfa",
            on=self._on(step["day"]),
            received_on=clock.today(),
            number=step["number"],
            way=step["way"],
            text=step.get("text", ""),
            redo="redo" in step,
            redo_workdays=step.get("redo"),
        )

    def sue(self, step: Mapping[str, Any], act: type[steps.Sue] = steps.Sue) -> None:
        """Enter that it went to court, once the copy is there."""
        self.act(
            act,
            on=self._on(step["day"]),
            received_on=clock.today(),
            body=step["body"],
            number=step["number"],
            claims=step.get("claims", ""),
        )

    def anew(self, step: Mapping[str, Any]) -> None:
        """Answer the request anew."""
        case = self.dispute.case
        assert case is not None
        requests.answer_anew(self.world, case, step["parts"])


_STEPS: dict[str, Callable[[_Told, Mapping[str, Any]], None]] = {
    "answer": lambda told, step: told.act(steps.SubmitAnswer, text=step["text"]),
    "hearing": _Told.hearing,
    "decide": _Told.decide,
    "sue": _Told.sue,
    "appeal": lambda told, step: told.sue(step, steps.Appeal),
    "anew": _Told.anew,
    "cost": lambda told, step: told.act(
        keeping.RecordCost, what=step["what"], amount=Decimal(step["amount"])
    ),
    "lesson": lambda told, step: told.act(keeping.LearnLesson, text=step["text"]),
    "close": lambda told, step: told.act(keeping.CloseDispute, "qianfa"),
}


def _matter(world: World, story: Mapping[str, Any]) -> None:
    """Let a suggestion, a correction or a report come in, and be answered where it was."""
    first = _day(world.today, -int(story["ago"]))
    assert first is not None
    organ = world.organs[story["organ"]]
    with clock.as_of(at(first, 16, 20)):
        matter = SubmitMatter(
            by=stranger("127.0.0.1"),
            organ=organ,
            kind=story["kind"],
            subject=story["subject"],
            content=story["content"],
            applicant={"kind": "natural", "name": story["who"], "phone": _PHONE},
            case=_request(world, story) if "about" in story else None,
        ).execute()
    answered = _day(first, story["answered"]) if "answered" in story else None
    if answered is None or answered > world.today:
        return
    document = None
    if "published" in story:
        public = Document.objects.filter(organ=organ, is_public=True)
        found = public.filter(
            shown__title__contains=story["published"], published_at__lte=at(answered, 9)
        )
        document = found.order_by("-published_at").first()
    with clock.as_of(at(answered, 11)):
        AnswerMatter(
            by=world.actor(matter.organ.code),
            target=matter,
            result=story["result"],
            answer=story["answer"],
            document=document.pk if document else None,
            given=story.get("given", {}),
        ).execute()
