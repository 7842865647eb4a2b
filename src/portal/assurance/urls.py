"""Addresses of the records of supervision and guarantee, all on the desk."""

from django.urls import URLPattern, path

from portal.assurance import views

desk_urls: list[URLPattern] = [
    path("assurance/", views.overview, name="assurance"),
    path("assurance/none/", views.none, name="assurance_none"),
    path("assurance/units/", views.units, name="assurance_units"),
    path("assurance/export.csv", views.export_csv, name="assurance_csv"),
    path("assurance/export.xlsx", views.export_xlsx, name="assurance_xlsx"),
    path("assurance/new/<slug:kind>/", views.new, name="assurance_new"),
    path("assurance/<int:pk>/", views.record, name="assurance_record"),
    path("assurance/<int:pk>/<slug:act>/", views.act, name="assurance_record_act"),
]
