"""Every letter is composed from a story, states all it must, and loses exactly what is taken out."""

import re
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.cases.letter_check import expand, plain
from gongkai.cases.letters import Letter, asked, compose, missing, numbered
from gongkai.errors import InputError
from gongkai.law.letters import Requirement, facts, letters

Stories = dict[str, dict[str, Any]]
REQUIRED = [(form.id, each.id) for form in letters().values() for each in form.requires]
QUOTED = "“＊＊”"


def ids(found: tuple[Requirement, ...]) -> list[str]:
    return [each.id for each in found]


@pytest.mark.parametrize("kind", letters())
def test_the_letter_of_every_story_states_all_it_must(stories: Stories, kind: str) -> None:
    letter = compose(kind, stories[kind])
    assert missing(letter) == ()
    assert "【待填" not in letter.body + letter.note
    assert "{" not in letter.body + letter.note
    assert not re.search(r"。。|；。|，，|：。|（）", letter.body)


def test_every_kind_has_its_story_and_no_story_is_of_another(stories: Stories) -> None:
    assert set(stories) == set(letters())


@pytest.mark.parametrize(("kind", "lost"), REQUIRED)
def test_a_statement_taken_out_is_the_one_that_is_missed(
    stories: Stories, kind: str, lost: str
) -> None:
    letter = compose(kind, stories[kind])
    each = next(one for one in letters()[kind].requires if one.id == lost)
    without = list(sabotaged(letter, each))
    assert without
    for one in without:
        assert ids(missing(one)) == [lost]


def sabotaged(letter: Letter, each: Requirement) -> Any:
    """Yield the letter without one part, or one word, that the requirement rests on."""
    for part in each.parts:
        if part == "remedies":
            yield replace(letter, paragraphs=letter.paragraphs[:-1])
        else:
            yield replace(
                letter, **{part: {"date": None, "seal": False, "slip": None}.get(part, "")}
            )
    for pattern in (*each.finds, *(f"{{{name}}}" for name in each.given if name in letter.facts)):
        for one in expand(pattern, letter.facts):
            yield cut(letter, [one], whole="{request}" in pattern)
    if each.either:
        patterns = [one for group in each.either for p in group for one in expand(p, letter.facts)]
        yield cut(letter, patterns)
    for pattern in each.lacks:
        said = letter.facts.get("applicant", "张秀英")
        known = replace(letter, facts={**letter.facts, "applicant": said})
        assert expand(pattern, known.facts)
        yield replace(known, paragraphs=(*known.paragraphs, f"申请人是{said}。"))


def cut(letter: Letter, patterns: list[str], *, whole: bool = False) -> Letter:
    """Return the letter without what the patterns find; what was applied for stays as it is."""
    request = f"“{plain(str(letter.facts.get('request')))}”"

    def left(text: str) -> str:
        text = plain(text) if whole else plain(text).replace(request, QUOTED)
        for pattern in patterns:
            text = re.sub(pattern, "", text)
        return text.replace(QUOTED, request)

    table = letter.table
    if table:
        rows = tuple(tuple(left(cell) for cell in row) for row in table.rows)
        table = replace(table, rows=rows)
    return replace(
        letter,
        paragraphs=tuple(map(left, letter.paragraphs)),
        attachments=tuple(map(left, letter.attachments)),
        table=table,
    )


@pytest.mark.parametrize("kind", letters())
def test_what_is_asked_for_is_enough_and_what_is_needed_leaves_a_blank(
    stories: Stories, kind: str
) -> None:
    used = {each.fact.id for each in asked(kind)}
    story = stories[kind]
    assert missing(compose(kind, {k: v for k, v in story.items() if k in used})) == ()
    for each in asked(kind):
        if each.needed:
            without = {k: v for k, v in story.items() if k != each.fact.id}
            assert missing(compose(kind, without)), each.fact.id


def test_without_facts_a_letter_is_all_blanks_and_never_fails() -> None:
    for kind in letters():
        letter = compose(kind, {})
        assert missing(letter)
    text = compose("correction_notice", {}).body
    assert "本机关于【待填：收到申请的日期】收到您" in text


def test_an_organ_may_say_it_in_its_own_words(stories: Stories) -> None:
    own = """
经查，{you}于{received_on}提交的申请（内容：“{request}”）收悉。
本局决定对该申请作出不予公开处理。因为{reasons}，依照《政府信息公开条例》{ground_articles}、第三十六条第三项。
如不服，请于收到本告知书之日起60日内先行向{review_body}申请复议；对复议决定仍不服的，可在收到复议决定书之日起15日内向{court}提起诉讼。
"""
    facts = stories["refused"]
    letter = compose("refused", facts, template=own.replace("作出不予公开处理", "不予公开"))
    assert missing(letter) == ()
    assert letter.remedies == ""
    assert ids(
        missing(compose("refused", facts, template=own.replace("不予公开处理", "处理")))
    ) == ["decision"]


@pytest.mark.parametrize(
    "instead",
    [
        "您可以自收到本告知书之日起60日内向临江县人民政府申请行政复议，也可以自收到本告知书之日起6个月内直接向临江县人民法院提起行政诉讼。",
        "应当在60日内先向临江县人民政府或者杭州市农业农村局申请行政复议，对复议决定不服的，15日内向临江县人民法院提起行政诉讼。",
        "应当在30日内先向临江县人民政府申请行政复议，对复议决定不服的，15日内向临江县人民法院提起行政诉讼。",
        "应当在60日内先申请行政复议。",
        "",
    ],
    ids=["direct suit", "two bodies", "wrong limit", "no body", "nothing"],
)
def test_remedies_told_wrongly_are_missed(stories: Stories, instead: str) -> None:
    form = letters()["refused"]
    template = form.text.replace("{remedies}", instead)
    letter = compose("refused", stories["refused"], template=template)
    assert ids(missing(letter)) == ["remedies"]


def test_what_was_applied_for_proves_nothing(stories: Stories) -> None:
    facts = {**stories["refused"], "request": "贵局决定不予公开的全部文件"}
    template = letters()["refused"].text.replace("，本机关决定不予公开", "办理")
    assert ids(missing(compose("refused", facts, template=template))) == ["decision"]


def test_what_is_filled_in_is_never_read_as_a_template(stories: Stories) -> None:
    facts = {**stories["refused"], "request": "{organ}[[{phone}]]{{x}} {applicant.__class__}"}
    letter = compose("refused", facts)
    assert facts["request"] in letter.body
    assert missing(letter) == ()


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{salary}", "cases.template_slot"),
        ("[[?salary|x]]", "cases.template_slot"),
        ("{organ", "cases.template_bracket"),
        ("{organ.name}", "cases.template_bracket"),
        ("[[{organ}", "cases.template_bracket"),
        ("x" * 100_001, "cases.template_too_long"),
    ],
)
def test_a_bad_template_is_refused_in_one_sentence(template: str, code: str) -> None:
    with pytest.raises(InputError) as raised:
        compose("refused", {}, template=template)
    assert raised.value.code == code
    assert raised.value.sentence("zh") and raised.value.sentence("en")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"salary": "1"}, "cases.letter_fact"),
        ({"organ": 3}, "cases.letter_not_text"),
        ({"organ": "x" * 20_001}, "cases.letter_too_long"),
        ({"date": "2026-02-30"}, "cases.letter_not_date"),
        ({"date": "3月2日"}, "cases.letter_not_date"),
        ({"pages": -1}, "cases.letter_not_number"),
        ({"pages": True}, "cases.letter_not_number"),
        ({"organ_level": "village"}, "cases.letter_choice"),
        ({"grounds": ["17"]}, "cases.letter_choice"),
        ({"items": "一项"}, "cases.letter_not_list"),
        ({"documents": [{"pages": "1", "colour": "red"}]}, "cases.letter_row"),
        ({"pages": 3, "item_ordinal": 12}, "core.fee_one_tariff"),
    ],
)
def test_a_bad_fact_is_refused_in_one_sentence(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as raised:
        compose("fee_notice", facts)
    assert raised.value.code == code
    assert raised.value.sentence("zh") and raised.value.sentence("en")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match="没有“hello”这种文书"):
        compose("hello", {})


@pytest.mark.parametrize(
    "number",
    ["", "临农依复[2026]3号", "临农依复〔2026〕003号", "临农依复〔26〕3号", "〔2026〕3号", "3号"],
)
def test_a_number_of_another_shape_is_missed(stories: Stories, number: str) -> None:
    letter = compose("refused", {**stories["refused"], "number": number})
    assert ids(missing(letter)) == ["head"]


def test_the_number_is_made_as_the_standard_has_it() -> None:
    assert numbered("临农依复", year=2026, serial=3) == "临农依复〔2026〕3号"


def test_the_fee_is_worked_out_by_either_tariff(stories: Stories) -> None:
    facts = dict(stories["fee_notice"])
    assert "人民币380元" in compose("fee_notice", facts).body
    del facts["pages"]
    letter = compose("fee_notice", {**facts, "item_ordinal": 31})
    assert "第31件" in letter.body and "人民币200元" in letter.body
    assert missing(letter) == ()


def test_a_letter_to_an_organisation_does_not_say_you_as_to_a_person(stories: Stories) -> None:
    letter = compose("refused", {**stories["refused"], "applicant_kind": "organisation"})
    assert "您" not in letter.body and "贵单位对本告知书不服的" in letter.body


def test_grounds_given_with_an_outcome_that_has_none_do_not_change_its_remedies(
    stories: Stories,
) -> None:
    letter = compose("nonexistent", {**stories["nonexistent"], "grounds": ["15"]})
    assert letter.told is not None and not letter.told.review_first


def test_a_responsible_organ_that_cannot_be_told_is_not_asked_for(stories: Stories) -> None:
    facts = dict(stories["not_responsible"])
    del facts["responsible_organ"], facts["responsible_contact"]
    letter = compose("not_responsible", facts)
    assert missing(letter) == ()
    assert "尚不能确定" in letter.body


def test_reasons_of_several_lines_are_found_again(stories: Stories) -> None:
    letter = compose("refused", {**stories["refused"], "reasons": "一是尚在征求意见\n二是未经审定"})
    assert missing(letter) == ()


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(list(letters())), data=st.data())
def test_any_text_makes_a_letter_or_one_sentence(kind: str, data: st.DataObject) -> None:
    text = st.text(max_size=60) | st.sampled_from(["[[", "}}", "{organ}", "。", "“”", "(", "\\1"])
    names = [name for name, fact in facts().items() if fact.kind == "text"]
    told = data.draw(st.dictionaries(st.sampled_from(names), text, max_size=12))
    letter = compose(kind, told)
    assert isinstance(missing(letter), tuple)
    assert all(one.strip() == one and one for one in letter.paragraphs)


@settings(max_examples=60, deadline=None)
@given(template=st.text(alphabet="甲{}[]?!|_abcorgan。\n", max_size=60))
def test_any_template_is_filled_or_refused_in_one_sentence(template: str) -> None:
    try:
        letter = compose("refused", {"organ": "临江县农业农村局"}, template=template)
    except InputError as error:
        assert error.code.startswith("cases.template_")
    else:
        assert missing(letter)


@pytest.mark.parametrize(
    "word", ["也可以", "直接", "依据", "收到", "先", "征求", "根据，", "人民政府或者", "逾期", "向"]
)
def test_a_long_text_is_checked_at_once(stories: Stories, word: str) -> None:
    began = time.process_time()
    for kind in ("refused", "nonexistent", "fee_notice", "third_party_consultation"):
        long = (word * 20_000)[:19_000]
        template = letters()[kind].text.replace("{remedies}", long * 4)
        missing(compose(kind, {**stories[kind], "reasons": long, "harm": long}, template=template))
    assert time.process_time() - began < 30
