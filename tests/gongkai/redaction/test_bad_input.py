"""What cannot be redacted is said in one sentence, and nothing is made."""

import io
import zipfile

import pypdfium2 as pdfium
import pytest

from gongkai.errors import InputError, MissingProgram, UnreadableInput
from gongkai.readers import ocr
from gongkai.redaction import redact, second
from gongkai.redaction.marks import Box, Mark, Place
from tests.gongkai.redaction import papers


def empty_pages(count: int) -> bytes:
    """Return a PDF of empty pages."""
    document = pdfium.PdfDocument.new()
    for _ in range(count):
        document.new_page(60, 60).close()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """Return a PDF whose trailer asks for a password nobody has."""
    entry = (
        b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<" + b"00" * 32 + b">/U<"
        + b"11" * 32 + b">>>/ID[<" + b"22" * 16 + b"><" + b"22" * 16 + b">]"
    )  # fmt: skip
    at = data.rindex(b"trailer") if b"trailer" in data else -1
    place = data.index(b"<<", at) + 2
    return data[:place] + entry + data[place:]


def bomb() -> bytes:
    """Return a Word file that unpacks to far more than it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (80 << 20))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("empty.pdf", lambda: b"", "readers.empty_file"),
        ("broken.pdf", lambda: b"%PDF-1.7\n" + b"\x07" * 900, "readers.pdf_damaged"),
        ("locked.pdf", lambda: locked(empty_pages(1)), "readers.encrypted"),
        ("long.pdf", lambda: empty_pages(5000), "redaction.too_many_pages"),
        ("bomb.docx", bomb, "readers.zip_bomb"),
        ("noise.docx", lambda: b"PK\x03\x04 and nothing more", "redaction.unknown_kind"),
        ("noise.bin", lambda: bytes(range(256)) * 9, "redaction.unknown_kind"),
        ("half.png", lambda: papers.scan(1).data[:300], "readers.picture_damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(name, make, code) -> None:
    with pytest.raises(InputError) as caught:
        redact.find(make(), name)
    assert caught.value.code == code
    assert "\n" not in caught.value.sentence("zh") + caught.value.sentence("en")


def test_a_file_is_known_by_its_bytes_whatever_it_is_called() -> None:
    pages = redact.find(papers.text_pdf(1).data, "a.docx")
    assert pages.pages[0].lines


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (Mark((Place(3, Box(10, 10, 50, 20)),)), "redaction.no_such_page"),
        (Mark((Place(1, Box(10, 10, 900, 20)),)), "redaction.outside"),
        (Mark((Place(1, Box(-30, 10, 50, 20)),)), "redaction.outside"),
        (Mark((Place(1, Box(50, 10, 20, 20)),)), "redaction.empty_box"),
        (Mark((Place(1, Box(float("nan"), 10, 20, 20)),)), "redaction.empty_box"),
        (Mark((Place(1, Box(10, 110, 50, 120)),)), "redaction.nothing_there"),
        (Mark((Place(1, Box(10, 10, 50, 30)),), ground="99"), "redaction.unknown_ground"),
        (Mark(()), "redaction.empty_box"),
        (None, "redaction.nothing_marked"),
    ],
)
@pytest.mark.usefixtures("within")
def test_a_mark_that_cannot_be_carried_out_is_named(mark: Mark | None, code: str) -> None:
    pages = redact.find(papers.text_pdf(1).data, "a.pdf")
    with pytest.raises(InputError) as caught:
        redact.redact(pages, [mark] if mark else [], keep_elsewhere=True)
    assert caught.value.code == code
    assert caught.value.sentence("en")


@pytest.mark.usefixtures("within")
def test_a_text_that_stands_nowhere_is_said_to_and_so_is_a_scan() -> None:
    pages = redact.find(papers.text_pdf(1).data, "a.pdf")
    for text, code in (("没有的人", "redaction.text_not_found"), (" ", "redaction.empty_text")):
        with pytest.raises(InputError) as caught:
            redact.occurrences(pages, text)
        assert caught.value.code == code
    scan = papers.scan(1)
    with pytest.raises(InputError) as caught:
        redact.occurrences(redact.find(scan.data, scan.name), "联系人")
    assert caught.value.code == "redaction.text_in_picture"


@pytest.mark.usefixtures("within")
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = papers.scan(1)
    pages = redact.find(scan.data, scan.name)
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(MissingProgram, match="只能画框"):
        redact.recognise(pages)
    monkeypatch.setattr(second, "is_installed", lambda: False)
    with pytest.raises(MissingProgram, match=r"gongkai\[redact\]"):
        redact.redact(pages, list(scan.areas))


def test_a_worker_that_dies_or_hangs_takes_nobody_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.redaction import worker

    monkeypatch.setattr(worker, "_SECONDS", 0.05)
    monkeypatch.setattr(worker, "_SECONDS_A_PAGE", 0.0)
    with pytest.raises(UnreadableInput) as caught:
        redact.find(papers.text_pdf(1).data, "a.pdf")
    assert caught.value.code in ("readers.took_too_long", "readers.reader_crashed")
