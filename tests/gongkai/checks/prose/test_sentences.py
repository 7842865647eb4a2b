"""Every sound sentence passes every prose check; every faulty one is found by the right one alone."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Level
from gongkai.checks.narrative import CHECKS
from gongkai.figures import number
from gongkai.forms.filled import Cell
from gongkai.forms.form import Address

Report = Callable[[str, Mapping[int, str]], Evidence]
HERE = Path(__file__).parent


def _load(name: str) -> dict[str, dict[str, list[str] | dict[str, list[str]]]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


SOUND = [
    (filer, int(part), text)
    for filer, parts in _load("sound.toml").items()
    for part, texts in parts.items()
    for text in texts
]
FAULTY = [
    (filer, int(part), text, codes)
    for filer, parts in _load("faulty.toml").items()
    for part, cases in parts.items()
    if isinstance(cases, dict)
    for text, codes in cases.items()
]


SEEDED = [
    (filer, int(part), text, code)
    for filer, parts in _load("seeded.toml").items()
    for part, cases in parts.items()
    if isinstance(cases, dict)
    for text, code in cases.items()
]


@pytest.mark.parametrize("filer", ["county", "bureau", "town"])
def test_the_report_without_a_sentence_is_sound(report_of: Report, filer: str) -> None:
    assert _serious(report_of(filer, {})) == []


@pytest.mark.parametrize(("filer", "part", "text"), SOUND, ids=[s[2] for s in SOUND])
def test_a_sound_sentence_is_left_alone(
    report_of: Report, filer: str, part: int, text: str
) -> None:
    assert _serious(report_of(filer, {part: text})) == []


@pytest.mark.parametrize(("filer", "part", "text", "codes"), FAULTY, ids=[f[2] for f in FAULTY])
def test_a_faulty_sentence_is_found(
    report_of: Report, filer: str, part: int, text: str, codes: list[str]
) -> None:
    assert [code for code, _ in _serious(report_of(filer, {part: text}))] == codes


@pytest.mark.parametrize(("filer", "part", "text", "code"), SEEDED, ids=[s[2] for s in SEEDED])
def test_a_contradiction_as_clerks_make_them_is_found(
    report_of: Report, filer: str, part: int, text: str, code: str
) -> None:
    assert code in [found for found, _ in _serious(report_of(filer, {part: text}))]


def test_all_sound_sentences_together_are_sound_for_each_rule_on_tables(report_of: Report) -> None:
    """Sentences do not disturb one another: one long report of them all agrees with its tables."""
    whole: dict[int, str] = {}
    for filer, part, text in SOUND:
        if filer == "county" and part in (1, 3, 4):
            whole[part] = whole.get(part, "") + text + "\n"
    tables = [c for c in CHECKS if c.startswith(("prose_", "none_", "no_disputes"))]
    found = assess(report_of("county", whole), tables).findings
    assert [(f.code, f.message()) for f in found if f.level is not Level.NOTE] == []


def test_there_are_at_least_a_hundred_and_twenty_sentences() -> None:
    assert len(SOUND) >= 100
    assert len(FAULTY) >= 60


def _serious(evidence: Evidence) -> list[tuple[str, str]]:
    found = assess(evidence, CHECKS).findings
    serious = {f.code: f.message() for f in found if f.level is not Level.NOTE}
    return list(serious.items())


def test_an_organ_knows_its_name_in_traditional_characters(report_of: Report) -> None:
    evidence = report_of("county", {0: "本報告由示例縣人民政府辦公室編制。"})
    evidence = replace(evidence, report=replace(evidence.report, authority="示例縣人民政府"))
    assert _serious(evidence) == []


LARGE = {"enforcement/penalty/decisions": "18377", "fees/fee/amount": "50218.77"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("全年作出行政处罚决定1.84万件，收取行政事业性收费5.02亿元。", []),  # rounded
        ("全年作出行政处罚决定1.83万件，收取行政事业性收费5.0亿元。", []),  # cut off
        ("全年作出行政处罚决定1.9万件。", ["prose_decisions_match_table"]),
        ("全年收取行政事业性收费5.03亿元。", ["admin_fees_match_table"]),
    ],
)
def test_a_number_rounded_in_ten_thousands_agrees_with_its_figure(
    report_of: Report, text: str, codes: list[str]
) -> None:
    evidence = report_of("county", {1: text})
    cells = dict(evidence.report.cells)
    for place, said in LARGE.items():
        address = Address.parse(place)
        cells[address] = Cell(address, number(said), said)
    large = replace(evidence, report=replace(evidence.report, cells=cells))
    assert [code for code, _sentence in _serious(large)] == codes
