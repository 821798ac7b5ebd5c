"""Addresses of outreach."""

from django.urls import path

from sejuk.act.outreach import views

app_name = "outreach"
urlpatterns = [
    path("sambang/catat/", views.record, name="record"),
    path("sambang/kunjungan/", views.visits, name="visits"),
    path("sambang/kunjungan/unduh.<str:kind>", views.export_visits, name="export_visits"),
    path("sambang/kunjungan/<int:visit_id>/", views.visit, name="visit"),
    path("sambang/foto/<int:photo_id>.jpg", views.photo, name="photo"),
    path("desa/<str:code>/", views.village, name="village"),
    path("desa/<str:code>/riwayat/", views.history, name="history"),
    path("desa/<str:code>/penanggung-jawab/", views.responsible, name="responsible"),
]
