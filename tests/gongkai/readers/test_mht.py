"""Single-file web pages: the page inside is read whatever its transport."""

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.quoprimime import body_encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import UnreadableInput
from gongkai.readers import mht
from tests.effort import most

PAGE = "<html><body><p>一、总体情况</p><table><tr><td>规章<td>3</tr></table></body></html>"


def saved(charset: str) -> bytes:
    """A page as a browser saves it: HTML in base64 after a picture."""
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by Blink>"
    message.attach(MIMEImage(b"\x89PNG", "png"))
    message.attach(MIMEText("<p>横幅</p>", "html", charset))
    message.attach(MIMEText(PAGE, "html", charset))
    return message.as_bytes()


def quoted() -> bytes:
    """A page as Word saves it: quoted-printable GB2312, the charset declared in the part."""
    body = body_encode(PAGE.encode("gb18030").decode("latin-1"))
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Part"\r\n\r\n'
        "------=_Part\r\nContent-Location: file:///C:/a.htm\r\n"
        'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="gb2312"'
        f"\r\n\r\n{body}\r\n------=_Part--\r\n"
    ).encode("ascii")


@pytest.mark.parametrize("data", [saved("utf-8"), saved("gb2312"), saved("gb18030"), quoted()])
def test_the_page_inside_is_read(data: bytes):
    document = mht.parse(data)
    assert document.media_type == "multipart/related"
    assert [p.text for p in document.paragraphs] == ["一、总体情况"]
    assert [c.text for c in document.grids[0].cells] == ["规章", "3"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "readers.empty_file"),
        (b"\r\n \r\n", "readers.empty_file"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "readers.mht_without_page"),
        (saved("utf-8")[:120], "readers.mht_without_page"),
        (b"x" * ((60 << 20) + 1), "readers.too_large"),
    ],
)
def test_what_holds_no_page_is_refused(data: bytes, code: str):
    with pytest.raises(UnreadableInput) as caught:
        mht.parse(data)
    assert caught.value.code == code
    assert caught.value.sentence("zh") and caught.value.sentence("en")


@settings(max_examples=most(150))
@given(st.data())
def test_damaged_files_give_a_document_or_a_sentence(data: st.DataObject):
    whole = data.draw(st.sampled_from([saved("utf-8"), quoted()]))
    at = data.draw(st.integers(0, len(whole)))
    noise = data.draw(
        st.binary(max_size=20)
        | st.sampled_from([b"\r\n\r\n", b"------=_Part\r\n", b"\nContent-Type: text/html\n\n"])
    )
    try:
        mht.parse(whole[:at] + noise + whole[at + data.draw(st.integers(0, 30)) :])
    except UnreadableInput as error:
        assert error.sentence()
