"""What is sealed opens with its key, for its record, unchanged, and in no other way."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from portal.cases import sealing
from portal.settings.environment import BadEnvironment, read

SECRET = "11010519491231002X 示例镇一村12号"


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_a_text_opens_for_its_own_record_alone(cipher: str, settings: object) -> None:
    settings.FIELD_CIPHER = cipher  # type: ignore[attr-defined]
    sealed = sealing.seal(SECRET, of="applicant:1")
    assert sealing.unseal(sealed, of="applicant:1") == SECRET
    assert sealed != sealing.seal(SECRET, of="applicant:1")  # twice the same looks different
    with pytest.raises(sealing.Unsealable):
        sealing.unseal(sealed, of="applicant:2")


def test_what_was_sealed_with_one_cipher_opens_after_the_other_was_chosen(settings: object) -> None:
    settings.FIELD_CIPHER = "aes"  # type: ignore[attr-defined]
    before = sealing.seal(SECRET, of="a")
    settings.FIELD_CIPHER = "sm4"  # type: ignore[attr-defined]
    assert sealing.unseal(before, of="a") == SECRET


def test_a_changed_byte_another_key_or_no_text_at_all_is_said(settings: object) -> None:
    sealed = bytearray(sealing.seal_bytes(SECRET.encode(), of="a"))
    for place in (len(sealed) - 1, 20):
        wrong = bytearray(sealed)
        wrong[place] ^= 1
        with pytest.raises(sealing.Unsealable):
            sealing.open_bytes(bytes(wrong), of="a")
    for text in (b"", b"aes:", b"des:12345678:xxxx", bytes(sealed[:30])):
        with pytest.raises(sealing.Unsealable):
            sealing.open_bytes(text, of="a")
    with pytest.raises(sealing.Unsealable):
        sealing.unseal("not base64 !", of="a")
    settings.FIELD_KEY = "ab" * 32  # type: ignore[attr-defined]
    with pytest.raises(sealing.Unsealable):
        sealing.open_bytes(bytes(sealed), of="a")


def test_the_key_is_made_once_outside_the_database_and_for_its_owner_alone() -> None:
    sealing.seal(SECRET, of="a")
    path = Path(settings.DATA) / "field-key"
    assert path.stat().st_mode & 0o077 == 0 and len(path.read_text().strip()) == 64
    assert not path.is_relative_to(settings.MEDIA_ROOT)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("PORTAL_FIELD_KEY", "abc", "64"), ("PORTAL_FIELD_CIPHER", "des", "aes")],
)
def test_a_wrong_key_or_cipher_is_one_sentence(
    name: str, value: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(BadEnvironment, match=says):
        read({**os.environ, "PORTAL_DATA": str(tmp_path), name: value})


def test_the_same_person_has_the_same_mark_for_one_purpose_only() -> None:
    assert sealing.mark("x", purpose="code") == sealing.mark("x", purpose="code")
    assert sealing.mark("x", purpose="code") != sealing.mark("x", purpose="check")
