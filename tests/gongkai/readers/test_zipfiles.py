"""Zip containers and XML from strangers: opened within bounds, or refused in one sentence."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import UnreadableInput
from gongkai.readers import zipfiles
from gongkai.readers.zipfiles import open_archive, parse_xml


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file made of `members`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def refusal(call, *arguments) -> str:
    """The wording code with which `call` refuses."""
    with pytest.raises(UnreadableInput) as caught:
        call(*arguments)
    assert caught.value.sentence("zh") and caught.value.sentence("en")
    return caught.value.code


def test_members_are_found_whatever_their_slashes_and_capitals():
    archive = open_archive(packed({"Doc_0\\Document.XML": b"<a/>", "OFD.xml": b"<b/>"}))
    assert archive.read("/doc_0/document.xml") == b"<a/>"
    assert "ofd.XML" in archive
    assert archive.get("nothing.xml") is None
    assert archive.xml("OFD.xml").tag == "b"
    assert archive.names == ("Doc_0\\Document.XML", "OFD.xml")


def test_a_missing_part_is_named():
    archive = open_archive(packed({"a": b""}))
    with pytest.raises(UnreadableInput, match=r"word/document\.xml"):
        archive.read("word/document.xml")


def test_empty_and_truncated_files_are_refused():
    whole = packed({"a.xml": b"<a/>" * 100})
    assert refusal(open_archive, b"") == "readers.empty_file"
    for end in (1, 4, 30, len(whole) // 2, len(whole) - 10):
        assert refusal(open_archive, whole[:end]) == "readers.zip_damaged"


def test_a_damaged_member_is_refused_when_it_is_read():
    data = bytearray(packed({"a.xml": bytes(range(256)) * 9}))
    data[60] ^= 0xFF
    archive = open_archive(bytes(data))
    assert refusal(archive.read, "a.xml") == "readers.zip_damaged"


def test_an_encrypted_member_is_refused():
    data = bytearray(packed({"a.xml": b"secret"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(open_archive, bytes(data)) == "readers.encrypted"


def test_a_packing_method_no_office_format_uses_is_refused():
    assert refusal(open_archive, packed({"a": b"x" * 99}, zipfile.ZIP_LZMA)) == (
        "readers.zip_damaged"
    )


def test_bombs_are_refused_by_what_they_declare():
    ratio = packed({"word/document.xml": bytes(zipfiles.RATIO_FREE_BYTES + 1)})
    assert len(ratio) < 10_000
    assert refusal(open_archive, ratio) == "readers.zip_bomb"
    crowd = packed({str(n): b"" for n in range(zipfiles.MAX_MEMBERS + 1)})
    assert refusal(open_archive, crowd) == "readers.zip_bomb"


def test_bombs_are_refused_by_what_really_comes_out(monkeypatch):
    """A member read again and again, or many of them, cannot pass the total."""
    monkeypatch.setattr(zipfiles, "RATIO_FREE_BYTES", 1 << 30)
    archive = open_archive(packed({"a": bytes(60 << 20)}))
    for _ in range(4):
        archive.read("a")
    assert refusal(archive.read, "a") == "readers.zip_bomb"


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_declared():
    data = bytearray(packed({"a": bytes(8 << 20)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (10).to_bytes(4, "little")
    assert refusal(open_archive(bytes(data)).read, "a") == "readers.zip_damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_in_any_encoding(encoding):
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "x">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>'
    )
    assert refusal(parse_xml, bomb.encode(encoding)) == "readers.xml_dtd"


def test_damaged_and_deeply_nested_xml_is_refused():
    assert refusal(parse_xml, b"<a><b></a>") == "readers.xml_damaged"
    assert refusal(parse_xml, b"") == "readers.xml_damaged"
    assert refusal(parse_xml, b"<a>" * 300 + b"</a>" * 300) == "readers.xml_damaged"


def test_xml_of_a_million_elements_is_refused_before_a_tree_is_made_of_it():
    assert refusal(parse_xml, b"<a>" + b"<b/>" * 1_000_001 + b"</a>") == (
        "readers.too_many_elements"
    )


@given(st.binary(max_size=300))
def test_noise_is_refused_or_opened_but_never_breaks(noise):
    whole = packed({"a.xml": b"<a>" + b"text " * 40 + b"</a>"})
    for data in (noise, whole[: len(noise)] + noise + whole[len(noise) :], whole + noise):
        try:
            archive = open_archive(data)
            for name in archive.names:
                archive.read(name)
        except UnreadableInput as error:
            assert error.sentence()
    try:
        parse_xml(noise)
    except UnreadableInput as error:
        assert error.sentence()
