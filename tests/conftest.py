"""Fixtures every test may use: the real reports and the programs a reader may need."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the rule holds.
settings.register_profile("gongkai", deadline=None)
settings.load_profile("gongkai")

pytest_plugins = ["tests.measuring"]

ROOT = Path(__file__).resolve().parent.parent
HEAVIEST = (
    *("tests/browser/", "tests/house/test_examples.py", "tests/portal/test_durability.py"),
    *("tests/portal/backups/", "tests/portal/cli/", "tests/portal/intake/test_killed.py"),
    *("tests/portal/jobs/", "tests/portal/site/test_early_cache_served.py"),
    *("tests/portal/annual/test_random_worlds.py", "tests/portal/registers/test_long_files.py"),
    *("tests/gongkai/readers/test_wild_layouts.py", "tests/gongkai/readers/test_ocr.py"),
    "tests/gongkai/redaction/test_hundred.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that all processes end at about the same time."""
    items.sort(key=lambda item: not item.nodeid.startswith(HEAVIEST))


def _missing(what: str) -> None:
    """Fail in CI, where everything must be there; elsewhere skip and say so."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing in CI")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def reports_dir() -> Path:
    """The folder of real published reports, read in place (GONGKAI_REPORTS)."""
    folder = Path(os.environ.get("GONGKAI_REPORTS", ROOT.parent / "shared" / "reports"))
    if not folder.is_dir():
        _missing(f"the folder of real reports {folder} (set GONGKAI_REPORTS)")
    return folder


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice, which converts legacy Word and sheets."""
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if path is None:
        _missing("LibreOffice (soffice)")
    return str(path)
