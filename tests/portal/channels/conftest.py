"""A township with its channels and with documents that went through its people."""

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from portal.acts import clock
from portal.acts.actor import Actor
from portal.channels.acts.log import Line, LogPublications
from portal.channels.acts.register import OpenChannel
from portal.channels.models import Channel, Logging
from portal.organs.models import Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attribute, Column, Document, Genre, Part
from tests.portal.conftest import County

TODAY = date(2026, 3, 20)


def at(day: date) -> datetime:
    """Return ten in the morning of a day."""
    return timezone.make_aware(datetime.combine(day, time(10)))


@pytest.fixture(autouse=True)
def _today() -> Any:
    """The story is told on 20 March 2026."""
    with clock.as_of(at(TODAY)):
        yield


@pytest.fixture
def column(db: None) -> Column:
    """Return the column for normative documents."""
    return Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)


@pytest.fixture
def clerk(county: County) -> Actor:
    """Return the township's handler."""
    return county.actor("jingban", Role.HANDLER)


@pytest.fixture
def people(county: County, clerk: Actor) -> dict[str, Actor]:
    """Return the people of 示例镇."""
    return {
        "handler": clerk,
        "reviewer": county.actor("shenhe", Role.REVIEWER),
        "secrecy": county.actor("baomi", Role.SECRECY),
        "signer": county.actor("qianfa", Role.SIGNER),
    }


@pytest.fixture
def publish(county: County, column: Column, people: dict[str, Actor]) -> Callable[..., Document]:
    """Return how the township publishes a document on a day."""

    def carry_through(title: str, on: date = TODAY, **content: Any) -> Document:
        with clock.as_of(at(on)):
            document = StartDocument(
                by=people["handler"],
                organ=county.town,
                column=column,
                genre=Genre.NORMATIVE,
                attribute=Attribute.OPEN,
                content={"title": title, "body": "<p>第一条　为加强养护。</p>"} | content,
            ).execute()
            document = SubmitDocument(by=people["handler"], target=document).execute()
            for step in ("reviewer", "secrecy", "signer"):
                document = PassStep(by=people[step], target=document, opinion="同意").execute()
            return Publish(by=people["handler"], target=document).execute()

    return carry_through


@pytest.fixture
def channel(county: County, clerk: Actor) -> Callable[..., Channel]:
    """Return how the township enters a channel in its register."""
    where = {
        "website": {"url": "https://www.shili.gov.cn/zhen"},
        "hotline": {"phone": "0000-1234567"},
        "wechat": {"account": "meilishilizhen"},
    }

    def enter(kind: str, name: str, **changes: Any) -> Channel:
        automatic = changes.pop("automatic", False)
        fields = {"name": name, **where.get(kind, {"address": "镇政府大院东门"}), **changes}
        return OpenChannel(
            by=clerk, organ=county.town, kind=kind, automatic=automatic, fields=fields
        ).execute()

    return enter


@pytest.fixture
def log(county: County, clerk: Actor) -> Callable[..., Logging]:
    """Return how the clerk logs lines in one go."""

    def enter(*lines: Line, photo: bytes | None = None) -> Logging:
        return LogPublications(by=clerk, organ=county.town, lines=lines, photo=photo).execute()

    return enter


@pytest.fixture
def photo() -> bytes:
    """Return a picture as a phone takes it: on its side, with the place and the day in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8769)[36867] = "2026:03:19 08:30:00"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 12.0, 34.5)
    out = io.BytesIO()
    Image.new("RGB", (400, 200), "#b3131b").save(out, "JPEG", exif=exif)
    return out.getvalue()
