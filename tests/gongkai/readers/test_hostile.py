"""Every hostile file ends in one sentence, in little time and memory, in a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gongkai.readers import hostile

SECONDS = 10.0
MEGABYTES = 1024
ROOT = Path(__file__).resolve().parents[3]

# Reads the files named on standard input one by one and tells of each, then the most memory in KB that it
# or one of its workers took. It asks the system of itself alone: its caller's memory is counted in
# ru_maxrss until it becomes another program.
READS = """
import json, resource, sys, time
from gongkai.readers import read, sandbox
for path in sys.stdin:
    started = time.monotonic()
    result = read.read_file(path.rstrip("\\n"))
    told = {"status": result.status, "code": result.error.code if result.error else None,
            "zh": str(result.error or ""), "en": result.error.sentence("en") if result.error else "",
            "text": "" if result.document is None else
                    "".join(p.text for p in result.document.paragraphs),
            "seconds": time.monotonic() - started}
    print(json.dumps(told), flush=True)
sandbox.close()
itself = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(max(int(itself.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


def told_of(files: dict[str, Callable[[], bytes]], folder: Path) -> tuple[dict[str, dict], float]:
    """Return what was told of each file, and the most memory that it took in MB."""
    names = []
    for name, make in files.items():
        (folder / name).write_bytes(make())
        names.append(str(folder / name))
    errors = folder / "errors"
    with errors.open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-c", READS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err,
            cwd=ROOT, text=True,
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        told = {}
        for name, path in zip(files, names, strict=True):
            started = time.monotonic()
            process.stdin.write(path + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            assert line, (name, errors.read_text())
            told[name] = json.loads(line) | {"waited": time.monotonic() - started}
        kilobytes, _nothing = process.communicate()
    assert process.returncode == 0, errors.read_text()
    assert "Traceback" not in errors.read_text()
    return told, int(kilobytes) / 1024


def by_ending(files: dict[str, Callable[[], bytes]]) -> list[str]:
    return sorted({name.rpartition(".")[2] for name in files})


@pytest.mark.parametrize("ending", by_ending(hostile.ATTACKS))
def test_what_is_no_report_is_one_sentence_soon_and_cheaply(ending: str, tmp_path: Path) -> None:
    files = {n: f for n, f in hostile.ATTACKS.items() if n.endswith(f".{ending}")}
    told, megabytes = told_of(files, tmp_path)
    for name, answer in told.items():
        assert answer["status"] == "failed", (name, answer)
        assert answer["code"].startswith("readers."), (name, answer)
        for sentence in (answer["zh"], answer["en"]):
            assert sentence and "\n" not in sentence and len(sentence) < 400, (name, answer)
            assert "root:" not in sentence and "Error" not in sentence, (name, answer)
        assert answer["waited"] < SECONDS, (name, answer)
    assert megabytes < MEGABYTES


def test_what_is_a_report_all_the_same_is_read_without_harm(tmp_path: Path) -> None:
    told, megabytes = told_of(hostile.DISGUISED, tmp_path)
    for name, answer in told.items():
        assert answer["status"] != "failed", (name, answer)
        assert "root:" not in answer["text"] and "lollol" not in answer["text"], name
        assert answer["waited"] < SECONDS, (name, answer)
    assert megabytes < MEGABYTES
