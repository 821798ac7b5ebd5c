from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "sejuk.foundation.operations"
    label = "operations"
