"""Legacy Word formats: LibreOffice converts, but only what really is such a file."""

import io
import os
import random
import subprocess
import time
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import MissingProgram, UnreadableInput
from gongkai.readers import office
from gongkai.readers.document import Document
from gongkai.readers.ole import CompoundFile
from tests.effort import most

FILTERS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt:writer8"}


def report() -> bytes:
    made = python_docx.Document()
    made.add_paragraph("一、总体情况")
    made.add_paragraph("本年度收到申请3件，均已办结。")
    table = made.add_table(3, 3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "信息内容"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "件数"
    table.cell(1, 1).text, table.cell(1, 2).text = "制发", "有效"
    for column, text in enumerate(("规章", "1", "12")):
        table.cell(2, column).text = text
    made.add_paragraph("三、说明")  # a table must not stand last in the binary format
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def legacy(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same small report as LibreOffice writes it in each legacy format."""
    folder = tmp_path_factory.mktemp("legacy")
    (folder / "r.docx").write_bytes(report())
    for target in FILTERS.values():
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", target, "--outdir", str(folder), str(folder / "r.docx")],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
    return {kind: folder / f"r.{kind}" for kind in FILTERS}


def check(document: Document) -> None:
    assert [p.text for p in document.paragraphs] == [
        "一、总体情况", "本年度收到申请3件，均已办结。", "三、说明",
    ]  # fmt: skip
    (grid,) = document.grids
    assert [[c.text for c in row] for row in grid.rows()] == [
        ["信息内容", "件数"], ["制发", "有效"], ["规章", "1", "12"],
    ]  # fmt: skip
    assert next(grid.rows())[0].row_span == 2


@pytest.mark.parametrize(
    ("kind", "name", "media_type"),
    [
        ("doc", "报告.doc", "application/msword"),
        ("doc", "报告.wps", "application/msword"),
        ("rtf", "报告.doc", "application/rtf"),
        ("odt", "报告.odt", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_every_legacy_format_gives_the_same_document(
    legacy: dict[str, Path], kind: str, name: str, media_type: str
):
    document = office.parse(legacy[kind].read_bytes(), name=name)
    check(document)
    assert document.media_type == media_type
    assert document.meta["converted_from"] == kind
    assert document.issues == ()  # a faithful conversion is no defect


def test_many_files_are_converted_together_and_a_bad_one_hurts_nobody(legacy: dict[str, Path]):
    doc = legacy["doc"].read_bytes()
    files = [("a.doc", doc), ("b.doc", b""), ("c.rtf", legacy["rtf"].read_bytes()), ("d.doc", doc)]
    start = time.perf_counter()
    results = office.convert_many(files)
    assert time.perf_counter() - start < 30
    assert [isinstance(r, bytes) for r in results] == [True, False, True, True]
    assert isinstance(results[1], UnreadableInput)
    assert results[1].code == "readers.empty_file"


def test_without_libreoffice_the_package_to_install_is_named(
    legacy: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgram, match="libreoffice-writer"):
        office.parse(legacy["doc"].read_bytes())
    assert office.convert_many([]) == []


def test_a_conversion_that_hangs_is_ended_with_its_children(
    legacy: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(office, "SECONDS", 1)
    start = time.perf_counter()
    with pytest.raises(UnreadableInput) as caught:
        office.parse(legacy["doc"].read_bytes())
    assert caught.value.code == "readers.conversion_timeout"
    assert time.perf_counter() - start < 5
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not _is_running(child):
            break
        time.sleep(0.1)
    assert not _is_running(child)


def _is_running(number: int) -> bool:
    """Whether a process exists and is not merely waiting to be collected."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def encrypted_word(data: bytes) -> bytes:
    """The same .doc with the flag that says: password."""
    head = CompoundFile(data).read("WordDocument")[:64]
    at = data.index(head) + 0x0A
    return data[:at] + bytes([data[at], data[at + 1] | 1]) + data[at + 2 :]


def odt(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


NOISE = random.Random(3).randbytes(200_000)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "readers.empty_file"),
        (b"{\\rtf1" + NOISE, "readers.wrong_content"),
        (b"{\\rtf1 only a word", "readers.wrong_content"),
        (NOISE, "readers.wrong_content"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "readers.ole_damaged"),
        (odt(META_INF="x"), "readers.zip_part_missing"),
        (odt(content="<!DOCTYPE a><a/>"), "readers.xml_dtd"),
        (odt(content=" " * (8 << 20)), "readers.wrong_content"),
        (b"\x00" * (61 << 20), "readers.too_large"),
    ],
)
def test_what_is_no_such_file_is_refused_at_once(data: bytes, code: str):
    start = time.perf_counter()
    with pytest.raises(UnreadableInput) as caught:
        office.parse(data)
    assert time.perf_counter() - start < 10
    assert caught.value.code == code
    assert caught.value.sentence("zh") and caught.value.sentence("en")


def test_an_encrypted_word_file_is_refused_at_once(legacy: dict[str, Path]):
    with pytest.raises(UnreadableInput) as caught:
        office.parse(encrypted_word(legacy["doc"].read_bytes()))
    assert caught.value.code == "readers.encrypted"


@settings(max_examples=most(100))
@given(st.data())
def test_damaged_files_are_judged_before_libreoffice_without_a_traceback(
    legacy: dict[str, Path], data: st.DataObject
):
    whole = bytearray(legacy[data.draw(st.sampled_from(sorted(FILTERS)))].read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 8))
        noise = data.draw(st.binary(max_size=6) | st.sampled_from([b"\xff\xff\xff\xff", bytes(4)]))
        whole[at : at + len(noise)] = noise
    try:
        office.check(bytes(whole[: data.draw(st.integers(0, len(whole)))]), "a.doc")
    except UnreadableInput as error:
        assert error.sentence()


def test_truncated_files_end_in_a_document_or_a_sentence(legacy: dict[str, Path]):
    """One call of LibreOffice for all: files cut at nine tenths, and with a hole."""
    files = []
    for path in legacy.values():
        whole = path.read_bytes()
        files.append((path.name, whole[: len(whole) * 9 // 10]))
        files.append((path.name, whole[:3000] + bytes(400) + whole[3400:]))
    for result in office.convert_many(files):
        assert isinstance(result, bytes) or result.sentence()
