"""The county office: who is missing, can its own report be right, what changed, what is copied."""

import csv
import io
import json

import pytest


@pytest.fixture
def county(examples):
    return examples / "county"


def test_the_township_that_sent_nothing_is_named_and_the_county_cannot_be_right(
    gongkai, valid, county
):
    said = gongkai(
        "consolidate", county, "--parent", county / "xian.html", "--units", county / "units.csv",
        "--format", "json",
    )  # fmt: skip
    valid("consolidate", said.json)
    assert said.code == 1
    assert said.json["missing"] == ["六道乡"]
    assert said.json["parent"] == "例江县人民政府"
    assert len(said.json["units"]) == 5
    cells = {cell["address"]: cell for cell in said.json["cells"]}
    penalty = cells["enforcement/penalty/decisions"]
    assert penalty["value"] == "35"
    assert {p["unit"]: p["value"] for p in penalty["parts"]}["二道镇"] == "8"
    (wrong,) = [d for d in said.json["differences"] if d["judgement"] == "too_small"]
    assert (wrong["address"], wrong["printed"], wrong["sum"], wrong["amount"]) == (
        "enforcement/penalty/decisions", "33", "35", "-2",
    )  # fmt: skip
    assert cells["licences/licence/decisions"]["gaps"] == [{"unit": "五道镇", "status": "blank"}]


def test_the_officer_reads_the_same_in_a_table(gongkai, county):
    said = gongkai(
        "consolidate", county, "--parent", county / "xian.html", "--units", county / "units.csv"
    )
    assert "缺报（1个，不按0计）：六道乡" in said.out
    assert "五道镇：行政许可" in said.out
    assert "二道镇 8" in said.out.replace("\n", "")


def test_without_a_list_nobody_can_be_missing_and_without_a_parent_nothing_is_wrong(
    gongkai, county
):
    said = gongkai("consolidate", county, "--format", "json")
    assert said.code == 0
    assert said.json["missing"] == [] and said.json["differences"] == []
    assert "例江县人民政府" in said.json["units"]


def test_a_report_on_another_year_is_named_and_not_added(gongkai, county, examples, tmp_path):
    for path in county.glob("*dao-*.html"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "old.html").write_bytes((examples / "yangli-xian-2019/report.html").read_bytes())
    said = gongkai("consolidate", tmp_path, "--format", "json")
    assert [path.rpartition("/")[2] for path in said.json["other_year"]] == ["old.html"]
    assert "样例县人民政府" not in said.json["units"]


def test_every_cell_with_its_units_as_csv(gongkai, county, tmp_path):
    target = tmp_path / "sum.csv"
    gongkai("consolidate", county, "--format", "csv", "--out", target)
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 200
    assert "一道镇人民政府 12" in rows[7]["各单位"]


def test_a_list_that_cannot_be_used_is_one_sentence(gongkai, county, tmp_path):
    bad = tmp_path / "units.csv"
    bad.write_text("单位\n一道镇\n", encoding="utf-8")
    for units in (bad, tmp_path / "nowhere.csv"):
        said = gongkai("consolidate", county, "--units", units)
        assert said.code == 2 and said.err.count("\n") == 1 and said.out == ""


def test_a_request_lost_between_two_years_is_exit_code_one(gongkai, valid, examples):
    a, b = examples / "lihe-xiang-2023/report.docx", examples / "lihe-xiang-2024/report.docx"
    said = gongkai("compare", a, b, "--format", "json")
    valid("compare", said.json)
    assert said.code == 1
    assert said.json["kind"] == "next_year"
    broken = [o["address"] for o in said.json["openings"] if o["holds"] is False]
    assert broken == ["requests/carried_in/natural", "requests/carried_in/total"]
    assert gongkai("compare", b, a, "--format", "json").json == said.json
    assert said.json["likeness"]["share"] > 0.5


def test_years_that_join_up_are_clean(gongkai, examples):
    said = gongkai(
        "compare",
        examples / "lihe-xiang-2022/report.docx",
        examples / "lihe-xiang-2023/report.docx",
    )
    assert said.code == 0
    assert "逐列相符" in said.out


def test_two_organs_are_compared_without_openings(gongkai, examples, tmp_path):
    target = tmp_path / "changes.csv"
    one, other = examples / "yangli-xian-2024/report.html", examples / "county/xian.html"
    said = gongkai("compare", one, other, "--format", "json")
    assert said.code == 0 and said.json["kind"] == "other_organ" and said.json["openings"] == []
    gongkai("compare", one, other, "--format", "csv", "--out", target)
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(said.json["changes"])


def test_a_report_that_cannot_be_read_is_one_sentence(gongkai, examples, tmp_path):
    empty = tmp_path / "empty.html"
    empty.touch()
    said = gongkai("compare", empty, examples / "county/xian.html")
    assert said.code == 2 and said.err.count("\n") == 1


@pytest.mark.parametrize(("edition", "cells"), [("2019", 198), ("2021", 200)])
def test_the_form_itself_can_be_had_with_all_that_must_add_up(gongkai, edition, cells, tmp_path):
    said = gongkai("form", edition, "--format", "json")
    assert said.code == 0
    assert len(said.json["cells"]) == cells
    codes = {r["code"] for r in said.json["relations"]}
    assert {"K1", "K2", "K3", "K5"} <= codes
    assert len(said.json["openings"]) == 7
    assert "第一项加第二项" not in json.dumps(said.json["cells"], ensure_ascii=False)
    assert gongkai("form", edition).out.count("\n") > 40
    target = tmp_path / "form.csv"
    gongkai("form", edition, "--format", "csv", "--out", target)
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert len(rows) == cells + 1


def test_a_break_between_two_years_and_what_was_copied_are_told_in_words(gongkai, examples):
    a, b = examples / "lihe-xiang-2023/report.docx", examples / "lihe-xiang-2024/report.docx"
    text = gongkai("compare", a, b).out.replace("\n", "")
    assert "结转不衔接" in text and "本年为0，上年结转下年度为1" in text
    assert "文字雷同" in text and "补贴发放前先在村里张贴名册七天" in text


def test_a_report_compared_with_itself_has_no_change(gongkai, examples):
    page = examples / "yangli-xian-2024/report.html"
    said = gongkai("compare", page, page)
    assert said.code == 0 and "数字全部相同" in said.out and "100%" in said.out


def test_across_the_change_of_form_the_loss_is_told(gongkai, valid, examples):
    old, new = examples / "yangli-xian-2019/report.html", examples / "yangli-xian-2024/report.html"
    said = gongkai("compare", old, new, "--format", "json")
    valid("compare", said.json)
    assert said.json["kind"] == "other_year" and said.json["losses"]
    assert said.json["losses"][0]["message"] in gongkai("compare", old, new).out.replace("\n", "")


def test_what_is_doubled_strange_unreadable_or_added_up_wrongly_is_told(
    gongkai, valid, county, examples, tmp_path
):
    page = (county / "yidao-zhen.html").read_bytes()
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "a-copy.html").write_bytes(page)
    (tmp_path / "stranger.html").write_bytes(
        (examples / "yangli-xian-2024/report.html").read_bytes()
    )
    (tmp_path / "empty.html").touch()
    wrong = (county / "wudao-zhen.html").read_text(encoding="utf-8")
    row = wrong.index("一、本年新收政府信息公开申请数量</p>")
    total = wrong.index("<p>2</p>", row)
    wrong = wrong[:total] + "<p>5</p>" + wrong[total + len("<p>2</p>") :]
    (tmp_path / "wudao.html").write_text(wrong, encoding="utf-8")
    command = ["consolidate", tmp_path, "--units", county / "units.csv"]
    said = gongkai(*command, "--format", "json")
    valid("consolidate", said.json)
    assert said.code == 2
    assert list(said.json["doubled"]) == ["一道镇"]
    assert [p.rpartition("/")[2] for p in said.json["strangers"]] == ["stranger.html"]
    assert [e["path"].rpartition("/")[2] for e in said.json["unreadable"]] == ["empty.html"]
    (slip,) = said.json["slips"]
    assert (slip["unit"], slip["printed"], slip["computed"]) == ("五道镇", "5", "2")
    text = gongkai(*command).out.replace("\n", "")
    for words in ("有两份报告", "不在名单上", "印为5", "文件是空的"):
        assert words in text


def test_a_report_that_lacks_whole_tables_says_so_in_a_line_not_in_a_hundred(
    gongkai, county, examples, tmp_path
):
    (tmp_path / "yidao.html").write_bytes((county / "yidao-zhen.html").read_bytes())
    (tmp_path / "lixi.txt").write_bytes((examples / "lixi-2023-cut/report.txt").read_bytes())
    said = gongkai("consolidate", tmp_path, "--year", 2023)
    (gaps,) = [line for line in said.out.replace("\n", "").split("。") if "不按0计" in line]
    assert "（五）不予处理·2.重复申请" in gaps and "四、结转下年度继续办理、表四（缺此格）" in gaps
    assert "absent" not in said.out
