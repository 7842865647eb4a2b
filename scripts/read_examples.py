"""`make read`: read a folder of reports, print the findings, leave clean documents beside them.

    python scripts/read_examples.py FOLDER OUT

Exit code 0 if every file was read or refused with a reason: a demo shows findings, it does not fail
on them.
"""

import sys
from pathlib import Path

from gongkai.cli.main import run

UNUSABLE = 2


def main(folder: str, out: str) -> int:
    """Check the folder, then write each report as HTML, DOCX, PDF, XLSX and JSON."""
    if not Path(folder).is_dir():
        print(f"{folder}: 没有这个文件夹 / no such folder", file=sys.stderr)
        return UNUSABLE
    # Pictures in a folder may be anything: scans are named one by one.
    files = [folder, *map(str, sorted(Path(folder).glob("*-scan/*.png")))]
    named = " ".join(files)
    print(f"$ gongkai check {named}\n", flush=True)
    run(["check", *files])
    print(f"\n$ gongkai write {named} --to html,docx,pdf,xlsx,json --out {out}\n", flush=True)
    run(["write", *files, "--to", "html,docx,pdf,xlsx,json", "--out", out])
    count = sum(1 for path in Path(out).iterdir() if path.is_file())
    print(f"\n{out}/: {count} 个文件 / files")
    return 0 if count else UNUSABLE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
