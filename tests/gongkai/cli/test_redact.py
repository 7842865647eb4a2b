"""Words and areas taken out of a file from the command line, in two languages."""

import json
from pathlib import Path

import pytest
from tests.gongkai.redaction import papers

from .conftest import EXAMPLES, Gongkai

PAPER = papers.text_pdf(2)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "答复.pdf"
    path.write_bytes(PAPER.data)
    return path


def test_words_go_and_the_proof_is_written_beside(gongkai: Gongkai, source: Path) -> None:
    out, proof = source.with_name("公开.pdf"), source.with_name("核验.json")
    texts = [part for secret in PAPER.shown for part in ("--text", secret)]
    said = gongkai("redact", source, *texts, "-o", out, "--proof", proof)
    assert said.code == 0 and "在页面上看不见" in said.err and said.err.count("\n") == 1
    assert said.out.startswith(f"已写出{out}") and "都没有找到" in said.out
    after = papers.everything(out.read_bytes())
    assert not any(secret in after for secret in (*PAPER.shown, *PAPER.unseen))
    assert json.loads(proof.read_bytes())["holds"] is True
    assert source.read_bytes() == PAPER.data


def test_personal_data_is_found_and_areas_are_covered(gongkai: Gongkai, source: Path) -> None:
    out = source.with_name("b.pdf")
    said = gongkai("--lang", "en", "redact", source, "--personal", "--out", out)
    assert said.code == 0 and "Found personal data in 1 places" in said.out
    assert PAPER.shown[1] not in papers.everything(out.read_bytes())
    said = gongkai("redact", source, "--mark", "1:18,18,60,32", "--keep-elsewhere", "--out", out)
    assert said.code == 0 and "遮盖1处" in said.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "请说明遮盖什么"),
        (("--mark", "1:a"), "不是区域"),
        (("--mark", "7:1,1,50,50"), "没有第7页"),
        (("--text", "没有的人"), "没有“没有的人”"),
        (("--text", PAPER.shown[0], "--ground", "77"), "没有“77”这项理由"),
        (("--text", PAPER.shown[0], "--proof", "here.pdf"), "here.pdf"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_nothing_is_written(
    gongkai: Gongkai, source: Path, monkeypatch: pytest.MonkeyPatch, arguments, words
) -> None:
    monkeypatch.chdir(source.parent)
    said = gongkai("redact", source, *arguments, "--out", "here.pdf")
    assert said.code == 2 and words in said.err.splitlines()[-1]
    assert [path.name for path in source.parent.iterdir()] == [source.name]


def test_nothing_is_written_over_the_file_that_is_read(gongkai: Gongkai, source: Path) -> None:
    for name in ("--out", "--proof"):
        other = ("--out", source.with_name("x.pdf")) if name == "--proof" else ()
        said = gongkai("redact", source, "--text", PAPER.shown[0], name, source, *other)
        assert said.code == 2 and source.read_bytes() == PAPER.data
    assert gongkai("redact", source.with_name("gone.pdf"), "--personal", "-o", "x").code == 2


def test_a_redaction_without_proof_is_not_written(
    gongkai: Gongkai, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.redaction import proof

    monkeypatch.setattr(proof, "_READ", 9.0)  # no reader sees nine times the text
    out = source.with_name("out.pdf")
    said = gongkai("redact", source, "--text", PAPER.shown[0], "-o", out)
    assert said.code == 1 and "没有通过核验" in said.err and not out.exists()


def test_the_help_speaks_both_languages(gongkai: Gongkai) -> None:
    assert "--hide-length" in gongkai("redact", "--help").out
    assert "page:left,top,right,bottom" in gongkai("--lang", "en", "redact", "--help").out
    assert "redact" in gongkai("--help").out


def test_a_text_file_is_set_anew_and_redacted(gongkai: Gongkai, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    said = gongkai("redact", EXAMPLES / "shili-2023/report.txt", "--text", "总体情况", "-o", out)
    assert said.code == 0 and "总体情况" not in papers.everything(out.read_bytes())
