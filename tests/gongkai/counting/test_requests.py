"""Where a request counts: as received, carried over, with its result; and why it does not."""

from datetime import date

import pytest

from gongkai.counting.place import Place
from gongkai.counting.requests import Practice, Reopened, Request, Span
from gongkai.counting.tally import tally
from gongkai.errors import DataError, InputError
from gongkai.forms.form import edition_for

MARCH, JUNE = date(2024, 3, 4), date(2024, 6, 3)


def placed(
    *spans: Span, year: int = 2024, close: date | None = None, practice: Practice | None = None
) -> tuple[list[str], str]:
    """Return the rows a natural person's request counts in, and the reason in words."""
    found = tally(
        edition_for(year),
        year,
        requests=[Request("r:1", "natural", spans)],
        close=close,
        practice=practice or Practice(),
    )
    place = found.place("r:1")
    assert isinstance(place, Place)
    assert all(a.table == "requests" and a.column == "natural" for a in place.addresses)
    return [a.row for a in place.addresses], place.reason.sentence() if place.reason else ""


@pytest.mark.parametrize(
    ("year", "rows"),
    [
        (2023, []),
        (2024, ["received", "carried_out"]),
        (2025, ["carried_in", "granted"]),
        (2026, []),
    ],
)
def test_a_request_over_new_year_is_carried_and_ends_in_the_next(
    year: int, rows: list[str]
) -> None:
    assert placed(Span(date(2024, 12, 20), date(2025, 1, 8), "provided"), year=year)[0] == rows


def test_what_came_on_31_december_is_of_that_year_and_open_at_its_close() -> None:
    last = date(2024, 12, 31)
    assert placed(Span(last))[0] == ["received", "carried_out"]
    assert placed(Span(last, last, "provided"))[0] == ["received", "granted"]
    assert placed(Span(last, date(2025, 1, 1), "provided"))[0] == ["received", "carried_out"]


def test_the_year_may_be_asked_before_it_ends() -> None:
    one = Span(MARCH, JUNE, "provided")
    assert placed(one, close=date(2024, 6, 2))[0] == ["received", "carried_out"]
    assert placed(one, close=JUNE)[0] == ["received", "granted"]
    rows, why = placed(one, close=date(2024, 3, 3))
    assert (rows, why) == ([], "2024-03-03以后的事（2024-03-04）。")
    with pytest.raises(InputError, match="2025-01-01不在2024年度之内"):
        placed(one, close=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("span", "why"),
    [
        (Span(date(2025, 1, 2)), "2024年12月31日以后的事（2025-01-02），计入以后的年度。"),
        (Span(None), "到2024-12-31还没有与申请人确认收到，没有收到申请之日（第三十一条）。"),
        (Span(None, MARCH, "withdrawn"), "与申请人确认收到之前，已于2024-03-04办结，没有收到申请之日，不计入。"),
        (Span(date(2023, 3, 1), date(2023, 4, 3), "provided"), "已于2023-04-03办结，计入2023年度。"),
    ],
)  # fmt: skip
def test_what_counts_nowhere_says_why(span: Span, why: str) -> None:
    assert placed(span) == ([], why)


@pytest.mark.parametrize(
    ("span", "rows", "why"),
    [
        (Span(MARCH, JUNE, "refused"), ["received"], "没有登记第十四条至第十六条的理由"),
        (Span(MARCH, JUNE, "refused", "99"), ["received"], "没有登记第十四条至第十六条的理由"),
        (Span(MARCH, JUNE), ["received"], "没有登记办理结果"),
        (Span(MARCH, JUNE, "delayed_reply"), ["received", "carried_out"], "不是办结，仍计入结转"),
    ],
)
def test_what_counts_in_part_says_what_is_wanting(span: Span, rows: list[str], why: str) -> None:
    found, said = placed(span)
    assert found == rows and why in said


REOPENED_LATER = (
    Span(date(2022, 5, 5), date(2022, 6, 6), "refused", "15"),
    Span(date(2023, 2, 1), date(2024, 3, 1), "provided"),
)


def test_what_had_counted_does_not_count_again_when_it_is_reopened() -> None:
    assert placed(*REOPENED_LATER, year=2022)[0] == ["received", "third_party"]
    for year in (2023, 2024):
        rows, why = placed(*REOPENED_LATER, year=year)
        assert rows == []
        assert why == "已于2022-06-06办结，计入2022年度；2023-02-01责令重新答复，不再另计（惯例）。"


def test_an_organ_may_count_it_anew_from_the_day_it_is_reopened() -> None:
    anew = Practice(Reopened.AS_RECEIVED)
    rows = [placed(*REOPENED_LATER, year=y, practice=anew)[0] for y in (2022, 2023, 2024, 2025)]
    assert rows == [
        ["received", "third_party"], ["received", "carried_out"], ["carried_in", "granted"], [],
    ]  # fmt: skip


@pytest.mark.parametrize("reopened", list(Reopened))
def test_reopened_before_the_year_closed_it_goes_on(reopened: Reopened) -> None:
    first = Span(MARCH, JUNE, "refused", "14-a")
    in_year, later = (
        Span(date(2024, 9, 2), date(2024, 10, 8), "partly_provided"),
        Span(date(2024, 9, 2)),
    )
    assert placed(first, in_year, practice=Practice(reopened))[0] == ["received", "partial"]
    assert placed(first, later, practice=Practice(reopened))[0] == ["received", "carried_out"]


def test_one_that_ended_unconfirmed_counts_from_its_reopening() -> None:
    spans = (Span(None, MARCH, "other"), Span(JUNE, date(2024, 7, 1), "provided"))
    assert placed(*spans)[0] == ["received", "granted"]
    assert placed(*spans, close=date(2024, 4, 1))[1].startswith("与申请人确认收到之前")


def test_what_counts_by_practice_may_be_moved_and_what_the_law_says_may_not() -> None:
    one = Span(MARCH, JUNE, "already_public")
    assert placed(one)[0][1] == "granted"
    assert placed(one, practice=Practice(rows={"already_public": "other"}))[0][1] == "other"
    moved = Practice(rows={"nonexistent": "other"})
    with pytest.raises(DataError):
        placed(Span(MARCH, JUNE, "nonexistent"), practice=moved)


def test_an_unknown_kind_of_applicant_is_refused() -> None:
    with pytest.raises(DataError):
        tally(edition_for(2024), 2024, requests=[Request("r:1", "alien", (Span(MARCH),))])
