"""Addresses of duties: on the desk, and for everybody."""

from django.urls import URLPattern

desk_urls: list[URLPattern] = []
site_urls: list[URLPattern] = []
