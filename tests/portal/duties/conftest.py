"""示例镇 with the standard columns, its people, and a way to publish on a given day."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.acts import clock
from portal.acts.actor import SYSTEM, Actor
from portal.duties.acts.columns import install
from portal.organs.models import Organ, Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attribute, Column, Document, Genre
from tests.portal.conftest import County

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: date) -> Any:
    """Let acts happen at ten in the morning of a day."""
    return clock.as_of(datetime.combine(day, time(10), SHANGHAI))


@pytest.fixture
def columns(county: County) -> dict[str, Column]:
    """Return the standard columns by code."""
    install(SYSTEM)
    return {column.code: column for column in Column.objects.all()}


@pytest.fixture
def office(county: County) -> dict[str, Actor]:
    """Return the people of 示例镇 by what they do."""
    return {
        "handler": county.actor("jingban", Role.HANDLER),
        "reviewer": county.actor("shenhe", Role.REVIEWER),
        "secrecy": county.actor("baomi", Role.SECRECY),
        "signer": county.actor("qianfa", Role.SIGNER),
        "head": county.actor("fuzeren", Role.HEAD),
    }


@pytest.fixture
def draft(
    county: County, columns: dict[str, Column], office: dict[str, Actor]
) -> Callable[..., Document]:
    """Return how a draft is begun: its column, the day it was formed, the day of drafting."""

    def begin(
        column: str,
        *,
        formed: date | None = None,
        on: date = date(2026, 3, 2),
        title: str = "示例镇公告",
        body: str = "<p>现予公布。</p>",
        genre: str = Genre.NOTICE,
        attribute: str = Attribute.OPEN,
        organ: Organ | None = None,
        by: Actor | None = None,
    ) -> Document:
        with at(on):
            return StartDocument(
                by=by or office["handler"],
                organ=organ or county.town,
                column=columns[column],
                genre=genre,
                attribute=attribute,
                ground_reason="" if attribute == Attribute.OPEN else "涉及内部管理",
                content={"title": title, "formed_on": formed, "body": body},
            ).execute()

    return begin


@pytest.fixture
def publish(draft: Callable[..., Document], office: dict[str, Actor]) -> Callable[..., Document]:
    """Return how a document is published on a day."""

    def carry_through(column: str, *, on: date = date(2026, 3, 2), **facts: Any) -> Document:
        document = draft(column, on=on, **facts)
        with at(on):
            document = SubmitDocument(by=office["handler"], target=document).execute()
            for step in ("reviewer", "secrecy", "signer"):
                document = PassStep(by=office[step], target=document, opinion="同意").execute()
            return Publish(by=office["handler"], target=document).execute()

    return carry_through
