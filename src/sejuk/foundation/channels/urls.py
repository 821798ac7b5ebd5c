"""Addresses of channels."""

from django.urls import URLPattern, path

from sejuk.foundation.channels.views import desk, incoming

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("", desk.messages, name="messages"),
    path("masuk/<slug:provider>/", incoming.posted, name="posted"),
    path("<int:message_id>/kirim-lagi/", desk.send_again, name="send_again"),
]
