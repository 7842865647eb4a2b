"""Addresses of duties: on the desk, and for everybody."""

from django.urls import path

from portal.duties import desk_views, guide_views

desk_urls = [
    path("duties/", desk_views.duties, name="duties"),
    path("duties/export.csv", desk_views.export, name="duties_export"),
    path("duties/clock/", desk_views.publication_clock, name="duty_clock"),
    path("duties/wall/", desk_views.wall, name="duty_wall"),
    path("duties/wall/export.csv", desk_views.wall_export, name="duty_wall_export"),
    path("duties/columns/", desk_views.install, name="duty_columns"),
    path("duties/guide/", guide_views.guide_desk, name="guide_desk"),
    path("duties/guide/edit/", guide_views.guide_edit, name="guide_edit"),
    path("duties/fields/", guide_views.field_list, name="duty_fields"),
    path("duties/fields/<slug:field>/", guide_views.field, name="duty_field"),
    path("duties/fields/<slug:field>/import/", guide_views.field_import, name="duty_field_import"),
    path("duties/document/<int:pk>/", desk_views.document, name="duty_document"),
    path("duties/assignment/<int:pk>/end/", desk_views.unassign, name="duty_unassign"),
    path("duties/item/<str:code>/", desk_views.duty, name="duty"),
    path(
        "duties/item/<str:code>/not-applicable/",
        desk_views.not_applicable,
        name="duty_not_applicable",
    ),
    path("duties/item/<str:code>/applicable/", desk_views.applicable, name="duty_applicable"),
    path("duties/item/<str:code>/assign/", desk_views.assign, name="duty_assign"),
    path("duties/of/<slug:code>/", desk_views.duties, name="duties_of"),
    path("duties/of/<slug:code>/export.csv", desk_views.export, name="duties_of_export"),
    path("duties/of/<slug:code>/clock/", desk_views.publication_clock, name="duty_clock_of"),
    path("duties/of/<slug:code>/guide/", guide_views.guide_desk, name="guide_desk_of"),
    path("duties/of/<slug:organ>/item/<str:code>/", desk_views.duty, name="duty_of"),
]
site_urls = [
    path("o/<slug:code>/guide/", guide_views.guide, name="site_guide"),
    path("o/<slug:code>/guide/print/", guide_views.guide_print, name="site_guide_print"),
]
