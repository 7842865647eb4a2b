"""What a server's process has ready before anybody asks."""

import os
import subprocess
import sys
from pathlib import Path

ASKED = """
import sys
import portal.wsgi
wanted = ("portal.oversight.desk_views", "portal.annual.filing_views", "portal.site.lists")
print([name for name in wanted if name not in sys.modules])
"""


def test_no_first_reader_waits_for_code_to_be_read(tmp_path: Path) -> None:
    """The wall's first answer in a process took 1.3 s of CPU, three quarters of it reading code."""
    asked = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**os.environ, "PORTAL_DATA": str(tmp_path), "PORTAL_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == "[]"
