"""Addresses of audit."""

from django.urls import URLPattern, path

from sejuk.review.audit import views

app_name = "audit"
urlpatterns: list[URLPattern] = [
    path("", views.read_ledger, name="ledger"),
    path("periksa/", views.verify, name="verify"),
    path("ekspor/", views.export, name="export"),
    path("pemeriksa.py", views.verifier, name="verifier"),
]
