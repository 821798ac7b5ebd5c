from django.apps import AppConfig


class ForcesConfig(AppConfig):
    name = "sejuk.foundation.forces"
    label = "forces"
