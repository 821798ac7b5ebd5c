"""Addresses of channels."""

from django.urls import URLPattern, path

from sejuk.foundation.channels.views import connecting, desk, incoming

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("", desk.messages, name="messages"),
    path("masuk/<slug:provider>/", incoming.posted, name="posted"),
    path("kirim-lagi/", desk.send_failed_again, name="send_failed_again"),
    path("<int:message_id>/kirim-lagi/", desk.send_again, name="send_again"),
    path("percakapan/coba/", connecting.as_resident, name="as_resident"),
    path("percakapan/<int:conversation_id>/", desk.conversation, name="conversation"),
    path("percakapan/<int:conversation_id>/diamkan/", desk.block, name="block"),
    path("percakapan/<int:conversation_id>/jawab/", desk.unblock, name="unblock"),
    path("atur/", connecting.settings, name="settings"),
    path("atur/coba/", connecting.try_out, name="try_out"),
    path("kait/", connecting.hooks, name="hooks"),
    path("kait/<int:hook_id>/", connecting.hook, name="hook"),
    path("kait/<int:hook_id>/henti/", connecting.stop_hook, name="stop_hook"),
]
