"""Who may import whom: the contracts hold, and they would notice a breach."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


def test_the_import_contracts_hold():
    done = subprocess.run(LINT, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_form_that_imported_a_reader_would_be_noticed(tmp_path):
    package = tmp_path / "gongkai"
    shutil.copytree(
        ROOT / "src" / "gongkai", package, ignore=shutil.ignore_patterns("*.otf", "*.ttf")
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    form = package / "forms" / "form.py"
    form.write_text("import gongkai.readers.result\n" + form.read_text(encoding="utf-8"))
    program = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; lint_imports_command(['--no-cache'])"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "Core layers BROKEN" in done.stdout


def test_the_library_needs_no_development_package():
    command = [
        sys.executable, "-c",
        "import sys, pkgutil, importlib, gongkai\n"
        "for m in pkgutil.walk_packages(gongkai.__path__, 'gongkai.'):\n"
        "    if m.name not in ('gongkai.readers.ocr',): importlib.import_module(m.name)\n"
        "print(*sorted({n.partition('.')[0] for n in sys.modules}))",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "gongkai" in loaded
    tools = {"pytest", "hypothesis", "chinese_calendar", "holidays", "pdfplumber", "psutil", "mypy"}
    assert not loaded & tools
