"""Addresses of programme."""

from django.urls import path

from sejuk.plan.programme import views

app_name = "programme"
urlpatterns = [
    path("sambang/", views.week, name="week"),
    path("sambang/susun/", views.propose, name="propose"),
    path("sambang/cetak/", views.print_week, name="print"),
    path("sambang/usulan/<int:proposal_id>/", views.proposal, name="proposal"),
    path("sambang/usulan/<int:proposal_id>/setujui/", views.accept, name="accept"),
    path("sambang/usulan/<int:proposal_id>/ubah/", views.change, name="change"),
    path("sambang/usulan/<int:proposal_id>/tolak/", views.refuse, name="refuse"),
    path("sambang/umpan-balik/", views.feedback, name="feedback"),
    path("sambang/umpan-balik/hitung/", views.audit, name="audit"),
    path("cakupan/", views.coverage, name="coverage"),
    path("cakupan/unduh.<str:kind>", views.export_coverage, name="export_coverage"),
]
