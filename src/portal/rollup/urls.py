"""Addresses of the totals of regions."""

from django.urls import path

from portal.rollup import desk_views

desk_urls = [
    path("rollup/", desk_views.latest, name="rollup"),
    path("rollup/<slug:code>/<int:year>/", desk_views.year_total, name="rollup_year"),
    path("rollup/<slug:code>/<int:year>/figure/", desk_views.figure, name="rollup_figure"),
    path(
        "rollup/<slug:code>/<int:year>/published/",
        desk_views.against_published,
        name="rollup_published",
    ),
]
