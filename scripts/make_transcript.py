"""Write the transcripts of the READMEs and guides anew: what each command prints at 80 columns.

A command runs in an empty folder beside which the examples seem to lie, so that it may write files.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
PAGES = (*READMES, *(f"docs/guides/{name}.md" for name in ("clerk", "supervisor", "researcher")))
BLOCK = re.compile(r"```console\n\$ (gongkai [^\n]*)\n(.*?)```", re.DOTALL)


def printed(command: str) -> str:
    """Return what a command prints, without the spaces that fill its lines."""
    words = command.split()
    environment = {**os.environ, "COLUMNS": "80"}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "examples").symlink_to(ROOT / "examples")
        done = subprocess.run(
            [sys.executable, "-m", "gongkai.cli.main", *words[1:]],
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment,
        )
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).strip()


def renewed(text: str) -> str:
    """Return a page with every transcript printed anew."""
    return BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{printed(m[1])}\n```", text)


def main() -> None:
    """Write every page."""
    for name in PAGES:
        path = ROOT / name
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
