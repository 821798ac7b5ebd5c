"""Addresses of outreach."""

from django.urls import path

from sejuk.act.outreach import views
from sejuk.foundation.places import web  # noqa: F401 - knows <area_code:…>

app_name = "outreach"
urlpatterns = [
    path("sambang/catat/", views.record, name="record"),
    path("sambang/kunjungan/", views.visits, name="visits"),
    path("sambang/kunjungan/unduh.<str:kind>", views.export_visits, name="export_visits"),
    path("sambang/kunjungan/<int:visit_id>/", views.visit, name="visit"),
    path("sambang/foto/<int:photo_id>.jpg", views.photo, name="photo"),
    path("desa/<area_code:code>/", views.village, name="village"),
    path("desa/<area_code:code>/riwayat/", views.history, name="history"),
    path("desa/<area_code:code>/penanggung-jawab/", views.responsible, name="responsible"),
]
