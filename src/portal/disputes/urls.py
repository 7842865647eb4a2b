"""Addresses of disputes on the desk; nothing of them is public."""

from django.urls import path

from portal.disputes import bundle_views, desk_views, list_views

desk_urls = [
    path("disputes/", list_views.disputes, name="disputes"),
    path("disputes/new/", desk_views.open_dispute, name="dispute_open"),
    path("disputes/year/", list_views.year, name="disputes_year"),
    path("disputes/year/below/", list_views.below, name="disputes_below"),
    path("disputes/reports/", list_views.reports, name="disputes_reports"),
    path("disputes/files/<int:pk>/", bundle_views.file, name="dispute_file"),
    path("disputes/<int:pk>/", desk_views.dispute, name="dispute"),
    path("disputes/<int:pk>/bundle/", bundle_views.bundle, name="dispute_bundle"),
    path("disputes/<int:pk>/<slug:slug>/", desk_views.act, name="dispute_act"),
]
