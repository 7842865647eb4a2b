"""A case file: what is read, and that anything else is one sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cases import casefile
from gongkai.cases.events import Channel, Event, Kind
from gongkai.errors import InputError

GOOD = """
channel = "online"

[[event]]
on = 2024-03-02
kind = "arrived"

[[event]]
on = 2024-03-04
kind = "confirmed"

[[event]]
on = 2024-03-06
kind = "third_party_asked"
received_on = 2024-03-08

[[event]]
on = 2024-03-29
kind = "extended"
days = 10
"""


def test_a_case_is_read_in_the_order_of_the_file() -> None:
    channel, events = casefile.parse(GOOD.encode())
    assert channel is Channel.ONLINE
    assert events == (
        Event(Kind.ARRIVED, date(2024, 3, 2)),
        Event(Kind.CONFIRMED, date(2024, 3, 4)),
        Event(Kind.THIRD_PARTY_ASKED, date(2024, 3, 6), received_on=date(2024, 3, 8)),
        Event(Kind.EXTENDED, date(2024, 3, 29), days=10),
    )


def test_a_byte_order_mark_does_no_harm() -> None:
    assert casefile.parse(GOOD.encode("utf-8-sig")) == casefile.parse(GOOD.encode())


def test_a_day_in_quotation_marks_is_that_day() -> None:
    quoted = GOOD.replace("2024-03-08", '"2024-03-08"').replace(
        "on = 2024-03-29", 'on = "2024-03-29"'
    )
    assert quoted != GOOD
    assert casefile.parse(quoted.encode()) == casefile.parse(GOOD.encode())


def test_what_stands_beside_the_case_and_a_note_of_an_event_is_left_alone() -> None:
    described = (
        'title = "一件申请"\n' + GOOD + 'note = "负责人已同意"\n[expected]\ndue_on = 2024-04-30\n'
    )
    assert casefile.parse(described.encode()) == casefile.parse(GOOD.encode())


ONE = 'channel = "post"\n[[event]]\n'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "cases.no_events"),
        ("channel = ", "cases.not_toml"),
        ("a = " + "[" * 100_000, "cases.not_toml"),
        ("a = " + "9" * 10_000, "cases.not_toml"),
        ('[[event]]\non = 2024-03-02\nkind = "arrived"', "cases.no_channel"),
        ('channel = "post"', "cases.no_events"),
        ('channel = "post"\nevent = []', "cases.no_events"),
        ('channel = "post"\nevent = 3', "cases.event_not_table"),
        ('channel = "post"\nevent = [3]', "cases.event_not_table"),
        (
            ONE.replace("post", "pigeon") + 'on = 2024-03-02\nkind = "arrived"',
            "cases.unknown_channel",
        ),
        (ONE.replace('"post"', "3") + 'on = 2024-03-02\nkind = "arrived"', "cases.unknown_channel"),
        (
            ONE.replace('"post"', "[]") + 'on = 2024-03-02\nkind = "arrived"',
            "cases.unknown_channel",
        ),
        (ONE + 'on = 2024-03-02\nkind = "arrived"\nwho = "x"', "cases.unknown_key"),
        (ONE + "on = 2024-03-02", "cases.no_kind"),
        (ONE + 'on = 2024-03-02\nkind = "vanished"', "cases.unknown_kind"),
        (ONE + "on = 2024-03-02\nkind = {}", "cases.unknown_kind"),
        (ONE + 'kind = "arrived"', "cases.no_date"),
        (ONE + 'on = "2024-3-2"\nkind = "arrived"', "cases.not_a_date"),
        (ONE + 'on = "2024-02-30"\nkind = "arrived"', "cases.not_a_date"),
        (ONE + 'on = 2024-03-02T08:00:00\nkind = "arrived"', "cases.not_a_date"),
        (ONE + 'on = 08:00:00\nkind = "arrived"', "cases.not_a_date"),
        (ONE + 'on = 20240302\nkind = "arrived"', "cases.not_a_date"),
        (ONE + 'on = 2024-03-02\nkind = "delayed"\nuntil = "x"', "cases.not_a_date"),
        (ONE + 'on = 2024-03-02\nkind = "extended"\ndays = "ten"', "cases.not_a_number"),
        (ONE + 'on = 2024-03-02\nkind = "extended"\ndays = 1.5', "cases.not_a_number"),
        (ONE + 'on = 2024-03-02\nkind = "extended"\ndays = true', "cases.not_a_number"),
        (ONE + 'on = 2024-03-02\nkind = "extended"', "cases.missing_detail"),
        (ONE + 'on = 2024-02-30\nkind = "arrived"', "cases.not_toml"),
        (ONE + 'on = 2024-03-02\nkind = "' + "长" * 5000 + '"', "cases.unknown_kind"),
    ],
)
def test_what_is_no_case_file_is_one_sentence(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        casefile.parse(text.encode(), path="案件.toml")
    assert caught.value.code == code
    for lang in ("zh", "en"):
        sentence = caught.value.sentence(lang)
        assert "\n" not in sentence and len(sentence) < 400


def test_what_is_not_utf8_is_one_sentence() -> None:
    with pytest.raises(InputError, match="UTF-8"):
        casefile.parse('channel = "当面"'.encode("gb18030"))


def test_a_huge_file_and_too_many_events_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        casefile.parse(b"#" * (casefile.MOST_BYTES + 1))
    assert caught.value.code == "cases.file_too_large"
    many = 'channel = "post"\n' + '[[event]]\non = 2024-03-02\nkind = "arrived"\n' * 501
    with pytest.raises(InputError) as caught:
        casefile.parse(many.encode())
    assert caught.value.code == "cases.too_many_events"


@given(st.binary(max_size=300))
def test_noise_is_one_sentence(content: bytes) -> None:
    with pytest.raises(InputError):
        casefile.parse(content)


@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.text(max_size=12))
def test_a_damaged_case_file_is_read_or_is_one_sentence(
    start: int, length: int, replacement: str
) -> None:
    damaged = GOOD[:start] + replacement + GOOD[start + length :]
    try:
        channel, events = casefile.parse(damaged.encode("utf-8", "surrogatepass"))
    except InputError as error:
        assert "\n" not in error.sentence()
    else:
        assert channel in Channel and events
