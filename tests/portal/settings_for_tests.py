"""The portal's own settings over a data folder of the test run, and nothing else changed but speed."""

import atexit
import os
import tempfile

from tests.portal.cli.installation import end_run

# One folder a test run, and in it one for each process: workers inherit the environment of the one
# that starts them.
if "PORTAL_TEST_RUN" not in os.environ:
    os.environ["PORTAL_TEST_RUN"] = tempfile.mkdtemp(prefix="portal-test-")
    begun_by = os.getpid()
    atexit.register(lambda: end_run() if os.getpid() == begun_by else None)
if os.environ.get("PORTAL_TEST_PROCESS") != str(os.getpid()):
    os.environ["PORTAL_DATA"] = tempfile.mkdtemp(dir=os.environ["PORTAL_TEST_RUN"])
    os.environ["PORTAL_TEST_PROCESS"] = str(os.getpid())
os.environ.setdefault("PORTAL_HTTPS", "0")

from portal.settings import *  # noqa: F403

# Argon2 is slow on purpose; a test that logs in a hundred times need not prove it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
