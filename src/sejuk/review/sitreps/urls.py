"""Addresses of sitreps."""

from django.urls import URLPattern

app_name = "sitreps"
urlpatterns: list[URLPattern] = []
