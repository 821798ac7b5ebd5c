from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "sejuk.foundation.imports"
    label = "imports"
