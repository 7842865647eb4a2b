"""A township office with four people and a column to publish in."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attribute, Column, Document, Genre, Part
from tests.portal.conftest import County


@pytest.fixture
def column(db: None) -> Column:
    """Return the column for normative documents."""
    return Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)


@pytest.fixture
def office(county: County) -> dict[str, Actor]:
    """Return the people of 示例镇 by what they do."""
    return {
        "handler": county.actor("jingban", Role.HANDLER),
        "reviewer": county.actor("shenhe", Role.REVIEWER),
        "secrecy": county.actor("baomi", Role.SECRECY),
        "signer": county.actor("qianfa", Role.SIGNER),
    }


@pytest.fixture
def start(county: County, column: Column, office: dict[str, Actor]) -> Callable[..., Document]:
    """Return how a handler starts a document."""

    def begin(**changes: Any) -> Document:
        facts: dict[str, Any] = {
            "by": office["handler"],
            "organ": county.town,
            "column": column,
            "genre": Genre.NORMATIVE,
            "attribute": Attribute.OPEN,
            "content": {
                "title": "示例镇农村公路养护管理办法",
                "body": "<p>第一条　为加强养护。</p>",
            },
        }
        return StartDocument(**(facts | changes)).execute()

    return begin


@pytest.fixture
def publish(start: Callable[..., Document], office: dict[str, Actor]) -> Callable[..., Document]:
    """Return how the office publishes a document."""

    def carry_through(**changes: Any) -> Document:
        document = SubmitDocument(by=office["handler"], target=start(**changes)).execute()
        for step in ("reviewer", "secrecy", "signer"):
            document = PassStep(by=office[step], target=document, opinion="同意").execute()
        return Publish(by=office["handler"], target=document).execute()

    return carry_through
