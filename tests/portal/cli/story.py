"""A small office whose story the tests of durability tell, through the acts that people use.

Run inside an installation: `from tests.portal.cli import story; story.found()`.
"""

from datetime import date
from pathlib import Path

from django.conf import settings

from portal.accounts.models import User
from portal.acts.actor import SYSTEM, Actor
from portal.organs.acts.accounts import OpenAccount
from portal.organs.acts.lifecycle import EstablishOrgan
from portal.organs.acts.posts import GivePost
from portal.organs.models import Organ, Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Column, Document, Part

PEOPLE = {
    "jingban": Role.HANDLER,
    "shenhe": Role.REVIEWER,
    "baomi": Role.SECRECY,
    "qianfa": Role.SIGNER,
}


def found() -> None:
    """Set 示例县 up with its people and one column."""
    county = EstablishOrgan(
        by=SYSTEM,
        code="shili",
        fields={
            "name": "示例县人民政府",
            "short_name": "示例县",
            "level": "county",
            "kind": "government",
        },
    ).execute()
    for username, role in PEOPLE.items():
        user = OpenAccount(
            by=SYSTEM, username=username, person=username, password="Abcd-2345-efgh"
        ).execute()
        GivePost(by=SYSTEM, user=user, organ=county, role=role, on=date(2024, 1, 1)).execute()
    Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)


def actor(username: str) -> Actor:
    """Return a person as one who acts."""
    user = User.objects.get(username=username)
    return Actor(user.pk, user.name, "", Organ.objects.get().pk)


def draft(title: str) -> Document:
    """Start a document."""
    return StartDocument(
        by=actor("jingban"),
        organ=Organ.objects.get(),
        column=Column.objects.get(),
        genre="normative",
        attribute="open",
        content={"title": title, "body": "<p>第一条　“例”𠮷</p>"},
    ).execute()


def sign(document: Document) -> Document:
    """Hand a document in and pass every step."""
    document = SubmitDocument(by=actor("jingban"), target=document).execute()
    for name in ("shenhe", "baomi", "qianfa"):
        document = PassStep(by=actor(name), target=document, opinion="同意").execute()
    return document


def publish(title: str) -> Document:
    """Draft, sign and publish."""
    return Publish(by=actor("jingban"), target=sign(draft(title))).execute()


def keep_file(name: str, data: bytes) -> None:
    """Put a file where uploads stand."""
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
