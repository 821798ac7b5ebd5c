"""Addresses of set-up and imports."""

from django.urls import path

from sejuk.foundation.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.set_up, name="set_up"),
    path("impor/<slug:code>/", views.upload, name="upload"),
    path("impor/<slug:code>/contoh.csv", views.template, {"kind": "csv"}, "template_csv"),
    path("impor/<slug:code>/contoh.xlsx", views.template, {"kind": "xlsx"}, "template_xlsx"),
    path("unggahan/<int:upload_id>/", views.mapping, name="mapping"),
    path("unggahan/<int:upload_id>/hasil", views.result, name="result"),
    path("unggahan/<int:upload_id>/temuan.csv", views.findings, {"kind": "csv"}, "findings_csv"),
    path("unggahan/<int:upload_id>/temuan.xlsx", views.findings, {"kind": "xlsx"}, "findings_xlsx"),
    path("unggahan/<int:upload_id>/muat", views.load, name="load"),
    path("unggahan/<int:upload_id>/buang", views.discard, name="discard"),
]
