"""`python -m portal`."""

from portal.cli import run

run()
