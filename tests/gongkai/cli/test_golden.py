"""What the commands print, kept whole: a change shows in the difference and is looked at.

`make golden` writes the files anew.
"""

import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
COMMANDS = {
    "form-2019.csv": "form 2019 --format csv",
    "form-2021.csv": "form 2021 --format csv",
    "form-2021.txt": "form 2021",
    "read-text.csv": "read examples/shili-2023/report.txt --format csv",
    "read-sheet.csv": "read examples/liyuan-zhen-2023/report.xlsx --format csv",
    "read-pdf.csv": "read examples/fanli-shi-2024/report.pdf --format csv",
    "compare.csv": "compare examples/lihe-xiang-2023/report.docx examples/lihe-xiang-2024/report.docx"
    " --format csv",
    "consolidate.csv": "consolidate examples/county --parent examples/county/xian.html"
    " --units examples/county/units.csv --format csv",
    "deadline.txt": "deadline examples/deadlines/correction-and-extension.toml",
    "fee.txt": "fee --items 31",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_golden_output_is_what_prints(process, name):
    said = process(*COMMANDS[name].split())
    assert said.err == ""
    path = GOLDEN / name
    if os.environ.get("GONGKAI_GOLDEN") == "write":
        assert not os.environ.get("CI"), "golden files are written by people, who look at them"
        path.write_text(said.out, encoding="utf-8", newline="")
    assert said.out == path.read_bytes().decode("utf-8")


def test_golden_files_have_a_command_each():
    assert {path.name for path in GOLDEN.iterdir()} == set(COMMANDS)
