"""Kept public pages beside nginx serving the same bytes from a file; the bar is half as many a second.

    python benchmarks/portal_cache.py [FOLDER] [--pairs N] [--seconds N]

FOLDER is a world of benchmarks/portal_world.py; without it a small one is made. Both servers have two
processes and answer 20 connections of `wrk`, by turns within one run; what counts is the ratio of each
pair. Compressed pages are compared too: nginx then has the very bytes the portal sends (gzip_static).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from portal_pages import load, serve
from portal_world import set_up

BAR = 0.5
NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ text/html html; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/root; gzip_static on; }}
}}
"""


def fetch(port: int, path: str, gzip: bool) -> bytes:
    """Return a body as it is sent."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    if gzip:
        request.add_header("Accept-Encoding", "gzip")
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert (answer.headers.get("Content-Encoding") == "gzip") == gzip
        return bytes(answer.read())


def start_nginx(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Serve `folder`/root."""
    folder.chmod(0o755)  # its processes belong to another user
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port), encoding="utf-8")
    return subprocess.Popen(
        ["nginx", "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL
    )


def main() -> int:
    """Print every pair; 1 if the median ratio is below the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=4)
    asked = parser.parse_args()
    if shutil.which("nginx") is None or shutil.which("wrk") is None:
        print("nginx or wrk is not installed")
        return 2
    temporary = Path(tempfile.mkdtemp(prefix="portal-cache-"))
    world = asked.folder or temporary / "world"
    if asked.folder is None:
        build = [sys.executable, str(Path(__file__).with_name("portal_world.py")), str(world)]
        subprocess.run([*build, "--documents", "500", "--no-search"], check=True)
    set_up(world)
    process, port = serve(world, 2, PORTAL_PAGE_CACHE="64")
    served, path, below = None, "/info/77/", False
    try:
        root = temporary / "root" / "info" / "77"
        root.mkdir(parents=True)
        plain, packed = fetch(port, path, False), fetch(port, path, True)
        (root / "index.html").write_bytes(plain)
        (root / "index.html.gz").write_bytes(packed)
        nginx_port = port + 1 if port < 65000 else port - 1
        served = start_nginx(temporary, nginx_port)
        time.sleep(1)
        assert fetch(nginx_port, path, False) == plain == fetch(port, path, False)
        assert fetch(nginx_port, path, True) == packed == fetch(port, path, True)
        for name, size, more in (
            ("plain", len(plain), ()),
            ("gzip", len(packed), ("-H", "Accept-Encoding: gzip")),
        ):
            ratios = []
            print(f"{name}, {size} bytes; requests/s: portal, nginx, ratio; load before")
            for _ in range(asked.pairs):
                busy = os.getloadavg()[0]
                own, other = (
                    run[0] / run[6]
                    for run in (
                        load(one, [path], 20, asked.seconds, *more) for one in (port, nginx_port)
                    )
                )
                ratios.append(own / other)
                print(f"  {own:8.0f} {other:8.0f} {own / other:6.2f}   {busy:.1f}", flush=True)
            print(f"  median ratio {median(ratios):.2f}, bar {BAR}")
            below = below or median(ratios) < BAR
    finally:
        process.terminate()
        process.wait()
        if served is not None:
            served.terminate()
            served.wait()
        shutil.rmtree(temporary, ignore_errors=True)
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
