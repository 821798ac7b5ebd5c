from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "sejuk.foundation.channels"
    label = "channels"
