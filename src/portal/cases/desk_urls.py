"""Addresses of requests on the desk."""

from django.urls import URLPattern

desk_urls: list[URLPattern] = []
