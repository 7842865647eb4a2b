"""A document comes back with each finding beside its figure and everything else as it was."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Finding, Level
from gongkai.errors import InputError, UnreadableInput
from gongkai.figures import number
from gongkai.forms.filled import Cell, FilledForm, Origin
from gongkai.forms.form import Address
from gongkai.readers.read import read
from gongkai.writers import annotate, docx, html

TOTAL = Address("requests", "received", "total")
RECEIVED = Address("requests", "received", "natural")


@pytest.fixture
def wrong(township: FilledForm) -> FilledForm:
    """The township's report with one total that does not add up."""
    return replace(township, cells={**township.cells, TOTAL: Cell(TOTAL, number(77), "77")})


def findings_of(data: bytes, name: str) -> tuple[FilledForm, list[Finding]]:
    result = read(data, name=name)
    assert result.report is not None
    return result.report, list(assess(Evidence(result.report, issues=result.issues)).findings)


def commented(data: bytes) -> dict[str, list[str]]:
    """Return the comments of a Word document by the text they are attached to."""
    document = python_docx.Document(io.BytesIO(data))
    texts = {comment.comment_id: comment.text for comment in document.comments}
    found: dict[str, list[str]] = {}
    for paragraph in document.element.body.iter(qn("w:p")):
        for start in paragraph.iter(qn("w:commentRangeStart")):
            text = "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
            found.setdefault(text, []).append(texts[int(start.get(qn("w:id")))])
    assert sum(map(len, found.values())) == len(texts)
    return found


def test_a_word_document_gets_a_comment_at_the_wrong_total(wrong: FilledForm) -> None:
    data = docx.write(wrong)
    report, findings = findings_of(data, "年报.docx")
    assert {f.code for f in findings} >= {"K1", "K3"}
    out = annotate.annotate(data, docx.MEDIA_TYPE, findings, report=report)
    comments = commented(out)
    assert any("合计" in text and "77" in text for text in comments["77"])
    assert sum(map(len, comments.values())) == len(findings)
    assert all(text.startswith("【") for texts in comments.values() for text in texts)
    assert read(out, name="年报.docx").report is not None
    assert findings_of(out, "年报.docx")[0].figures == wrong.figures


def test_comments_already_there_stay(wrong: FilledForm) -> None:
    data = docx.write(wrong)
    report, findings = findings_of(data, "年报.docx")
    once = annotate.annotate(data, docx.MEDIA_TYPE, findings[:1], report=report)
    twice = annotate.annotate(once, docx.MEDIA_TYPE, findings[:2], report=report)
    assert len(python_docx.Document(io.BytesIO(twice)).comments) == 3


def test_all_other_parts_stay_byte_for_byte(wrong: FilledForm, reports_dir: Path) -> None:
    data = (reports_dir / "template_blank" / "report.docx").read_bytes()
    finding = _finding(origin=Origin(table=1, row=4, cell=1))
    out = annotate.annotate(data, docx.MEDIA_TYPE, [finding])
    before, after = _parts(data), _parts(out)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "[Content_Types].xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
    }
    assert len(python_docx.Document(io.BytesIO(out)).comments) == 1


def test_a_page_is_only_added_to(wrong: FilledForm) -> None:
    data = html.write(wrong)
    report, findings = findings_of(data, "年报.html")
    out = annotate.annotate(data, "text/html", findings, report=report)
    assert _is_subsequence(data, out)
    marked = out.split(b'id="requests/received/total')[1].split(b"</td>")[0]
    assert marked.startswith(b'"') and b"77<span" in marked and b"gongkai-mark" in marked
    assert out.count(b'class="gongkai-mark"') + 0 <= len(findings)
    assert out.count(b"<li>") == len(findings)
    assert findings_of(out, "年报.html")[0].figures == wrong.figures


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8", "utf-16"])
def test_a_page_keeps_its_encoding(encoding: str) -> None:
    page = "<html><body><p>年報</p><table><tr><td>自然人</td><td>7</td></tr></table></body></html>"
    finding = _finding(origin=Origin(table=0, row=0, cell=1))
    out = annotate.annotate(page.encode(encoding), "text/html", [finding])
    text = out.decode(encoding)
    assert "<td>自然人</td><td>7<span" in text
    assert "&#" in text, "the message is written in character references"


def test_nested_tables_and_comments_do_not_shift_the_mark() -> None:
    page = (
        b"<body><!-- <table><tr><td>no</td></tr></table> --><script>'<td>'</script>"
        b"<table><tr><td><table><tr><td>inner<td>second</table></td><td>3</td></tr></table></body>"
    )
    place = Origin(table=1, row=0, cell=1)
    out = annotate.annotate(page, "text/html", [_finding(origin=place)])
    assert b"<td>second<span" in out
    out = annotate.annotate(page, "text/html", [_finding(origin=Origin(table=0, row=0, cell=1))])
    assert b"<td>3<span" in out


def test_a_finding_without_a_place_stands_at_the_top(wrong: FilledForm) -> None:
    finding = _finding(origin=None)
    page = annotate.annotate(html.write(wrong), "text/html", [finding])
    assert page.index(b"gongkai-findings") < page.index(b"<main>")
    comments = commented(annotate.annotate(docx.write(wrong), docx.MEDIA_TYPE, [finding]))
    assert list(comments) == ["".join(wrong.title)]


def test_messages_are_escaped(wrong: FilledForm) -> None:
    """A finding quotes the report, and the report may hold anything."""
    finding = _finding(origin=None, evil='<script>alert("x")</script>')
    page = annotate.annotate(html.write(wrong), "text/html", [finding])
    assert b"<script>" not in page
    (texts,) = commented(annotate.annotate(docx.write(wrong), docx.MEDIA_TYPE, [finding])).values()
    assert '<script>alert("x")</script>' in texts[0]


def test_any_other_format_comes_back_as_a_word_document(wrong: FilledForm) -> None:
    from gongkai.writers import pdf

    report, findings = findings_of(pdf.write(wrong), "年报.pdf")
    comments = commented(annotate.annotated_docx(report, findings))
    assert any("合计" in text for text in comments["77"])
    prose = [text for text in comments if text.startswith("主要问题")]
    wanted = [f for f in findings if f.code == "part_five_answers"]
    assert len(prose) == (1 if wanted else 0)
    with pytest.raises(InputError):
        annotate.annotate(b"%PDF", "application/pdf", findings)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a document", b"\x00" * 100])
def test_what_is_no_document_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableInput) as caught:
        annotate.annotate(data, docx.MEDIA_TYPE, [_finding(origin=None)])
    assert caught.value.sentence()


def test_a_real_page_keeps_every_byte_and_every_figure(reports_dir: Path) -> None:
    path = reports_dir / "pingtan_resources_2023" / "report.html"
    data = path.read_bytes()
    report, findings = findings_of(data, path.name)
    out = annotate.annotate(data, "text/html", findings, report=report)
    assert _is_subsequence(data, out)
    assert findings_of(out, path.name)[0].figures == report.figures
    placed = [f for f in findings if f.origin is not None]
    assert out.count(b'class="gongkai-mark"') == len(placed)


def _finding(*, origin: Origin | None, evil: str = "") -> Finding:
    """Return a finding of the row sum that says what is given."""
    from gongkai.checks import check

    entry = check.catalogue()["K3"]
    message = next(iter(entry.messages.values()))["zh"]
    names = {name for _, name, _, _ in _fields(message + entry.advice["zh"])}
    facts = dict.fromkeys(names, evil or "某数")
    variant = next(iter(entry.messages))
    return Finding("K3", Level.ERROR, variant=variant, facts=facts, origin=origin)


def _fields(template: str) -> Iterable[tuple[str, str, str, str]]:
    from string import Formatter

    for literal, name, spec, conversion in Formatter().parse(template):
        if name:
            yield literal, name.partition(".")[0].partition("[")[0], spec or "", conversion or ""


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _is_subsequence(data: bytes, longer: bytes) -> bool:
    """Whether `longer` is `data` with bytes inserted at a few places."""
    import difflib

    pieces = difflib.SequenceMatcher(None, data.splitlines(), longer.splitlines(), autojunk=False)
    return all(
        tag in ("equal", "insert") or _line_grew(data, longer, a1, a2, b1, b2)
        for tag, a1, a2, b1, b2 in pieces.get_opcodes()
    )


def _line_grew(data: bytes, longer: bytes, a1: int, a2: int, b1: int, b2: int) -> bool:
    before, after = b"\n".join(data.splitlines()[a1:a2]), b"\n".join(longer.splitlines()[b1:b2])
    position = 0
    for byte in before:
        position = after.find(byte, position) + 1
        if position == 0:
            return False
    return True
