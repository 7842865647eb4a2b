"""The time limits: which of them the official text confirms, and which are practice."""

from gongkai.law import entries
from gongkai.law.limits import limits

REGULATION = {
    "publication",
    "correction_notice",
    "correction",
    "third_party",
    "co_maker",
    "reply",
    "extension",
    "delayed",
    "annual_report_department",
    "annual_report_government",
}


def test_only_what_was_read_in_the_regulation_is_law() -> None:
    law = {limit.id for limit in limits().values() if limit.basis == "law"}
    assert law == REGULATION
    assert {limits()[name].source for name in law} == {"regulation"}


def test_articles_not_held_against_their_text_are_practice() -> None:
    """The lengths of review and suit are known, the numbers of their articles are from memory."""
    for name in ("review", "suit", "suit_after_review", "fee_payment"):
        assert limits()[name].basis == "practice"
        assert entries.cite(limits()[name].source, limits()[name].article)
