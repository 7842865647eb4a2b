"""Addresses of the work in the background."""

from django.urls import path

from portal.jobs import views

desk_urls = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<uuid:pk>/retry/", views.retry, name="task_retry"),
]
