"""The portal's own settings over a data folder of the test run, and nothing else changed but speed."""

import os
import tempfile

# Each test process has a folder of its own: workers inherit the environment of the one that starts them.
if os.environ.get("PORTAL_TEST_PROCESS") != str(os.getpid()):
    os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="portal-test-")
    os.environ["PORTAL_TEST_PROCESS"] = str(os.getpid())
os.environ.setdefault("PORTAL_HTTPS", "0")

from portal.settings import *  # noqa: F403

# Argon2 is slow on purpose; a test that logs in a hundred times need not prove it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A file, as in production: the database in memory knows neither WAL nor waiting for a lock.
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
