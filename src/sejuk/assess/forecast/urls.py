"""Addresses of the forecast."""

from django.urls import path

from sejuk.assess.forecast import views
from sejuk.foundation.places import web  # noqa: F401 - knows <area_code:…>

app_name = "forecast"
urlpatterns = [
    path("prakiraan/", views.week_ahead, name="week_ahead"),
    path("prakiraan/<area_code:area_code>/", views.village, name="village"),
]
