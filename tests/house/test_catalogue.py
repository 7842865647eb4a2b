"""The catalogue, the check functions, the sentences and the conformance folders agree."""

import re
from pathlib import Path
from string import Formatter

import pytest

from gongkai.checks import assess
from gongkai.checks.check import _REGISTRY, Evidence, catalogue

CONFORMANCE = Path(__file__).resolve().parent.parent / "conformance"
CODES = tuple(catalogue())


def test_every_code_has_a_function_and_every_function_a_code() -> None:
    assert assess.MODULES
    assert set(_REGISTRY) == set(CODES)


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    folders = {path.name for path in CONFORMANCE.iterdir() if path.is_dir()}
    assert {f for f in folders if not f.startswith("__")} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_folder_has_a_good_and_a_bad_case_that_say_what_they_show(code: str) -> None:
    cases = list((CONFORMANCE / code).glob("*.toml"))
    kinds = {path.stem.split("-")[0] for path in cases}
    assert kinds == {"good", "bad"}
    for path in cases:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith("# ") and len(first) > 6, path


@pytest.mark.parametrize("code", CODES)
def test_both_languages_say_the_same_facts(code: str) -> None:
    entry = catalogue()[code]
    for words in (entry.title, entry.advice, *entry.messages.values()):
        assert set(words) == {"zh", "en"}
        assert fields(words["zh"]) == fields(words["en"]), code
        assert re.search(r"[\u4e00-\u9fff]", words["zh"])
    assert not fields(entry.title["zh"])


@pytest.mark.parametrize("code", CODES)
def test_every_entry_has_a_rule_a_basis_and_needs_that_exist(code: str) -> None:
    entry = catalogue()[code]
    assert 1 <= entry.rule <= 50
    assert entry.basis in ("practice", "derived") or entry.basis.startswith("《")
    assert set(entry.needs) <= set(Evidence.__dataclass_fields__)


def test_every_variant_of_a_message_has_a_case_that_says_it() -> None:
    said = {
        (path.parent.name, variant)
        for path in CONFORMANCE.glob("*/bad-*.toml")
        for variant in re.findall(r'^variant = "(\w+)"', path.read_text(encoding="utf-8"), re.M)
    }
    silent = [
        (entry.code, variant)
        for entry in catalogue().values()
        for variant in entry.messages
        if variant != "default" and (entry.code, variant) not in said
    ]
    assert not silent


def test_the_catalogue_is_in_the_order_of_the_rules() -> None:
    rules = [entry.rule for entry in catalogue().values()]
    assert rules == sorted(rules)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}
