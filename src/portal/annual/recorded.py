"""What the records of other apps say of an organ's year, by the names `prose.toml` gives.

A fact nobody recorded is left out: no sentence is made of it. Numbers are int, words are str.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Count, F, QuerySet

from gongkai.cases.events import Kind as CaseKind
from portal.assurance import figures as assurance_figures
from portal.cases import statistics
from portal.cases.acts import fees as case_fees
from portal.cases.channel import CHOICES
from portal.cases.models import Case, CaseEvent
from portal.channels import queries as channels_queries
from portal.channels.kinds import GROUPS, kinds
from portal.channels.models import Channel
from portal.disputes import queries as disputes
from portal.duties import queries as duties_queries
from portal.organs.models import ADMINISTRATORS, Organ, Post
from portal.publishing import queries as publishing_queries
from portal.publishing.lifecycle import Event
from portal.publishing.models import Attribute, Document, DocumentEvent, Genre

Found = Mapping[str, int | str]
Which = Iterable[int] | QuerySet[Organ]
"""Some organs: their numbers, or a set of them that the database reads itself."""
MOST_NAMED = 6
"""As many columns as a sentence names."""


def organ(of: Organ, year: int) -> Found:
    """What the organ is called and where it is reached."""
    said = duties_queries.particulars(of)
    found: dict[str, int | str] = {"organ.name": of.name, "organ.we": of.short_name}
    for name in ("address", "postal_code", "phone", "email"):
        if value := getattr(said, name):
            found[f"organ.{name}"] = value
    return found


def years(of: Organ, year: int) -> Found:
    """The years a report speaks of."""
    return {"year.this": year, "year.last": year - 1, "year.next": year + 1}


def publishing(of: Organ, year: int) -> Found:
    """What went public in the year on the platform, by column and kind."""
    public = published([of.pk], year)
    by_column = public.values_list("column__title").annotate(n=Count("pk")).order_by("-n")
    named = [f"“{title}”{n}条" for title, n in by_column if title][:MOST_NAMED]
    by_genre = dict(public.values_list("genre").annotate(n=Count("pk")))
    found: dict[str, int | str] = {
        "publishing.total": public.count(),
        "publishing.interpretations": by_genre.get(Genre.INTERPRETATION, 0),
        "publishing.clarifications": by_genre.get(Genre.CLARIFICATION, 0),
    }
    return found | ({"publishing.by_column": "、".join(named)} if named else {})


def published(organs: Which, year: int) -> QuerySet[Document]:
    """Return what of some organs went public in a year, and still is."""
    found = publishing_queries.public().filter(organ__in=organs, published_at__year=year)
    return found.order_by()


def reviewed(organs: Which, year: int, kind: Event) -> int:
    """Return of how many documents of some organs a review ended so in a year."""
    events = DocumentEvent.objects.filter(document__organ__in=organs, at__year=year, kind=kind)
    return events.order_by().values("document").distinct().count()


def review(of: Organ, year: int) -> Found:
    """What was reviewed before publication, sent back, and withheld (arts. 14 to 17)."""
    drafted = Document.objects.filter(organ=of, events__kind=Event.DRAFTED, events__at__year=year)
    return {
        "review.passed": reviewed([of.pk], year, Event.PASSED),
        "review.returned": reviewed([of.pk], year, Event.RETURNED),
        "review.withheld": drafted.exclude(attribute=Attribute.OPEN).distinct().count(),
    }


def channels(of: Organ, year: int) -> Found:
    """What went out on the organ's channels, and which it has."""
    by_channel, information = channels_queries.published_in(of, year)
    by_kind: dict[str, int] = {}
    for kind, pk in Channel.objects.filter(organ=of).order_by().values_list("kind", "pk"):
        by_kind[kind] = by_kind.get(kind, 0) + by_channel.get(pk, 0)
    found: dict[str, int | str] = {
        "channels.information": information,
        "channels.publications": sum(by_channel.values()),
    }
    said = [f"{one.said}{by_kind[k]}次" for k, one in kinds().items() if by_kind.get(k)]
    if said:
        found["channels.by_kind"] = "、".join(said)
    open_then = channels_queries.of_organ(of, date(year, 12, 31))
    accounts = [one for one in open_then if one.what.group == next(iter(GROUPS)) and one.account]
    if accounts:
        found["channels.account"] = len(accounts)
    if open_then:
        found["channels.places"] = "、".join(dict.fromkeys(one.what.said for one in open_then))
    return found


def requests(of: Organ, year: int) -> Found:
    """How requests came, and how many were answered late."""
    counted = statistics.counts(of, year)
    came = [(str(label), counted.by_channel.get(code, 0)) for code, label in CHOICES]
    said = "、".join(f"{label}{number}件" for label, number in came if number)
    ended = Case.objects.filter(organ=of, ended_on__year=year).exclude(received_on=None)
    found: dict[str, int | str] = {"requests.late": ended.filter(ended_on__gt=F("due_on")).count()}
    return found | ({"requests.by_channel": said} if said else {})


def fees(of: Organ, year: int) -> Found:
    """The information processing fee (国办函〔2020〕109号): notices sent, requests charged, yuan taken."""
    events = CaseEvent.objects.filter(case__organ=of, on__year=year, struck=None).order_by()

    def cases(kind: CaseKind) -> int:
        return events.filter(kind=kind).values("case").distinct().count()

    return {
        "fees.amount": sum(case_fees.by_month(of.pk, year)),
        "fees.requests": cases(CaseKind.FEE_PAID),
        "fees.notices": cases(CaseKind.FEE_NOTIFIED),
    }


def reports(of: Organ, year: int) -> Found:
    """Complaints about the organ's disclosure (art. 51)."""
    counted = disputes.report_counts(of, year)
    return {"reports.received": counted.received, "reports.answered": counted.answered}


def duties(of: Organ, year: int) -> Found:
    """What of arts. 20 and 21 is public today."""
    stands = duties_queries.overview(of)
    return {
        "duties.applicable": stands.applicable,
        "duties.met": stands.met,
        "duties.missing": len(stands.missing),
    }


def people(of: Organ, year: int) -> Found:
    """Who held a post in disclosure when the year closed."""
    held = Post.objects.held(date(year, 12, 31)).filter(organ=of).exclude(role__in=ADMINISTRATORS)
    return {"people.posts": held.values("user").distinct().count()}


def assurance(of: Organ, year: int) -> Found:
    """Trainings, assessments, evaluations, accountability: 0 where a person said there was none."""
    return assurance_figures.of_year(of, year)


GROUPED: dict[str, Callable[[Organ, int], Found]] = {
    one.__name__: one
    for one in (
        organ,
        years,
        publishing,
        review,
        channels,
        requests,
        fees,
        reports,
        duties,
        people,
        assurance,
    )
}
"""By the name of the group that `prose.toml` gives each fact; apps above this one add theirs."""
