"""The door: languages, help, complaints, exit codes, and how quickly it opens."""

import signal
import subprocess
import sys
import time

import click
import pytest

from gongkai.cli.main import cli
from gongkai.cli.wrapping import width_of

from .conftest import ROOT

COMMANDS = [
    "read", "check", "write", "compare", "consolidate", "form", "deadline", "fee", "workdays",
]  # fmt: skip
HEAVY = ("lxml.html", "docx", "openpyxl", "python_calamine", "pypdfium2", "tablers", "typst",
         "fontTools", "PIL", "numpy")  # fmt: skip


def test_help_lists_every_command_in_both_languages(gongkai):
    chinese, english = gongkai("--help"), gongkai("--lang", "en", "--help")
    assert chinese.code == english.code == 0
    for name in COMMANDS:
        assert name in chinese.out and name in english.out
    assert "检查报告" in chinese.out
    assert "does not add up" in english.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_takes_the_language_before_and_after_its_name(gongkai, name):
    assert gongkai(name, "--help").code == 0
    before = gongkai("--lang", "en", name, "--help")
    after = gongkai(name, "--lang", "en", "--help")
    assert before == after
    assert "--lang" in after.out


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (["chekc"], "没有命令“chekc”，是不是“check”？", "do you mean “check”?"),
        (["check", "--jbs", "2", "x"], "没有选项“--jbs”，是不是“--jobs”？", "no option “--jbs”"),
        (["check"], "缺少“文件”，例如：gongkai check 报告.docx", "“FILES” is missing"),
        (["check", "--jobs", "zero", "x"], "“--jobs”的值不能用：应为1至256的整数", "from 1 to 256"),
        (["check", "--jobs"], "选项“--jobs”后面要写明值", "“--jobs” needs a value"),
        (
            ["check", "x", "--format", "odt"],
            "可用的有：table、json、csv、xlsx",
            "one of table, json",
        ),
        (["check", "x", "--due-on", "1/2"], "日期写作2024-03-31", "date as 2024-03-31"),
        (["consolidate", "x", "--year", "y"], "应为整数", "must be a whole number"),
        (["compare", "a", "b", "c"], "“c”是多余的", "“c” is one too many"),
        (["write", "x"], "缺少“--out”，例如：gongkai write 报告.docx", "“--out” is missing"),
        (["zzz"], "没有命令“zzz”，可用的有：read、check", "there are: read, check"),
        (["form", "1999"], "没有“1999”版", "no “1999” edition"),
    ],
)
def test_a_wrong_command_line_is_one_sentence_and_exit_code_two(
    gongkai, arguments, chinese, english
):
    said, also = gongkai(*arguments), gongkai("--lang", "en", *arguments)
    assert said.code == also.code == 2
    assert chinese in said.err and english in also.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_alone_it_says_what_there_is(gongkai):
    said = gongkai()
    assert said == gongkai("--help")
    assert said.code == 0 and said.out.startswith("用法：gongkai 命令 [选项]")


def test_chinese_help_speaks_chinese_and_names_every_option(gongkai):
    """Whatever is Latin in it is typed: an option, a value, a key, a name of a format."""
    for name in COMMANDS:
        page = gongkai(name, "--help").out
        for word in ("Usage", "OPTIONS", "TEXT", "PATH", "INTEGER", "required", "Show", "%Y"):
            assert word not in page, (name, word)
        command = cli.get_command(click.Context(cli), name)
        for option in (o for p in command.params for o in p.opts if o.startswith("--")):
            assert option in page, (name, option)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_example_of_the_help_is_a_command_line_that_can_be_used(lang):
    with cli.make_context("gongkai", [], obj={"lang": lang}):
        lines = cli.examples()
        for name in COMMANDS:
            command = cli.get_command(click.Context(cli), name)
            assert command.examples(), name
            lines += command.examples()
    for line in lines:
        program, *words = line.split()
        assert program == "gongkai"
        if words[0] == "--lang":
            words = words[2:]
        cli.get_command(click.Context(cli), words[0]).make_context(words[0], words[1:], obj={})


@pytest.mark.parametrize("columns", ["80", "120"])
def test_help_breaks_no_word_and_opens_no_line_with_a_comma(columns, monkeypatch, gongkai):
    monkeypatch.setenv("COLUMNS", columns)
    for name in COMMANDS:
        for line in gongkai(name, "--help").out.splitlines():
            assert width_of(line) <= int(columns)
            assert not line.lstrip().startswith(("，", "。", "、", "”", "）"))
    assert "correction_asked" in gongkai("deadline", "--help").out


def test_checking_a_web_page_imports_no_library_of_another_format(examples):
    page = examples / "yangli-xian-2024" / "report.html"
    command = [sys.executable, "-X", "importtime", "-m", "gongkai.cli.main", "check", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "lxml.etree" in imported
    assert not imported & set(HEAVY)


def test_help_imports_no_command():
    command = [sys.executable, "-X", "importtime", "-m", "gongkai.cli.main", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not {"gongkai.cli.check", "gongkai.forms.form", "lxml.etree", "rich"} & imported


@pytest.mark.parametrize("form", ["json", "table", "csv"])
def test_a_reader_that_goes_away_gets_no_traceback(form):
    command = [sys.executable, "-m", "gongkai.cli.main", "form", "2021", "--format", form]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=600) == 141


def test_ctrl_c_stops_with_one_sentence():
    command = [sys.executable, "-m", "gongkai.cli.main", "read", "-"]
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=600)
    assert running.returncode == 130
    assert (out, err.decode()) == (b"", "gongkai: 已停止。\n")


def test_a_place_that_cannot_be_written_is_one_sentence(gongkai):
    said = gongkai("form", "--format", "json", "--out", "/proc/form.json")  # not even for root
    assert said.code == 2 and said.err.count("\n") == 1


def test_a_result_goes_to_a_file_whole_or_not_at_all(gongkai, tmp_path):
    target = tmp_path / "new" / "form.json"
    assert gongkai("form", "--format", "json", "--out", target).code == 0
    assert [path.name for path in target.parent.iterdir()] == ["form.json"]
    blocked = tmp_path / "new" / "form.json" / "below"
    said = gongkai("form", "--format", "json", "--out", blocked)
    assert said.code == 2 and "换一个名字" in said.err
