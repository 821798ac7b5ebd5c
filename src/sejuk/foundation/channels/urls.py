"""Addresses of channels."""

from django.urls import URLPattern, path

from sejuk.foundation.channels import views

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("", views.messages, name="messages"),
    path("<int:message_id>/kirim-lagi/", views.send_again, name="send_again"),
]
