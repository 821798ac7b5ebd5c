"""Addresses of custody."""

from django.urls import path

from sejuk.foundation.custody import views

app_name = "custody"
urlpatterns = [
    path("segel/", views.seals, name="seals"),
    path("segel/masa-simpan/", views.retention, name="retention"),
    path("segel/<uuid:seal_id>/", views.seal, name="seal"),
    path("segel/<uuid:seal_id>/lihat/", views.look, name="look"),
    path("segel/<uuid:seal_id>/berkas/", views.file, name="file"),
    path("segel/<uuid:seal_id>/tutup/", views.close, name="close"),
    path("segel/<uuid:seal_id>/hapus/", views.delete, name="delete"),
    path("kerahasiaan/", views.counts, name="counts"),
]
