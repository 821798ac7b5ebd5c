"""Addresses of operations."""

from django.urls import path

from sejuk.foundation.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.current, name="current"),
    path("buka/", views.open_operation, name="open"),
    path("<int:operation_id>/", views.operation, name="operation"),
    path("<int:operation_id>/hukum", views.set_regime, name="set_regime"),
    path("<int:operation_id>/tahapan", views.add_stage, name="add_stage"),
    path("tahapan/<int:stage_id>/", views.move_stage, name="move_stage"),
    path("<int:operation_id>/sprin/", views.orders, name="orders"),
    path("<int:operation_id>/sprin/baru", views.record_order, name="record_order"),
    path("sprin/<int:order_id>/", views.order, name="order"),
    path("<int:operation_id>/paslon/", views.contestants, name="contestants"),
    path("paslon/<int:contestant_id>/hapus", views.remove_contestant, name="remove_contestant"),
]
