"""Addresses of risk."""

from django.urls import path

from sejuk.assess.risk import views
from sejuk.foundation.places import web  # noqa: F401 - knows <area_code:…>

app_name = "risk"
urlpatterns = [
    path("", views.command_post, name="command_post"),
    path("peta/wilayah.json", views.map_areas, name="map_areas"),
    path("peta/suhu.json", views.map_temperatures, name="map_temperatures"),
    path("peta/lapisan/<slug:layer_code>.json", views.map_layer, name="map_layer"),
    path("kecamatan/<area_code:area_code>/", views.area, name="kecamatan"),
    path("kabupaten/<area_code:area_code>/", views.area, name="district"),
    path("suhu/<area_code:area_code>/", views.known, name="known"),
    path("indeks/", views.index, name="index"),
    path("indeks/bobot/", views.weigh, name="weigh"),
    path("indeks/baru/", views.renew_index, name="renew_index"),
    path("indeks/<area_code:area_code>/", views.village_index, name="village_index"),
]
