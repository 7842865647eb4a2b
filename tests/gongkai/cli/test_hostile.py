"""Hostile files, names and surroundings, at the doors of the command line: one sentence, exit 2."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.gongkai.cli.conftest import EXAMPLES, ROOT

SECONDS = 10
REPORT = EXAMPLES / "shili-2023" / "report.txt"
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e[bold][/][/red][link=file:///etc/passwd]"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def renamed(title: str) -> bytes:
    """Return a sound report whose organ and prose carry `title`."""
    text = REPORT.read_text(encoding="utf-8")
    return text.replace("例水市示例区", f"{title}例水市示例区").encode("utf-8", "surrogatepass")


def begun(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    """Start a command line in a process group of its own."""
    command = [sys.executable, "-m", "gongkai.cli.main", *map(os.fspath, map(str, arguments))]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
        **options,  # type: ignore[call-overload]
    )


def alive_in_group(group: int) -> list[str]:
    """Return the processes of a group that still run (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, pgrp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(pgrp) == group and state != "Z":
                found.append(entry.name)
    return found


def refused(said) -> None:
    """Hold a refusal against the contract: one sentence, exit 2, no traceback, nothing leaked."""
    assert said.code == 2, said
    assert "Traceback" not in said.out + said.err
    assert "root:" not in said.out + said.err


def assert_harmless(said, form: str) -> None:
    """Hold what was printed: nothing steers a terminal (JSON writes what controls as \\u00..)."""
    seen = re.sub("[\u2000-\u20ff\x80-\x9f]", "", said.out) if form == "json" else said.out
    assert not STEERING.search(seen.replace("\r\n", "\n") + said.err)


# --- What is named ---------------------------------------------------------------------------------


def test_a_device_without_end_is_too_large(process):
    said = process("check", "/dev/zero", timeout=SECONDS)
    refused(said)
    assert "256 MB" in said.out


def test_a_device_is_no_list_and_no_template(process):
    county = EXAMPLES / "county"
    refused(process("consolidate", county, "--units", "/dev/zero", timeout=SECONDS))
    refused(process("check", REPORT, "--template", "/dev/zero", timeout=SECONDS))
    refused(process("check", REPORT, "--previous", "/dev/zero", timeout=SECONDS))
    refused(process("compare", REPORT, "/dev/zero", timeout=SECONDS))
    refused(process("deadline", "/dev/zero", timeout=SECONDS))


def test_the_last_day_there_is(process, tmp_path):
    refused(process("workdays", "9999-12-31", 1))
    case = tmp_path / "case.toml"
    case.write_text('channel="in_person"\n[[event]]\nkind="arrived"\non=9999-12-31\n')
    refused(process("deadline", case))


def test_a_huge_file_is_refused_unread(process, tmp_path):
    path = tmp_path / "report.pdf"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    started = time.monotonic()
    refused(process("check", path, timeout=SECONDS))
    assert time.monotonic() - started < 3


def test_a_pipe_nobody_writes_to_keeps_nobody_waiting(process, tmp_path):
    pipe = tmp_path / "report.html"
    os.mkfifo(pipe)
    refused(process("check", pipe, timeout=SECONDS))
    refused(process("deadline", pipe, timeout=SECONDS))
    refused(process("check", tmp_path, timeout=SECONDS))  # in a folder it is no file at all


def test_a_pipe_with_a_report_in_it_is_read(tmp_path):
    reading, writing = os.pipe()
    os.write(writing, REPORT.read_bytes())
    os.close(writing)
    command = begun("read", f"/dev/fd/{reading}", pass_fds=(reading,))
    os.close(reading)
    out, _ = command.communicate(timeout=SECONDS)
    assert command.returncode == 0 and "2023" in out.decode()


def test_a_folder_named_like_a_report_and_links_in_circles(process, tmp_path):
    (tmp_path / "x.pdf").mkdir()
    (tmp_path / "x.pdf" / "again").symlink_to(tmp_path)
    (tmp_path / "a.html").symlink_to(tmp_path / "b.html")
    (tmp_path / "b.html").symlink_to(tmp_path / "a.html")
    refused(process("check", tmp_path, timeout=SECONDS))
    refused(process("check", tmp_path / "x.pdf", timeout=SECONDS))
    refused(process("check", tmp_path / "a.html", timeout=SECONDS))


def test_a_file_nobody_may_read(process):
    refused(process("check", "/proc/self/mem"))  # not even for root


@pytest.mark.parametrize(
    "name",
    [
        "two\nlines.txt",
        "\x1b[31mred.txt",
        "[bold]x[\\].txt",
        "\u202etxt.exe.txt",
        "-.txt",
        "%s{0}.txt",
    ],
)
def test_any_name_a_file_may_have(process, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x89nothing of ours" * 9)
    for form in ("table", "csv", "json"):
        said = process("read", path, "--format", form)
        refused(said)
        assert_harmless(said, form)
    path.write_bytes(REPORT.read_bytes())
    said = process("write", path, "--to", "json,html", "--out", tmp_path / "out")
    assert said.code == 0 and not STEERING.search(said.out)
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_name_that_is_no_unicode(tmp_path):
    path = tmp_path / os.fsdecode(b"\xb1\xa8\xb8\xe6.txt")  # GBK on a UTF-8 system
    path.write_bytes(REPORT.read_bytes())
    base = [sys.executable, "-m", "gongkai.cli.main"]
    for rest in (
        ["read"], ["read", "--format", "json"], ["check", "--format", "csv"], ["check"],
        ["check", "--format", "xlsx", "--out", str(tmp_path / "list.xlsx")],
        ["write", "--to", "html,json", "--out", str(tmp_path / "out")],
    ):  # fmt: skip
        done = subprocess.run([*base, *rest, path], capture_output=True, cwd=ROOT, timeout=SECONDS)
        assert done.returncode in (0, 1), (rest, done.stderr.decode())
        assert b"Traceback" not in done.stderr
        done.stdout.decode("utf-8")
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_name_too_long_to_write_stops_no_other(process, tmp_path):
    long = tmp_path / ("长" * 83 + "xx.txt")  # 255 bytes; with .json one more
    short = tmp_path / "short.txt"
    for path in (long, short):
        path.write_bytes(REPORT.read_bytes())
    said = process("write", long, short, "--to", "json", "--out", tmp_path / "out")
    assert said.code == 2 and "Traceback" not in said.err
    assert (tmp_path / "out" / "short.json").exists()


def test_a_name_for_standard_input_cannot_leave_the_folder(process, tmp_path):
    out = tmp_path / "deep" / "out"
    said = process(
        "write",
        "-",
        "--name",
        "../../x.txt",
        "--to",
        "json",
        "--out",
        out,
        stdin=REPORT.read_bytes(),
    )
    assert said.code == 0
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.json")] == [
        "deep/out/x.json"
    ]


# --- What is written -------------------------------------------------------------------------------


def test_reports_of_one_name_do_not_overwrite_each_other(process, tmp_path):
    paths = []
    for folder in ("a/x", "b/x", "c/x"):
        (tmp_path / folder).mkdir(parents=True)
        paths.append(tmp_path / folder / "report.txt")
        paths[-1].write_bytes(REPORT.read_bytes())
    said = process("write", *paths, "--to", "json", "--out", tmp_path / "out", "--jobs", 2)
    assert said.code == 0
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_a_link_in_the_output_folder_is_replaced_not_followed(process, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("keep")
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.json").symlink_to(precious)
    assert process("write", REPORT, "--to", "json", "--out", out).code == 0
    assert precious.read_text() == "keep"
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["cells"]


def test_a_full_disk_is_one_sentence_and_leaves_no_half_file(process):
    for arguments in (("read", REPORT, "--format", "json"), ("check", REPORT)):
        command = [sys.executable, "-m", "gongkai.cli.main", *map(str, arguments)]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, timeout=600
            )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr and done.stderr.count(b"\n") == 1
    said = process("read", REPORT, "--format", "json", "--out", "/dev/full/x.json")
    refused(said)


@pytest.mark.parametrize("closed", ["stdout", "stderr", "stdin"])
def test_a_closed_stream_is_no_traceback(closed):
    redirect = {"stdout": ">&-", "stderr": "2>&-", "stdin": "<&-"}[closed]
    name = "-" if closed == "stdin" else str(REPORT)
    script = f'"{sys.executable}" -m gongkai.cli.main check "{name}" {redirect}'
    done = subprocess.run(["sh", "-c", script], capture_output=True, cwd=ROOT, timeout=SECONDS)
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode in (0, 1, 2)


# --- What a report says ----------------------------------------------------------------------------


def test_nothing_in_a_report_steers_the_terminal(process, tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes(renamed(ESCAPES))
    for command in ("read", "check"):
        for form in ("table", "csv", "json"):
            said = process(command, path, "--format", form)
            assert said.code in (0, 1), said
            assert_harmless(said, form)
    said = process("compare", path, EXAMPLES / "shili-2023" / "report.txt")
    assert not STEERING.search(said.out + said.err)


@pytest.mark.parametrize("begin", ["=1+1", "+cmd|' /C calc'!A0", "＝1+1"])
def test_no_text_becomes_a_formula(process, tmp_path, begin):
    import openpyxl

    path = tmp_path / f"{begin.replace('/', '_')}.txt"
    path.write_bytes(renamed(begin))
    said = process("check", path, "--format", "csv")
    rows = list(csv.reader(io.StringIO(said.out.removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert not [c for c in cells if c.strip()[:1] in "=+-@＝＋－＠" and c.strip()]
    out = tmp_path / "list.xlsx"
    process("check", path, "--format", "xlsx", "--out", out)
    process("write", path, "--to", "xlsx", "--out", tmp_path / "new")
    for book in (out, *(tmp_path / "new").glob("*.xlsx")):
        for sheet in openpyxl.load_workbook(book):
            for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
                assert re.fullmatch(r"=[A-Z0-9+\-:(),SUMIFSRND\"&;=<> .]+", cell.value)
                assert "1+1" not in cell.value and "2+3" not in cell.value


# --- Processes -------------------------------------------------------------------------------------


def many(folder: Path, count: int) -> None:
    data = (EXAMPLES / "fanli-shi-2024" / "report.pdf").read_bytes()
    for number in range(count):
        (folder / f"{number:03}.pdf").write_bytes(data)


def at_work(command: subprocess.Popen[bytes]) -> int:
    """Wait until the workers of a command have workers of their own; return the first."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        others = sorted(p for p in map(int, alive_in_group(command.pid)) if p != command.pid)
        if len(others) >= 4:
            return others[0]
        time.sleep(0.02)
    raise AssertionError("no workers were running")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whoever_stops_the_command_stops_all_of_it(tmp_path, sign):
    many(tmp_path, 40)
    command = begun("check", tmp_path, "--jobs", 2)
    at_work(command)
    if sign == signal.SIGINT:
        os.killpg(command.pid, sign)  # the terminal tells the whole group
    else:
        command.send_signal(sign)
    out, err = command.communicate(timeout=SECONDS)
    assert b"Traceback" not in out + err
    if sign == signal.SIGINT:
        assert command.returncode == 130 and err.decode().count("\n") == 1
    until = time.monotonic() + 8
    while (left := alive_in_group(command.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left


def test_a_killed_worker_is_no_end(tmp_path):
    many(tmp_path, 40)
    command = begun("check", tmp_path, "--jobs", 2, "--format", "json")
    os.kill(at_work(command), signal.SIGKILL)
    out, err = command.communicate(timeout=600)
    assert b"Traceback" not in err
    assert len(json.loads(out)["reports"]) == 40
