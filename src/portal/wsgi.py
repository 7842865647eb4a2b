"""What the server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
_django = get_wsgi_application()
_pages = get_resolver().url_patterns  # reads the code of every page now, not while somebody waits

from portal.site import early_cache  # noqa: E402  (after the apps are loaded)

application = early_cache.before(_django)
