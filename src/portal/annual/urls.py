"""Addresses of annual reports: on the desk, and for everybody."""

from django.urls import path

from portal.annual import desk_views, live_views, pages

desk_urls = [
    path("reports/", desk_views.reports, name="annual_desk"),
    path("reports/new/", desk_views.archive, name="annual_archive"),
    path("annual/<int:year>/live/", live_views.live, name="annual_live"),
    path(
        "annual/<int:year>/figure/<slug:table>/<slug:row>/<str:column>/",
        live_views.figure,
        name="annual_figure",
    ),
    path("annual/<int:year>/nowhere/", live_views.nowhere, name="annual_nowhere"),
    path("annual/record/<str:subject>/", live_views.record, name="annual_record"),
]
site_urls = [
    path("reports/", pages.everybody, name="annual_everybody"),
    path("o/<slug:code>/reports/", pages.of_organ, name="annual_reports"),
    path("o/<slug:code>/reports/<int:year>/", pages.report, name="annual_report"),
    path(
        "o/<slug:code>/reports/<int:year>/report.<slug:ending>",
        pages.download,
        name="annual_download",
    ),
]
