"""The engine: every code answers once, in the catalogue's order, and never passes unseen."""

import pickle

import pytest

from gongkai.checks.assess import assess
from gongkai.checks.check import (
    Evidence,
    Level,
    Words,
    catalogue,
    check,
    found,
)
from gongkai.errors import DataError
from gongkai.figures import BLANK, number
from gongkai.forms.filled import FilledForm, filled
from gongkai.forms.form import Address, load

EMPTY = FilledForm(load("2021"), {})
ZEROS = filled(load("2021"), dict.fromkeys(load("2021").addresses, number(0)))


def test_every_code_is_in_exactly_one_answer() -> None:
    for report in (EMPTY, ZEROS):
        result = assess(Evidence(report))
        found_codes = {finding.code for finding in result.findings}
        answers = [*found_codes, *result.passed, *result.not_assessable]
        assert sorted(answers) == sorted(catalogue())


def test_nothing_passes_in_a_report_of_which_nothing_was_read() -> None:
    result = assess(Evidence(EMPTY))
    assert not result.findings
    assert not result.passed


def test_only_the_codes_asked_for_run() -> None:
    result = assess(Evidence(ZEROS), ["K5", "K1"])
    assert result.passed == ("K1", "K5")
    assert not result.findings and not result.not_assessable


def test_findings_come_in_the_order_of_the_catalogue() -> None:
    form = load("2021")
    wrong = dict.fromkeys(form.addresses, number(-1))
    codes = [finding.code for finding in assess(Evidence(filled(form, wrong))).findings]
    order = list(catalogue())
    assert codes == sorted(codes, key=order.index)
    assert "K1" not in codes and "K3" in codes and "counts_whole" in codes


def test_a_code_that_is_not_in_the_catalogue_or_taken_is_refused() -> None:
    for code in ("no_such_check", "K1"):
        with pytest.raises(DataError, match=code):
            check(code)(lambda evidence: ())


def test_words_are_said_in_the_language_asked_for() -> None:
    finding = found("contacts_given", lacking=Words("地址", "the address"))
    assert finding.message("zh").startswith("报告没有写明地址。")
    assert finding.message("en").startswith("The report does not give the address. ")
    assert finding.level is Level.WARNING
    assert finding.basis == "practice"


def test_a_finding_crosses_a_process_boundary() -> None:
    form = load("2021")
    wrong = filled(form, dict.fromkeys(form.addresses, number(-1)))
    for finding in assess(Evidence(wrong)).findings:
        there = pickle.loads(pickle.dumps(finding))
        assert there == finding and there.message() == finding.message()


def test_a_basis_in_law_is_cited() -> None:
    assert catalogue()["published_in_time"].basis == "《中华人民共和国政府信息公开条例》第四十九条"


def test_what_was_found_before_a_check_gives_up_is_kept() -> None:
    """One group of table four is wrong, another has a blank: found, and no longer not assessable."""
    form = load("2021")
    cells = dict.fromkeys(form.addresses, number(0))
    cells[Address("disputes", "all", "review.total")] = number(1)
    cells[Address("disputes", "all", "direct.total")] = BLANK
    result = assess(Evidence(filled(form, cells)), ["K5"])
    assert [finding.code for finding in result.findings] == ["K5"]
    assert not result.passed and not result.not_assessable
