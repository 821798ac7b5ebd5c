from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "sejuk.sense.signals"
    label = "signals"
