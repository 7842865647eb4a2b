"""The example county: organs, people, three years of documents, all made through the acts of real work.

Told in its own time: each act happens at the moment it would have happened. The same day gives the
same world, but for the passwords.
"""

import tomllib
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts import passwords
from portal.accounts.models import User
from portal.acts import clock
from portal.acts.actor import SYSTEM, Actor
from portal.acts.sessions import changed_password
from portal.demo.documents import Written, short, written
from portal.duties.acts.columns import install
from portal.organs.acts.accounts import OpenAccount
from portal.organs.acts.lifecycle import EstablishOrgan
from portal.organs.acts.posts import GivePost
from portal.organs.models import Organ, Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.importing import ImportDocument
from portal.publishing.acts.links import LinkDocuments
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Column, Document, LinkKind

REVIEWERS = ("shenhe", "baomi", "qianfa")

DAYS_HERE = 120
"""For how long the county has worked in this system."""

SHOWN = "lihe"
"""The township whose people's passwords are printed."""

OFFICE = {
    "jingban": (Role.HANDLER,),
    "shenhe": (Role.REVIEWER,),
    "baomi": (Role.SECRECY,),
    "qianfa": (Role.SIGNER, Role.HEAD),
}
"""Who works in an office: the last part of the login name and the posts."""

ADMINISTRATORS = ("system", "security", "audit")

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰波"


@dataclass
class World:
    """What has been made so far.

    organs     by their codes; people: (organ's code, who of OFFICE) -> actor
    codes      of requests made online: number, query code, the last four digits asked for
    passwords  login name, post and password of those whose password is printed
    """

    today: date
    say: Callable[[str], None]
    rows: list[dict[str, Any]] = field(default_factory=list)
    organs: dict[str, Organ] = field(default_factory=dict)
    people: dict[tuple[str, str], Actor] = field(default_factory=dict)
    passwords: list[tuple[str, str, str]] = field(default_factory=list)
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    codes: list[tuple[str, str, str]] = field(default_factory=list)

    def actor(self, organ: str, who: str = "jingban") -> Actor:
        """Return somebody of an office."""
        return self.people[organ, who]


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day in the country's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def rows() -> list[dict[str, Any]]:
    """Return the organs of the example, parents first, each with its `group`."""
    path = Path(__file__).parent / "organs.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    county = {**data["county"], "group": "county"}
    below = {"level": "county", "kind": "department", "parent": county["code"]}
    towns = {"level": "township", "kind": "government", "parent": county["code"]}
    return [
        county,
        *({**below, **one, "group": "departments"} for one in data["departments"]),
        *({**towns, **one, "group": "townships"} for one in data["townships"]),
        *({"group": "elsewhere", **one} for one in data["elsewhere"]),
    ]


def found(world: World, only: Container[str] | None = None) -> None:
    """Set up the columns, the organs and their people, some years before the first document.

    only  the codes of the organs there are; None: all of them
    """
    founded = date(world.today.year - 5, 1, 4)
    with clock.as_of(at(founded)), transaction.atomic():
        install(SYSTEM)
        for order, row in enumerate(rows()):
            if only is not None and row["code"] not in only:
                continue
            world.rows.append(row)
            world.organs[row["code"]] = _establish(world, row, order)
        for row in world.rows:
            if row["group"] != "elsewhere":
                _staff(world, row, founded)
        _administrators(world, founded)


def _establish(world: World, row: Mapping[str, Any], order: int) -> Organ:
    fields = {
        "name": row["name"],
        "short_name": row.get("short_name") or short(row),
        "level": row["level"],
        "kind": row["kind"],
        "parent": world.organs.get(row.get("parent", "")),
        "division_code": row.get("division_code", ""),
        "founded_on": date(2010, 1, 1),
        "order": order,
    }
    organ: Organ = EstablishOrgan(by=SYSTEM, code=row["code"], fields=fields).execute()
    return organ


def _staff(world: World, row: Mapping[str, Any], on: date) -> None:
    organ = world.organs[row["code"]]
    for who, roles in OFFICE.items():
        name = _name(len(world.people))
        _person(world, organ, f"{row['code']}-{who}", name, roles, on, shown=row["code"] == SHOWN)
    if row.get("supervises"):
        county = world.organs["lijiang"]
        _person(world, county, "zhuguan", _name(997), (Role.SUPERVISOR,), on, shown=True)


def _administrators(world: World, on: date) -> None:
    county = world.organs["lijiang"]
    for place, role in enumerate(ADMINISTRATORS):
        _person(world, county, role, _name(990 + place), (Role(role),), on, shown=True)


def _name(number: int) -> str:
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[(number * 7 + number // 20) % len(_GIVEN)]


def _person(
    world: World,
    organ: Organ,
    username: str,
    name: str,
    roles: tuple[Role, ...],
    on: date,
    *,
    shown: bool,
) -> None:
    password = passwords.temporary() if shown else ""
    user = OpenAccount(by=SYSTEM, username=username, person=name, password=password).execute()
    posts = [GivePost(by=SYSTEM, organ=organ, user=user, role=r, on=on).execute() for r in roles]
    who = username.rpartition("-")[2]
    world.people[organ.code, who] = Actor(
        user.pk, name, "、".join(str(one) for one in posts), organ.pk, "127.0.0.1"
    )
    if shown:
        world.passwords.append((username, "、".join(str(one) for one in posts), password))


def hand_out(world: World) -> None:
    """Give the printed passwords out today: they are neither temporary nor too old to be used."""
    for username, _posts, _password in world.passwords:
        user = User.objects.get(username=username)
        changed_password(None, user)  # type: ignore[arg-type]  # nobody's browser: the example's own


def publish_all(world: World) -> Iterator[int]:
    """Publish three years of documents; yield how many are done, now and then.

    Until a few months ago the county had another site, whose pages were taken over; since then
    every document went through its review here.
    """
    columns = {one.code: one for one in Column.objects.filter(organ=None)}
    working = [row for row in world.rows if row["group"] != "elsewhere"]
    moved = at(world.today - timedelta(days=DAYS_HERE))
    for number, one in enumerate(written(working, world.today), 1):
        tell = _publish if one.published_at > moved + timedelta(days=3) else _take_over
        with transaction.atomic():
            document = tell(world, one, columns[one.column], moved)
            if one.about in world.documents:
                _interpret(world, one, document)
        world.documents.setdefault((one.family, one.organ), document)
        if number % 100 == 0:
            yield number
    yield Document.objects.count()


def _take_over(world: World, one: Written, column: Column, moved: datetime) -> Document:
    """Bring one page of the former site over."""
    with clock.as_of(max(moved, one.published_at)):
        document: Document = ImportDocument(
            by=world.actor(one.organ),
            organ=world.organs[one.organ],
            column=column,
            genre=one.genre,
            published_at=one.published_at,
            content=one.content,
            origin=f"/old/{one.organ}/{one.family}-{one.formed_on:%Y%m}.html",
        ).execute()
    return document


def _publish(world: World, one: Written, column: Column, moved: datetime) -> Document:
    """Draft, review in three steps and publish one document, some hours between the steps."""
    started = one.published_at - timedelta(days=2)
    document = draft(world, one, column, started)
    document = submit(world, document, one.organ, started + timedelta(minutes=20))
    for step, who in enumerate(REVIEWERS, 1):
        document = review(world, document, one.organ, who, started + timedelta(hours=4 * step))
    with clock.as_of(one.published_at):
        return Publish(by=world.actor(one.organ), target=document).execute()


def draft(world: World, one: Written, column: Column, moment: datetime) -> Document:
    """Start a document."""
    with clock.as_of(moment):
        document: Document = StartDocument(
            by=world.actor(one.organ),
            organ=world.organs[one.organ],
            column=column,
            genre=one.genre,
            attribute="open",
            content=one.content,
        ).execute()
    return document


def submit(world: World, document: Document, organ: str, moment: datetime) -> Document:
    """Hand a document in."""
    with clock.as_of(moment):
        return SubmitDocument(by=world.actor(organ), target=document).execute()


def review(
    world: World, document: Document, organ: str, who: str, moment: datetime, opinion: str = "同意"
) -> Document:
    """Pass the step that waits."""
    with clock.as_of(moment):
        return PassStep(by=world.actor(organ, who), target=document, opinion=opinion).execute()


def _interpret(world: World, one: Written, document: Document) -> None:
    assert one.about is not None
    with clock.as_of(one.published_at + timedelta(minutes=10)):
        LinkDocuments(
            by=world.actor(one.organ),
            target=document,
            other=world.documents[one.about],
            kind=LinkKind.INTERPRETS,
        ).execute()
