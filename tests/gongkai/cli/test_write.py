"""A report written anew, in every format, read back; and what cannot be written."""

import html

import pytest

READ_BACK = ("html", "docx", "xlsx", "json", "pdf")


def values(said):
    return {cell["address"]: (cell["status"], cell["value"]) for cell in said.json["cells"]}


@pytest.mark.parametrize("target", READ_BACK)
def test_what_is_written_reads_back_with_every_figure(gongkai, examples, tmp_path, target):
    page = examples / "yangli-xian-2024" / "report.html"
    said = gongkai("write", page, "--to", target, "--out", tmp_path)
    assert (said.code, said.err) == (0, "")
    again = gongkai("read", tmp_path / f"report.{target}", "--format", "json")
    assert values(again) == values(gongkai("read", page, "--format", "json"))


def test_files_of_one_name_take_their_folders_name_with_them(gongkai, examples, tmp_path):
    pages = [examples / name / "report.html" for name in ("yangli-xian-2024", "fanli-ju-2023")]
    said = gongkai("write", *pages, "--to", "html,json", "--out", tmp_path / "new")
    assert said.code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "fanli-ju-2023-report.html",
        "fanli-ju-2023-report.json",
        "yangli-xian-2024-report.html",
        "yangli-xian-2024-report.json",
    ]
    assert "-report.html、.json" in said.out


def test_a_file_that_cannot_be_read_does_not_stop_the_others(gongkai, examples, tmp_path):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    page = examples / "yangli-xian-2024" / "report.html"
    said = gongkai("write", broken, page, "--to", "html", "--out", tmp_path / "new")
    assert said.code == 2
    assert "broken.docx" in said.err and said.err.count("\n") == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["report.html"]


def test_a_format_nobody_writes_is_one_sentence(gongkai, examples, tmp_path):
    said = gongkai("write", examples / "shili-2023", "--to", "html,odp", "--out", tmp_path)
    assert said.code == 2 and "odp" in said.err and said.err.count("\n") == 1


def test_nothing_is_written_over_the_file_that_was_read(gongkai, examples, tmp_path):
    page = tmp_path / "report.html"
    page.write_bytes((examples / "yangli-xian-2024" / "report.html").read_bytes())
    before = page.read_bytes()
    said = gongkai("write", page, "--to", "html", "--out", tmp_path)
    assert said.code == 2 and page.read_bytes() == before


def test_the_same_page_comes_back_with_its_findings_beside_the_figures(gongkai, examples, tmp_path):
    page = examples / "fanli-ju-2023" / "report.html"
    said = gongkai("write", page, "--annotate", "--out", tmp_path)
    assert (said.code, said.err) == (0, "")
    marked = tmp_path / "report-annotated.html"
    text = html.unescape(marked.read_text(encoding="gb18030"))
    findings = gongkai("check", page, "--format", "json").json["reports"][0]["findings"]
    assert findings and all(f["message"][:12] in text for f in findings)
    again = gongkai("read", marked, "--format", "json")
    assert values(again) == values(gongkai("read", page, "--format", "json"))


def test_a_word_document_comes_back_with_comments_and_any_other_format_as_one(
    gongkai, examples, tmp_path
):
    import docx

    for name in ("lihe-xiang-2023/report.docx", "shili-2023/report.txt"):
        said = gongkai("write", examples / name, "--annotate", "--out", tmp_path)
        assert (said.code, said.err) == (0, "")
        document = docx.Document(str(tmp_path / "report-annotated.docx"))
        comments = [comment.text for comment in document.comments]
        found = gongkai("check", examples / name, "--format", "json").json["reports"][0]["findings"]
        assert len(comments) == len(found)


def test_annotating_says_where_the_document_is_and_how_many_comments_it_has(
    gongkai, examples, tmp_path
):
    page = examples / "fanli-ju-2023/report.html"
    said = gongkai("write", page, "--annotate", "--out", tmp_path)
    assert (
        said.out == f"已写出{tmp_path}/report-annotated.html：4条批注（错误3，待核实0，提示1）。\n"
    )
    text = examples / "shili-2023/report.txt"
    said = gongkai("write", text, "--annotate", "--out", tmp_path / "text")
    assert "report-annotated.docx" in said.out and "按规范版式另写" in said.out
    sound = gongkai("write", examples / "yangli-xian-2024", "--annotate", "--out", tmp_path)
    assert "没有批注" in sound.out


def test_comments_can_rest_on_last_years_report(gongkai, examples, tmp_path):
    import docx

    this, last = (examples / f"lihe-xiang-{year}/report.docx" for year in (2024, 2023))
    gongkai("write", this, "--annotate", "--previous", last, "--out", tmp_path)
    document = docx.Document(str(tmp_path / "report-annotated.docx"))
    assert any("上一年度报告" in comment.text for comment in document.comments)


def test_a_character_no_font_has_is_named_when_a_pdf_is_written(gongkai, examples, tmp_path):
    page = tmp_path / "page.html"
    original = (examples / "yangli-xian-2024/report.html").read_text(encoding="utf-8")
    page.write_text(original.replace("总体情况</", "总体情况</", 1).replace("。", "\ue123。", 1))
    said = gongkai("write", page, "--to", "pdf", "--out", tmp_path / "new")
    assert said.code == 0 and (tmp_path / "new/page.pdf").exists()
    assert "U+E123" in said.err and "〓" in said.err and said.err.count("\n") == 1
    assert gongkai("write", page, "--to", "html", "--out", tmp_path / "new").err == ""


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_an_empty_report_to_fill_in_has_every_cell_blank_and_the_six_parts(
    gongkai, tmp_path, edition
):
    empty = tmp_path / "empty.docx"
    said = gongkai("form", edition, "--format", "docx", "--out", empty)
    assert (said.code, said.out, said.err) == (0, "", "")
    read = gongkai("read", empty, "--format", "json").json
    assert read["edition"] == edition
    assert {cell["status"] for cell in read["cells"]} == {"blank"}
    assert [s["number"] for s in read["sections"] if s["number"]] == [1, 2, 3, 4, 5, 6]
    assert gongkai("form", "--format", "docx").err.count("--out") == 2
