"""`gongkai deadline`, `fee` and `workdays` as a clerk types them."""

from importlib import resources
from pathlib import Path

import pytest

YEARS = resources.files("gongkai.calendar") / "years"
LAST = max(int(path.name[:4]) for path in YEARS.iterdir())  # the last year with a notice

CASE = """
channel = "in_person"

[[event]]
on = 2024-03-02
kind = "arrived"

[[event]]
on = 2024-03-11
kind = "correction_asked"

[[event]]
on = 2024-03-20
kind = "corrected"

[[event]]
on = 2024-04-08
kind = "extended"
days = 20
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "案件.toml"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_the_story_of_one_request(gongkai, case) -> None:
    said = gongkai("deadline", case)
    assert said.code == 0
    lines = said.out.splitlines()
    # from 20 March: 21-22 Mar 1-2, 25-29 3-7, 1-3 Apr 8-10, 7 Apr 11, 8-12 12-16, 15-19 17-21,
    # 22-26 22-26, 28-30 27-29, 6-11 May 30-35, 13-17 36-40
    assert lines[:3] == ["收到申请之日：2024-03-02", "答复期限届满：2024-05-17", "状态：办理中"]
    assert "收到2024年3月2日" in said.out
    assert "补正后自2024年3月20日重新起算（第三十条）" in said.out
    assert "延期20个工作日（第三十三条第二款）" in said.out


def test_the_json_is_what_the_contract_says(gongkai, case, valid) -> None:
    said = gongkai("deadline", case, "--format", "json")
    assert said.code == 0
    valid("deadline", said.json)
    assert list(said.json) == ["received_on", "due_on", "status", "reasons"]
    assert said.json["received_on"] == "2024-03-02"
    assert said.json["due_on"] == "2024-05-17"
    assert said.json["status"] == "open"
    assert {each["basis"] for each in said.json["reasons"]} == {"law", "practice"}


def test_a_day_to_read_it_on_tells_what_is_overdue(gongkai, case, valid) -> None:
    said = gongkai("deadline", case, "--today", "2024-05-20", "--format", "json")
    assert said.json["status"] == "overdue"
    valid("deadline", said.json)
    assert "1个工作日" in said.json["reasons"][-1]["text"]


def test_an_unconfirmed_letter_has_no_dates(gongkai, tmp_path, valid) -> None:
    path = tmp_path / "case.toml"
    path.write_text('channel = "letter"\n[[event]]\non = 2024-03-02\nkind = "arrived"\n')
    said = gongkai("deadline", path, "--format", "json")
    assert (said.json["received_on"], said.json["due_on"]) == (None, None)
    assert said.json["status"] == "waiting_confirmation"
    valid("deadline", said.json)


def test_in_english(gongkai, case) -> None:
    said = gongkai("--lang", "en", "deadline", case)
    assert "due: 2024-05-17" in said.out
    assert "Extended on 2024-04-08 by 20 working days" in said.out


def test_standard_input_and_an_output_file(process, tmp_path) -> None:
    out = tmp_path / "reading.json"
    said = process("deadline", "-", "--format", "json", "--out", out, stdin=CASE.encode())
    assert (said.code, said.out, said.err) == (0, "", "")
    assert '"due_on": "2024-05-17"' in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (CASE.replace("2024-04-08", "2024-04-19"), "延长应当在答复期限届满前"),
        (CASE.replace("2024-03-11", "2024-03-13"), "7个工作日"),
        (CASE.replace("2024-03-20", "2024-03-08"), "时间先后"),
        (CASE.replace("days = 20", "days = 21"), "最长不得超过20个工作日"),
        (CASE.replace('"corrected"', '"mended"'), "不认识"),
        (CASE.replace("days = 20", "day = 20"), "不认识"),
        (CASE.replace("2024", "2031"), "2031年"),
        ("channel = ", "TOML"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_code_two(
    gongkai, tmp_path, text, word
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    said = gongkai("deadline", path)
    assert (said.code, said.out) == (2, "")
    assert word in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("path", ["/nonexistent/case.toml", "/", "a\0b"])
def test_a_file_that_cannot_be_opened(gongkai, path) -> None:
    said = gongkai("deadline", path)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


def test_an_endless_file_is_not_read_to_its_end(gongkai) -> None:
    said = gongkai("deadline", "/dev/zero")
    assert said.code == 2
    assert "1000000" in said.err


@pytest.mark.parametrize(
    ("arguments", "amount"),
    [
        (["--items", "10"], 0),
        (["--items", "31"], 2200),
        (["--items", "60"], 11000),
        (["--pages", "68"], 380),
        (["--pages", "201"], 2740),
    ],
)
def test_a_fee_with_its_working(gongkai, valid, arguments, amount) -> None:
    said = gongkai("fee", *arguments, "--format", "json")
    assert said.code == 0
    valid("fee", said.json)
    assert said.json["amount"] == amount
    plain = gongkai("fee", *arguments)
    assert plain.out.splitlines() == said.json["working"]
    assert plain.out.rstrip().endswith(f"＝{amount}元")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--items", "3", "--pages", "3"],
        ["--items", "-3"],
        ["--items", "three"],
        ["--items", "1.5"],
        ["--items", "10001"],
        ["--pages", "9" * 5000],
        ["--pages", "３"],
        ["--pages", ""],
    ],
)
def test_a_fee_that_cannot_be_worked_out(gongkai, arguments) -> None:
    for lang in ("zh", "en"):
        said = gongkai("--lang", lang, "fee", *arguments)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert len(said.err) < 300


def test_the_twentieth_working_day(gongkai, valid) -> None:
    assert gongkai("workdays", "2024-02-05", "20").out == "2024-03-08\n"
    said = gongkai("workdays", "2024-02-05", "20", "--format", "json")
    valid("workdays", said.json)
    assert said.json == {"after": "2024-02-05", "workdays": 20, "day": "2024-03-08"}


def test_the_working_days_between_two_dates(gongkai, valid) -> None:
    assert gongkai("workdays", "2024-02-05", "2024-03-08", "--count").out == "20\n"
    said = gongkai("workdays", "--count", "2024-02-05", "2024-02-05", "--format", "json")
    valid("workdays", said.json)
    assert said.json["workdays"] == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["2024-02-05", "-5"], "-5"),
        (["2024-02-05", "0"], "1以上"),
        (["2024-02-05", "9" * 500], "1以上"),
        (["2024-02-05", "999999"], f"{LAST + 1}年"),
        (["2024-02-30", "5"], "2024-02-30"),
        (["tomorrow", "5"], "tomorrow"),
        (["2031-03-03", "5"], "2031年"),
        (["2024-03-08", "2024-02-05", "--count"], "早于"),
        (["2024-03-08", "20", "--count"], "2024-03-01"),
    ],
)
def test_working_days_that_cannot_be_counted(gongkai, arguments, word) -> None:
    said = gongkai("workdays", *arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert word in said.err
