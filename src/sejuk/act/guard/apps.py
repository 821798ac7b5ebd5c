from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "sejuk.act.guard"
    label = "guard"
