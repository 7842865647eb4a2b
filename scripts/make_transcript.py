"""Write the transcripts of the READMEs anew: what each command really prints at 80 columns."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"```console\n\$ (gongkai [^\n]*)\n(.*?)```", re.DOTALL)


def printed(command: str) -> str:
    """Return what a command prints, without the spaces that fill its lines."""
    words = command.split()
    environment = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli.main", *words[1:]],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).strip()


def renewed(text: str) -> str:
    """Return a page with every transcript printed anew."""
    return BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{printed(m[1])}\n```", text)


def main() -> None:
    """Write both pages."""
    for name in PAGES:
        path = ROOT / name
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
