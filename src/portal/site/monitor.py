"""Links that lead nowhere, columns that are empty or have gone stale (国办秘函〔2019〕19号)."""

import html
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.duties.queries import empty_columns
from portal.jobs import periodic
from portal.organs.models import Organ
from portal.publishing import queries
from portal.publishing.models import Column, Document, Part
from portal.site import reach
from portal.site.models import Entry, Fault, Round

DOCUMENTS = 2000  # in one round
SECONDS = 120.0  # for other sites in one round
EVERY = 3600.0
AGAIN = timedelta(hours=6)  # until a fault is looked at again
TIMES = 2  # another site's failure counts from the second time on
POLITE = 1.0  # seconds between two requests to one host
SILENCE = 5  # so many hosts silent and none answering: this machine has no way out

_HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
_INFO = re.compile(r"/info/(\d{1,18})/")


def references(body: str) -> list[str]:
    """Return where the links of a cleaned body lead, each once; places on the same page left out."""
    found = (html.unescape(href).strip() for href in _HREF.findall(body))
    return list(dict.fromkeys(href for href in found if href and not href.startswith("#")))


def is_inside(address: str) -> bool:
    """Whether an address is one of this site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (not parts.scheme and not parts.netloc) or parts.hostname in settings.ALLOWED_HOSTS


def wrong_inside(address: str) -> str:
    """Return what is wrong with an address of this site, "" for nothing."""
    path = unquote(urlsplit(address).path) or "/"
    if path.startswith(settings.STATIC_URL):
        known = finders.find(path.removeprefix(settings.STATIC_URL))
        return "" if known else _("没有这个文件")
    try:
        match = resolve(path)
    except Resolver404:
        return _("没有这个页面")
    if path.startswith(("/desk/", "/account/")):
        return _("通向工作台，公众打不开")
    info = _INFO.match(path)
    if info:
        target = Document.objects.filter(pk=int(info[1])).first()
        if target is None or not (target.is_public or target.withdrawn_at):
            return _("没有这份信息")
        return "" if target.is_public else _("通向的信息已撤回")
    code, column = match.kwargs.get("code"), match.kwargs.get("column")
    if isinstance(code, str):
        organ = Organ.objects.filter(code=code).first()
        if organ is None:
            return _("没有这个机关")
        if column and column not in {c.code for c in queries.columns_for(organ)}:
            return _("没有这个栏目")
    return ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of looking at one address: `why` it leads nowhere, "" where it does not."""

    why: str = ""
    inside: bool = False
    silent: bool = False
    asked: bool = True


@dataclass(slots=True)
class _Walk:
    """What one round has seen so far."""

    ask: Callable[[str], reach.Answer]
    until: float
    answers: dict[str, reach.Answer] = field(default_factory=dict)
    hosts: dict[str, float] = field(default_factory=dict)
    links: int = 0

    @property
    def over(self) -> bool:
        """Whether the time for other sites is used up."""
        return time.monotonic() > self.until

    @property
    def offline(self) -> bool:
        """Whether this machine seems to have no way out, which is no fault of a link."""
        kinds = [one.found for one in self.answers.values()]
        return reach.Found.ANSWERS not in kinds and kinds.count(reach.Found.SILENT) >= SILENCE

    def outcome(self, address: str) -> _Outcome:
        """Return what came of looking at one address."""
        self.links += 1
        if is_inside(address):
            return _Outcome(wrong_inside(address), inside=True)
        if not address.lower().startswith(("http://", "https://")):
            return _Outcome()
        if address not in self.answers:
            if self.over or self.offline:
                return _Outcome(asked=False)
            host = urlsplit(address).hostname or ""
            time.sleep(max(0.0, self.hosts.get(host, 0.0) + POLITE - time.monotonic()))
            self.answers[address] = self.ask(address)
            self.hosts[host] = time.monotonic()
        answer = self.answers[address]
        silent = answer.found is reach.Found.SILENT
        bad = silent or answer.found is reach.Found.GONE
        return _Outcome(str(answer.why) if bad else "", silent=silent)


@periodic.every(EVERY, gettext_lazy("检查打不开的链接"))
def walk() -> None:
    """Look at the next documents and at what was found wrong before."""
    look()


def look(
    *,
    most: int = DOCUMENTS,
    seconds: float = SECONDS,
    ask: Callable[[str], reach.Answer] = reach.ask,
) -> Round:
    """Walk one round and return it; a crash in between only means that the round is walked again."""
    now, round_ = clock.now(), _Walk(ask, time.monotonic() + seconds)
    seen: dict[tuple[int, int], dict[str, _Outcome]] = {}  # by document and organ
    old = Fault.objects.filter(seen_at__lt=now - AGAIN).order_by("seen_at")
    for pk in dict.fromkeys(old.values_list("document_id", flat=True)[:100]):
        document = queries.public().filter(pk=pk).first()
        if document is None:
            Fault.objects.filter(document=pk).delete()  # withdrawn: nobody sees the link any more
        else:
            seen[pk, document.organ_id] = _outcomes(document, round_)
    last = Round.objects.order_by("-pk").first()
    upto = last.upto if last else 0
    count = 0
    for document in _after(upto, most):
        if round_.over:
            break
        key = (document.pk, document.organ_id)
        if key not in seen:
            seen[key] = _outcomes(document, round_)
        upto, count = document.pk, count + 1
    else:
        if count < most:
            upto = 0  # the end: begin again
    with transaction.atomic():
        for (pk, organ), outcomes in seen.items():
            _note(pk, organ, outcomes, now, offline=round_.offline)
        done = Round.objects.create(at=now, upto=upto, documents=count, links=round_.links)
        Round.objects.filter(at__lt=now - timedelta(days=30)).delete()
    return done


def _after(upto: int, most: int) -> Iterator[Document]:
    return queries.public().filter(pk__gt=upto).order_by("pk")[:most].iterator(200)


def _outcomes(document: Document, round_: _Walk) -> dict[str, _Outcome]:
    assert document.shown is not None
    return {a[:500]: round_.outcome(a) for a in references(document.shown.body)}


def _note(
    document: int, organ: int, outcomes: dict[str, _Outcome], now: datetime, *, offline: bool
) -> None:
    """Keep what is wrong in one document, forget what no longer is; what was not asked stays as it was."""
    known = {fault.address: fault for fault in Fault.objects.filter(document=document)}
    for address, outcome in outcomes.items():
        fault = known.pop(address, None)
        if not outcome.asked or (outcome.silent and offline):
            continue
        if not outcome.why:
            if fault is not None:
                fault.delete()
            continue
        if fault is None:
            fault = Fault(
                document_id=document, organ_id=organ, address=address, found_at=now, times=0
            )
        fault.why, fault.inside, fault.seen_at = outcome.why[:200], outcome.inside, now
        fault.times = min(fault.times + 1, 1000)
        fault.save()
    for fault in known.values():  # the document no longer has the link
        fault.delete()


def faults(organs: QuerySet[Organ]) -> QuerySet[Fault]:
    """Return the links of some organs that lead nowhere: inside at once, outside from the second time on."""
    found = Fault.objects.filter(organ__in=organs).select_related("document__shown", "organ")
    return found.exclude(inside=False, times__lt=TIMES).order_by("organ", "document", "pk")


@dataclass(frozen=True, slots=True)
class Stale:
    """A column that is empty, or was not renewed within its days."""

    organ: Organ
    column: Column
    newest: date | None
    days: int | None


def stale_columns(organ: Organ) -> list[Stale]:
    """Return an organ's columns without content and those not renewed in time.

    Not those that hold others, nor those whose duties do not apply to the organ.
    """
    columns = [c for c in queries.columns_for(organ) if c.part == Part.CONTENT]
    parents = {column.parent_id for column in columns}
    newest = dict(
        Entry.objects.filter(organ=organ)
        .order_by()
        .values_list("column")
        .annotate(at=Max("published_at"))
    )
    today, found = clock.today(), []
    excused = empty_columns(organ)
    for column in columns:
        if column.pk in parents or (column.pk in excused and column.pk not in newest):
            continue
        at = newest.get(column.pk)
        day = timezone.localdate(at) if at else None
        if day is None:
            found.append(Stale(organ, column, None, None))
        elif column.update_days and (today - day).days > column.update_days:
            found.append(Stale(organ, column, day, (today - day).days))
    return found
