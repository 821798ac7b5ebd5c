from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "sejuk.foundation.custody"
    label = "custody"
