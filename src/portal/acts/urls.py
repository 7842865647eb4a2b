"""Addresses of the record."""

from django.urls import path

from portal.acts import views

urlpatterns = [
    path("records/", views.records, name="records"),
    path("history/<str:subject>/", views.history, name="history"),
]
