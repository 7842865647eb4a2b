"""Addresses of documents on the desk."""

from django.urls import path

from portal.publishing import desk_views

desk_urls = [
    path("documents/", desk_views.documents, name="documents"),
    path("documents/new/", desk_views.start, name="document_start"),
    path("documents/<int:pk>/", desk_views.document, name="document"),
    path("documents/<int:pk>/edit/", desk_views.edit, name="document_edit"),
    path("documents/<int:pk>/<slug:act>/", desk_views.act, name="document_act"),
]
