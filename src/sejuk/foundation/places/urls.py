"""Addresses of places."""

from django.urls import path

from sejuk.foundation.places import views

app_name = "places"
urlpatterns = [
    path("", views.areas, name="areas"),
    path("lokasi/", views.sites, name="sites"),
    path("cari", views.search, name="search"),
    path("batas-skematis", views.draw_boundaries, name="draw_boundaries"),
]
