"""Every limit of the law has a legal case, and every number in limits.toml is held by one."""

import dataclasses
import importlib.util
from pathlib import Path
from typing import Any

import pytest

from gongkai.law import limits

LAW = Path(__file__).resolve().parent.parent / "law"


def _runner() -> Any:
    """Load tests/law/test_law.py, which knows how to run a case."""
    spec = importlib.util.spec_from_file_location("law_cases", LAW / "test_law.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUNNER = _runner()
CASES = [parameter.values[0] for parameter in RUNNER.CASES]


@pytest.mark.parametrize("limit", sorted(limits.limits()))
def test_every_limit_has_a_legal_case(limit: str) -> None:
    assert any(limit in case["limits"] for case in CASES)


def test_every_case_names_only_limits_that_exist() -> None:
    assert {limit for case in CASES for limit in case["limits"]} <= set(limits.limits())


@pytest.mark.parametrize(
    "limit", sorted(key for key, one in limits.limits().items() if one.unit != "set")
)
@pytest.mark.parametrize("change", [-1, 1])
def test_a_wrong_number_would_be_noticed(
    limit: str, change: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One day more or less in limits.toml makes at least one legal case fail."""
    one = limits.limits()[limit]
    if one.month_day is None:
        wrong = dataclasses.replace(one, days=one.length + change)
    else:
        month, _ = one.month_day
        wrong = dataclasses.replace(one, month_day=(month, 30 if change < 0 else 29))
    changed = {**limits.limits(), limit: wrong}
    monkeypatch.setattr(limits, "limits", lambda: changed)
    held_by = [case for case in CASES if limit in case["limits"] and RUNNER.differences(case)]
    assert held_by


@pytest.mark.parametrize("limit", sorted(limits.limits()))
def test_every_limit_names_its_article_and_its_consultations_exist(limit: str) -> None:
    one = limits.limits()[limit]
    assert one.article.startswith("第")
    assert set(one.excluded_by) <= set(limits.limits())
    assert one.starts_on
