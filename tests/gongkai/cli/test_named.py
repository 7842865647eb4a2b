"""What cannot be used is named: the folder that is not there, the one bad file of two, a dead link."""

import shutil
from pathlib import Path

import pytest

from .conftest import EXAMPLES, Gongkai

GOOD = EXAMPLES / "shili-2023/report.txt"


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    path = tmp_path / "noise.bin"
    path.write_bytes(bytes(range(256)) * 9)
    return path


def test_a_folder_that_is_not_there_is_said_to_be_missing(gongkai: Gongkai, tmp_path: Path) -> None:
    missing = tmp_path / "各镇2024"
    said = gongkai("consolidate", missing)
    assert (said.code, said.err) == (2, f"gongkai: 没有文件夹“{missing}”，请核对路径。\n")
    assert "There is no folder" in gongkai("--lang", "en", "consolidate", missing).err


def test_a_folder_of_files_nobody_can_read_says_why_not(gongkai: Gongkai, noise: Path) -> None:
    noise.rename(noise.with_suffix(".pdf"))
    said = gongkai("consolidate", noise.parent)
    assert said.code == 2 and "noise.pdf" in said.err and "1个文件都读不出" in said.err
    assert "年度" not in said.err


@pytest.mark.parametrize("first", [True, False])
def test_of_two_reports_compared_the_bad_one_is_named(
    gongkai: Gongkai, noise: Path, first: bool
) -> None:
    said = gongkai("compare", *((noise, GOOD) if first else (GOOD, noise)))
    assert said.code == 2 and said.err.count("\n") == 1
    assert said.err.count("noise.bin") == 1 and "shili" not in said.err
    missing = noise.with_name("gone.pdf")
    assert gongkai("compare", GOOD, missing).err.count("gone.pdf") == 1


def test_a_parent_and_last_years_report_that_cannot_be_read_are_named(
    gongkai: Gongkai, noise: Path
) -> None:
    said = gongkai("consolidate", EXAMPLES / "county", "--parent", noise)
    assert said.code == 2 and said.err.count("noise.bin") == 1
    said = gongkai("check", GOOD, "--previous", noise.with_name("gone.pdf"))
    assert said.code == 2 and "没有文件" in said.err and said.err.count("gone.pdf") == 1


def test_a_dead_link_in_a_folder_is_named_and_the_others_are_read(
    gongkai: Gongkai, tmp_path: Path
) -> None:
    shutil.copy(GOOD, tmp_path / "report.txt")
    (tmp_path / "other.pdf").symlink_to(tmp_path / "moved-away.pdf")
    (tmp_path / "notes").symlink_to(tmp_path / "nowhere")  # no report by its name
    said = gongkai("read", tmp_path, "--format", "json")
    assert said.code == 2
    dead, read = said.json["reports"]
    assert read["status"] == "complete"
    assert dead["source"]["path"].endswith("other.pdf")
    assert "失效的链接" in dead["issues"][0]["message"]
    said = gongkai("write", tmp_path, "--to", "html", "--out", tmp_path / "out")
    assert said.code == 2 and "other.pdf" in said.err and (tmp_path / "out/report.html").exists()
