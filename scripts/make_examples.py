"""Write examples/ anew from scripts/examples/*.toml: reports of our own in every format read.

    python scripts/make_examples.py [SLUG ...]

Needs LibreOffice for the .doc, .rtf, .odt, .xls and one of the .pdf files.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts" / "examples"))

import layouts  # noqa: E402
import paper  # noqa: E402
from describe import Example, examples  # noqa: E402

OUT = ROOT / "examples"
UNITS = """name,level,parent
一道镇,township,例江县
二道镇,township,例江县
三道乡,township,例江县
四道乡,township,例江县
五道镇,township,例江县
六道乡,township,例江县
"""


def main() -> None:
    """Write every example, or those whose slugs are named, with truth and errors."""
    wanted = set(sys.argv[1:])
    for example in (e for e in examples() if not wanted or e.slug in wanted):
        folder = OUT / example.slug if "/" not in example.slug else OUT / "county"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / example.file).write_bytes(content(example))
        stem = "" if "/" not in example.slug else Path(example.file).stem + "."
        write_truth(example, folder / f"{stem}truth.json")
        if "/" not in example.slug or example.errors:
            (folder / f"{stem}errors.md").write_text(errors(example), encoding="utf-8")
    (OUT / "county" / "units.csv").write_text(UNITS, encoding="utf-8")
    size = sum(path.stat().st_size for path in OUT.rglob("*") if path.is_file())
    print(f"examples/: {size / 1e6:.2f} MB")


def content(example: Example) -> bytes:
    """Return the bytes of one example."""
    layout, _, target = example.layout.partition(":")
    if layout == "own":
        return own(example, target)
    if layout == "scan":
        return paper.scan(paper.sheet(example), target)
    made = getattr(layouts, layout)(example)
    if isinstance(made, str):
        charset = example.options.get("charset", "utf-8")
        return made.encode(charset)
    return converted(made, "xlsx" if layout == "sheet" else "docx", target) if target else made


def own(example: Example, target: str) -> bytes:
    """Return the example as one of the library's own writers writes it."""
    import importlib

    data: bytes = importlib.import_module(f"gongkai.writers.{target}").write(example.filled())
    return data


def converted(data: bytes, suffix: str, target: str) -> bytes:
    """Return a document as LibreOffice saves it in another format."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise SystemExit(
            "LibreOffice is needed: apt-get install libreoffice-writer libreoffice-calc"
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"report.{suffix}").write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", target, "--outdir", name]
        subprocess.run(
            [*command, str(folder / f"report.{suffix}")],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (folder / f"report.{target}").read_bytes()


def write_truth(example: Example, path: Path) -> None:
    """Write what a reader should find: every address with its figure, or the status it should give."""
    cells = example.expected()
    if example.options.get("cut"):
        cells |= {a: "absent" for a in cells if a.startswith(f"{example.options['cut']}/")}
    truth = {
        "file": example.file,
        "edition": example.form.id,
        "authority": example.me,
        "year": example.year,
        "title": example.title,
        "codes": list(example.codes),
        "cells": cells,
    }
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def errors(example: Example) -> str:
    """Return the page that says what is wrong with an example."""
    return f"# {example.title}\n\n{example.errors or 'Sound: nothing is wrong with this report.'}\n"


if __name__ == "__main__":
    main()
