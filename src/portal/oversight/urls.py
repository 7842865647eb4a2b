"""Addresses of the wall of annual reports."""

from django.urls import path

from portal.oversight import desk_views

desk_urls = [
    path("oversight/", desk_views.everything, name="oversight"),
    path("oversight/<int:year>/", desk_views.everything, name="oversight_year"),
    path("oversight/<int:year>/wall.csv", desk_views.export, name="oversight_export"),
    path("oversight/<int:year>/remind/", desk_views.remind, name="oversight_remind"),
    path("oversight/<int:year>/timetable/", desk_views.timetable, name="oversight_timetable"),
]
