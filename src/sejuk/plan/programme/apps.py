from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "sejuk.plan.programme"
    label = "programme"
