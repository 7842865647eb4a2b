"""A fault of our own, injected for real: one sentence, exit code 2, and nothing of the others lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import EXAMPLES, ROOT, Gongkai

REPORT = EXAMPLES / "shili-2023/report.txt"
OTHER = EXAMPLES / "yangli-xian-2024/report.html"
# A check that divides by zero at one report; nothing else of the program is touched.
FAULTY = """
import sys
from gongkai.checks import arithmetic, check
from gongkai.cli import main
sound = check._REGISTRY["K1"]
def faulty(evidence):
    if evidence.report.year == 2023:
        1 / 0
    return sound(evidence)
check._REGISTRY["K1"] = faulty
sys.exit(main.run(sys.argv[1:]))
"""


def run(*arguments: object, debug: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command line in which the check K1 fails on reports on 2023."""
    environment = {k: v for k, v in os.environ.items() if k != "GONGKAI_DEBUG"}
    return subprocess.run(
        [sys.executable, "-c", FAULTY, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        cwd=ROOT,
        env=environment | ({"GONGKAI_DEBUG": "1"} if debug else {}),
    )


@pytest.mark.parametrize("order", [(REPORT, OTHER), (OTHER, REPORT)])
def test_a_check_that_fails_loses_one_file_and_tells_whose_fault_it_is(
    order: tuple[Path, Path],
) -> None:
    said = run("check", *order)
    assert said.returncode == 2
    assert "Traceback" not in said.stdout + said.stderr
    flat = "".join(said.stdout.split())
    assert f"处理“{REPORT}”时Gongkai自身出错（ZeroDivisionError" in flat
    assert "不是文件的问题" in flat and "GONGKAI_DEBUG=1" in flat
    assert str(OTHER) in flat and "2份报告" in flat and "1份读不出" in flat


def test_in_json_the_other_report_is_whole() -> None:
    said = run("--lang", "en", "check", REPORT, OTHER, "--format", "json")
    broken, sound = json.loads(said.stdout)["reports"]
    assert said.returncode == 2
    assert broken["error"]["code"] == "cli.our_fault"
    assert "the file is not to blame" in broken["error"]["message"]
    assert "K1" in sound["passed"]


def test_the_traceback_is_shown_to_whoever_asks_for_it() -> None:
    said = run("check", REPORT, debug=True)
    assert said.returncode != 0
    assert "ZeroDivisionError" in said.stderr and "Traceback" in said.stderr


def test_giving_a_report_back_with_its_findings_fails_for_that_file_alone(tmp_path: Path) -> None:
    said = run("write", REPORT, OTHER, "--annotate", "--out", tmp_path)
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1 and "自身出错" in said.stderr
    assert len(list(tmp_path.iterdir())) == 1


def test_a_fault_outside_any_file_is_one_sentence_too(
    gongkai: Gongkai, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.cli import fee

    monkeypatch.setattr(fee, "_number", None)
    said = gongkai("fee", "--items", "12")
    assert said.code == 2
    assert said.err.count("\n") == 1 and "Gongkai 自身出错（TypeError" in said.err
