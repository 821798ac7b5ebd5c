from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "sejuk.foundation.partners"
    label = "partners"
