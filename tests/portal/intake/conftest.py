"""The supervising office of 示例县, and short ways to take reports in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.acts.actor import Actor
from portal.intake import reading
from portal.intake.acts.taking import Offered, TakeIn
from portal.intake.models import Batch, File
from portal.organs.models import Role
from tests.portal.conftest import County

EXAMPLES = Path(__file__).parents[3] / "examples"
Take = Callable[..., Batch]


def offered(path: Path, name: str = "") -> Offered:
    """Return a file as the browser hands it over."""
    return given(name or f"{path.parent.name}/{path.name}", path.read_bytes())


def given(name: str, data: bytes) -> Offered:
    """Return bytes as the browser hands them over."""
    return Offered(name, len(data), lambda: data)


def example(folder: str) -> Offered:
    """Return one of the example reports."""
    return offered(next((EXAMPLES / folder).glob("report.*")))


def read_all(batch: Batch) -> None:
    """Read whatever waits, as the worker does."""
    while waiting := [
        *File.objects.filter(batch=batch, state="waiting").values_list("pk", flat=True)
    ]:
        reading.read_files.call(waiting)


@pytest.fixture
def office(county: County) -> Actor:
    """Return 主管部门 of 示例县."""
    return county.actor("zhuguan", Role.SUPERVISOR, organ=county.county)


@pytest.fixture
def take(county: County, office: Actor) -> Take:
    """Return how the office takes files in; they are read at once."""

    def carry_out(*files: Offered, into: Batch | None = None, read: bool = True) -> Batch:
        batch = TakeIn(
            by=office, office=county.county, files=files, batch_name="乡镇报告", target=into
        ).execute()
        if read:
            read_all(batch)
        return batch

    return carry_out
