"""Addresses of the interface, of its keys on the desk, and of the open data."""

from django.urls import URLPattern, URLResolver, include, path

from portal.api import desk_views, interface, pages
from portal.api.opendata import pages as opendata
from portal.api.v1 import api

desk_urls = [
    path("keys/", desk_views.keys, name="api_keys"),
    path("keys/new/", desk_views.make, name="api_key_make"),
    path("keys/<int:pk>/end/", desk_views.end, name="api_key_end"),
]
site_urls: list[URLPattern | URLResolver] = [
    path("api/", pages.guide, name="api_guide"),
    path("opendata/", opendata.page, name="opendata"),
    path("opendata/dcat.jsonld", opendata.catalogue, name="opendata_catalogue"),
    path("opendata/<str:name>", opendata.file, name="opendata_file"),
    path("api/v1/", include(interface.urls(api))),
]
