"""`portal`: set up, serve, work, back up and prove, from the command line.

Each command ends with 0, with 1 where something it checks does not hold, with 2 where it was asked
for what cannot be done; a sentence says which.
"""

import os
import sys

import click

from portal.cli import connecting, founding, keeping, serving, showing, taking_over
from portal.cli.say import fail


def _django() -> None:
    """Set Django up; a bad environment is one sentence and exit 2."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        fail(str(error))


@click.group()
def main() -> None:
    """政府信息公开工作平台。"""
    _django()


for _command in (
    serving.migrate,
    serving.serve,
    serving.worker,
    keeping.check,
    keeping.backup,
    keeping.restore,
    keeping.verify_audit,
    keeping.rebuild_search,
    keeping.rebuild_lists,
    keeping.recompute_cases,
    founding.create_organ,
    founding.create_admin,
    founding.import_organs,
    showing.demo,
    taking_over.import_site,
    connecting.api_client_check,
):
    main.add_command(_command)


def run() -> None:
    """Start the command; output in UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from django.db import OperationalError, ProgrammingError

    try:
        main(prog_name="portal")
    except (OperationalError, ProgrammingError) as error:
        why = str(error).strip().splitlines()[0]
        if "no such table" in why or "does not exist" in why:
            fail(f"数据库还没有建好，请先运行 portal migrate（{why}）。")
        fail(f"数据库没有应答：{why}")
