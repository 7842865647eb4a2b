"""Remedies against a decision: chosen by its legal ground and its day, never by the row of table three.

``remedies(act, on=..., level=..., body=..., grounds=...)`` says whether 行政复议 comes first
(articles 14 to 16 since 2024-01-01, and no reply at all), which body reviews, which court may be
asked directly, and the last days counted from the day of service. Which level's organ goes to which
body is practice until the text of 行政复议法 is compared; the choice between two bodies that the
old law gave is never offered.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.cases.letter_text import filled, spelt
from gongkai.deadlines import Reason, due, reason
from gongkai.errors import CalendarUnknown, InputError
from gongkai.law import remedies as law
from gongkai.law.entries import Basis, sources
from gongkai.law.grounds import grounds as known_grounds
from gongkai.law.grounds import review_first, review_first_rule
from gongkai.law.limits import Limit, limit

NO_REPLY = "no_reply"  # the act of an organ that lets the period pass
COURT = "有管辖权的人民法院"
WayKind = Literal["review", "suit", "suit_after_review"]
_UNITS = {"day": "日", "month": "个月", "workday": "个工作日"}


@dataclass(frozen=True, slots=True)
class Way:
    """One remedy: where to turn, within which limit, and the last day where it can be told.

    body     the reviewing body or the court; address: its address, "" where not given
    last_on  the last day, None without a day of service, without a calendar for that year, or where
             the limit runs from a later act (the review decision)
    """

    kind: WayKind
    body: str
    address: str
    limit: Limit
    last_on: date | None
    basis: Basis
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """The remedies of one decision; `review_first` is 复议前置, `text` what the letter says."""

    act: str
    review_first: bool
    ways: tuple[Way, ...]
    reasons: tuple[Reason, ...]
    text: str

    @property
    def review(self) -> Way:
        """The review, which is always open."""
        return self.ways[0]

    @property
    def suit(self) -> Way | None:
        """The direct suit, None where review comes first."""
        return next((way for way in self.ways if way.kind == "suit"), None)


def remedies(
    act: str,
    *,
    on: date,
    level: str,
    body: str,
    grounds: Iterable[str] = (),
    address: str = "",
    court: str = COURT,
    served_on: date | None = None,
    you: str = "您",
    this: str = "本决定",
) -> Remedies:
    """Return the remedies against an act: an outcome, a kind of letter, or `NO_REPLY`.

    `on` is the day of the decision (of `NO_REPLY`: a day on which the period had passed), `level`
    a key of ``law.remedies.bodies()``, `grounds` ids of the grounds it rests on, `served_on` the
    day of service (直接、委托送达: signed for; 邮寄: handed to the post).
    Raises InputError for an unknown level or a service before the decision, DataError for an
    unknown ground. Source: 行政复议法 (2023) art. 23.
    """
    if level not in law.bodies():
        raise InputError("cases.remedy_level", level=level, known="、".join(law.bodies()))
    if served_on is not None and served_on < on:
        raise InputError("cases.remedy_served_early", served_on=served_on, on=on)
    used = tuple(grounds)
    first, why = _review_first(act, used, on)
    reviewed = law.bodies()[level]
    named = reason(
        "cases.remedy_body", reviewed.basis, body=body, level_zh=reviewed.zh, level_en=reviewed.en
    )
    start = None if act == NO_REPLY else served_on
    review = _way("review", "review", body, address, start, (named,))
    after = _way("suit_after_review", "suit_after_review", court, "", None, ())
    ways = (review, after) if first else (review, _way("suit", "suit", court, "", start, ()), after)
    return Remedies(act, first, ways, (why,), _told(act, first, ways, you, this))


def proofs(found: Remedies) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the patterns a text that tells these remedies has, and those it must not have."""
    body, court = re.escape(found.review.body), re.escape(found.ways[-1].body)
    finds = [rf"向{body}[^。；]{{0,160}}?申请(行政)?复议"]
    if found.act != NO_REPLY:
        finds.append(spelt_limit(found.review.limit))
    lacks = [r"(人民政府|主管部门|行政机关)(或者|或|、)[^。；，]{0,30}?申请(行政)?复议"]
    if found.review_first:
        finds.append(r"先[^。；]{0,80}?申请(行政)?复议")
        lacks.append(r"(也可以|直接)[^。；]{0,80}?提起(行政)?诉讼")
        if found.act != NO_REPLY:
            finds.append(spelt_limit(found.ways[-1].limit))
    else:
        suit = "直接" if found.act == NO_REPLY else spelt_limit(found.ways[1].limit)
        finds.append(rf"{suit}[^。；]{{0,40}}?{court}[^。；]{{0,20}}?提起(行政)?诉讼")
    return tuple(finds), tuple(lacks)


def spelt_limit(rule: Limit) -> str:
    """Return a limit in words (60日, 6个月, 15个工作日)."""
    return f"{rule.length}{_UNITS[rule.unit]}"


def _review_first(act: str, used: tuple[str, ...], on: date) -> tuple[bool, Reason]:
    """Return whether review comes first, and why."""
    since = sources()[review_first_rule().source].in_force
    if act == NO_REPLY:
        rule = law.no_reply_rule()
        if sources()[rule.source].applies(on):
            return True, reason("cases.remedy_no_reply", rule.basis, article=rule.article)
        return False, reason("cases.remedy_before", on=on, since=since)
    first = review_first(used, on=on)  # checks the ids of the grounds
    if first:
        articles = "、".join(dict.fromkeys(known_grounds()[one].article for one in used))
        article = review_first_rule().article
        return True, reason("cases.remedy_first", articles=articles, article=article)
    if used and set(used) & review_first_rule().grounds:
        return False, reason("cases.remedy_before", on=on, since=since)
    return False, reason("cases.remedy_direct")


def _way(
    kind: WayKind,
    key: str,
    body: str,
    address: str,
    served_on: date | None,
    reasons: tuple[Reason, ...],
) -> Way:
    rule = limit(key)
    last_on, told = None, reasons
    if served_on is not None:
        try:
            deadline = due(rule, served_on)
            last_on, told = deadline.due_on, (*reasons, *deadline.reasons)
        except CalendarUnknown as unknown:
            missing = reason("cases.remedy_no_calendar", year=unknown.facts["year"])
            told = (*reasons, missing)
    return Way(kind, body, address, rule, last_on, rule.basis, told)


def _told(act: str, first: bool, ways: tuple[Way, ...], you: str, this: str) -> str:
    """Return the paragraph of a letter."""
    review = ways[0]
    slots = {
        "you": you,
        "this": this,
        "body": review.body,
        "review": spelt_limit(review.limit),
        "after": spelt_limit(ways[-1].limit),
        "court": ways[-1].body,
        "first": review_first_rule().article,
    }
    if review.address:
        slots["address"] = review.address
    if not first:
        slots["suit"] = spelt_limit(ways[1].limit)
        if ways[1].last_on is not None:
            slots["suit_last"] = spelt(ways[1].last_on)
    if review.last_on is not None:
        slots["review_last"] = spelt(review.last_on)
    if act == NO_REPLY:
        template = law.wording("no_reply" if first else "no_reply_choice")
    else:
        template = law.wording("review_first" if first else "choice")
    if review.last_on is not None:
        template += law.wording("last_days")
    return filled(template, slots, named=lambda name: name)[0]
