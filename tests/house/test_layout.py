"""The shape of the house: where files stand, what they are called, how long they are."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "gongkai"
MODULES = sorted(SOURCE.rglob("*.py"))
VAGUE = {"utils", "helpers", "common", "misc", "services", "managers", "signals"}
LONGEST = 400


def test_no_module_has_a_name_that_says_nothing():
    assert [p for p in MODULES if p.stem in VAGUE or p.parent.name in VAGUE] == []


def test_a_package_runs_nothing_when_it_is_imported():
    for path in SOURCE.rglob("__init__.py"):
        statements = ast.parse(path.read_text(encoding="utf-8")).body
        assert all(isinstance(s, ast.Expr) for s in statements), path  # a docstring at most


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_file_grows_beyond_what_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_sentence_is_there_in_chinese_and_in_english():
    for path in SOURCE.rglob("wording.toml"):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert set(entry) == {"zh", "en"}, f"{path.parent.name}.{code}"


def test_every_sentence_that_is_said_has_its_words_and_every_word_is_said():
    codes = {
        f"{'core' if path.parent == SOURCE else path.parent.name}.{code}"
        for path in SOURCE.rglob("wording.toml")
        for code in tomllib.loads(path.read_text(encoding="utf-8"))
    }
    packages = "|".join({code.partition(".")[0] for code in codes})
    source = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    said = set(re.findall(rf'"((?:{packages})\.[a-z][a-z0-9_]*)"', source))
    modules = {f"{p.parent.name}.{p.stem}" for p in MODULES}
    assert said - codes - modules == set()


def test_what_is_committed_names_no_machine():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    texts = [ROOT / name for name in tracked if name.endswith((".py", ".md", ".toml", ".lock"))]
    pattern = re.compile(r"/(?:root|home/\w+|work)/(?!\w*node)[\w./-]+")
    found = {str(p): m[0] for p in texts if p.is_file() and (m := pattern.search(read(p)))}
    assert found == {}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
