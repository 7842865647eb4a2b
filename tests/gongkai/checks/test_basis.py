"""What a finding says it rests on: an instrument only where one states the rule."""

from datetime import date

import pytest

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Filing, catalogue
from gongkai.figures import number
from gongkai.forms.filled import FilledForm, Paragraph, Section, filled
from gongkai.forms.form import Address, load
from gongkai.law.entries import cite

TRIAL, STANDING = "gbgkbh-2019-60", "gbgkbh-2021-30"
OF_THE_FORM = [
    "K1",
    "K2",
    "K3",
    "K5",
    "cells_present",
    "labels_as_in_form",
    "edition_of_year",
    "six_parts",
    "disputes_table",
]


def test_the_checks_that_cite_an_instrument_are_these_and_no_others() -> None:
    """Whoever adds a source compares its words first; what is only customary stays practice."""
    citing = {code: entry.sources for code, entry in catalogue().items() if entry.sources}
    assert citing == {
        **dict.fromkeys(OF_THE_FORM, (TRIAL, STANDING)),
        "part_one_covers_aspects": (STANDING,),
        "supervision_results_stated": ("regulation",),
        "published_in_time": ("regulation",),
    }


@pytest.mark.parametrize(
    "code",
    [
        "whole_region",  # consolidation: notices of single provinces and cities
        "fee_statement_present",  # 109号 was compared up to article five only
        "period_is_the_year",  # the preface is custom, no part of the form
        "rules_power",  # a provincial note
        "township_claims_no_rules",
        "township_grounds",
        "fee_kinds_apart",
        "part_five_is_new",
    ],
)
def test_what_no_instrument_states_is_practice(code: str) -> None:
    assert catalogue()[code].basis == "practice"


@pytest.mark.parametrize(("edition", "source"), [("2019", TRIAL), ("2021", STANDING)])
def test_a_sum_that_is_wrong_is_wrong_by_the_edition_it_is_printed_on(
    edition: str, source: str
) -> None:
    form = load(edition)
    cells = dict.fromkeys(form.addresses, number(0))
    cells[Address("requests", "received", "natural")] = number(1)
    cells[Address("disputes", "all", "review.total")] = number(1)
    findings = assess(Evidence(filled(form, cells)), ["K1", "K3", "K5"]).findings
    assert {f.code for f in findings} == {"K1", "K3", "K5"}
    for finding in findings:
        assert finding.basis == cite(source, catalogue()[finding.code].article)


@pytest.mark.parametrize(
    ("year", "printed_on", "due"), [(2020, "2021", TRIAL), (2023, "2019", STANDING)]
)
def test_the_wrong_form_is_wrong_by_the_notice_of_its_year(
    year: int, printed_on: str, due: str
) -> None:
    form = load(printed_on)
    report = filled(form, dict.fromkeys(form.addresses, number(0)), year=year)
    (finding,) = assess(Evidence(report), ["edition_of_year"]).findings
    assert finding.basis == cite(due)


def test_a_local_day_is_no_day_of_the_regulation() -> None:
    """Article 49 gives townships no day: one that is late is late by the local requirement."""
    town = FilledForm(load("2021"), {}, authority="示例县示例镇人民政府", year=2023)
    filing = Filing(published_on=date(2024, 2, 2), due_on=date(2024, 1, 24))
    (local,) = assess(Evidence(town, filing=filing), ["published_in_time"]).findings
    assert local.basis == "practice"

    bureau = FilledForm(load("2021"), {}, authority="示例县财政局", year=2023)
    filing = Filing(published_on=date(2024, 2, 2))
    (lawful,) = assess(Evidence(bureau, filing=filing), ["published_in_time"]).findings
    assert lawful.basis == "《中华人民共和国政府信息公开条例》第四十九条"


def test_the_five_aspects_are_not_asked_of_reports_on_the_trial_form() -> None:
    """They stand in the notice of 2021; what that of 2019 asks of part one is not known."""
    code = "part_one_covers_aspects"
    part = Section(1, "总体情况", "一、总体情况", (Paragraph("发布信息，办理申请。"),))
    for year, printed_on, asked in (
        (2020, "2019", False),
        (2020, "2021", False),
        (2023, "2019", True),
    ):
        report = FilledForm(load(printed_on), {}, year=year, sections=(part,))
        result = assess(Evidence(report), [code])
        assert [f.code for f in result.findings] == [code] * asked
        assert result.not_assessable == (code,) * (not asked)
