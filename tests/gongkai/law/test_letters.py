"""The data of the letters: every one rests on something, and says no more than the law does."""

import re

import pytest

from gongkai.errors import DataError
from gongkai.law import entries, letters, remedies
from gongkai.law.letters import SLOT, facts
from gongkai.law.outcomes import must_state, outcomes, reply_elements

FORMS = letters.letters()
PROCEDURE = [form for form in FORMS.values() if not form.outcome]


def test_there_is_a_reply_for_every_outcome_and_no_letter_has_the_name_of_another() -> None:
    assert {form.outcome for form in FORMS.values()} - {""} == set(outcomes())
    assert len(PROCEDURE) >= 20


@pytest.mark.parametrize("outcome", outcomes())
def test_a_reply_states_all_that_its_outcome_demands_in_the_words_of_outcomes_toml(
    outcome: str,
) -> None:
    form = FORMS[outcome]
    told = [each.zh for each in form.requires]
    expected = [zh for zh in must_state(outcome) if form.remedies or "救济" not in zh]
    assert told == expected
    law = [each for each in form.requires if each.basis == "law"]
    assert all(each.zh in outcomes()[outcome].must_state for each in law)


def test_only_a_reply_that_decides_nothing_against_anyone_tells_no_remedies() -> None:
    silent = {form.id for form in FORMS.values() if form.outcome and not form.remedies}
    assert silent == {"withdrawn", "delayed_reply"}
    assert {form.id for form in PROCEDURE if form.remedies} == {"override_notice", "record_kept"}


@pytest.mark.parametrize("kind", FORMS)
def test_every_requirement_can_be_recognised_and_rests_on_a_source(kind: str) -> None:
    for each in FORMS[kind].requires:
        assert each.finds or each.given or each.either or each.lacks or each.parts, each.id
        assert each.zh and each.source in entries.sources()
        assert each.citation


@pytest.mark.parametrize("kind", FORMS)
def test_what_the_regulation_demands_names_its_article(kind: str) -> None:
    form = FORMS[kind]
    for each in form.requires:
        if each.basis == "law":
            assert each.source == "sfl-235" or each.article.startswith("第"), each.id


def test_what_is_not_confirmed_is_practice() -> None:
    for form in FORMS.values():
        if form.source == "fee-109":
            assert {each.basis for each in form.requires} == {"practice"}
    assert {body.basis for body in remedies.bodies().values()} == {"practice"}
    assert remedies.no_reply_rule().basis == "practice"


@pytest.mark.parametrize("kind", FORMS)
def test_no_limit_stands_as_a_number_in_a_text(kind: str) -> None:
    """A limit stands once, in limits.toml; letters take it from there."""
    form = FORMS[kind]
    assert not re.search(r"\d+ ?(个工作日|日|个月)", form.text + "".join(form.slip))


@pytest.mark.parametrize("kind", FORMS)
def test_the_standard_text_cites_the_article_it_rests_on(kind: str) -> None:
    form = FORMS[kind]
    if form.article and form.source == "regulation":
        assert "{article}" in form.text


def test_no_repealed_wording_stands_in_a_letter() -> None:
    from gongkai.law.guide import repealed_wording

    for form in FORMS.values():
        assert repealed_wording(form.text) == (), form.id


def test_every_fact_is_used_and_named_in_both_languages() -> None:
    used = {"organ", "mark", "number", "date", "third_party_kind", "recipient_organ", "third_party"}
    used |= {"organ_level", "review_body", "review_address", "court", "grounds", "attachments"}
    used |= {"item_ordinal", "pages", "applicant_kind", "consulted", "served_on"}
    for form in FORMS.values():
        used |= set(SLOT.findall(form.text + form.note + "".join(slot for _, slot in form.rows)))
        used |= {name for each in form.requires for one in each.finds for name in SLOT.findall(one)}
    assert set(facts()) <= used
    assert all(fact.zh and fact.en for fact in facts().values())


def test_the_levels_of_the_organ_are_those_whose_reviewing_body_is_known() -> None:
    assert set(facts()["organ_level"].among) == set(remedies.bodies())


def test_elements_of_a_reply_are_as_many_as_outcomes_toml_has() -> None:
    assert len(entries.read("replies")["element"]) == len(reply_elements())


def test_a_letter_with_a_slot_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {**entries.read("letters")["letter"]["extension"], "text": "{salary}"}
    with pytest.raises(DataError, match="salary"):
        letters._procedure("extension", entry)
    bad = {**entry, "text": "", "requires": [{"id": "a", "zh": "甲", "finds": ["("]}]}
    with pytest.raises(DataError):
        letters._procedure("extension", bad)
