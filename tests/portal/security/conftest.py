"""Small limits of their own, and folders, for what would otherwise be shared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from portal.site import limits


@pytest.fixture
def behind_a_proxy(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """One proxy stands before the portal."""
    settings.PROXIES = 1
    settings.DATA = tmp_path
    yield
    limits._limiter.cache_clear()
