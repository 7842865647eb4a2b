"""Addresses of the public site."""

from django.urls import path

from portal.site import pages

urlpatterns = [
    path("", pages.home, name="site_home"),
    path("o/<slug:code>/", pages.platform, name="site_platform"),
    path("o/<slug:code>/<slug:column>/", pages.column, name="site_column"),
    path("search/", pages.search, name="site_search"),
    path("info/<int:pk>/", pages.document, name="site_document"),
]
