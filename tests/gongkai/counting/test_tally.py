"""The tables of a year: sums worked out, the records behind each figure, what no register keeps."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai.cases.disputes import DisputeEvent, Result, Step, build
from gongkai.counting.disputes import Dispute
from gongkai.counting.requests import Request, Span
from gongkai.counting.tally import Registered, tally
from gongkai.figures import ABSENT, number
from gongkai.forms.evaluate import evaluate, relations
from gongkai.forms.form import EDITIONS, Address, load

REQUESTS = [
    Request("a", "natural", (Span(date(2020, 2, 3), date(2020, 3, 2), "provided"),)),
    Request("b", "charity", (Span(date(2020, 2, 3), date(2020, 3, 2), "refused", "16-1"),)),
    Request("c", "natural", (Span(date(2019, 12, 3)),)),
]
APPEALED = build(
    [
        DisputeEvent(Step.REVIEW_APPLIED, date(2019, 11, 4)),
        DisputeEvent(Step.REVIEW_DECIDED, date(2020, 1, 6), Result.CORRECTED),
        DisputeEvent(Step.SUED, date(2020, 1, 20)),
        DisputeEvent(Step.JUDGED, date(2020, 6, 1), Result.UPHELD),
        DisputeEvent(Step.APPEALED, date(2020, 6, 15)),
        DisputeEvent(Step.APPEAL_JUDGED, date(2021, 2, 1), Result.OTHER),
    ]
)


@pytest.mark.parametrize("edition", EDITIONS)
def test_sums_are_worked_out_and_name_the_records_of_their_parts(edition: str) -> None:
    counted = tally(load(edition), 2020, requests=REQUESTS)
    report = counted.report(authority="示例镇人民政府")
    assert (report.year, report.authority) == (2020, "示例镇人民政府")
    behind = {
        ("received", "total"): ("a", "b"),
        ("carried_in", "total"): ("c",),
        ("total_results", "natural"): ("a",),
        ("total_results", "total"): ("a", "b"),
        ("internal", "charity"): ("b",),
        ("carried_out", "natural"): ("c",),
        ("granted", "research"): (),
    }
    for (row, column), ids in behind.items():
        address = Address("requests", row, column)
        assert sorted(counted.behind(address)) == list(ids)
        assert report[address] == number(len(ids))
    for relation in relations(edition):
        if relation.table in ("requests", "disputes"):
            assert evaluate(relation, report.figures).holds, relation


@pytest.mark.parametrize(
    ("year", "cells"),
    [
        (2018, set()),
        (2019, {"review.pending"}),
        (2020, {"review.corrected", "after_review.pending"}),  # under appeal it is not yet final
        (2021, {"after_review.other"}),
        (2022, set()),
    ],
)
def test_a_dispute_counts_in_each_block_where_it_stood_at_the_close(
    year: int, cells: set[str]
) -> None:
    counted = tally(load("2021"), year, disputes=[Dispute("d", APPEALED)])
    place = counted.place("d")
    assert place is not None
    assert {address.column for address in place.addresses} == cells
    assert (place.reason is None) == bool(cells)


def test_a_dispute_that_counts_nowhere_says_why() -> None:
    def why(year: int) -> str:
        place = tally(load("2021"), year, disputes=[Dispute("d", APPEALED)]).place("d")
        assert place is not None and place.reason is not None
        return place.reason.sentence()

    assert why(2018) == "2018年12月31日以后的事（2019-11-04），计入以后的年度。"
    assert why(2022) == "已于2021-02-01审结，计入2021年度。"


def test_what_no_register_keeps_is_absent_and_what_it_says_is_taken_as_it_is() -> None:
    fee, licence = Address("fees", "fee", "amount"), Address("licences", "licence", "decisions")
    counted = tally(load("2021"), 2024, registered={fee: Registered(Decimal("1.25"), ("e:1",))})
    report = counted.report()
    assert report[fee] == number("1.25") and counted.behind(fee) == ("e:1",)
    assert report[licence] == ABSENT and counted.behind(licence) == ()
    assert counted.place("nobody") is None
