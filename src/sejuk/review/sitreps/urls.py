"""Addresses of sitreps."""

from django.urls import path

from sejuk.review.sitreps.views import documents, pages

app_name = "sitreps"
urlpatterns = [
    path("", pages.report_list, name="list"),
    path("baru/", pages.draft, name="draft"),
    path("<int:sitrep_id>/", pages.report, name="report"),
    path("<int:sitrep_id>/naskah/", pages.write, name="write"),
    path("<int:sitrep_id>/susun-ulang/", pages.compile_again, name="compile"),
    path("<int:sitrep_id>/tanda-tangan/", pages.sign, name="sign"),
    path("<int:sitrep_id>/laporan.pdf", documents.pdf, name="pdf"),
    path("<int:sitrep_id>/laporan.xlsx", documents.workbook, name="workbook"),
    path("<int:sitrep_id>/laporan.txt", documents.text, name="text"),
]
