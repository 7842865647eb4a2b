"""Addresses of documents on the desk."""

from django.urls import path

from portal.publishing import (
    desk_views,
    edit_views,
    links_views,
    personal_views,
    settings_views,
    upload_views,
)

desk_urls = [
    path("documents/", desk_views.documents, name="documents"),
    path("documents/new/", edit_views.start, name="document_start"),
    path("documents/upload/", upload_views.upload, name="document_upload"),
    path("documents/<int:pk>/check/", upload_views.check, name="document_check"),
    path("documents/<int:pk>/files/add/", upload_views.add_file, name="file_add"),
    path("files/<int:pk>/end/", upload_views.end_file, name="file_end"),
    path("files/<int:pk>/keep/", upload_views.keep_file, name="file_keep"),
    path("documents/clarify/", edit_views.clarify, name="clarify"),
    path("documents/<int:pk>/", desk_views.document, name="document"),
    path("documents/<int:pk>/edit/", edit_views.edit, name="document_edit"),
    path("documents/<int:pk>/compare/", desk_views.comparison, name="document_compare"),
    path("documents/<int:pk>/personal/", personal_views.personal_data, name="document_personal"),
    path("documents/<int:pk>/link/", links_views.link, name="document_link"),
    path("documents/<int:pk>/interpret/", edit_views.interpret, name="document_interpret"),
    path("documents/<int:pk>/clarify/", edit_views.clarify, name="document_clarify"),
    path("links/<int:pk>/end/", links_views.end_link, name="link_end"),
    path("columns/", settings_views.columns, name="columns"),
    path("columns/new/", settings_views.open_column, name="column_open"),
    path("columns/<int:pk>/", settings_views.change_column, name="column_change"),
    path("columns/<int:pk>/close/", settings_views.close_column, name="column_close"),
    path("columns/<int:pk>/reopen/", settings_views.reopen_column, name="column_reopen"),
    path("numbers/", settings_views.numbers, name="numbers"),
    path("chains/", settings_views.chains, name="chains"),
    path("chains/<slug:genre>/", settings_views.set_chain, name="chain_set"),
    path("documents/<int:pk>/<slug:act>/", desk_views.act, name="document_act"),
]

site_urls = [
    path("files/<int:pk>/<str:name>", upload_views.download, name="file"),
]
