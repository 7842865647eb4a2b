"""What pages and other apps ask of documents."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock, ready
from portal.acts.actor import Actor
from portal.acts.public_version import while_unchanged
from portal.organs.models import Organ, Post, Role
from portal.publishing.lifecycle import Event, Happened, Standing, State, follow, may_pass
from portal.publishing.models import (
    Attribute,
    Column,
    Document,
    DocumentLink,
    Genre,
    LinkKind,
    ReviewChain,
)

DEFAULT_STEPS = (Role.REVIEWER, Role.SECRECY, Role.SIGNER)
"""复审、保密审查、签发 after the drafter's own first check (practice; no instrument fixes the steps)."""


def standing(document: Document) -> Standing:
    """Return where a document stands by its events; each round of review has the steps it began with."""
    now: Standing | None = None
    steps = len(document.steps)
    for kind, by, facts in document.events.order_by("pk").values_list("kind", "user_id", "facts"):
        if kind == Event.SUBMITTED and "steps" in facts:
            steps = len(facts["steps"])
        now = follow(now, Happened(Event(kind), by), steps=steps)
    assert now is not None, "a document has at least its first event"
    return now


def chain_for(organ: Organ, genre: str) -> tuple[list[str], bool]:
    """Return the review steps for a kind of document at an organ: the most particular chain."""
    chains = ReviewChain.objects.filter(Q(organ=organ) | Q(organ=None)).filter(
        Q(genre=genre) | Q(genre="")
    )
    best = max(chains, key=lambda c: (c.organ_id is not None, c.genre != ""), default=None)
    return (list(best.steps), best.alone) if best else ([str(r) for r in DEFAULT_STEPS], False)


def genres_with_chain(organ: Organ) -> set[str]:
    """Return the kinds for which the organ, or every organ, has steps set; "" stands for all others."""
    chains = ReviewChain.objects.filter(Q(organ=organ) | Q(organ=None, genre__gt=""))
    return set(chains.values_list("genre", flat=True))


def holders(organ: Organ) -> dict[str, list[tuple[int, str]]]:
    """Return who holds which post at an organ today: number and name of each."""
    people: dict[str, list[tuple[int, str]]] = {}
    held = Post.objects.held(clock.today()).filter(organ=organ).order_by("pk")
    for role, user, name in held.values_list("role", "user_id", "user__name"):
        people.setdefault(role, []).append((user, name))
    return people


@while_unchanged
def all_columns() -> dict[int, Column]:
    """Return every column by its number, in their order."""
    return {c.pk: c for c in Column.objects.order_by("order", "code")}


def columns_for(organ: Organ) -> list[Column]:
    """Return the open columns of an organ's platform: shared ones for its level, and its own."""
    found = (c for c in all_columns().values() if c.organ_id in (None, organ.pk))
    return [
        c
        for c in found
        if c.closed_on is None and (not c.levels or organ.level in c.levels or c.organ_id)
    ]


def closed_columns(organ: Organ) -> list[Column]:
    """Return the organ's own columns that were closed."""
    return [c for c in all_columns().values() if c.organ_id == organ.pk and c.closed_on is not None]


def withdrawn_from(column: Column) -> models.QuerySet[Document]:
    """Return the documents that were withdrawn while they stood in a column, the last ones first."""
    found = Document.objects.filter(column=column, is_public=False, withdrawn_at__isnull=False)
    return found.order_by("-withdrawn_at")[:100]


def held_by_column(column: Column) -> tuple[int, int]:
    """Return how many documents in a column are public, and how many others are in work.

    What was signed to be withheld is finished: it waits for no publication.
    """
    public = Document.objects.filter(column=column, is_public=True).count()
    unfinished = Document.objects.filter(column=column, is_public=False).filter(
        Q(state__in=[State.DRAFT, State.REVIEW, State.SCHEDULED])
        | Q(state=State.SIGNED, attribute=Attribute.OPEN)
    )
    return public, unfinished.count()


def visible(actor: Actor) -> models.QuerySet[Document]:
    """Return the documents somebody may see on the desk: of organs where he works or supervises."""
    if actor.user_id is None:
        return Document.objects.none()
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id)
    seen = Q(
        organ__in=posts.exclude(role__in=[Role.SYSTEM, Role.SECURITY, Role.AUDIT]).values("organ")
    )
    for path in posts.filter(role=Role.SUPERVISOR).values_list("organ__path", flat=True):
        seen |= Q(organ__path__startswith=path)
    return Document.objects.filter(seen).select_related("organ", "column", "working")


def public() -> models.QuerySet[Document]:
    """Return what the public site shows."""
    return Document.objects.filter(is_public=True, attribute=Attribute.OPEN).select_related(
        "organ", "column", "shown"
    )


def due(now: object) -> models.QuerySet[Document]:
    """Return the documents whose hour of publication has come."""
    return Document.objects.filter(state=State.SCHEDULED, publish_at__lte=now)


def validity(document: Document, on: date) -> str:
    """Return in words whether a document is in force on a day, by its own dates."""
    shown = document.shown or document.working
    if shown is None:
        return ""
    if shown.expires_on and on > shown.expires_on:
        return _("失效")
    if shown.effective_on and on < shown.effective_on:
        return _("尚未施行")
    return _("有效")


def counts_by_column(organ: Organ) -> dict[int, int]:
    """Return how many documents of an organ each column shows."""
    rows = public().filter(organ=organ).order_by().values_list("column")
    return dict(rows.annotate(count=models.Count("pk")))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a document's review.

    people    who holds its post today, by name
    eligible  those of them who may take it: who drafted or passed another step may not
    passed_by who passed it in this round, "" before
    """

    number: int
    role: Role
    waits: bool
    passed_by: str
    opinion: str
    people: tuple[str, ...]
    eligible: tuple[str, ...]


def steps_of(document: Document) -> list[Step]:
    """Return the steps of a document's present round, and who can take those that are left."""
    now = standing(document)
    held = holders(document.organ)
    passes = list(document.events.filter(kind=Event.PASSED).order_by("-pk")[: len(now.passed)])
    found = []
    for number, role in enumerate(document.steps):
        passed = passes[len(passes) - 1 - number] if number < len(passes) else None
        people = held.get(role, [])
        found.append(
            Step(
                number + 1,
                Role(role),
                now.state is State.REVIEW and number == now.step,
                passed.who if passed else "",
                passed.opinion if passed else "",
                tuple(name for _user, name in people),
                tuple(n for user, n in people if may_pass(now, user, alone=document.alone)),
            )
        )
    return found


def personal_data(document: Document) -> dict[str, int]:
    """Return how many pieces of personal data were hidden in a document and how many justified."""
    hidden = document.events.filter(kind=Event.EDITED).values_list("facts", flat=True)
    return {
        "hidden": sum(facts.get("count", 0) for facts in hidden),
        "kept": document.personal_data.count(),
    }


def search(
    found: models.QuerySet[Document], *, state: str, column: str, genre: str, words: str
) -> models.QuerySet[Document]:
    """Narrow documents by state, column, kind and the words of title, 文号 or index number."""
    if state in set(State):
        found = found.filter(state=state)
    elif state == "open":
        found = found.exclude(state__in=[State.PUBLISHED, State.WITHDRAWN, State.DISCARDED])
    if column.isascii() and column.isdigit() and len(column) < 10:
        found = found.filter(column=int(column))
    if genre in Genre.values:
        found = found.filter(genre=genre)
    for word in words[:100].replace("\x00", "").split()[:5]:
        found = found.filter(
            Q(working__title__icontains=word)
            | Q(working__number__icontains=word)
            | Q(index_number__icontains=word)
        )
    return found


# Links between documents ------------------------------------------------------------------------

_SAID = {
    LinkKind.INTERPRETS: (gettext_lazy("解读的文件"), gettext_lazy("政策解读")),
    LinkKind.CLARIFIES: (gettext_lazy("澄清的信息"), gettext_lazy("澄清说明")),
    LinkKind.AMENDS: (gettext_lazy("修改的文件"), gettext_lazy("修改本文件的文件")),
    LinkKind.REPEALS: (gettext_lazy("废止的文件"), gettext_lazy("废止本文件的文件")),
    LinkKind.RELATED: (gettext_lazy("相关文件"), gettext_lazy("相关文件")),
}
"""What the other document is to this one: where this one is the source, where it is the target."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Another document as it stands to this one."""

    link: DocumentLink
    words: str
    other: Document


def links_of(document: Document) -> list[Linked]:
    """Return the documents that a document stands in a link to, both ways, as the desk shows them."""
    both = Q(source=ready.number("pk")) | Q(target=ready.number("pk"))
    found_pks = ready.tuples(
        "links",
        lambda: DocumentLink.objects.filter(both, ended_at=None).order_by().values_list("pk"),
        {"pk": document.pk},
    )
    pks = [pk for (pk,) in found_pks]
    if not pks:  # as most have none, and what follows reads three documents for each
        return []
    links = (
        DocumentLink.objects.filter(pk__in=pks)
        .select_related(
            *(
                f"{end}__{part}"
                for end in ("source", "target")
                for part in ("working", "shown", "organ")
            )
        )
        .order_by("kind", "pk")
    )
    found = []
    for link in links:
        forward = link.source_id == document.pk
        other = link.target if forward else link.source
        if other.state != State.DISCARDED:
            found.append(Linked(link, str(_SAID[LinkKind(link.kind)][not forward]), other))
    return found


def links_shown(document: Document) -> list[Linked]:
    """Return the links that the public page of a document shows: to public documents alone."""
    return [one for one in links_of(document) if one.other.is_public]


def _public_linked(document: Document, kind: LinkKind, *, forward: bool) -> list[Document]:
    near, far = ("linked", "source") if forward else ("links", "target")
    live = {f"{near}__kind": kind, f"{near}__ended_at": None, f"{near}__{far}": document}
    return list(public().filter(**live).order_by("published_at", "pk"))


def interpretations(document: Document) -> list[Document]:
    """Return the public interpretations of a policy."""
    return _public_linked(document, LinkKind.INTERPRETS, forward=False)


def policies_interpreted(document: Document) -> list[Document]:
    """Return the public policies that a document interprets."""
    return _public_linked(document, LinkKind.INTERPRETS, forward=True)


INTERPRETED = (Genre.RULE, Genre.NORMATIVE)
INTERPRET_WITHIN = timedelta(days=30)
"""Which kinds are interpreted together with their publication (同步解读), and how long the desk
reminds of it: practice, no instrument fixes either for every organ."""


def without_interpretation(
    organ: Organ, since: datetime | None = None
) -> models.QuerySet[Document]:
    """Return the newly published policies of an organ that nobody has begun to interpret."""
    begun = DocumentLink.objects.filter(kind=LinkKind.INTERPRETS, ended_at=None).exclude(
        source__state=State.DISCARDED
    )
    return (
        public()
        .filter(
            organ=organ,
            genre__in=INTERPRETED,
            published_at__gte=since or clock.now() - INTERPRET_WITHIN,
        )
        .exclude(pk__in=begun.values("target"))
        .order_by("published_at")
    )


REASSESS_AHEAD = timedelta(days=30)


def to_reassess(organ: Organ, by: date | None = None) -> models.QuerySet[Document]:
    """Return the withheld documents of an organ whose reassessment is due within a month (art. 18)."""
    return (
        Document.objects.filter(organ=organ, reassess_on__lte=by or clock.today() + REASSESS_AHEAD)
        .exclude(state=State.DISCARDED)
        .exclude(attribute=Attribute.OPEN)
        .select_related("working")
        .order_by("reassess_on")
    )
