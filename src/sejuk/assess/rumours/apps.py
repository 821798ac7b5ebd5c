from django.apps import AppConfig


class RumoursConfig(AppConfig):
    name = "sejuk.assess.rumours"
    label = "rumours"
