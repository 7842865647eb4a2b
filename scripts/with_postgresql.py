"""Run a command with DATABASE_URL set to a PostgreSQL server of its own, started and stopped here.

    python scripts/with_postgresql.py COMMAND…

The server listens on 127.0.0.1 alone, keeps its data in a temporary folder and belongs to nobody
else. Without PostgreSQL installed: exit 1 where CI is set, else a sentence and exit 0.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of the newest installed server's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3])
    )
    return folders[-1].parent if folders else None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: Sequence[str]) -> int:
    """Start the server, run the command, stop the server; return the command's exit code."""
    bin_folder = programs()
    if bin_folder is None:
        print("没有安装 PostgreSQL（make system）。PostgreSQL is not installed (make system).")
        return 1 if os.environ.get("CI") else 0
    # PostgreSQL refuses to run as root, as which a container often works.
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    owner: dict[str, object] = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
    folder = Path(tempfile.mkdtemp(prefix="gongkai-postgresql-"))
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    port, data, log = free_port(), folder / "data", folder / "log"
    try:
        _run(
            [
                bin_folder / "initdb",
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                "portal",
                "-E",
                "UTF8",
                "--no-locale",
            ],
            owner,
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        _run([bin_folder / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start"], owner)
        try:
            url = f"postgresql://portal@127.0.0.1:{port}/postgres"
            return subprocess.call(list(command), env=os.environ | {"DATABASE_URL": url})
        finally:
            _run([bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[object], owner: dict[str, object]) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if "initdb" in str(command[0]) else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        cwd="/",
        text=True,
        check=False,
        **owner,  # type: ignore[call-overload]
    )
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stdout or done.returncode}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
