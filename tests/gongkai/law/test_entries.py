"""The law is dated data, and every entry rests on a registered instrument."""

from dataclasses import dataclass
from datetime import date

import pytest

from gongkai.errors import DataError
from gongkai.law.entries import cite, in_force, read, sourced, sources
from gongkai.law.grounds import grounds
from gongkai.law.limits import limits
from gongkai.law.outcomes import outcomes


@dataclass(frozen=True)
class Rule:
    """A stand-in for any entry: it rests on a source."""

    source: str


def test_the_regulation_took_over_on_15_may_2019() -> None:
    old, new = Rule("regulation-2007"), Rule("regulation")
    assert in_force([old, new], on=date(2019, 5, 14)) == (old,)
    assert in_force([old, new], on=date(2019, 5, 15)) == (new,)


def test_the_remedies_changed_with_the_year_2024() -> None:
    rule = Rule("review-law-2023")
    assert in_force([rule], on=date(2023, 12, 31)) == ()
    assert in_force([rule], on=date(2024, 1, 1)) == (rule,)


def test_where_only_the_day_of_issue_is_known_that_day_counts() -> None:
    service = sources()["sfl-235"]
    assert service.in_force is None
    assert not service.applies(date(2016, 12, 6))
    assert service.applies(date(2016, 12, 7))


def test_an_instrument_of_unknown_date_is_taken_as_in_force() -> None:
    assert sources()["sfl-207"].applies(date(2020, 1, 1))


def test_what_an_instrument_replaces_ends_when_it_begins() -> None:
    for source in sources().values():
        replaced = sources().get(source.replaces)
        if replaced is not None and replaced.until is not None:
            assert replaced.until == source.in_force


def test_an_unconfirmed_field_is_named_and_filled() -> None:
    marked = [(s, name) for s in sources().values() for name in s.unconfirmed]
    assert (sources()["fee-109"], "in_force") in marked
    assert all(getattr(source, name) for source, name in marked)


def test_an_entry_is_cited_by_title_and_article() -> None:
    assert cite("regulation", "第三十三条") == "《中华人民共和国政府信息公开条例》第三十三条"


@pytest.mark.parametrize(
    "entry",
    [
        {"basis": "law"},
        {"source": "regulation"},
        {"source": "regulation", "basis": "hearsay"},
        {"source": "some-memory", "basis": "law"},
    ],
)
def test_an_entry_without_a_source_or_basis_is_refused(entry: dict[str, str]) -> None:
    with pytest.raises(DataError):
        sourced("outcomes", {"new": entry})


def test_every_entry_of_the_law_is_of_a_registered_instrument() -> None:
    cited = [e.source for each in (outcomes(), grounds(), limits()) for e in each.values()]
    assert set(cited) <= sources().keys()


def test_every_number_is_printed_with_the_brackets_of_official_documents() -> None:
    numbers = [entry["number"] for entry in read("sources").values() if entry["number"]]
    assert len(numbers) == len(set(numbers))
    for number in numbers:
        assert not set("[]()（）") & set(number), number
