"""A township that publishes: its clerk drafts, the system takes the steps of the review."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.organs.models import Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attribute, Column, Document, Genre, Part
from tests.portal.conftest import County

Issue = Callable[..., Document]


@pytest.fixture
def own_data(settings: LazySettings, tmp_path: object) -> None:
    """Give a test a folder of its own for the index and for downloads."""
    settings.DATA = tmp_path


@pytest.fixture
def rules(db: None) -> Column:
    """Return the column for normative documents."""
    return Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)


@pytest.fixture
def issue(county: County, rules: Column, own_data: None) -> Issue:
    """Return how 示例镇 publishes something."""
    clerk = county.actor("jingban", Role.HANDLER)

    def publish(title: str = "示例镇农村公路养护管理办法", **said: Any) -> Document:
        at: datetime = said.pop("at", None) or clock.now()
        with clock.as_of(at):
            document = StartDocument(
                by=clerk,
                organ=county.town,
                column=said.pop("column", rules),
                genre=said.pop("genre", Genre.NORMATIVE),
                attribute=Attribute.OPEN,
                content={"title": title, "body": "<p>第一条　为加强养护。</p>"} | said,
            ).execute()
            document = SubmitDocument(by=SYSTEM, target=document).execute()
            for _step in document.steps:
                document = PassStep(by=SYSTEM, target=document, opinion="同意").execute()
            return Publish(by=SYSTEM, target=document).execute()

    return publish
