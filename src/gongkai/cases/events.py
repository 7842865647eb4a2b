"""What can happen to a request, each with its day: the only input of the clock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import InputError, Lang, say
from gongkai.law.receipt import Receipt, receipts


class Channel(StrEnum):
    """How the application came in; it decides the date of receipt (article 31)."""

    IN_PERSON = "in_person"  # 当面提交
    POST = "post"  # 邮寄, signed for
    LETTER = "letter"  # 平常信函等, not signed for
    ONLINE = "online"  # 互联网渠道
    FAX = "fax"  # 传真
    EMAIL = "email"  # 电子邮件

    @property
    def receipt(self) -> Receipt:
        """The rule of article 31 for this channel."""
        return receipts()[self.value]


class Kind(StrEnum):
    """The kinds of events, past tense, in the order in which a case usually meets them."""

    ARRIVED = "arrived"  # handed in, signed for, or physically there
    CONFIRMED = "confirmed"  # 与申请人确认 (article 31)
    CORRECTION_ASKED = "correction_asked"  # 告知补正 (article 30)
    CORRECTED = "corrected"  # 收到补正
    THIRD_PARTY_ASKED = "third_party_asked"  # 征求第三方意见 (article 32)
    THIRD_PARTY_ANSWERED = "third_party_answered"
    ORGAN_ASKED = "organ_asked"  # 征求其他机关意见 (article 33)
    ORGAN_ANSWERED = "organ_answered"
    CO_MAKER_ASKED = "co_maker_asked"  # 征求共同制作机关意见 (article 34)
    CO_MAKER_ANSWERED = "co_maker_answered"
    EXTENDED = "extended"  # 延长答复期限 (article 33)
    FEE_NOTIFIED = "fee_notified"  # 收费通知
    FEE_PAID = "fee_paid"
    DELAYED = "delayed"  # 延迟答复 (article 35)
    REPLIED = "replied"  # any decision given to the applicant
    WITHDRAWN = "withdrawn"  # by the applicant
    REOPENED = "reopened"  # a review decision or judgment orders a new answer

    @property
    def label(self) -> str:
        """The Chinese name of the event."""
        return self.named("zh")

    def named(self, lang: Lang) -> str:
        """Return the name of the event in `lang`."""
        return say(f"cases.kind_{self.value}", lang)


ASKED = {
    Kind.THIRD_PARTY_ASKED: "third_party",
    Kind.ORGAN_ASKED: "organ",
    Kind.CO_MAKER_ASKED: "co_maker",
}
ANSWERED = {
    Kind.THIRD_PARTY_ANSWERED: "third_party",
    Kind.ORGAN_ANSWERED: "organ",
    Kind.CO_MAKER_ANSWERED: "co_maker",
}

# What an event may carry besides its day, and what it must.
DETAILS: dict[Kind, frozenset[str]] = {
    Kind.CORRECTION_ASKED: frozenset({"until"}),
    **dict.fromkeys(ASKED, frozenset({"received_on", "whom"})),
    **dict.fromkeys(ANSWERED, frozenset({"whom"})),
    Kind.EXTENDED: frozenset({"days"}),
    Kind.FEE_NOTIFIED: frozenset({"received_on"}),
    Kind.DELAYED: frozenset({"until"}),
    Kind.REOPENED: frozenset({"until"}),
}
REQUIRED: dict[Kind, str] = {Kind.EXTENDED: "days", Kind.DELAYED: "until"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on one day.

    `received_on`: the day a letter of consultation or a fee notice reached its addressee, where
    known. `days`: the working days of an extension. `until`: the last day of a delayed reply, or
    of the period the applicant was given to correct, or a court or reviewing body the organ. `whom`:
    who was asked and who answers, where several are asked at a time. Raises InputError for a missing or
    superfluous detail, or one that lies before the event itself.
    """

    kind: Kind
    on: date
    received_on: date | None = None
    days: int | None = None
    until: date | None = None
    whom: str = ""

    def __post_init__(self) -> None:
        allowed = DETAILS.get(self.kind, frozenset())
        for name in ("received_on", "days", "until", "whom"):
            value = getattr(self, name) or None
            if value is not None and name not in allowed:
                raise InputError("cases.needless_detail", kind=self.kind, detail=name)
            if isinstance(value, date) and value < self.on:
                raise InputError(
                    "cases.detail_before_event", kind=self.kind, detail=name, day=value, on=self.on
                )
        required = REQUIRED.get(self.kind)
        if required and getattr(self, required) is None:
            raise InputError("cases.missing_detail", kind=self.kind, detail=required)
