"""Addresses of the joint force."""

from django.urls import path

from sejuk.foundation.forces import views

app_name = "forces"
urlpatterns = [
    path("", views.people, name="people"),
    path("satuan/", views.units, name="units"),
    path("rekap/", views.strength, name="strength"),
    path("desa-binaan/", views.care, name="care"),
    path("undang/", views.invite, name="invite"),
    path("<int:person_id>/", views.person, name="person"),
    path("<int:person_id>/akun", views.link, name="link"),
    path("<int:person_id>/akun/lepas", views.unlink, name="unlink"),
    path("<int:person_id>/cuti", views.add_leave, name="add_leave"),
    path("<int:person_id>/cuti/<int:leave_id>/cabut", views.withdraw_leave, name="withdraw_leave"),
    path("<int:person_id>/binaan", views.add_care, name="add_care"),
    path("<int:person_id>/binaan/<int:care_id>/akhiri", views.end_care, name="end_care"),
]
