"""Bytes to text: declared charsets are a hint, the characters decide, nothing ever fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.readers.encoding import decode, shown, stray_bytes

SIMPLIFIED = "本年度收到政府信息公开申请12件，予以公开8件。"
TRADITIONAL = "本年度收到政府信息公開申請12件，予以公開8件。"


@pytest.mark.parametrize("declared", [None, "gb2312", "utf-8", "big5", "no-such-charset", "hex"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"), (SIMPLIFIED, "utf-8-sig"), (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"), (SIMPLIFIED, "utf-16"), (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"), (SIMPLIFIED, "utf-32"), (TRADITIONAL, "big5"),
        (TRADITIONAL, "utf-8"), (TRADITIONAL, "gbk"), ("plain 12", "ascii"), ("", "ascii"),
    ],
)  # fmt: skip
def test_the_text_comes_back(text: str, encoding: str, declared: str | None):
    assert decode(text.encode(encoding), declared=declared) == text


def test_a_rare_name_outside_gbk_is_read_as_gb18030():
    assert decode("承办人：䶮㙍，行政机关".encode("gb18030"), declared="gb2312") == (
        "承办人：䶮㙍，行政机关"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_byte_costs_one_character_and_is_said(encoding: str):
    data = SIMPLIFIED.encode(encoding)
    text = decode(data[: len(data) - 4] + b"\xff" + data[len(data) - 4 :])
    assert text.startswith(SIMPLIFIED[:-3])
    (issue,) = stray_bytes(text)
    assert issue.sentence("zh") and issue.sentence("en")
    assert stray_bytes(SIMPLIFIED) == ()


def test_spaces_show_as_spaces_and_the_widthless_not_at_all():
    assert shown("1\u200b2\u00a0件\ufeff\u00ad") == "12 件"


@given(st.binary(max_size=200), st.text(max_size=12))
def test_nothing_fails(noise: bytes, declared: str):
    assert isinstance(decode(noise, declared=declared), str)
