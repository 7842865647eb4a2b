"""docs/law-map.md is what the law data, the form, the checks and the tests say today."""

import sys
from pathlib import Path

import pytest

from gongkai.checks.check import catalogue
from gongkai.law.columns import columns
from gongkai.law.duties import duties
from gongkai.law.entries import sources
from gongkai.law.fields import fields
from gongkai.law.grounds import grounds
from gongkai.law.guide import elements, repealed
from gongkai.law.letters import letters
from gongkai.law.limits import limits
from gongkai.law.outcomes import outcomes
from gongkai.law.receipt import receipts
from gongkai.law.remedies import bodies

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from make_law_map import PAGE, law_map  # noqa: E402


@pytest.fixture(scope="module")
def page() -> str:
    """The page as it would be written now."""
    return law_map()


def test_the_page_is_not_stale(page: str) -> None:
    assert PAGE.read_text(encoding="utf-8") == page, "run `make docs`"


@pytest.mark.parametrize(
    ("file", "keys"),
    [
        ("limits", limits()),
        ("receipt", receipts()),
        ("outcomes", outcomes()),
        ("grounds", grounds()),
        ("letters", [form.id for form in letters().values() if not form.outcome]),
        ("replies", [form.id for form in letters().values() if form.outcome]),
        ("remedies", ["no_reply", *(f"body.{level}" for level in bodies())]),
        ("duties", duties()),
        ("columns", columns()),
        ("fields", fields()),
        ("guide", {**elements(), **repealed()}),
    ],
)
def test_every_entry_of_the_law_is_on_the_page(page: str, file: str, keys: list[str]) -> None:
    assert [key for key in keys if f"`{file}.toml` {key}" not in page] == []


def test_every_check_and_every_instrument_is_on_the_page(page: str) -> None:
    missing = [name for name in (*catalogue(), *sources()) if f"`{name}`" not in page]
    assert missing == []


def test_every_limit_outcome_ground_duty_and_check_has_code_and_a_test(page: str) -> None:
    lines = [line for line in page.splitlines() if line.startswith("|") and "`" in line]
    untested = [line for line in lines if line.endswith("| — |")]
    uncoded = [line for line in lines if ".py`" not in line]
    assert untested == []
    assert uncoded == []
