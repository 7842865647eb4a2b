"""Addresses of the interface, of its keys on the desk, and of the open data."""

from django.urls import URLPattern, URLResolver, include, path

from portal.api import interface
from portal.api.v1 import api

site_urls: list[URLPattern | URLResolver] = [
    path("api/v1/", include(interface.urls(api))),
]
