"""`gongkai letter` as a clerk types it: text, Word, PDF, JSON, and what is missing."""

import io
from pathlib import Path

import docx as python_docx
import pypdfium2 as pdfium
import pytest

from gongkai.law.letters import letters

FACTS = """
organ = "临江县农业农村局"
number = "临农依复〔2026〕3号"
date = 2026-03-20
applicant = "张秀英"
received_on = 2026-03-02
request = "农机购置补贴实施方案（讨论稿）"
grounds = ["16-2-process"]
reasons = "尚在征求意见，未经审定"
organ_level = "department"
review_body = "临江县人民政府"
served_on = 2026-03-23
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "事实.toml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def test_a_refusal_is_printed_with_the_remedies_its_ground_asks_for(gongkai, facts) -> None:
    said = gongkai("letter", "refused", facts)
    assert (said.code, said.err) == (0, "")
    assert "政府信息不予公开告知书\n临农依复〔2026〕3号\n\n张秀英：" in said.out
    assert "先向临江县人民政府申请行政复议" in said.out and "最后一日为2026年5月22日" in said.out
    assert said.out.endswith("应当写明的内容齐全。\n")


def test_a_letter_that_lacks_a_statement_is_told_so(gongkai, facts) -> None:
    for lang, word in (("zh", "不能签发"), ("en", "cannot be signed")):
        said = gongkai("--lang", lang, "letter", "provided", facts)
        assert said.code == 1
        assert word in said.out and "第三十六条第（二）项" in said.out


def test_an_organs_own_text_is_checked_too(gongkai, facts, tmp_path) -> None:
    own = tmp_path / "模板.txt"
    own.write_text("本局收到申请“{request}”，决定不予公开。", encoding="utf-8")
    said = gongkai("letter", "refused", facts, "--template", own, "--format", "json")
    assert said.code == 1
    told = [each["id"] for each in said.json["missing"]]
    assert told == ["received", "finding", "remedies", "reasons"]


def test_word_and_pdf_are_written_by_the_ending(gongkai, facts, tmp_path) -> None:
    word, pdf = tmp_path / "告知书.docx", tmp_path / "告知书.PDF"
    assert gongkai("letter", "refused", facts, "-o", word).out == "应当写明的内容齐全。\n"
    assert gongkai("letter", "refused", facts, "--out", pdf).code == 0
    paragraphs = [p.text for p in python_docx.Document(io.BytesIO(word.read_bytes())).paragraphs]
    assert paragraphs[0] == "政府信息不予公开告知书"
    with pdfium.PdfDocument(pdf.read_bytes()) as document:
        assert "本机关决定不予公开" in document[0].get_textpage().get_text_range()
    lacking = gongkai("letter", "provided", facts, "-o", tmp_path / "答复书.docx")
    assert (lacking.code, lacking.out) == (1, "")
    assert "不能签发" in lacking.err


def test_a_dash_is_standard_output_and_standard_input(process) -> None:
    said = process("letter", "refused", "-", "-o", "-", stdin=FACTS.encode())
    assert said.code == 0 and "本机关决定不予公开" in said.out


@pytest.mark.parametrize("kind", ["refused", "nonexistent", "extension"])
def test_the_letter_keeps_to_its_schema(gongkai, facts, valid, kind) -> None:
    for lang in ("zh", "en"):
        said = gongkai("--lang", lang, "letter", kind, facts, "--format", "json")
        valid("letter", said.json)


def test_every_kind_is_listed_and_every_fact_of_a_kind(gongkai, valid) -> None:
    for lang in ("zh", "en"):
        said = gongkai("--lang", lang, "letter", "--list")
        assert said.code == 0 and all(kind in said.out for kind in letters())
        said = gongkai("--lang", lang, "letter", "fee_notice", "--list")
        assert said.code == 0 and "pay_how" in said.out
    document = gongkai("letter", "--list", "--format", "json").json
    valid("letters", document)
    assert [each["kind"] for each in document["letters"]] == list(letters())
    valid("letters", gongkai("letter", "refused", "--list", "--format", "json").json)


@pytest.mark.parametrize(
    ("content", "kind", "word"),
    [
        (b"organ = ", "refused", "TOML"),
        (b"\xff\xfe", "refused", "UTF-8"),
        (b"x" * 1_000_001, "refused", "1000000"),
        (b"salary = 3", "refused", "salary"),
        (b"date = 2026-03-02T10:00:00", "refused", "2026-03-02"),
        (b"", "hello", "hello"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(gongkai, tmp_path, content, kind, word) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(content)
    for lang in ("zh", "en"):
        said = gongkai("--lang", lang, "letter", kind, path)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert word in said.err


def test_a_command_line_without_facts_says_what_to_type(gongkai, facts, tmp_path) -> None:
    for arguments in (["letter"], ["letter", "refused"], ["letter", "refused", tmp_path / "没有"]):
        said = gongkai(*arguments)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert gongkai("letter", "refused", facts, "--out", facts).code == 2
    assert facts.read_text(encoding="utf-8") == FACTS
