"""Where results go: no command replaces what it reads, nor a device, whatever name it is given."""

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest

from gongkai.cli.main import cli

from .conftest import EXAMPLES, ROOT, Gongkai

COMMANDS = ("read", "check", "compare", "consolidate", "deadline")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with two reports, a template, a list of units and a case, all of which are read."""
    for year in (2023, 2024):
        name = f"lihe-xiang-{year}"
        shutil.copy(EXAMPLES / name / "report.docx", tmp_path / f"{name}.docx")
    shutil.copy(EXAMPLES / "lihe-xiang-2023/report.docx", tmp_path / "parent.docx")
    (tmp_path / "template.txt").write_text("本单位认真贯彻落实条例。", encoding="utf-8")
    (tmp_path / "units.csv").write_text("name\n例河乡人民政府\n", encoding="utf-8")
    (tmp_path / "case.toml").write_text(
        'channel = "in_person"\n[[event]]\non = 2024-03-04\nkind = "arrived"\n', encoding="utf-8"
    )
    return tmp_path


def lines(command: str) -> list[str]:
    """Return what a command is given before --out."""
    return {
        "read": ["lihe-xiang-2024.docx"],
        "check": ["lihe-xiang-2024.docx", "--previous", "lihe-xiang-2023.docx",
                  "--template", "template.txt"],
        "compare": ["lihe-xiang-2023.docx", "lihe-xiang-2024.docx", "--template", "template.txt"],
        "consolidate": [".", "--parent", "parent.docx", "--units", "units.csv", "--year", "2023"],
        "deadline": ["case.toml"],
    }[command]  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def refused(said, before: dict[str, bytes], folder: Path) -> None:
    assert said.code == 2, said
    assert "要读取的文件，不会被覆盖" in said.err and said.err.count("\n") == 1
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("command", "form"),
    [(c, f) for c in COMMANDS[:-1] for f in ("table", "json", "csv", "xlsx")]
    + [("deadline", "table"), ("deadline", "json")],
)
def test_no_command_writes_over_anything_it_reads(
    gongkai: Gongkai, desk: Path, monkeypatch: pytest.MonkeyPatch, command: str, form: str
) -> None:
    monkeypatch.chdir(desk)
    before = contents(desk)
    given = lines(command)
    read = [name for name in given if (desk / name).is_file()]
    if command == "consolidate":
        read.append("lihe-xiang-2024.docx")  # found in the folder
    assert read
    for name in read:
        refused(gongkai(command, *given, "--format", form, "--out", name), before, desk)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_read_is_known_by_any_other_name(
    gongkai: Gongkai, desk: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(desk)
    given = lines(command)
    own = next(name for name in (*given, "lihe-xiang-2024.docx") if (desk / name).is_file())
    others = desk / "others"
    others.mkdir()
    (others / "symbolic").symlink_to(desk / own)
    os.link(desk / own, others / "hard")
    (desk / "here").symlink_to(desk, target_is_directory=True)
    before = contents(desk)
    for name in (f"./{own}", f"others/../{own}", desk / own, f"here/{own}"):
        refused(gongkai(command, *given, "--out", name), before, desk)
    for name in ("others/symbolic", "others/hard"):
        refused(gongkai(command, *given, "--out", name), before, desk)
        assert (desk / name).samefile(desk / own)
    given = [str(others / "hard") if name == own else name for name in given]
    refused(gongkai(command, *given, "--out", own), before, desk)


def test_a_report_that_comes_through_standard_input_stays_too(desk: Path) -> None:
    before = contents(desk)
    with (desk / "parent.docx").open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "gongkai.cli.main", "check", "-", "--out", "parent.docx"],
            stdin=file, capture_output=True, cwd=desk, timeout=600,
        )  # fmt: skip
    assert done.returncode == 2 and contents(desk) == before


def test_a_report_that_is_not_there_is_not_made_up(gongkai: Gongkai, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert gongkai("check", path, "--format", "csv", "--out", path).code == 2
    assert not path.exists()


def test_a_folder_written_to_may_hold_the_reports_but_none_is_replaced(
    gongkai: Gongkai, desk: Path
) -> None:
    # lihe-xiang-2023.html would be written from the .docx where the .html is read as well.
    page = desk / "lihe-xiang-2023.html"
    (desk / "page").mkdir()
    shutil.copy(EXAMPLES / "yangli-xian-2024/report.html", page)
    os.link(page, desk / "page/other.html")
    before = contents(desk)
    given = (desk / "lihe-xiang-2023.docx", desk / "lihe-xiang-2024.docx", desk / "page/other.html")
    for jobs in (1, 2):
        said = gongkai("write", *given, "--to", "html", "--jobs", jobs, "--out", desk)
        assert said.code == 2 and said.err.count("\n") == 1 and "lihe-xiang-2023.html" in said.err
        after = contents(desk)
        assert {name: after[name] for name in before} == before
        assert (desk / "lihe-xiang-2024.html").exists() and (desk / "other.html").exists()
        (desk / "lihe-xiang-2024.html").unlink()


def test_a_report_given_back_with_comments_replaces_no_other_report(
    gongkai: Gongkai, desk: Path
) -> None:
    shutil.copy(desk / "parent.docx", desk / "lihe-xiang-2023-annotated.docx")
    before = contents(desk)
    given = ("lihe-xiang-2023.docx", "lihe-xiang-2023-annotated.docx")
    said = gongkai("write", *(desk / n for n in given), "--annotate", "--out", desk)
    assert said.code == 2 and "不会被覆盖" in said.err
    after = contents(desk)
    assert {name: after[name] for name in before} == before


def test_every_path_of_every_command_is_read_or_is_where_results_go() -> None:
    """A new command, or a new option with a path, is protected without being listed here."""
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        for param in command.params:
            if "--out" in param.opts:
                assert isinstance(param.type, click.Path)
            elif isinstance(param, click.Argument) and name not in ("form", "workdays"):
                if param.name == "kind":  # of a letter: a name, no path
                    continue
                assert isinstance(param.type, click.Path), (name, param.name)


def test_results_may_stand_in_the_folder_that_is_read(gongkai: Gongkai, desk: Path) -> None:
    (desk / "template.txt").unlink()
    for _ in range(2):  # the list of the first time is no report: it may be replaced
        said = gongkai("check", desk, "--format", "csv", "--out", desk / "findings.csv")
        assert said.code in (0, 1) and said.err == ""
    assert (desk / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not [p.name for p in desk.iterdir() if "part" in p.suffix]


def test_a_file_that_is_being_written_takes_nobodys_name(gongkai: Gongkai, tmp_path: Path) -> None:
    other = tmp_path / "fee.txt.part"
    other.write_text("keep")
    long = tmp_path / ("名" * 85)  # 255 bytes: no room for an ending
    for out in (tmp_path / "fee.txt", long):
        assert gongkai("fee", "--items", "12", "--out", out).code == 0
        assert "100" in out.read_text(encoding="utf-8")
    assert other.read_text() == "keep"


@pytest.mark.parametrize("out", ["", ".", "/", "folder", "link"])
def test_a_folder_is_no_place_for_one_file(
    gongkai: Gongkai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    monkeypatch.chdir(tmp_path)
    for command in (["fee", "--items", "12"], ["check", EXAMPLES / "shili-2023/report.txt"]):
        said = gongkai(*command, "--out", out)
        assert (said.code, said.out) == (2, "")
        assert "文件夹" in said.err and said.err.count("\n") == 1
    assert (tmp_path / "link").is_symlink() and (tmp_path / "folder").is_dir()


def test_a_pipe_is_written_to_and_stays(process: Gongkai, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    said = process("fee", "--items", "12", "--out", pipe)
    reader.join(10)
    assert said.code == 0 and "100" in got[0]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


def run_as_root_might(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["sh", "-c", command.format(gongkai=f'"{sys.executable}" -m gongkai.cli.main')],
        capture_output=True, cwd=ROOT, timeout=600, env=os.environ | {"FOLDER": str(folder)},
    )  # fmt: skip


@pytest.mark.parametrize("link", [False, True])
def test_a_device_is_written_to_and_stays(tmp_path: Path, link: bool) -> None:
    out = "/dev/null"
    if link:
        (tmp_path / "null").symlink_to(out)
        out = str(tmp_path / "null")
    before = Path("/dev/null").stat()
    try:
        done = run_as_root_might(f"{{gongkai}} fee --items 12 --out {out}", tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        now = Path("/dev/null").stat()
        assert (now.st_mode, now.st_rdev, now.st_ino) == (
            before.st_mode, before.st_rdev, before.st_ino,
        )  # fmt: skip
        assert not link or Path(out).is_symlink()
    finally:
        if not stat.S_ISCHR(Path("/dev/null").lstat().st_mode) and os.geteuid() == 0:
            Path("/dev/null").unlink()  # what breaks the machine must not outlive the test
            os.mknod("/dev/null", 0o666 | stat.S_IFCHR, before.st_rdev)


@pytest.mark.parametrize("redirect", ['> "$FOLDER/x"', '| cat > "$FOLDER/x"'])
def test_standard_output_by_its_name_in_dev(tmp_path: Path, redirect: str) -> None:
    link = Path("/dev/stdout").readlink()
    done = run_as_root_might("{gongkai} fee --items 12 --out /dev/stdout " + redirect, tmp_path)
    assert done.returncode == 0 and done.stderr == b""
    assert "100" in (tmp_path / "x").read_text(encoding="utf-8")
    assert Path("/dev/stdout").readlink() == link


def test_a_file_opened_by_the_caller_is_written_to(tmp_path: Path) -> None:
    done = run_as_root_might('{gongkai} fee --items 12 --out /dev/fd/3 3> "$FOLDER/x"', tmp_path)
    assert done.returncode == 0 and done.stderr == b""
    assert "100" in (tmp_path / "x").read_text(encoding="utf-8")
