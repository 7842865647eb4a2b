"""Addresses of the public site and of documents on the desk."""

from django.urls import path

from portal.publishing import desk_views, site

site_urls = [
    path("", site.home, name="site_home"),
    path("o/<slug:code>/", site.platform, name="site_platform"),
    path("o/<slug:code>/<slug:column>/", site.column, name="site_column"),
    path("search/", site.search, name="site_search"),
    path("info/<int:pk>/", site.document, name="site_document"),
]
desk_urls = [
    path("documents/", desk_views.documents, name="documents"),
    path("documents/new/", desk_views.start, name="document_start"),
    path("documents/<int:pk>/", desk_views.document, name="document"),
    path("documents/<int:pk>/edit/", desk_views.edit, name="document_edit"),
    path("documents/<int:pk>/<slug:act>/", desk_views.act, name="document_act"),
]
