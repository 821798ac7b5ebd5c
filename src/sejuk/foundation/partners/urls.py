"""Addresses of partners."""

from django.urls import path

from sejuk.foundation.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.partners, name="list"),
    path("fungsi/", views.contacts, name="contacts"),
    path("<int:partner_id>/", views.partner, name="partner"),
]
