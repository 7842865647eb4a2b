"""A handler of 示例镇, and short ways to enter things."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attribute, Column, Document, Genre, Part
from portal.registers.acts.entries import EnterEntry
from portal.registers.acts.normative import EnterNormative
from portal.registers.models import Entry, NormativeEntry
from tests.portal.conftest import County


@pytest.fixture
def handler(county: County) -> Actor:
    """Return 经办 of 示例镇."""
    return county.actor("jingban", Role.HANDLER)


@pytest.fixture
def enter(county: County, handler: Actor) -> Callable[..., Entry]:
    """Return how the handler enters a decision."""

    def carry_out(register: str, number: str, on: date, **fields: Any) -> Entry:
        return EnterEntry(
            by=handler,
            organ=county.town,
            register=register,
            fields={"number": number, "on": on, **fields},
        ).execute()

    return carry_out


@pytest.fixture
def normative(county: County, handler: Actor) -> Callable[..., NormativeEntry]:
    """Return how the handler enters a normative document."""

    def carry_out(title: str, issued_on: date, **fields: Any) -> NormativeEntry:
        numbered = fields.pop("numbered", False)
        return EnterNormative(
            by=handler,
            organ=county.town,
            numbered=numbered,
            fields={"kind": "normative", "title": title, "issued_on": issued_on, **fields},
        ).execute()

    return carry_out


@pytest.fixture
def publish(county: County, handler: Actor) -> Callable[..., Document]:
    """Return how the office publishes a normative document."""
    column = Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)
    people = [
        county.actor("shenhe", Role.REVIEWER),
        county.actor("baomi", Role.SECRECY),
        county.actor("qianfa", Role.SIGNER),
    ]

    def carry_through(title: str, **content: Any) -> Document:
        document = StartDocument(
            by=handler,
            organ=county.town,
            column=column,
            genre=Genre.NORMATIVE,
            attribute=Attribute.OPEN,
            content={"title": title, "body": "<p>第一条　为加强管理。</p>", **content},
        ).execute()
        document = SubmitDocument(by=handler, target=document).execute()
        for person in people:
            document = PassStep(by=person, target=document, opinion="同意").execute()
        return Publish(by=handler, target=document).execute()

    return carry_through
