"""Reading and checking files the way offices keep them: one, many, folders, pipes, broken ones."""

import csv
import io
import json
import re
import shutil

import openpyxl
import pytest


def test_one_file_is_printed_as_one_object(gongkai, valid, examples):
    said = gongkai("read", examples / "shili-2023/report.txt", "--format", "json")
    assert said.code == 0
    valid("report", said.json)
    cells = {cell["address"]: cell for cell in said.json["cells"]}
    assert len(cells) == 200
    blank = cells["requests/granted/natural"]
    assert (blank["status"], blank["value"]) == ("blank", None)
    assert cells["requests/granted/total"]["row"] == ["三、本年度办理结果", "（一）予以公开"]
    assert cells["requests/granted/total"]["origin"]["line"] > 1
    assert said.json["authority"] == "示例镇人民政府"


def test_several_files_are_printed_as_a_list_in_the_order_given(gongkai, valid, examples):
    names = ["yangli-xian-2024", "fanli-ju-2023"]
    files = [examples / name / "report.html" for name in names]
    said = gongkai("read", *files, "--format", "json")
    assert [r["source"]["path"] for r in said.json["reports"]] == [str(file) for file in files]
    for entry in said.json["reports"]:
        valid("report", entry)


def test_standard_input_is_read_with_a_name_as_its_hint(process, examples):
    data = (examples / "yangli-xian-2024/report.html").read_bytes()
    said = process("read", "-", "--name", "page.html", "--format", "json", stdin=data)
    assert said.code == 0
    assert said.json["source"]["path"] == "page.html"
    assert said.json["year"] == 2024


def test_a_sound_report_is_clean_and_a_wrong_sum_is_exit_code_one(gongkai, valid, examples):
    sound = gongkai("check", examples / "yangli-xian-2024", "--format", "json")
    valid("check", sound.json)
    assert sound.code == 0
    (report,) = sound.json["reports"]
    assert report["findings"] == [] and report["passed"] and report["not_assessable"]
    wrong = gongkai("check", examples / "fanli-ju-2023", "--format", "json")
    valid("check", wrong.json)
    assert wrong.code == 1
    (report,) = wrong.json["reports"]
    errors = [f for f in report["findings"] if f["level"] == "E"]
    assert "requests/partial/total" in {a for f in errors for a in f["addresses"]}
    assert all(f["message"] and f["basis"] for f in errors)


def test_the_table_fits_eighty_columns_and_counts_what_it_found(process, examples):
    said = process("check", examples / "fanli-ju-2023")
    import unicodedata

    def width(line: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)

    assert max(width(line) for line in said.out.splitlines()) <= 80
    assert said.out.rstrip().splitlines()[-1].startswith("1份报告：")


def test_a_file_that_fails_does_not_stop_the_others_and_two_wins_over_one(
    gongkai, examples, tmp_path
):
    (tmp_path / "empty.html").touch()
    (tmp_path / "noise.pdf").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "notice.txt").write_text("关于召开会议的通知\n请各村准时参加。\n", encoding="utf-8")
    shutil.copy(examples / "fanli-ju-2023/report.html", tmp_path / "zhen.html")
    said = gongkai("check", tmp_path, tmp_path / "nowhere.docx", "--format", "json")
    assert said.code == 2
    status = {r["source"]["path"].rpartition("/")[2]: r for r in said.json["reports"]}
    assert status["zhen.html"]["findings"]
    for name in ("empty.html", "noise.pdf", "notice.txt", "nowhere.docx"):
        assert status[name]["read_status"] == "failed"
        assert status[name]["error"]["message"].count("。") >= 1
        assert status[name]["findings"] == status[name]["passed"] == []


def test_a_folder_without_reports_says_so(gongkai, tmp_path):
    (tmp_path / "picture.svg").write_text("<svg/>")
    said = gongkai("check", tmp_path)
    assert said.code == 2
    assert "没有可能是报告的文件" in said.err and said.err.count("\n") == 1


def test_notes_beside_reports_and_lock_files_are_passed_over(gongkai, examples, tmp_path):
    shutil.copytree(examples / "yangli-xian-2024", tmp_path / "unit")
    (tmp_path / "unit" / "~$report.docx").write_bytes(b"lock")
    (tmp_path / "unit" / ".hidden.txt").write_text("x")
    said = gongkai("check", tmp_path, "--format", "json")
    assert [r["source"]["path"] for r in said.json["reports"]] == [
        str(tmp_path / "unit" / "report.html")
    ]


def test_a_file_named_twice_is_read_once(gongkai, examples):
    page = examples / "yangli-xian-2024" / "report.html"
    said = gongkai("check", page, page.parent, page, "--format", "json")
    assert len(said.json["reports"]) == 1


def test_two_processes_give_the_very_same_answer_as_one(gongkai, examples):
    names = ["yangli-xian-2024", "fanli-ju-2023", "shili-2023", "lizhong-2022", "linan-2020"]
    folders = [examples / name for name in names]
    alone = gongkai("check", *folders, "--jobs", 1, "--format", "json")
    together = gongkai("check", *folders, "--jobs", 2, "--format", "json")
    assert together == alone


def test_findings_as_csv_open_in_a_spreadsheet(gongkai, examples, tmp_path):
    target = tmp_path / "findings.csv"
    gongkai("check", examples / "fanli-ju-2023", "--format", "csv", "--out", target)
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert {row["级别"] for row in rows} >= {"E"}
    assert rows[0]["机关"] == "范例市自然资源局"


def test_findings_as_a_workbook(gongkai, examples, tmp_path):
    target = tmp_path / "findings.xlsx"
    gongkai(
        "--lang", "en", "check", examples / "fanli-ju-2023", "--format", "xlsx", "--out", target
    )
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["reports", "findings"]
    reports, findings = ([*sheet.iter_rows(values_only=True)] for sheet in book)
    assert reports[0][:3] == findings[0][:3] == ("file", "authority", "year")
    assert reports[1][5:8] == (3, 0, 1)
    assert len(findings) == 1 + 4
    said = gongkai("check", examples / "fanli-ju-2023", "--format", "xlsx")
    assert said.code == 2 and "--out" in said.err


def test_last_years_report_lets_the_carried_over_figures_be_assessed(gongkai, examples):
    this, last = examples / "lihe-xiang-2024", examples / "lihe-xiang-2023"
    alone = gongkai("check", this, "--format", "json").json["reports"][0]
    beside = gongkai("check", this, "--previous", last, "--format", "json").json["reports"][0]
    more = set(alone["not_assessable"]) - set(beside["not_assessable"])
    assert more
    found = {f["code"] for f in beside["findings"]} - {f["code"] for f in alone["findings"]}
    assert found & more
    wrong = gongkai("check", this, "--previous", examples.parent / "README.md")
    assert wrong.code == 2 and "README.md" in wrong.err


def test_a_late_publication_is_found_once_its_day_is_told(gongkai, examples):
    page = examples / "shili-2023" / "report.txt"
    told = ["--due-on", "2024-01-31", "--published-on", "2024-03-05"]
    late = gongkai("check", page, *told, "--format", "json").json["reports"][0]
    lone = gongkai("check", page, "--format", "json").json["reports"][0]
    new = {f["code"] for f in late["findings"]} - {f["code"] for f in lone["findings"]}
    assert new and new <= set(lone["not_assessable"])


def test_english_messages_hold_no_chinese_sentence(gongkai, examples):
    said = gongkai("check", examples / "fanli-ju-2023", "--lang", "en", "--format", "json")
    for finding in said.json["reports"][0]["findings"]:
        assert "。" not in finding["message"]


@pytest.mark.parametrize("form", ["table", "csv"])
def test_what_a_report_says_is_never_taken_for_markup_or_a_formula(gongkai, tmp_path, form):
    page = tmp_path / "page.html"
    page.write_text("<p>[bold]=1+1[/bold]</p>", encoding="utf-8")
    name = tmp_path / "=cmd[red].html"
    shutil.copy(page, name)
    said = gongkai("check", name, "--format", form)
    assert said.code == 2
    assert "=cmd[red].html" in said.out.replace("\n", "")


def test_json_read_back_is_a_report_too(gongkai, examples, tmp_path):
    said = gongkai("read", examples / "yangli-xian-2024", "--format", "json")
    entry = said.json["reports"][0]
    target = tmp_path / "report.json"
    target.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
    again = gongkai("read", target, "--format", "json").json
    assert [c["value"] for c in again["cells"]] == [c["value"] for c in entry["cells"]]


def test_other_units_reports_let_copied_text_be_assessed_and_an_issued_template_excuses_it(
    gongkai, examples, tmp_path
):
    county = examples / "county"
    report = county / "erdao-zhen.txt"

    def codes(*more):
        said = gongkai("check", report, *more, "--format", "json").json["reports"][0]
        return {f["code"] for f in said["findings"]}, set(said["not_assessable"])

    assert "not_another_units_text" in codes()[1]
    assert "not_another_units_text" in codes("--peers", county)[0]
    template = tmp_path / "issued.txt"
    template.write_bytes((county / "sidao-xiang.xlsx").read_bytes())
    assert "not_another_units_text" not in codes("--peers", county, "--template", template)[0]


def test_a_file_without_a_name_is_no_folder(gongkai):
    said = gongkai("check", "", "--format", "json")
    assert said.code == 2 and len(said.json["reports"]) == 1


def test_a_file_that_is_not_there_keeps_to_the_contract(gongkai, valid, tmp_path):
    said = gongkai("read", tmp_path / "nowhere.html", "--format", "json")
    assert said.code == 2
    valid("report", said.json)
    valid("check", gongkai("check", tmp_path / "nowhere.html", "--format", "json").json)


def test_the_table_of_a_report_shows_what_is_not_zero_and_where_it_stood(gongkai, examples):
    said = gongkai("read", examples / "shili-2023/report.txt", examples / "county/yidao-zhen.html")
    assert said.code == 0
    assert "示例镇人民政府  2023年度  2021年格式" in said.out.replace("\n", " ")
    assert "（空白）" in said.out and "第37行" in said.out
    assert "其余189格为0。" in said.out
    assert "行政处罚 · 本年处理决定数量" in said.out
    english = gongkai("--lang", "en", "read", examples / "shili-2023/report.txt")
    assert "The other 189 cells are 0." in english.out


def test_every_cell_as_csv_with_its_raw_text_and_a_failed_file_in_one_row(
    gongkai, examples, tmp_path
):
    empty = tmp_path / "empty.docx"
    empty.touch()
    target = tmp_path / "cells.csv"
    page = examples / "liwan-qu-2022-traditional/report.html"
    said = gongkai("read", page, empty, "--format", "csv", "--out", target)
    assert said.code == 2
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 201
    assert {row["表"] for row in rows[:-1]} >= {
        "第二十条第（五）项",
        "收到和处理政府信息公开申请情况",
    }
    licences = next(row for row in rows if row["地址"] == "licences/licence/decisions")
    assert (licences["数字"], licences["原文"]) == ("12884", "12,884")
    assert rows[-1]["读取"] == "failed" and "空" in rows[-1]["存疑"]


def test_a_folder_as_a_workbook_is_cells_reports_texts_and_doubts(gongkai, examples, tmp_path):
    """A researcher filters and adds up: figures are numbers, every row names its report."""
    target = tmp_path / "cells.xlsx"
    folders = [examples / name for name in ("liyuan-zhen-2023", "yangli-shi-2021")]
    assert gongkai("read", *folders, "--format", "xlsx", "--out", target).code == 0
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["数字", "报告", "正文", "存疑"]
    cells, reports, texts, doubts = ([*sheet.iter_rows(values_only=True)] for sheet in book)
    assert len(cells) == 1 + 2 * 200 and len(reports) == 1 + 2
    rows = [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
    read = [row for row in rows if row["状态"] == "number"]
    assert read and all(isinstance(row["数字"], int | float) for row in read)
    doubtful = [row for row in rows if row["状态"] == "unreadable"]
    assert len(doubtful) == 3 and all(
        row["数字"] is None and "不作认定" in row["存疑"] for row in doubtful
    )
    sheet = next(row for row in rows if row["文件"].endswith(".xlsx"))
    assert sheet["位置"].startswith("年度报告!")
    assert {row[1] for row in texts[1:]} == {row[1] for row in reports[1:]}
    assert all(len(row[4]) > 5 for row in doubts[1:])


def test_many_reports_end_with_which_to_mend_and_which_could_not_be_read(
    gongkai, examples, tmp_path
):
    for name in ("fanli-ju-2023", "shili-2023", "yangli-xian-2024"):
        (report,) = (examples / name).glob("report.*")
        shutil.copy(report, tmp_path / f"{name}{report.suffix}")
    (tmp_path / "empty.docx").touch()
    said = gongkai("check", tmp_path)
    end = said.out[said.out.index("有错误的报告（2份") :].splitlines()
    assert [line.split()[:3] for line in end if "人民" in line or "资源局" in line] == [
        ["3", "0", "范例市自然资源局"],
        ["2", "1", "示例镇人民政府"],
    ]
    assert "读不出的文件（1个）" in end
    assert end[-1].startswith("4份报告：1份无错误、无待核实，1份读不出")


def test_every_file_checked_has_a_row_in_a_list_even_without_findings(gongkai, examples):
    names = ["yangli-xian-2024", "fanli-ju-2023"]
    said = gongkai("check", *(examples / name for name in names), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out.removeprefix("\ufeff"))))
    assert {row["机关"] for row in rows} == {"样例县人民政府", "范例市自然资源局"}
    (sound,) = (row for row in rows if row["机关"] == "样例县人民政府")
    assert (sound["级别"], sound["说明"]) == ("", "未发现问题。")


def test_what_cannot_be_opened_is_told_in_one_language_with_what_to_do(gongkai, tmp_path):
    said = gongkai("check", tmp_path / "没有.docx", "--format", "json")
    message = said.json["reports"][0]["error"]["message"]
    assert message == f"没有文件“{tmp_path / '没有.docx'}”，请核对路径和文件名（含扩展名）。"
    written = gongkai("write", tmp_path / "没有.docx", "--out", tmp_path)
    assert written.err == f"gongkai: {message}\n"
    below = tmp_path / "file"
    below.touch()
    for command in (["form", "--out", below / "x"], ["consolidate", below, "--units", "/no.csv"]):
        refused = gongkai(*command)
        assert refused.code == 2 and refused.err.count("\n") == 1
        assert not re.search("[a-z]{4,} [a-z]{2,}", refused.err), refused.err


def test_places_are_told_in_the_words_of_each_format(gongkai, examples):
    told = {
        "fanli-shi-2024/report.pdf": "第3页",
        "liyuan-zhen-2023/report.xlsx": "年度报告!",
        "yangli-xian-2024/report.html": "第1个表第",
        "shili-2023/report.txt": "第37行",
    }
    for name, words in told.items():
        assert words in gongkai("read", examples / name).out


def test_a_fault_of_ours_in_one_file_is_named_and_the_others_are_read(
    gongkai, examples, monkeypatch
):
    from gongkai.readers import read as reader
    from gongkai.readers.sniff import Format

    # The nearest thing to a bug that can be had without one: a reader that is not there.
    monkeypatch.setitem(reader._PARSERS, Format.TXT, "no_such_reader")
    files = [examples / "shili-2023/report.txt", examples / "yangli-xian-2024/report.html"]
    said = gongkai("check", *files, "--format", "json")
    broken, sound = said.json["reports"]
    assert said.code == 2
    assert broken["error"]["code"] == "cli.our_fault"
    assert "ModuleNotFoundError" in broken["error"]["message"]
    assert sound["read_status"] == "complete"


def test_progress_is_shown_on_a_terminal_only(examples, tmp_path):
    import os
    import pty
    import subprocess
    import sys

    for number in range(20):
        shutil.copy(examples / "county/yidao-zhen.html", tmp_path / f"{number}.html")
    command = [sys.executable, "-m", "gongkai.cli.main", "check", str(tmp_path), "--format", "json"]
    terminal, end = pty.openpty()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=end, timeout=600)
    os.close(end)
    assert done.returncode == 0
    assert "正在处理" in (shown := os.read(terminal, 100_000).decode()) and "20/20" in shown
    assert json.loads(done.stdout)["version"] == 1
    quiet = subprocess.run(command, capture_output=True, timeout=600)
    assert quiet.stderr == b"" and quiet.stdout == done.stdout


def test_where_results_appear_on_the_terminal_no_bar_stands_between_them(examples, tmp_path):
    import os
    import pty
    import subprocess
    import sys

    for number in range(6):
        shutil.copy(examples / "county/yidao-zhen.html", tmp_path / f"{number}.html")
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "gongkai.cli.main", "check", str(tmp_path)]
    assert subprocess.run(command, stdout=end, stderr=end, timeout=600).returncode == 0
    os.close(end)
    shown = os.read(terminal, 100_000).decode()
    assert "正在处理" not in shown and "6份报告" in shown
