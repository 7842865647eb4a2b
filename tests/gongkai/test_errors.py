"""A failure says in one sentence, Chinese first, what happened, also from another process."""

import pickle

import pytest

from gongkai.errors import DataError, GongkaiError, UnknownEdition, say
from gongkai.forms.form import load


def test_a_failure_speaks_both_languages() -> None:
    with pytest.raises(UnknownEdition) as raised:
        load("2014")
    assert str(raised.value) == "没有“2014”版的年度报告格式，已有：2019、2021。"
    assert raised.value.sentence("en") == (
        "There is no “2014” edition of the form; known: 2019、2021."
    )


def test_a_failure_survives_the_way_back_from_a_worker_process() -> None:
    sent = DataError("core.not_a_number", status="blank")
    back = pickle.loads(pickle.dumps(sent))
    assert type(back) is DataError
    assert (back.code, back.facts, str(back)) == (sent.code, sent.facts, str(sent))


def test_every_named_failure_can_be_caught_as_one() -> None:
    assert issubclass(UnknownEdition, GongkaiError)
    assert issubclass(DataError, GongkaiError)


def test_an_unknown_code_is_a_bug_and_says_so() -> None:
    with pytest.raises(KeyError):
        say("core.no_such_sentence")
