"""How fast the desk of requests is over 1,000,000 of them: list, request, figures; the bar is p95 < 100 ms.

    python benchmarks/cases_pages.py FOLDER [--seconds N] [--users N] [--workers N]

FOLDER is a world of benchmarks/cases_world.py. The real server is started on it (`portal serve`) and
`wrk` calls it as somebody who is logged in and handles the requests of the organ that has most, with
16 connections: each asking anew as soon as it is answered, and once more with a pause of a second on
average between two pages, as people read.
"""

import argparse
import random
import sys
from pathlib import Path
from typing import Any

from portal_pages import load, memory, serve, table
from portal_world import set_up

BAR = 100.0  # ms, p95


def signed_in(organ: Any, *roles: str) -> str:
    """Return the cookie of somebody who holds posts at an organ, made here."""
    from django.test import Client
    from django.utils import timezone

    from portal.accounts.models import User
    from portal.organs.models import Post, Role

    user, made = User.objects.get_or_create(username="bench", defaults={"name": "示例"})
    if made:
        user.set_unusable_password()
        user.password_is_temporary, user.password_set_on = False, timezone.localdate()
        user.save()
        first = timezone.localdate().replace(day=1)
        for role in roles:
            Post.objects.create(organ=organ, user=user, role=Role[role], from_on=first)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def person() -> tuple[str, dict[str, list[str]]]:
    """Return the cookie of a handler of the organ with most requests, and the pages asked for."""
    from django.db.models import Count

    from portal.cases.models import Case
    from portal.organs.models import Organ

    busiest = Case.objects.values("organ").annotate(n=Count("pk")).order_by("-n")[0]
    organ = Organ.objects.get(pk=busiest["organ"])
    cookie = signed_in(organ, "HANDLER", "HEAD")
    draw = random.Random(5)
    pks = list(Case.objects.filter(organ=organ).values_list("pk", flat=True))
    print(f"{organ}: {len(pks)} of {Case.objects.count()} requests")
    return cookie, {
        "list": ["/desk/cases/", "/desk/cases/?group=overdue", "/desk/cases/?done=1"],
        "request": [f"/desk/cases/{pk}/" for pk in draw.sample(pks, min(2000, len(pks)))],
        "figures": [f"/desk/cases/figures/?year={year}" for year in range(2020, 2027)],
        "home": ["/desk/"],
    }


def main() -> int:
    """Print a line for each kind of page; 1 if a p95 is over the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    set_up(asked.folder)
    cookie, kinds = person()
    process, port = serve(asked.folder, asked.workers)
    header = ("-H", f"Cookie: {cookie}")
    try:
        for paths in kinds.values():  # files into memory
            load(port, paths, 2, 2, *header)
        slowest = table(port, kinds, [0.0, 1.0], asked.users, asked.seconds, *header)
        print(f"memory of the server's processes: {memory(process)} MB; bar p95 < {BAR:.0f} ms")
    finally:
        process.terminate()
        process.wait()
    return int(slowest > BAR)


if __name__ == "__main__":
    sys.exit(main())
