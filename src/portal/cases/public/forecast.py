"""What can be said before a request is sent: its fee, its due date, whether it is several matters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.cases import history
from gongkai.cases.events import Channel, Event, Kind
from gongkai.law.tariff import tariff
from portal.acts import clock
from portal.cases import provisional
from portal.cases.acts import fees
from portal.cases.models import Applicant
from portal.organs.models import Organ
from portal.ui.templatetags.ui import day as in_words

_SEVERAL = re.compile(
    r"(?:^|[\n；;。])\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]|第[一二三四五六七八九十]{1,2}[，、：])"
)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a further request would cost by item; `ordinal` is 0 while it costs nothing.

    How many somebody has asked for this month is told only to whom it costs money: a form without
    an account must not tell one person what another did.
    """

    free: int
    ordinal: int
    amount: int


def fee(organ: Organ, applicant: Mapping[str, str]) -> Fee:
    """Return the forecast of the fee by item (国办函〔2020〕109号)."""
    person = Applicant(kind=applicant["kind"], name=applicant["name"].strip())
    person.seal({k: v for k, v in applicant.items() if k not in ("kind", "name")})
    ordinal, amount = fees.forecast(organ.pk, person.same)
    free = next((up_to for up_to, rate in tariff("items").bands if rate == 0), 0)
    return Fee(free, ordinal if amount else 0, amount)


def due(channel: Channel = Channel.ONLINE, *, on: date | None = None) -> str:
    """Return by when the organ answers if receipt is confirmed on a day, in words; "" for no period."""
    day = on or clock.today()
    events = [Event(Kind.ARRIVED, day)]
    if channel.receipt.received_on == "confirmed":
        events.append(Event(Kind.CONFIRMED, day))
    standing = history.build(channel, events).standing
    last = provisional.last_day(standing)
    if last is None:
        return ""
    said = _("如果今天确认，机关应当在%(due)s前答复。") % {"due": in_words(last)}
    return said if provisional.known(standing) else said + str(provisional.MARK)


def several(content: str) -> bool:
    """Whether what is asked reads like a list: each matter is a request of its own (一事一申请)."""
    return len(_SEVERAL.findall(content)) > 1
